"""Measures of answers to judged queries, by the library ir-measures, and how alike two engines order.

Codes are given best first. A success is a procedure of the grade wanted (`Judged.threshold`, in ordinary sets 2) among
the first k; MRR@10 is the mean of one over its place; nDCG@10 knows all grades. Queries that nothing fits have no part
in these: of them the share answered by "none" is counted.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Final

from portal.search.evaluation.judged import Judged

#: How deep the answers are looked at.
DEPTH: Final = 10
#: Persistence of rank-biased overlap: the first of ten places weighs as much as the fourth to tenth together.
PERSISTENCE: Final = 0.9
#: The row of all classes together.
ALL: Final = "all"


class LibraryMissing(Exception):
    """ir-measures is not installed."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A judged query with what one engine answered: codes best first, whether it said "none", and the time it took."""

    judged: Judged
    codes: tuple[str, ...]
    none: bool
    milliseconds: float = 0.0
    first_title: str = ""


@dataclass(frozen=True, slots=True)
class Scores:
    """The measures of one query that something fits."""

    success1: float
    success3: float
    mrr: float
    ndcg: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One class, or all: means from 0 to 1. None: there is no such query in it.

    `queries` counts all of them, `unanswerable` those that nothing fits; `none` is the share of these answered by
    "none".
    """

    queries: int
    unanswerable: int
    success1: float | None
    success3: float | None
    mrr: float | None
    ndcg: float | None
    none: float | None


def require_library() -> Any:
    """The module `ir_measures`.

    Raises:
        LibraryMissing: it is not installed; production does without it.
    """
    try:
        import ir_measures
    except ImportError as error:
        raise LibraryMissing from error
    return ir_measures


def scores(answered: Sequence[Answered]) -> list[Scores | None]:
    """The measures of each query, in order; None for those that nothing fits.

    Raises:
        LibraryMissing: see `require_library`.
    """
    by_threshold: dict[int, dict[str, Answered]] = defaultdict(dict)
    for number, item in enumerate(answered):
        if item.judged.grades:
            by_threshold[item.judged.threshold][str(number)] = item
    found: dict[str, Scores] = {}
    for threshold, items in by_threshold.items():
        found |= _scores(threshold, items)
    return [found.get(str(number)) for number in range(len(answered))]


def _scores(threshold: int, items: dict[str, Answered]) -> dict[str, Scores]:
    library = require_library()
    measures = {
        "success1": library.Success(rel=threshold) @ 1,
        "success3": library.Success(rel=threshold) @ 3,
        "mrr": library.RR(rel=threshold) @ DEPTH,
        "ndcg": library.nDCG @ DEPTH,
    }
    wanted = {key: dict(item.judged.grades) for key, item in items.items()}
    # The library orders by falling score. An empty answer is left out of its results, and counts as nothing found.
    given = {key: {code: -float(place) for place, code in enumerate(item.codes)} for key, item in items.items()}
    values: dict[str, dict[str, float]] = {key: dict.fromkeys(measures, 0.0) for key in items}
    names = {str(measure): name for name, measure in measures.items()}
    for result in library.iter_calc(list(measures.values()), wanted, given):
        values[result.query_id][names[str(result.measure)]] = float(result.value)
    return {key: Scores(**row) for key, row in values.items()}


def by_class(answered: Sequence[Answered]) -> dict[str, Figures]:
    """The figures of each class in the order of the file, then of ALL.

    Raises:
        LibraryMissing: see `require_library`.
    """
    rows = list(zip(answered, scores(answered), strict=True))
    kinds = dict.fromkeys(item.judged.kind for item in answered)
    return {kind: _figures([row for row in rows if row[0].judged.kind == kind]) for kind in kinds} | {
        ALL: _figures(rows)
    }


def _figures(rows: Sequence[tuple[Answered, Scores | None]]) -> Figures:
    scored = [row for _item, row in rows if row]
    silent = [float(item.none) for item, row in rows if row is None]
    return Figures(
        queries=len(rows),
        unanswerable=len(silent),
        success1=_mean(row.success1 for row in scored),
        success3=_mean(row.success3 for row in scored),
        mrr=_mean(row.mrr for row in scored),
        ndcg=_mean(row.ndcg for row in scored),
        none=_mean(silent),
    )


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return fmean(found) if found else None


def failed(answered: Answered) -> bool:
    """Whether what came first is not what was wanted, or anything came although nothing fits."""
    if not answered.judged.grades:
        return not answered.none
    return answered.codes[:1] == () or answered.codes[0] not in answered.judged.wanted


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all do not exceed; 0 for none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0


def rank_biased_overlap(one: Sequence[str], other: Sequence[str], persistence: float = PERSISTENCE) -> float:
    """How alike two orders are, from 0 to 1: RBO extrapolated from lists that may end early.

    Webber, Moffat, Zobel: A similarity measure for indefinite rankings, ACM TOIS 28(4), 2010, equation 32. Two empty
    lists agree.
    """
    short, long = sorted((one[:DEPTH], other[:DEPTH]), key=len)
    if not short:
        return float(not long)
    overlap = [len({*short[:depth]} & {*long[:depth]}) for depth in range(1, len(long) + 1)]
    s, at_short, at_long = len(short), overlap[len(short) - 1], overlap[-1]
    seen = sum(common / depth * persistence**depth for depth, common in enumerate(overlap, start=1))
    unseen = sum(at_short * (depth - s) / (s * depth) * persistence**depth for depth in range(s + 1, len(long) + 1))
    rest = ((at_long - at_short) / len(long) + at_short / s) * persistence ** len(long)
    return (1 - persistence) / persistence * (seen + unseen) + rest
