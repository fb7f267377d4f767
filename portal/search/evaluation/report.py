"""What an evaluation found, as a table for people and as data for programs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import Any, Final

from portal.search.evaluation.judged import CANONICAL, Judged
from portal.search.evaluation.measures import (
    ALL,
    Answered,
    Figures,
    by_class,
    failed,
    percentile,
    rank_biased_overlap,
    scores,
)

_NAMES: Final = {ALL: "tất cả"}
_HEAD: Final = ("lớp", "số", "đúng@1", "đúng@3", "MRR@10", "nDCG@10", "báo không có", "so với chuẩn")
#: Codes of an answer that a failing query is shown with.
_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Measured:
    """What one engine answered to one file of queries, among so many documents."""

    queries: str
    collection: str
    documents: int
    engine: str
    answered: tuple[Answered, ...]


def texts(measured: Sequence[Measured], failures: int) -> Iterator[str]:
    """For each file of queries what each engine reached, and how alike two engines are."""
    for items in _sets(measured):
        for item in items:
            yield text(item, failures)
        if len(items) > 1:
            yield agreement_text(items[0], items[1], failures)


def _sets(measured: Iterable[Measured]) -> list[list[Measured]]:
    """By file and collection, in the order given."""
    grouped: dict[tuple[str, str], list[Measured]] = {}
    for item in measured:
        grouped.setdefault((item.queries, item.collection), []).append(item)
    return list(grouped.values())


def text(measured: Measured, failures: int) -> str:
    """The figures of each class, the times, and at most `failures` of the queries that failed."""
    times = [item.milliseconds for item in measured.answered]
    lines = [
        f"{measured.queries} · {measured.engine} · {measured.collection}: {measured.documents} thủ tục",
        *_table(by_class(measured.answered)),
        f"thời gian một lần tìm: p50 {percentile(times, 0.5):.1f} ms, p95 {percentile(times, 0.95):.1f} ms",
        *_failures(measured.answered, failures),
    ]
    return "\n".join(lines)


def _table(classes: Mapping[str, Figures]) -> list[str]:
    canonical = classes[CANONICAL].ndcg if CANONICAL in classes else None
    rows = [_HEAD, *(_row(kind, figures, canonical) for kind, figures in classes.items())]
    # A column that no class has a figure for is left out.
    used = [column for column in range(len(_HEAD)) if any(row[column] != "–" for row in rows[1:])]
    widths = {column: max(len(row[column]) for row in rows) for column in used}
    return [
        "  ".join(
            row[column].ljust(widths[column]) if column == 0 else row[column].rjust(widths[column]) for column in used
        )
        for row in rows
    ]


def _row(kind: str, figures: Figures, canonical: float | None) -> tuple[str, ...]:
    compared = figures.ndcg / canonical if canonical and figures.ndcg is not None and kind != ALL else None
    values = (figures.success1, figures.success3, figures.mrr, figures.ndcg, figures.none, compared)
    return (
        _NAMES.get(kind, kind),
        str(figures.queries),
        *("–" if value is None else f"{value:.3f}" for value in values),
    )


def _failures(answered: Iterable[Answered], most: int) -> list[str]:
    wrong = [item for item in answered if failed(item)]
    if not wrong:
        return ["Mọi truy vấn đều được trả lời đúng ngay từ kết quả đầu."]
    lines = [f"{len(wrong)} truy vấn chưa đúng ngay từ kết quả đầu{':' if most else '.'}"]
    lines += [_failure(item) for item in wrong[:most]]
    if most and len(wrong) > most:
        lines.append(f"  … và {len(wrong) - most} truy vấn khác (--failures {len(wrong)} để xem hết).")
    return lines


def _failure(item: Answered) -> str:
    wanted = " ".join(item.judged.wanted) or "không có gì"
    codes = " ".join(item.codes[:_SHOWN])
    came = f"{codes} ({item.first_title})" if codes else "không có gì"
    # A query may hold anything, also what would move the cursor of a terminal.
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in item.judged.query)
    return f"  [{item.judged.kind}] {shown} | cần: {wanted} | được: {came}"


# --- two engines beside each other ----------------------------------------------------------------------


def agreement(one: Sequence[Answered], other: Sequence[Answered]) -> list[float]:
    """Rank-biased overlap of the top ten of two engines, query by query."""
    return [rank_biased_overlap(a.codes, b.codes) for a, b in zip(one, other, strict=True)]


def agreement_text(one: Measured, other: Measured, failures: int) -> str:
    """How alike two engines order, and the queries on which they differ most."""
    overlaps = agreement(one.answered, other.answered)
    least = sorted(
        (overlap, a.judged.query, a.codes[:_SHOWN], b.codes[:_SHOWN])
        for overlap, a, b in zip(overlaps, one.answered, other.answered, strict=True)
        if overlap < 1
    )
    head = f"{one.engine} và {other.engine}: mười kết quả đầu giống nhau (RBO, p=0,9) trung bình {fmean(overlaps):.3f}"
    return "\n".join(
        [head + (f", khác ở {len(least)} truy vấn." if least else ".")]
        + [
            f"  {overlap:.2f} {query!r} | {' '.join(a) or '-'} | {' '.join(b) or '-'}"
            for overlap, query, a, b in least[:failures]
        ]
    )


# --- data -----------------------------------------------------------------------------------------------


def data(measured: Sequence[Measured]) -> list[dict[str, Any]]:
    """One object for each file of queries on each collection, with what each engine answered."""
    return [_set(items) for items in _sets(measured)]


def _set(items: Sequence[Measured]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "queries": items[0].queries,
        "collection": items[0].collection,
        "documents": items[0].documents,
        "engines": {item.engine: _engine(item) for item in items},
    }
    if len(items) > 1:
        overlaps = agreement(items[0].answered, items[1].answered)
        found["agreement"] = {
            "engines": [item.engine for item in items[:2]],
            "rank_biased_overlap": fmean(overlaps),
            "per_query": overlaps,
        }
    return found


def _engine(measured: Measured) -> dict[str, Any]:
    times = [item.milliseconds for item in measured.answered]
    each = zip(measured.answered, scores(measured.answered), strict=True)
    return {
        "classes": {kind: asdict(figures) for kind, figures in by_class(measured.answered).items()},
        "milliseconds": {"p50": percentile(times, 0.5), "p95": percentile(times, 0.95)},
        "answers": [
            {
                "class": item.judged.kind,
                "query": item.judged.query,
                "relevant": dict(item.judged.grades),
                "codes": list(item.codes),
                "first_title": item.first_title,
                "none": item.none,
                "failed": failed(item),
                "milliseconds": item.milliseconds,
                **(asdict(row) if row else {}),
            }
            for item, row in each
        ],
    }


def restored(sets: Sequence[Mapping[str, Any]], collection: str) -> list[Measured]:
    """What `data` holds, read back, with another name for the collection."""
    return [
        Measured(one["queries"], collection, one["documents"], engine, tuple(map(_answered, found["answers"])))
        for one in sets
        for engine, found in one["engines"].items()
    ]


def _answered(answer: Mapping[str, Any]) -> Answered:
    return Answered(
        judged=Judged(answer["class"], answer["query"], answer["relevant"]),
        codes=tuple(answer["codes"]),
        none=answer["none"],
        milliseconds=answer["milliseconds"],
        first_title=answer["first_title"],
    )
