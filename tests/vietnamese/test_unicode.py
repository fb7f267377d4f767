"""Unicode clean-up and folding."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vietnamese.syllables import all_syllables
from portal.vietnamese.unicode import clean, fold, nfc, strip_tone

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đăng ký", "dang ky"),
        ("ĐƯỜNG", "duong"),
        ("đĐðÐƉ", "ddddd"),
        ("Nghĩa vụ quân sự", "nghia vu quan su"),
        ("13/2016/NĐ-CP", "13/2016/nd-cp"),
        ("", ""),
        ("VNeID 2.0", "vneid 2.0"),
    ],
)
def test_folding_removes_accents_and_case_from_composed_and_decomposed_text(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(nfd(text)) == folded


def test_every_vietnamese_letter_folds_to_one_ascii_letter() -> None:
    letters = {c for s in all_syllables() for c in s + s.upper()}
    assert len(letters) > 160
    for letter in letters:
        assert len(fold(letter)) == 1
        assert fold(letter).isascii()


def test_folding_keeps_offsets_of_composed_vietnamese() -> None:
    text = "Cấp thẻ căn cước cho người từ đủ 14 tuổi – “lần đầu”"
    assert len(fold(text)) == len(text)
    assert text[fold(text).index("can cuoc") :].startswith("căn cước")


@given(ANY_TEXT)
def test_folding_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(ANY_TEXT)
def test_folding_does_not_depend_on_the_unicode_form(text: str) -> None:
    assert fold(nfd(text)) == fold(unicodedata.normalize("NFC", text))


@given(ANY_TEXT)
def test_cleaning_is_idempotent_and_gives_text_that_can_be_stored(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert "\x00" not in once
    once.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("a\u00a0b", "a b"),
        ("căn\u200b cước\ufeff", "căn cước"),
        ("hành\u00ad chính", "hành chính"),
        ("NĐ\u2013CP \u2014 x \u2010 y", "NĐ-CP - x - y"),
        ("\u201clần đầu\u201d \u2018a\u2019", "\"lần đầu\" 'a'"),
        ("a\x00b\x07c\td\ne", "abc\td\ne"),
        ("a\r\nb\rc\x0bd", "a\nb\nc\nd"),
        ("ðường Ðông Ɖà", "đường Đông Đà"),
        (nfd("Đăng ký"), "Đăng ký"),
        ("e\u200b\u0301", "é"),
        ("\ud800x", "\ufffdx"),
    ],
)
def test_cleaning_repairs_what_copying_and_scraping_leave_behind(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "stripped"),
    [("thuế", "thuê"), ("được", "đươc"), ("ĐẶNG", "ĐĂNG"), ("hòa", "hoa"), ("señor", "señor")],
)
def test_stripping_tones_keeps_the_letters_own_marks(text: str, stripped: str) -> None:
    assert strip_tone(text) == stripped
    assert strip_tone(nfd(text)) == stripped


def test_composition_equals_the_standard_one_for_real_text() -> None:
    text = " ".join(all_syllables())
    assert nfc(nfd(text)) == unicodedata.normalize("NFC", nfd(text)) == text


def test_endless_combining_marks_are_folded_away() -> None:
    # CPython's own normalisation would take minutes here: see tests/benchmarks/text_scaling.py.
    assert fold("a" + "\u0301\u0323" * 200_000) == "a"
