"""Which rule is tried, and what it asks for."""

import pytest

from portal.search.matching import FREQUENT_FROM, LOOSELY, Match, Rule, Side, required, rules
from portal.search.understanding import Site, Term, understand
from portal.search.understanding.knowledge import Elsewhere, Knowledge, Pick, Wording
from tests.search.site import document, site

#: In a small collection words of the trade are frequent, in a large one only a few are.
SMALL = site("Đăng ký tạm vắng", "Đăng ký nghĩa vụ", "Đăng ký ngạch dự bị", "Đăng ký bổ sung", "Đăng ký xe")
LARGE = site(*("Đăng ký xe" if number < FREQUENT_FROM / 10 else "Đăng ký nghĩa vụ" for number in range(FREQUENT_FROM)))


def rungs(text: str, here: Site | None = None) -> list[Rule]:
    known = here or Site()
    return list(rules(understand(text, lambda: known), known))


@pytest.mark.parametrize(
    ("count", "needed"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 4), (8, 5), (10, 7), (16, 11)]
)
def test_required_is_lucenes_minimum_should_match(count: int, needed: int) -> None:
    assert required(count) == needed


def test_accents_are_tried_as_typed_before_any_accents() -> None:
    typed, folded, doubtful, purpose = rungs("căn cước công dân")

    assert typed.wanted[0].terms[0].accents
    assert typed.wanted[0].needed == 3
    assert folded.any_accents
    assert folded.wanted[0].needed == 4, "accents may be wrong only where nothing else is missing"
    assert doubtful.match is purpose.match is Match.RELATED


def test_an_accentless_query_needs_no_second_try() -> None:
    assert [rule.match for rule in rungs("can cuoc")] == [Match.EXACT, Match.RELATED, Match.RELATED]


def test_related_wants_every_word_and_a_pair_of_neighbours() -> None:
    wanted = rungs("mang thai ho", here=site("Nhờ mang thai hộ"))[-1].wanted[0]

    assert wanted.side is Side.PURPOSE
    assert wanted.needed == 3
    assert wanted.pairs == ("mang_thai", "thai_ho")


def test_a_number_is_tried_first_and_alone_where_nothing_else_was_typed() -> None:
    assert rungs("BCA-04 căn cước")[0].identifiers == ("bca-04",)
    assert [rule.identifiers for rule in rungs("1.999999")] == [("1.999999",)]


def test_frequent_words_count_in_a_small_collection_but_not_alone() -> None:
    wanted = rungs("dang ky xe", SMALL)[0].wanted[0]

    assert wanted.needed == 2
    assert wanted.telling == (Term("xe"),)


def test_frequent_words_are_left_out_of_a_large_collection_while_others_remain() -> None:
    assert rungs("dang ky xe", LARGE)[0].wanted[0].terms == (Term("xe"),)
    assert rungs("dang ky", LARGE)[0].wanted[0].terms == (Term("dang"), Term("ky"))


def test_nothing_is_tried_for_a_query_without_words() -> None:
    assert rungs("!!!") == []


def test_every_reading_may_be_answered_and_each_counts_its_own_words() -> None:
    known = Knowledge(wordings=(Wording(wordings=("đi lính",), meanings=("nghĩa vụ quân sự",)),))

    first = rungs("đi lính", here=site("Đăng ký nghĩa vụ quân sự", knowledge=known))[0]

    assert [[term.key for term in wanted.terms] for wanted in first.wanted] == [
        ["di", "linh"],
        ["nghia", "vu", "quan", "su"],
    ]


def test_a_sentence_is_looked_at_and_a_short_query_is_not() -> None:
    assert rungs("can cuoc cong dan")[0].loosely == ()
    assert rungs("chuyển nhà sang huyện khác phải khai giấy cư trú")[0].loosely[0].needed == LOOSELY


def test_a_corrected_spelling_is_tried_only_after_the_words_typed() -> None:
    typed, *others = rungs("nghia vu quan xu", here=site("Đăng ký nghĩa vụ quân sự", "Xử lý nghĩa trang"))

    assert typed.reading is None
    assert [rule.reading.text for rule in others if rule.reading] == ["nghia vu quan sự"]


def test_what_is_found_nowhere_here_is_only_answered_by_a_name_that_stands_beside_it() -> None:
    known = Knowledge(elsewhere=(Elsewhere(area="Hộ chiếu", subjects=("làm hộ chiếu",)),))

    agency, beside = rungs("làm hộ chiếu", here=site("Cấp căn cước", knowledge=known))

    assert (agency.identifiers, agency.wanted) == (("lam-ho-chieu",), ())
    assert beside.match is Match.RELATED
    assert beside.wanted == ()


def test_an_agencys_name_is_no_foreign_word() -> None:
    known = Knowledge(wordings=(Wording(wordings=("BCA",), meanings=("Bộ Công an",), is_abbreviation=True),))

    assert rungs("bca 04", here=site("Cấp căn cước", knowledge=known))[0].identifiers == ("bca-04",)


def test_picks_of_editors_are_answers_whatever_their_words() -> None:
    known = Knowledge(picks=(Pick(phrases=("giấy tờ cho con",), codes=("BHXH-07", "BCA-01")),))
    here = Site(documents=(document("BHXH-07", "Cấp thẻ"),), knowledge=known)

    assert rungs("giay to cho con", here)[0].identifiers[-2:] == ("bhxh-07", "bca-01")
    assert "bhxh-07" not in rungs("giay to cho con gai", here)[0].identifiers
