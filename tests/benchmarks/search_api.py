"""The search API over HTTP beside a stock Wagtail site, in one run: p50, p95, p99 and how they compare.

    python tests/benchmarks/search_api.py [--peer ../shared/tools/peer-wagtail] [--national ../shared/data/national]

Serves the portal with production settings on SQLite with the embedded engine and, where PORTAL_DATABASE_URL and
PORTAL_ELASTICSEARCH_URLS are set, on PostgreSQL with Elasticsearch; beside each the stock site on the same servers.
With --copies the national records are repeated with the names of provinces (2: about 5,200 documents more), with
--bare an Elasticsearch index of stock settings over the same records is asked too, without any site in front of it.
All sites stand at the same time and are asked the same question one after the other, in an order that changes, so
that whatever else the machine does hits them alike. One reader, one request at a time, a new connection for each.
Prints figures, asserts nothing.
"""

# ruff: noqa: T201 - it prints its figures

import argparse
import contextlib
import csv
import http.client
import json
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from portal.vietnamese.unicode import fold
from tests.benchmarks import records as national
from tests.benchmarks.sites import PLAN, PROJECT_DIR, Servers, Site, bare, portal, stock

SHARED = PROJECT_DIR.parent / "shared"
#: Results asked for, which is what the stock site gives where nothing is said.
SIZE = 10
#: Seconds after which a question counts as not answered; the stock site on SQLite needs some.
PATIENCE = 60
#: Questions of each kind asked before, other ones: every worker has read its code and its first documents then.
WARM_UP = 40

#: Ours, and what it is set against.
_COMPARED = (
    ("embedded", "stock SQLite"),
    ("elasticsearch", "stock Elasticsearch"),
    ("elasticsearch", "bare query"),
)

Times = dict[str, dict[str, list[float]]]


def main() -> None:
    arguments = _arguments()
    records = sorted(arguments.national.glob("tthc_*.jsonl")) if arguments.national.is_dir() else []
    if not records:
        print(f"no national records at {arguments.national}: the 36 procedures alone")
    questions = _questions(records, arguments.judged, arguments.queries, random.Random(1291))
    before = _questions(records, arguments.judged, WARM_UP, random.Random(613))
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder, contextlib.ExitStack() as stack:
        records = national.repeated(records, arguments.copies, Path(folder) / "copies")
        sites = list(_sites(stack, Path(folder), records, arguments))
        for site in sites:
            count = _documents(site) if site.process else 0
            print(f"{site.name}: port {site.port}, {_memory(site):.0f} MiB{f', {count} documents' if count else ''}")
        _measure(sites, before)
        times = _measure(sites, questions)
        again: dict[str, list[float]] = {}
        for _round in range(arguments.again):
            # Every process has answered each of them after some rounds: the last one counts.
            again = _together(_measure(sites, questions))
    names = [site.name for site in sites]
    _print(times, names)
    if again:
        _print({"the same questions, asked again": again}, names)


def _sites(
    stack: contextlib.ExitStack, folder: Path, records: Sequence[Path], arguments: argparse.Namespace
) -> Iterator[Site]:
    servers = Servers.of_environment()
    peer = arguments.peer if (arguments.peer / "run.sh").is_file() else None
    if peer is None:
        print(f"no stock site at {arguments.peer}: the portal alone")
    if "embedded" in arguments.only:
        yield stack.enter_context(portal("embedded", folder / "embedded", records, None))
        if peer:
            yield stack.enter_context(stock("stock SQLite", peer, folder / "stock-a", "a", None))
    if "elasticsearch" in arguments.only and servers is None:
        print("PORTAL_DATABASE_URL or PORTAL_ELASTICSEARCH_URLS is not set: without Elasticsearch")
    elif "elasticsearch" in arguments.only and servers is not None:
        yield stack.enter_context(portal("elasticsearch", folder / "elasticsearch", records, servers))
        if peer:
            yield stack.enter_context(stock("stock Elasticsearch", peer, folder / "stock-c", "c", servers))
        if arguments.bare:
            yield stack.enter_context(bare("bare query", servers.elasticsearch, national.texts(records)))


def _questions(records: Sequence[Path], judged: Path, count: int, chance: random.Random) -> dict[str, list[str]]:
    """Kind of question -> texts: whole titles, some words of titles, both as typed without accents, judged ones."""
    titles = [*_plan_titles(), *national.titles(records)]
    whole = [chance.choice(titles) for _ in range(count)]
    short = [_some_words(chance.choice(titles), chance) for _ in range(count)]
    questions = {
        "titles": whole,
        "titles, no accents": [fold(text) for text in whole],
        "2-4 words": short,
        "2-4 words, no accents": [fold(text) for text in short],
    }
    if judged.is_file():
        with judged.open(encoding="utf-8", newline="") as file:
            rows = [row["query"] for row in csv.DictReader(file, delimiter="\t")]
        questions["judged queries"] = chance.sample(rows, min(count, len(rows)))
    return questions


def _plan_titles() -> list[str]:
    with PLAN.open(encoding="utf-8", newline="") as file:
        return [row["name"] for row in csv.DictReader(file)]


def _some_words(title: str, chance: random.Random) -> str:
    words = title.split()
    length = chance.randint(2, 4)
    start = chance.randrange(max(1, len(words) - length))
    return " ".join(words[start : start + length])


def _measure(sites: Sequence[Site], questions: Mapping[str, Sequence[str]]) -> Times:
    times: Times = {kind: defaultdict(list) for kind in questions}
    turn = 0
    for kind, texts in questions.items():
        for text in texts:
            turn += 1
            for number in range(len(sites)):
                site = sites[(turn + number) % len(sites)]
                times[kind][site.name].append(_ask(site, text))
    return times


def _ask(site: Site, text: str) -> float:
    """Milliseconds until the whole answer is there."""
    path = site.path(text, SIZE)
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    started = time.perf_counter()
    # As nginx says it: production answers over HTTPS only.
    connection.request("GET", path, headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
    answer = connection.getresponse()
    body = answer.read()
    took = (time.perf_counter() - started) * 1000
    connection.close()
    if answer.status != http.client.OK:
        raise SystemExit(f"{site.name} answers {answer.status} to {text!r}: {body[:300]!r}")
    if json.loads(body).get("degraded"):
        print(f"{site.name} was answered by its fallback: {text!r}")
    return took


def _documents(site: Site) -> int:
    """How many procedures it publishes, where it says so."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    connection.request("GET", "/api/v1/procedures?size=1", headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return int(json.loads(body)["total"]) if answer.status == http.client.OK else 0


def _memory(site: Site) -> float:
    """MiB in memory of a site's processes."""
    kilobytes = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError, KeyError):
            values = dict(line.split(":", maxsplit=1) for line in status.read_text().splitlines())
            if site.process in {int(values["Pid"]), int(values["PPid"])}:
                kilobytes += int(values["VmRSS"].split()[0])
    return kilobytes / 1024


def _print(times: Times, names: Sequence[str]) -> None:
    everything = _together(times)
    for kind, by_site in [*times.items(), *([("all", everything)] if len(times) > 1 else [])]:
        print(f"\n{kind} ({len(by_site[names[0]])} each)")
        for name in names:
            p50, p95, p99 = _percentiles(by_site[name])
            print(f"  {name:20} p50 {p50:7.1f}  p95 {p95:7.1f}  p99 {p99:7.1f} ms")
    print()
    for ours, peer in _COMPARED:
        if ours in names and peer in names:
            shares = zip(_percentiles(everything[ours]), _percentiles(everything[peer]), strict=True)
            p50, p95, p99 = (mine / theirs for mine, theirs in shares)
            print(f"{ours} / {peer}: p50 {p50:.2f}  p95 {p95:.2f}  p99 {p99:.2f}")


def _together(times: Times) -> dict[str, list[float]]:
    """Site -> the times of all kinds of question."""
    found: dict[str, list[float]] = defaultdict(list)
    for by_site in times.values():
        for name, values in by_site.items():
            found[name] += values
    return found


def _percentiles(values: Sequence[float]) -> tuple[float, float, float]:
    cuts = statistics.quantiles(values, n=100)
    return cuts[49], cuts[94], cuts[98]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--peer", type=Path, default=SHARED / "tools/peer-wagtail", help="folder of the stock site")
    parser.add_argument("--national", type=Path, default=SHARED / "data/national", help="folder of tthc_*.jsonl")
    parser.add_argument("--judged", type=Path, default=SHARED / "relevance/queries-train.tsv")
    parser.add_argument("--copies", type=int, choices=range(1, 7), default=1, help="how often each national record")
    parser.add_argument("--bare", action="store_true", help="ask Elasticsearch itself too")
    parser.add_argument("--again", type=int, default=0, help="rounds in which all questions are asked once more")
    parser.add_argument("--queries", type=int, default=60, help="questions of each kind")
    parser.add_argument(
        "--only", nargs="+", choices=("embedded", "elasticsearch"), default=("embedded", "elasticsearch")
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
