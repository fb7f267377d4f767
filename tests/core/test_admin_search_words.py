"""What the admin's search makes of texts and of what editors type."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from modelsearch.query import MATCH_ALL, MATCH_NONE, And, Phrase, PlainText, SearchQuery
from modelsearch.utils import parse_query_string

from portal.core.admin_search.folding import folded_query
from portal.core.admin_search.words import MAX_QUERY_WORDS, MAX_WORD_LENGTH, index_text, query_words

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)  # lone surrogates too


def finds(query: str, text: str) -> bool:
    """What both databases do: every word is there, the last one at least begun."""
    *whole, begun = query_words(query)
    indexed = index_text(text).split()
    return all(word in indexed for word in whole) and any(word.startswith(begun) for word in indexed)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("nghia vu", "Đăng ký nghĩa vụ quân sự"),
        ("NGHĨA VỤ", "Đăng ký nghĩa vụ quân sự"),
        (unicodedata.normalize("NFD", "nghĩa vụ"), "Đăng ký nghĩa vụ quân sự"),
        ("nghĩa vụ", unicodedata.normalize("NFD", "Đăng ký nghĩa vụ quân sự")),
        ("nghia vụ", "Đăng ký nghĩa vụ quân sự"),
        ("quan su dang", "Đăng ký nghĩa vụ quân sự"),
        ("ðăng", "Đăng ký"),
        ("đăng kí", "Đăng ký"),
        ("dang ky", "Đăng kí"),
        ("qui", "Quy định"),
        ("quy", "Qui định"),
        ("ki", "Kiểm định kỹ thuật"),
        ("hoà giải", "Hòa giải ở cơ sở"),
        ("hòa", "Hoà giải"),
        ("bqp06", "BQP-06"),
        ("bqp-06", "BQP-06"),
        ("BQP–06", "BQP-06"),
        ("bqp 06", "BQP-06"),
        ("bqp-06", "Mẫu BQP06.docx"),
        ("1.013133", "1.013133"),
        ("1013133", "1.013133"),
        ("13/2016/nd-cp", "13/2016/NĐ-CP"),
        ("13/2016", "13/2016/NĐ-CP"),
        ("tk1", "TK1-TS"),
        ("the\u200b bao", "Thẻ bảo hiểm"),
    ],
)
def test_a_word_is_found_however_it_is_typed(typed: str, text: str) -> None:
    assert finds(typed, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [("vu nghiax", "nghĩa vụ"), ("tai", "Tay nghề"), ("bqp07", "BQP-06"), ("nghiavu", "nghĩa vụ")],
)
def test_another_word_is_not_found(typed: str, text: str) -> None:
    assert not finds(typed, text)


def test_words_stay_in_order_so_that_phrases_hold() -> None:
    assert index_text("Kỹ thuật BQP-06").startswith("ky thuat bqp 06 ")


@pytest.mark.parametrize("nothing", ["", "   ", "😀", '"', "' '", "\u202e", "\x01", "!&|()", "%", "\ud800", "___"])
def test_a_query_without_a_word_finds_nothing(nothing: str) -> None:
    assert query_words(nothing) == []
    assert folded_query(nothing) is MATCH_NONE
    assert folded_query(PlainText(nothing)) is MATCH_NONE
    assert folded_query(Phrase(nothing)) is MATCH_NONE


def test_what_wagtail_makes_of_quotes_is_kept_as_phrase_and_words() -> None:
    query = folded_query(parse_query_string('Đăng "Nghĩa Vụ" quân', operator="and")[1])
    assert isinstance(query, And)
    assert [part.query_string for part in query.subqueries] == ["nghia vu", "dang quan"]


def test_everything_is_still_everything() -> None:
    assert folded_query(MATCH_ALL) is MATCH_ALL


@given(ANY_TEXT)
def test_any_text_becomes_plain_words_of_bounded_length(text: str) -> None:
    for word in [*query_words(text * 5), *index_text(text).split()]:
        assert word.isalnum()
        assert len(word) <= MAX_WORD_LENGTH
    assert len(query_words(text * 5)) <= MAX_QUERY_WORDS


@given(ANY_TEXT)
def test_a_text_is_found_by_its_own_first_words(text: str) -> None:
    assert not query_words(text) or finds(text, text)


@given(ANY_TEXT, st.integers(1, 400))
def test_any_query_is_a_short_one(text: str, times: int) -> None:
    query = folded_query(parse_query_string(f'"{text}" ' * times, operator="and")[1])
    parts: list[SearchQuery] = query.subqueries if isinstance(query, And) else [query]
    assert len(parts) <= 5
