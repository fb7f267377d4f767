"""How well the search finds: Success@1, Success@3 and nDCG@10 per class of judged queries.

Run by hand over the database of the environment, for example that of the demonstration:

    DJANGO_SETTINGS_MODULE=portal.settings.demo python tests/benchmarks/search_quality.py QUERIES.tsv [-v]

QUERIES.tsv has the columns class, query, relevant (`code=grade` separated by spaces, 2 is best; `-`
means that nothing fits, and then an empty answer is the success). Prints figures, asserts nothing.
"""

# ruff: noqa: T201 - it prints its figures

import argparse
import csv
import math
import os
import sys
from collections import defaultdict
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

PROJECT_DIR = Path(__file__).resolve().parents[2]
DEFAULT_QUERIES = PROJECT_DIR.parent / "shared/relevance/queries-train.tsv"


class Judged(NamedTuple):
    kind: str
    query: str
    grades: dict[str, int]


class Figures(NamedTuple):
    first: float
    third: float
    ndcg: float


def main() -> None:
    arguments = _arguments()
    if not arguments.queries.is_file():
        print(f"skipped: no judged queries at {arguments.queries}")
        return
    by_kind: dict[str, list[Figures]] = defaultdict(list)
    for judged in read(arguments.queries):
        codes, match, took = _search(judged.query)
        figures = measure(judged.grades, codes)
        by_kind[judged.kind].append(figures)
        if arguments.verbose:
            wanted = " ".join(f"{code}={grade}" for code, grade in judged.grades.items()) or "-"
            sign = "ok" if figures.first else "--"
            found = " ".join(codes[:5])
            print(f"{sign} {figures.ndcg:.2f} {match:7} {took:5.1f} ms  {judged.query}  [{wanted}]  {found}")
    print(f"{'class':14}{'n':>4}{'S@1':>8}{'S@3':>8}{'nDCG@10':>9}")
    for kind, rows in by_kind.items():
        _print(kind, rows)
    _print("all", [row for rows in by_kind.values() for row in rows])


def read(path: Path) -> list[Judged]:
    """The judged queries of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Judged(row["class"], row["query"], _grades(row["relevant"])) for row in csv.DictReader(file, delimiter="\t")
        ]


def measure(grades: dict[str, int], codes: list[str]) -> Figures:
    """Figures of one answer. A success is a best-graded procedure; with no grades, an empty answer."""
    if not grades:
        honest = float(not codes)
        return Figures(honest, honest, honest)
    best = max(grades.values())
    gains = [2 ** grades.get(code, 0) - 1 for code in codes[:10]]
    ideal = [2**grade - 1 for grade in sorted(grades.values(), reverse=True)[:10]]
    return Figures(
        first=float(any(grades.get(code) == best for code in codes[:1])),
        third=float(any(grades.get(code) == best for code in codes[:3])),
        ndcg=_discounted(gains) / _discounted(ideal),
    )


def _discounted(gains: list[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _grades(text: str) -> dict[str, int]:
    if text.strip() in {"", "-"}:
        return {}
    return {code: int(grade) for code, grade in (pair.split("=") for pair in text.split())}


def _search(text: str) -> tuple[list[str], str, float]:
    from portal.search.service import SearchRequest, search

    result = search(SearchRequest(text=text, size=50))
    return [hit.document.code for hit in result.hits], result.match, result.took_ms


def _print(kind: str, rows: list[Figures]) -> None:
    means = [fmean(column) for column in zip(*rows, strict=True)]
    print(f"{kind:14}{len(rows):>4}{means[0]:>8.2f}{means[1]:>8.2f}{means[2]:>9.3f}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("queries", nargs="?", type=Path, default=DEFAULT_QUERIES)
    parser.add_argument("-v", "--verbose", action="store_true", help="print every query")
    return parser.parse_args()


if __name__ == "__main__":
    sys.path.insert(0, str(PROJECT_DIR))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    import django

    django.setup()
    main()
