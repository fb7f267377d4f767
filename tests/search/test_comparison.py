"""What moved between two answers is said in places, from the reader's side."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from portal.search.comparison import compare
from portal.search.understanding.knowledge import Elsewhere


def answer(*codes: str, elsewhere: Sequence[Elsewhere] = ()) -> Any:
    """As much of a result as is compared."""
    hits = [SimpleNamespace(document=SimpleNamespace(code=code), words=SimpleNamespace(title=code)) for code in codes]
    return SimpleNamespace(hits=hits, elsewhere=elsewhere)


@pytest.mark.parametrize(
    ("before", "after", "marks_before", "marks_after"),
    [
        ("ABC", "ABC", "same same same", "same same same"),
        ("ABC", "CAB", "same same same", "up2 down1 down1"),
        ("AB", "NAB", "same same", "new down1 down1"),
        ("AB", "B", "gone same", "up1"),
        ("", "A", "", "new"),
        # Further down than is shown is still found.
        ("ABCD", "DABC", "same same same", "up3 down1 down1"),
    ],
)
def test_each_result_says_what_became_of_it(before: str, after: str, marks_before: str, marks_after: str) -> None:
    comparison = compare(answer(*before), answer(*after), shown=3)
    marks = [[f"{row.change}{row.by or ''}" for row in rows] for rows in (comparison.before, comparison.after)]
    assert marks == [marks_before.split(), marks_after.split()]
    assert comparison.changes_anything is (before != after)


def test_an_area_is_the_same_whatever_words_lead_to_it() -> None:
    short, long = (
        Elsewhere(area="Hộ tịch", subjects=("khai tử",)),
        Elsewhere(area="Hộ tịch", subjects=("khai tử", "báo tử")),
    )

    assert not compare(answer(elsewhere=[short]), answer(elsewhere=[long]), shown=3).changes_areas
    assert compare(answer(), answer(elsewhere=[long]), shown=3).changes_areas
