"""Accents are given back where they are missing, and never taken from who typed them."""

import pytest

from portal.search.understanding import Query, understand
from tests.search.site import TITLES, site

HERE = site(*TITLES)


def read(text: str) -> Query:
    return understand(text, lambda: HERE)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("cap the can cuoc cong dan", "cấp thẻ căn cước công dân"),
        ("CAP THE CAN CUOC", "cấp thẻ căn cước"),
        ("nghĩa vụ quan su", "nghĩa vụ quân sự"),
        ("nghia vu quân sự", "nghĩa vụ quân sự"),
        ("cân cuoc", "cân cuoc"),  # who typed â did not mean ă
    ],
)
def test_missing_accents_are_given_back(typed: str, meant: str) -> None:
    assert read(typed).interpreted == meant


@pytest.mark.parametrize("text", ["dạy học", "đại học", "cấp thẻ", "căn cước cho con", "ngăn hạng", "Đà Nẵng"])
def test_a_text_with_its_accents_stays(text: str) -> None:
    query = read(text)

    assert query.interpreted == text
    assert query.notes == ()
    assert query.respelled is None
    assert query.readings == (query.main,)


def test_words_typed_without_accents_ask_for_any_accents() -> None:
    assert [term.accents for term in read("cap the").terms] == [(), ()]


def test_words_typed_with_some_marks_ask_for_these() -> None:
    here = site("Cấp đổi thẻ", "Đội thi đua")
    [term] = understand("đôi", lambda: here).terms

    assert set(term.accents) >= {"đôi", "đổi", "đội"}
    assert all(accent.startswith("đ") for accent in term.accents)
