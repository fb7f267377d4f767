"""How fast the search answers: p50, p95 and p99 of whole searches and of completing, over documents made for it.

    python tests/benchmarks/search_latency.py [--documents 600] [--queries 100]

Titles of Decision 1291 are repeated with different numbers until there are enough documents. Uses an
index in a throw-away folder; what a page reads from the database afterwards is not measured. Prints
figures, asserts nothing.
"""

# ruff: noqa: T201 - it prints its figures

import argparse
import csv
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

if TYPE_CHECKING:
    from portal.search.documents import SearchDocument

PROJECT_DIR = Path(__file__).resolve().parents[2]
PLAN = PROJECT_DIR / "portal/procedures/data/decision-1291-procedures.csv"
DAY = date(2020, 1, 2)
HALF = 0.5


def main() -> None:
    from django.conf import settings

    from portal.search import matching, ranking
    from portal.search.engines.base import Position
    from portal.search.engines.embedded.engine import EmbeddedEngine
    from portal.search.filters import Filters
    from portal.search.understanding import Site, understand

    arguments = _arguments()
    with tempfile.TemporaryDirectory() as folder:
        settings.SEARCH_INDEX_FILE = Path(folder) / "search.sqlite3"
        engine = EmbeddedEngine()
        started = time.perf_counter()
        documents = list(_documents(arguments.documents))
        with engine.building(documents, Position(cursor=0, mark="", day=DAY)):
            pass
        size = settings.SEARCH_INDEX_FILE.stat().st_size / 2**20
        print(f"{len(documents)} documents built in {time.perf_counter() - started:.1f} s, {size:.1f} MiB")
        here = Site(documents=engine.documents())
        for name, texts in _queries(arguments.queries).items():
            times = []
            for text in texts:
                started = time.perf_counter()
                query = understand(text)
                for rule in matching.rules(query, here):
                    found = engine.retrieve(rule, query, Filters(), ranking.RERANKED)
                    if found.accepted:
                        ranking.order(query, found.candidates)
                        break
                times.append((time.perf_counter() - started) * 1000)
            _print(name, times)
        _print("typing", _typing(documents, arguments.queries))


def _typing(documents: "list[SearchDocument]", count: int) -> list[float]:
    """Milliseconds for the rows under a search box, at each letter from the second on, with and without accents."""
    from portal.search import suggestions, wording
    from portal.search.understanding import Site
    from portal.vietnamese.keys import search_key

    site = Site(documents=documents)
    chosen = random.Random(359)
    times = []
    with (
        # What the database says of the ledger is one query, and not measured.
        patch.object(suggestions, "head_seq", lambda: 0),
        patch.object(suggestions, "all_documents", lambda _head: documents),
        patch.object(wording, "site", lambda _head: site),
    ):
        suggestions.suggest("làm nóng")
        for text in _queries(count)["short"]:
            letters = search_key(text) if chosen.random() < HALF else text
            for end in range(2, len(letters) + 1):
                started = time.perf_counter()
                suggestions.suggest(letters[:end])
                times.append((time.perf_counter() - started) * 1000)
    return times


def _documents(count: int) -> Iterator["SearchDocument"]:
    from portal.procedures.models import NoticeVersion
    from portal.procedures.notice import AgencyRef, Document, DocumentCase, LevelMark, Notice
    from portal.procedures.selectors import Published
    from portal.search.documents import build

    rows = _plan()
    for number in range(count):
        row, other = rows[number % len(rows)], rows[number * 7 % len(rows)]
        notice = Notice(
            code=f"{number % 10}.{number:06d}",
            title=f"{row['name']} ({other['field']} số {number})",
            agency=AgencyRef(code=row["code"].split("-")[0], name=row["agency"]),
            field=row["field"],
            levels=(LevelMark(level="commune", starts_on=DAY),),
            documents=(DocumentCase(documents=tuple(Document(name=item["name"]) for item in rows[number % 30 :][:6])),),
        )
        yield build(Published(NoticeVersion(code=notice.code, number=1), notice), (), DAY)


def _queries(count: int) -> dict[str, list[str]]:
    """Whole titles, and stretches of two to four words of them, as most people type."""
    chosen = random.Random(1291)
    titles = [row["name"] for row in _plan()]
    short = []
    for _ in range(count):
        words = chosen.choice(titles).split()
        length = chosen.randint(2, 4)
        start = chosen.randrange(max(1, len(words) - length))
        short.append(" ".join(words[start : start + length]))
    return {"short": short, "titles": [chosen.choice(titles) for _ in range(count)]}


def _plan() -> list[dict[str, str]]:
    with PLAN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _print(name: str, times: list[float]) -> None:
    cuts = statistics.quantiles(times, n=100)
    print(f"{name:8} n={len(times)}  p50 {cuts[49]:.1f} ms  p95 {cuts[94]:.1f} ms  p99 {cuts[98]:.1f} ms")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--queries", type=int, default=100)
    return parser.parse_args()


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT_DIR))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    import django

    django.setup()
    main()
