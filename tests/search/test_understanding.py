"""What is taken from the words a reader typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.search.understanding import LONGEST, MOST_TERMS, Term, understand


def test_every_written_form_gives_the_same_keys() -> None:
    text = "Xoá đăng kí tạm vắng"
    forms = [text, unicodedata.normalize("NFD", text), text.upper(), "xoa dang ky tam vang", f"  {text}\u200b\u00a0"]

    assert {understand(form).keys for form in forms} == {("xoa", "dang", "ky", "tam", "vang")}


def test_only_really_accented_words_insist_on_their_accents() -> None:
    terms = {term.key: term.accents for term in understand("kế hoạch bổ sung can cuoc").terms}

    assert terms["ke"][0] == "kế"
    assert terms["sung"] == terms["can"] == terms["cuoc"] == ()


def test_hook_and_tilde_are_taken_for_each_other() -> None:
    assert understand("hiễm").terms == (Term("hiem", ("hiễm", "hiểm")),)


def test_a_word_typed_with_and_without_accents_stands_for_any() -> None:
    assert understand("dấu dau").terms == (Term("dau"),)


def test_codes_laws_and_forms_are_known_as_such() -> None:
    query = understand("bca-04 theo 13/2016/ND-CP mẫu CT01")

    assert query.codes == ("bca-04",)
    assert query.laws == ("13/2016/nd-cp",)
    assert query.forms == ("ct01",)
    assert not query.only_numbers
    assert set(query.notes) == {"code", "law_number"}
    assert understand("1.013133").only_numbers


def test_a_long_text_is_cut_and_says_so() -> None:
    query = understand("giấy " * 1000)

    assert len(query.text) <= LONGEST
    assert len(query.original) <= LONGEST
    assert "cut" in query.notes


def test_an_official_title_of_the_longest_a_page_may_have_is_read_to_its_end() -> None:
    title = f"{'thủ tục hỗ trợ cho người dân ' * 9}một".strip()[:255]

    assert understand(title).text == title


def test_a_decomposed_text_is_cut_where_its_composed_twin_is() -> None:
    text = "thuế nhà đất quận huyện xã phường thị trấn " * 8

    assert understand(unicodedata.normalize("NFD", text)).keys == understand(text).keys


def test_no_more_than_sixteen_different_words_are_asked_for() -> None:
    query = understand(" ".join(f"từ{number}x" for number in range(40)))

    assert len(query.terms) == MOST_TERMS


@pytest.mark.parametrize("text", ["", "   ", "!!!", "😀 – …", "\u0301", "\ud800"])
def test_a_text_without_words_is_an_empty_query(text: str) -> None:
    assert not understand(text)


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    query = understand(text)

    assert len(query.keys) == len(query.accent_keys)
    assert len(query.terms) <= MOST_TERMS
    assert all(word.isalnum() for word in query.keys)
    query.original.encode("utf-8", "surrogatepass")
