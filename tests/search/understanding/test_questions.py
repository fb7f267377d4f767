"""Question words say what the answer should begin with, and are not searched for."""

import pytest

from portal.search.understanding import Intent, Query, understand
from tests.search.site import TITLES, site

HERE = site(*TITLES)


def read(text: str) -> Query:
    return understand(text, lambda: HERE)


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("làm căn cước cần giấy tờ gì", [Intent.PAPERS]),
        ("lam can cuoc can giay to gi", [Intent.PAPERS]),
        ("làm căn cước mất bao lâu", [Intent.DURATION]),
        ("lam can cuoc mat bao lau", [Intent.DURATION]),
        ("lệ phí làm căn cước", [Intent.FEE]),
        ("làm căn cước bao nhiêu tiền vậy", [Intent.FEE]),
        ("làm căn cước ở đâu", [Intent.WHERE]),
        ("làm căn cước ở đâu, hết bao nhiêu tiền", [Intent.WHERE, Intent.FEE]),
        ("làm căn cước", []),
    ],
)
def test_a_question_asks_for_parts_of_a_notice(text: str, intents: list[Intent]) -> None:
    query = read(text)

    assert list(query.intents) == intents
    assert ("question" in query.notes) is bool(intents)
    assert [term.key for term in query.terms] == ["lam", "can", "cuoc"][-len(query.terms) :]


@pytest.mark.parametrize("text", ["bao nhiêu tiền", "ở đâu", "cho tôi hỏi", "thủ tục", "không"])
def test_a_query_of_nothing_but_question_words_keeps_them(text: str) -> None:
    assert [term.key for term in read(text).terms] == list(read(text).keys)


@pytest.mark.parametrize("text", ["can cuoc", "the can cuoc", "cap the cho nguoi lao dong"])
def test_an_accentless_syllable_of_a_title_is_no_question_word(text: str) -> None:
    assert [term.key for term in read(text).terms][:2] == text.split()[:2]


def test_an_accentless_syllable_that_no_title_has_beside_its_neighbours_is_one() -> None:
    assert [term.key for term in read("toi muon doi the can cuoc nhe").terms] == ["doi", "the", "can", "cuoc"]


def test_the_order_of_words_keeps_what_does_not_count() -> None:
    query = read("thủ tục cấp thẻ của tôi")

    assert query.keys == ("thu", "tuc", "cap", "the", "cua", "toi")
    assert [term.key for term in query.terms] == ["cap", "the"]


def test_what_one_is_paid_is_no_fee() -> None:
    query = read("sinh con được bao nhiêu tiền")

    assert query.intents == ()
    assert [term.key for term in query.terms] == ["sinh", "con"]
