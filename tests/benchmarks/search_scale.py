"""How the search grows with the number of documents: building, size, memory, p50 and p95 of whole searches.

    python tests/benchmarks/search_scale.py [--national ../shared/data/national] [--sizes 3000 10000 30000 100000]

The national records (or, where they are not, the titles of Decision 1291) are repeated with the names of provinces
in their titles, as if every province published its own. Elasticsearch is measured up to the largest size where
PORTAL_ELASTICSEARCH_URLS is set, the embedded engine up to 10,000 documents. Indices are thrown away afterwards. What a
page reads from the database is not measured. Documents are made one by one, so that memory does not depend on their
number; it is looked at after building, before anything is searched. Prints figures, asserts nothing.
"""

# ruff: noqa: E402, T201 - Django is set up before its models are imported; it prints its figures

import argparse
import csv
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command

from portal.procedures.models import NoticeVersion
from portal.procedures.notice import AgencyRef, LevelMark, Notice
from portal.procedures.selectors import Published
from portal.search import matching, ranking
from portal.search.documents import build
from portal.search.engines.base import Position
from portal.search.engines.elasticsearch import indices
from portal.search.engines.elasticsearch.engine import ElasticsearchEngine
from portal.search.engines.embedded.engine import EmbeddedEngine
from portal.search.filters import Filters
from portal.search.understanding import Site, understand
from portal.settings.services import ElasticsearchOptions

if TYPE_CHECKING:
    from portal.search.documents import SearchDocument
    from portal.search.engines.base import Engine

PROJECT_DIR = Path(__file__).resolve().parents[2]
PLAN = PROJECT_DIR / "portal/procedures/data/decision-1291-procedures.csv"
DAY = date(2020, 1, 2)
#: The embedded engine is for one province.
EMBEDDED_UP_TO = 10_000
WARM_UP = 10
#: Names that follow the titles, as provinces would publish the same procedures.
PROVINCES = (
    "Hà Nội", "Huế", "Lai Châu", "Điện Biên", "Sơn La", "Lạng Sơn", "Quảng Ninh", "Thanh Hóa", "Nghệ An", "Hà Tĩnh",
    "Cao Bằng", "Tuyên Quang", "Lào Cai", "Thái Nguyên", "Phú Thọ", "Bắc Ninh", "Hưng Yên", "Hải Phòng", "Ninh Bình",
    "Quảng Trị", "Đà Nẵng", "Quảng Ngãi", "Gia Lai", "Khánh Hòa", "Lâm Đồng", "Đắk Lắk", "Đồng Nai", "Tây Ninh",
    "Cần Thơ", "Vĩnh Long", "Đồng Tháp", "Cà Mau", "An Giang", "Kon Tum",
)  # fmt: skip


@dataclass(frozen=True)
class Figures:
    """One size of one engine; times in milliseconds, memory of this process in MiB."""

    documents: int
    seconds: float
    size: float
    memory: float
    p50: float
    p95: float


def main() -> None:
    arguments = _arguments()
    notices = list(_notices(arguments.national))
    print(f"{len(notices)} notices, repeated; {_memory():.0f} MiB before anything is built")
    for engine, largest in _engines():
        print(f"\n{engine.name}")
        before: Figures | None = None
        for count in arguments.sizes:
            if count > largest:
                break
            figures = _measure(engine, notices, count, arguments.queries)
            _print(figures, before)
            before = figures


def _engines() -> Iterator[tuple["Engine", int]]:
    """Engines with the largest size each is for, Elasticsearch first: its searches keep less in this process."""
    if addresses := tuple(filter(None, os.environ.get("PORTAL_ELASTICSEARCH_URLS", "").split(","))):
        yield from _on_elasticsearch(addresses)
    else:
        print("PORTAL_ELASTICSEARCH_URLS is not set: without Elasticsearch")
    with tempfile.TemporaryDirectory(prefix="portal-scale-") as folder:
        settings.SEARCH_INDEX_FILE = Path(folder) / "search.sqlite3"
        yield EmbeddedEngine(), EMBEDDED_UP_TO


def _on_elasticsearch(addresses: tuple[str, ...]) -> Iterator[tuple["Engine", int]]:
    settings.SEARCH_ELASTICSEARCH = ElasticsearchOptions(
        urls=addresses,
        user=os.environ.get("PORTAL_ELASTICSEARCH_USER", ""),
        password=os.environ.get("PORTAL_ELASTICSEARCH_PASSWORD", ""),
        ca_file=os.environ.get("PORTAL_ELASTICSEARCH_CA_FILE", ""),
        prefix=f"scale-{os.getpid()}",
    )
    try:
        yield ElasticsearchEngine(), sys.maxsize
    finally:
        family = indices.family()
        indices.delete(*filter(None, (family.current, family.former, *family.leftovers)))


def _measure(engine: "Engine", notices: Sequence[Notice], count: int, queries: int) -> Figures:
    started = time.perf_counter()
    with engine.building(_documents(notices, count), Position(cursor=0, mark="", day=DAY)):
        pass
    seconds, memory = time.perf_counter() - started, _memory()
    engine.prune()
    texts = _texts(notices, count, queries)
    for text in texts[:WARM_UP]:
        _search(engine, text)
    cuts = statistics.quantiles([_search(engine, text) for text in texts], n=100)
    status = engine.status()
    return Figures(status.documents, seconds, status.size / 2**20, memory, cuts[49], cuts[94])


def _search(engine: "Engine", text: str) -> float:
    """Milliseconds of one search, from the text to the order of the results."""
    started = time.perf_counter()
    query = understand(text)
    for rule in matching.rules(query, Site()):
        found = engine.retrieve(rule, query, Filters(), ranking.RERANKED)
        if found.accepted:
            ranking.order(query, found.candidates)
            break
    return (time.perf_counter() - started) * 1000


def _documents(notices: Sequence[Notice], count: int) -> Iterator["SearchDocument"]:
    """As many of each notice as it takes; the words of what they share are cut once."""
    copies, more = divmod(count, len(notices))
    for number, notice in enumerate(notices):
        yield from _copies(notice, copies + (number < more))


def _copies(notice: Notice, copies: int) -> Iterator["SearchDocument"]:
    shared = _document(notice)
    for number in range(copies):
        code = f"{notice.code}.{number:03d}"
        own = _document(Notice(code=code, title=f"{notice.title} ({_province(number)})", agency=notice.agency))
        yield replace(shared, code=code, codes=own.codes, title=own.title, display_title=own.display_title)


def _document(notice: Notice) -> "SearchDocument":
    return build(Published(NoticeVersion(code=notice.code, number=1), notice), (), DAY)


def _province(number: int) -> str:
    """A name for each, also for more provinces than there are."""
    name, turn = PROVINCES[number % len(PROVINCES)], number // len(PROVINCES)
    return f"{name} {turn + 1}" if turn else name


def _texts(notices: Sequence[Notice], count: int, queries: int) -> list[str]:
    """Whole titles with a province, whole titles, and two to four words of titles, in equal shares."""
    chance = random.Random(1291)
    provinces = [_province(number) for number in range(max(1, count // len(notices)))]
    texts = []
    for number in range(queries):
        title = chance.choice(notices).title
        words = title.split()
        start = chance.randrange(max(1, len(words) - 4))
        some = " ".join(words[start : start + chance.randint(2, 4)])
        texts.append((f"{title} ({chance.choice(provinces)})", title, some)[number % 3])
    return texts


def _notices(folder: Path) -> Iterator[Notice]:
    if not any(folder.glob("tthc_*.jsonl")):
        print(f"no national records at {folder}: titles of Decision 1291 instead")
        yield from _plan_notices()
        return
    os.environ["PORTAL_NATIONAL_DATA"] = str(folder)
    # A page, also one that is never saved, asks for the type of its content.
    call_command("migrate", "contenttypes", verbosity=0)
    from tests.search.national import national_notices

    yield from national_notices()


def _plan_notices() -> Iterator[Notice]:
    with PLAN.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Notice(
                code=row["code"],
                title=row["name"],
                agency=AgencyRef(code=row["code"].split("-")[0], name=row["agency"]),
                field=row["field"],
                levels=(LevelMark(level="commune", starts_on=DAY),),
            )


def _memory() -> float:
    """MiB this process has in memory now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _print(figures: Figures, before: Figures | None) -> None:
    print(
        f"  {figures.documents:7} documents  built in {figures.seconds:6.1f} s  {figures.size:7.1f} MiB"
        f"  memory {figures.memory:4.0f} MiB  p50 {figures.p50:6.1f}  p95 {figures.p95:6.1f} ms",
        flush=True,
    )
    if before:
        print(
            f"          times   documents {figures.documents / before.documents:.1f}"
            f"  building {figures.seconds / before.seconds:.1f}  size {figures.size / before.size:.1f}"
            f"  p50 {figures.p50 / before.p50:.1f}  p95 {figures.p95 / before.p95:.1f}",
            flush=True,
        )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--national", type=Path, default=PROJECT_DIR.parent / "shared/data/national")
    parser.add_argument("--sizes", type=int, nargs="+", default=[3_000, 10_000, 30_000, 100_000])
    parser.add_argument("--queries", type=int, default=300)
    return parser.parse_args()


if __name__ == "__main__":
    main()
