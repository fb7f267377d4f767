"""Tokens: whole codes and law numbers, true offsets, linear time."""

from __future__ import annotations

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vietnamese.keys import search_key
from portal.vietnamese.tokens import accent_keys, bigrams, keys, keys_of, tokenize

ANY_TEXT = st.text(st.characters(exclude_categories=()))
SENTENCE = (
    "Nghị định số 13/2016/NĐ-CP, Quyết định 1291/QĐ-TTg (mã 1.013133) – tờ khai TK1-TS, "
    "mẫu CT01; BHXH-09 và 166/QĐ-BHXH."
)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("13/2016/NĐ-CP", "law"),
        ("13/2016/nđ-cp", "law"),
        ("13/2016/ND-CP", "law"),
        ("1291/QĐ-TTg", "law"),
        ("78/2015/QH13", "law"),
        ("02/2021/UBTVQH15", "law"),
        ("166/QĐ-BHXH", "law"),
        ("98/2025/TT-BQP", "law"),
        ("03/2021/TTLT-BQP-BCA", "law"),
        ("22/VBHN-BQP", "law"),
        ("04/2016/TT-BNN&PTNT", "law"),
        ("66.7/2025/NQ-CP", "law"),
        ("516/QĐ-BCA-C06", "law"),
        ("1.013133", "code"),
        ("1.013133.000.00.00.H01", "code"),
        ("BCA-04", "code"),
        ("bhxh-09", "code"),
        ("BQP-14", "code"),
        ("T-BPC-280421", "code"),
        ("CT01", "form"),
        ("ct01", "form"),
        ("TK1-TS", "form"),
        ("DC02", "form"),
        ("HK02", "form"),
        ("M01-PC", "form"),
        ("D02-LT", "form"),
        ("B2", "word"),
        ("C1E", "word"),
        ("VNeID", "word"),
        ("căn", "word"),
        ("đ", "word"),
        ("17a", "word"),
        ("14", "number"),
        ("50.000", "number"),
    ],
)
def test_papers_names_stay_whole(text: str, kind: str) -> None:
    for form in (text, unicodedata.normalize("NFD", text)):
        for frame in ("{}", "({}),", "số {}.", "{} và"):
            source = frame.format(form)
            found = [t for t in tokenize(source) if t.text == form]
            assert [t.kind for t in found] == [kind]
            assert source[found[0].start : found[0].end] == form


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_sentence_is_cut_at_the_same_words_in_both_unicode_forms(form: Literal["NFC", "NFD"]) -> None:
    source = unicodedata.normalize(form, SENTENCE)
    tokens = tokenize(source)
    assert [unicodedata.normalize("NFC", t.text) for t in tokens] == [
        *("Nghị", "định", "số", "13/2016/NĐ-CP", "Quyết", "định", "1291/QĐ-TTg", "mã"),
        *("1.013133", "tờ", "khai", "TK1-TS", "mẫu", "CT01", "BHXH-09", "và", "166/QĐ-BHXH"),
    ]
    assert keys_of("law", tokenize(source)) == ("13/2016/nd-cp", "1291/qd-ttg", "166/qd-bhxh")
    assert keys_of("code", tokenize(source)) == ("1.013133", "bhxh-09")


@pytest.mark.parametrize(
    "text",
    [
        *("30/4/1975", "ngày 2/9/1945-1975", "06/2024", "24/24h", "50.000/lần", "3/4 số-người"),
        *("01/ngày-đêm", "15/4/2016/NĐ", "https://example.vn/2016/abc", "A4/B5", "10/l"),
    ],
)
def test_dates_rates_and_fractions_are_not_law_numbers(text: str) -> None:
    assert keys_of("law", tokenize(text)) == ()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Nghị định 13/2016/NĐ-CPLuật 78/2015/QH13sửa đổi", ["13/2016/nd-cp", "78/2015/qh13"]),
        ("13/2016/NĐ-CPsửa", ["13/2016/nd-cp"]),
        ("Luật quản lý thuế38/2019/QH14", ["38/2019/qh14"]),
        ("Số: 126/2020/NĐ-CP126/2020/NĐ-CPNghị định", ["126/2020/nd-cp"]),
        ("13/2016/NĐ\u2013CP", ["13/2016/nd-cp"]),
    ],
)
def test_law_numbers_are_found_in_glued_cells(text: str, numbers: list[str]) -> None:
    assert keys_of("law", tokenize(text)) == tuple(numbers)


def test_glued_digits_come_apart_from_vietnamese_words() -> None:
    assert keys("trực tiếp10ngày") == ["truc", "tiep", "10", "ngay"]


def test_a_form_named_by_numbers_gives_its_numbers() -> None:
    assert keys("Mẫu 01-159") == ["mau", "01", "159"]


def test_invisible_characters_belong_to_their_word() -> None:
    source = "\ufeffcăn\u00ad\u200bcước\u00a0công\u200e dân"
    assert keys(source) == ["cancuoc", "cong", "dan"]
    first = tokenize(source)[0]
    assert source[first.start : first.end] == first.text == "căn\u00ad\u200bcước"


def test_bigrams_join_neighbouring_keys() -> None:
    assert bigrams(keys("Căn cước công dân")) == ["can_cuoc", "cuoc_cong", "cong_dan"]
    assert bigrams(["mot"]) == bigrams([]) == []


@given(ANY_TEXT)
def test_tokens_of_any_text_are_its_slices_in_order(text: str) -> None:
    end = 0
    for token in tokenize(text):
        assert end <= token.start < token.end
        assert text[token.start : token.end] == token.text
        assert search_key(token.text)
        end = token.end


@given(ANY_TEXT)
def test_all_key_lists_are_parallel_and_free_of_separators(text: str) -> None:
    found = keys(text)
    assert len(found) == len(accent_keys(text)) == len(tokenize(text))
    assert not any("_" in key or " " in key or not key for key in found)


@given(st.text("aăâeêđĐơưầễ ự0123456789./-NQCTP\u0300\u0323\u00ad", max_size=60))
def test_keys_do_not_depend_on_the_unicode_form(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert keys(unicodedata.normalize("NFD", composed)) == keys(composed)


@pytest.mark.parametrize(
    "unit", ["a", "1", "1/", "1.111", "a-", "1/2016/a-", "A1-", "1.", "\x00", "à", "a\u0301\u0323"]
)
def test_long_repetitive_input_is_read_to_its_end(unit: str) -> None:
    # How long it takes is measured by tests/benchmarks/text_scaling.py.
    text = unit * (20_000 // len(unit))
    for source in (text, "1/2016/" + text):
        assert all(source[token.start : token.end] == token.text for token in tokenize(source))
