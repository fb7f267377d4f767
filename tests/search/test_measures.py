"""Measures of answers, against values worked out by hand."""

import math

import pytest

from portal.search.evaluation.judged import Judged
from portal.search.evaluation.measures import (
    ALL,
    Answered,
    by_class,
    failed,
    percentile,
    rank_biased_overlap,
    scores,
)

#: Two wanted, one near: the ideal order gains 2, 2, 1.
CARD = Judged("partial", "căn cước", {"A": 2, "B": 2, "C": 1})
NOTHING = Judged("none", "sổ đỏ", {})
IDEAL = 2 + 2 / math.log2(3) + 1 / 2


def answered(judged: Judged, *codes: str, milliseconds: float = 1.0) -> Answered:
    return Answered(judged, codes, none=not codes, milliseconds=milliseconds)


def test_a_near_one_first_is_no_success_but_gains_something() -> None:
    (row,) = scores([answered(CARD, "C", "x", "A")])

    assert row
    assert (row.success1, row.success3) == (0, 1)
    assert row.mrr == pytest.approx(1 / 3)
    assert row.ndcg == pytest.approx((1 + 2 / 2) / IDEAL)


def test_the_ideal_order_reaches_one() -> None:
    (row,) = scores([answered(CARD, "B", "A", "C")])

    assert row
    assert (row.success1, row.success3, row.mrr) == (1, 1, 1)
    assert row.ndcg == pytest.approx(1)


def test_an_empty_answer_to_what_we_have_is_worth_nothing() -> None:
    (row,) = scores([answered(CARD)])

    assert row
    assert (row.success1, row.success3, row.mrr, row.ndcg) == (0, 0, 0, 0)


def test_what_stands_after_the_tenth_place_does_not_count() -> None:
    (row,) = scores([answered(CARD, *(f"x{number}" for number in range(10)), "A")])

    assert row
    assert (row.mrr, row.ndcg) == (0, 0)


def test_where_only_grade_one_was_given_it_is_what_is_wanted() -> None:
    (row,) = scores([answered(Judged("x", "q", {"A": 1}), "A")])

    assert row
    assert (row.success1, row.ndcg) == (1, 1)


def test_classes_are_means_and_what_nothing_fits_is_counted_apart() -> None:
    figures = by_class([answered(CARD, "A", "B", "C"), answered(CARD, "x"), answered(NOTHING), answered(NOTHING, "A")])

    assert list(figures) == ["partial", "none", ALL]
    assert figures["partial"].success1 == 0.5
    assert figures["partial"].none is None
    assert (figures["none"].success1, figures["none"].none) == (None, 0.5)
    assert (figures[ALL].queries, figures[ALL].unanswerable) == (4, 2)
    assert (figures[ALL].success1, figures[ALL].none) == (0.5, 0.5)


def test_a_query_failed_when_another_came_first_or_anything_came_for_what_we_do_not_have() -> None:
    assert not failed(answered(CARD, "B"))
    assert failed(answered(CARD, "C", "A"))
    assert failed(answered(CARD))
    assert not failed(answered(NOTHING))
    assert failed(answered(NOTHING, "A"))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        ("abc", "abc", 1.0),
        ("abc", "xyz", 0.0),
        ("", "", 1.0),
        ("", "a", 0.0),
        # Agreement 0 at the first place, 1 at the second and, as assumed, after it.
        ("ab", "ba", 0.9),
        # Agreement 1 at the first place, 1/2 at the second and after it.
        ("ab", "ac", 0.1 + 0.9 / 2),
        # The shorter list is taken to go on as it agreed so far: fully.
        ("a", "ab", 1.0),
    ],
)
def test_rank_biased_overlap_weighs_the_first_places_most(one: str, other: str, overlap: float) -> None:
    assert rank_biased_overlap(one, other) == pytest.approx(overlap)
    assert rank_biased_overlap(other, one) == pytest.approx(overlap)


def test_a_difference_after_the_tenth_place_does_not_count() -> None:
    assert rank_biased_overlap("abcdefghijk", "abcdefghijl") == pytest.approx(1)


def test_percentiles_are_values_that_were_measured() -> None:
    assert percentile([4, 1, 3, 2], 0.5) == 2
    assert percentile(range(1, 101), 0.95) == 95
    assert percentile([7], 0.95) == 7
    assert percentile([], 0.95) == 0
