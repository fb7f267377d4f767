"""Which rule is tried, and what it asks for."""

from collections.abc import Sequence

import pytest

from portal.search.matching import FREQUENT_FROM, Match, Rule, Side, required, rules
from portal.search.understanding import Term, understand


class Fixed:
    """Statistics given by hand."""

    def __init__(self, documents: int = 36, known: Sequence[str] = (), frequent: Sequence[str] = ()) -> None:
        self.documents, self.identifiers, self.frequent = documents, known, frequent

    def size(self) -> int:
        return self.documents

    def known(self, identifiers: Sequence[str]) -> tuple[str, ...]:
        return tuple(value for value in identifiers if value in self.identifiers)

    def frequencies(self, terms: Sequence[Term]) -> dict[Term, int]:
        return {term: self.documents if term.key in self.frequent else 1 for term in terms}


def rungs(text: str, statistics: Fixed | None = None) -> list[Rule]:
    return list(rules(understand(text), statistics or Fixed()))


@pytest.mark.parametrize(
    ("count", "needed"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 4), (8, 5), (10, 7), (16, 11)]
)
def test_required_is_lucenes_minimum_should_match(count: int, needed: int) -> None:
    assert required(count) == needed


def test_accents_are_tried_as_typed_before_any_accents() -> None:
    typed, folded, related = rungs("căn cước công dân")

    assert typed.terms[0].accents
    assert typed.needed == 3
    assert folded.any_accents
    assert folded.needed == 4, "accents may be wrong only where nothing else is missing"
    assert related.match is Match.RELATED


def test_an_accentless_query_needs_no_second_try() -> None:
    assert [rule.match for rule in rungs("can cuoc")] == [Match.EXACT, Match.RELATED]


def test_related_wants_every_word_and_a_pair_of_neighbours() -> None:
    related = rungs("mang thai ho")[-1]

    assert related.side is Side.PURPOSE
    assert related.needed == 3
    assert related.pairs == ("mang_thai", "thai_ho")


def test_a_known_number_is_tried_first_and_an_unknown_one_alone_finds_nothing() -> None:
    assert rungs("BCA-04 căn cước", Fixed(known=["bca-04"]))[0].identifiers == ("bca-04",)
    assert rungs("1.999999") == []


def test_frequent_words_count_in_a_small_collection_but_not_alone() -> None:
    rule = rungs("dang ky xe", Fixed(frequent=["dang", "ky"]))[0]

    assert rule.needed == 2
    assert rule.telling == (Term("xe"),)


def test_frequent_words_are_left_out_of_a_large_collection_while_others_remain() -> None:
    large = Fixed(documents=FREQUENT_FROM, frequent=["dang", "ky"])

    assert rungs("dang ky xe", large)[0].terms == (Term("xe"),)
    assert rungs("dang ky", large)[0].terms == (Term("dang"), Term("ky"))


def test_nothing_is_tried_for_a_query_without_words() -> None:
    assert rungs("!!!") == []
