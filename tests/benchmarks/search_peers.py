"""What our search finds beside others, in one run on the same documents and the same judged queries.

    eval "$(deploy/local/services env)"
    uv sync --inexact --group bench
    .venv/bin/python tests/benchmarks/search_peers.py [--national FOLDER] [--relevance FOLDER] [--peer FOLDER]

Beside the portal on both engines: Elasticsearch with its standard analyser and with `asciifolding`, a stock Wagtail
site on SQLite and on Elasticsearch, PostgreSQL full text with `unaccent`, and tantivy. Every one of them gets the
titles, other names, fields and full texts that the portal publishes. Collections: the 36 procedures alone, among the
national records of other ministries, and the national catalogue by itself. Servers that are not named in the
environment, and what is not installed, are left out and said so. Prints figures, asserts nothing.
"""

# ruff: noqa: E402, T201 - Django is set up before what needs it is imported; it prints its figures

import argparse
import importlib.util
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

PROJECT_DIR = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT_DIR))

from tests.benchmarks import peers
from tests.benchmarks.peer_documents import Document, read
from tests.benchmarks.sites import Servers

if TYPE_CHECKING:
    from portal.search.evaluation.judged import Judged
    from portal.search.evaluation.measures import Answered
    from portal.search.evaluation.records import Collection
    from portal.search.evaluation.trial import Trial

SHARED = PROJECT_DIR.parent / "shared"
COLLECTIONS = ("own", "among", "catalogue")
HEAD = f"{'':34}{'S@1':>7}{'S@3':>7}{'nDCG@10':>9}{'empty':>7}{'none':>7}{'none-P':>8}{'p50':>9}{'p95':>9} ms"

Sets = dict[Path, tuple["Judged", ...]]
Peer = tuple[str, AbstractContextManager[peers.Ask]]


def main() -> None:
    """Measure each collection."""
    arguments = _arguments()
    # What stands on servers is removed on the way out, also when the run is told to end.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    servers = Servers.of_environment()
    if servers is None:
        print("PORTAL_DATABASE_URL or PORTAL_ELASTICSEARCH_URLS is not set: without the peers on servers")
    with tempfile.TemporaryDirectory(prefix="portal-peers-") as name:
        folder = Path(name)
        _start_from_the_demonstration(folder / "demonstration", servers)
        for collection in arguments.collections:
            (folder / collection).mkdir()
            _measure(collection, folder / collection, servers, arguments)


def _start_from_the_demonstration(folder: Path, servers: Servers | None) -> None:
    """Make this process one of a portal with the 36 procedures, which the portals to measure are copied from."""
    for variable in [name for name in os.environ if name.startswith(("PORTAL_", "DJANGO_"))]:
        del os.environ[variable]
    os.environ |= {"DJANGO_SETTINGS_MODULE": "portal.settings.demo", "PORTAL_DATA_DIR": str(folder)}
    os.environ["PORTAL_LOG_LEVEL"] = "ERROR"
    if servers:
        os.environ["PORTAL_ELASTICSEARCH_URLS"] = servers.elasticsearch
        os.environ["PORTAL_ELASTICSEARCH_PREFIX"] = f"bench-{secrets.token_hex(4)}"
    embedded_only = os.environ | {"PORTAL_ELASTICSEARCH_URLS": ""}
    command = [sys.executable, "manage.py", "demo", "--setup-only"]
    subprocess.run(command, cwd=PROJECT_DIR, env=embedded_only, check=True, stdout=subprocess.DEVNULL)
    import django

    django.setup()


def _measure(name: str, folder: Path, servers: Servers | None, arguments: argparse.Namespace) -> None:
    from portal.search.evaluation import report
    from portal.search.evaluation.trial import trial

    collection = _collection(name)
    sets = _sets(collection, arguments.relevance)
    if not sets or (name != "own" and not any(arguments.national.glob("*.jsonl"))):
        print(f"\n{name}: no queries or no records for it, left out")
        return
    engine = "both" if servers else "embedded"
    with trial(collection, arguments.national, engine) as portal:
        documents = _documents(portal, folder)
        ours = report.restored(portal.evaluate(list(sets), engine), collection)
    rows = {path: [(f"portal, {m.engine}", m.answered) for m in ours if m.queries == path.name] for path in sets}
    for peer, made in _peers(documents, folder, servers, arguments):
        with made as ask:
            ask("thủ tục")
            for path, queries in sets.items():
                rows[path].append((peer, tuple(_answered(ask, judged) for judged in queries)))
        print(f"{name}: {peer} measured", file=sys.stderr, flush=True)
    for path, measured in rows.items():
        print(f"\n{name}: {len(documents)} documents, {path.name}, {len(sets[path])} queries\n{HEAD}")
        for label, answered in measured:
            _print(label, answered)


def _collection(name: str) -> "Collection":
    from portal.search.evaluation.records import Collection

    return {"own": Collection.OWN, "among": Collection.AMONG_OTHERS, "catalogue": Collection.CATALOGUE}[name]


def _sets(collection: "Collection", relevance: Path) -> Sets:
    """The judged queries for a collection: those of the folder, and our own."""
    from portal.search.evaluation import judged
    from portal.search.evaluation.records import Collection, collection_for

    files = [*sorted(relevance.glob("*.tsv")), *sorted(relevance.glob("*.jsonl"))]
    files += sorted((PROJECT_DIR / "tests/relevance").glob("*.tsv"))
    sets = {path: judged.read(path) for path in files}
    national = collection is Collection.CATALOGUE
    return {
        path: queries for path, queries in sets.items() if (collection_for(queries) is Collection.CATALOGUE) == national
    }


def _documents(portal: "Trial", folder: Path) -> list[Document]:
    file = folder / "documents.jsonl"
    command = [sys.executable, "tests/benchmarks/peer_documents.py", str(file)]
    subprocess.run(command, cwd=PROJECT_DIR, env=portal.environment, check=True)
    return read(file)


def _peers(
    documents: Sequence[Document], folder: Path, servers: Servers | None, arguments: argparse.Namespace
) -> Iterator[Peer]:
    if servers:
        address = servers.elasticsearch
        yield "Elasticsearch, standard", peers.elasticsearch(documents, address, "best_fields", ascii_folding=False)
        for kind in ("best_fields", "cross_fields"):
            name = f"Elasticsearch, asciifolding, {kind.removesuffix('_fields')}"
            yield name, peers.elasticsearch(documents, address, kind, ascii_folding=True)
        yield "PostgreSQL, unaccent", peers.postgresql(documents, servers.database)
    if importlib.util.find_spec("tantivy"):
        yield "tantivy, ascii_fold", peers.tantivy(documents)
    else:
        print("tantivy is not installed, left out: uv sync --inexact --group bench")
    if arguments.without_wagtail or not (arguments.peer / "run.sh").is_file():
        print(f"no stock site at {arguments.peer}, or not wanted: left out")
        return
    yield "Wagtail, SQLite", peers.wagtail(documents, arguments.peer, folder / "stock-a", "a", None)
    if servers:
        yield "Wagtail, Elasticsearch", peers.wagtail(documents, arguments.peer, folder / "stock-c", "c", servers)


def _answered(ask: peers.Ask, judged: "Judged") -> "Answered":
    from portal.search.evaluation.measures import Answered

    codes, milliseconds = ask(judged.query)
    return Answered(judged, tuple(dict.fromkeys(codes)), none=not codes, milliseconds=milliseconds)


def _print(label: str, answered: Sequence["Answered"]) -> None:
    """Empty: share of all answers that hold nothing. none: share of hopeless queries so answered; none-P: share of the
    empty answers that were right to be empty."""
    from portal.search.evaluation.measures import ALL, by_class, percentile

    figures = by_class(answered)[ALL]
    empty = [item for item in answered if item.none]
    right = sum(not item.judged.grades for item in empty)
    times = [item.milliseconds for item in answered]
    shares = (
        f"{value:>{width}.2f}" if value is not None else f"{'–':>{width}}"
        for value, width in (
            (figures.success1, 7),
            (figures.success3, 7),
            (figures.ndcg, 9),
            (len(empty) / len(answered), 7),
            (figures.none, 7),
            (right / len(empty) if empty and figures.unanswerable else None, 8),
        )
    )
    print(f"{label:34}{''.join(shares)}{percentile(times, 0.5):>9.1f}{percentile(times, 0.95):>9.1f}", flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    national = Path(os.environ.get("PORTAL_NATIONAL_DATA", SHARED / "data/national"))
    relevance = Path(os.environ.get("PORTAL_RELEVANCE_DATA", SHARED / "relevance"))
    parser.add_argument("--national", type=Path, default=national, help="folder of national records")
    parser.add_argument("--relevance", type=Path, default=relevance, help="folder of judged queries")
    parser.add_argument("--peer", type=Path, default=SHARED / "tools/peer-wagtail", help="folder of the stock site")
    parser.add_argument("--collections", nargs="+", choices=COLLECTIONS, default=COLLECTIONS)
    parser.add_argument("--without-wagtail", action="store_true", help="leave out the stock site, which takes long")
    return parser.parse_args()


if __name__ == "__main__":
    main()
