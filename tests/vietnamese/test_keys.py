"""Search keys, accent keys and alphabetical order."""

from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vietnamese.keys import accent_key, search_key, sort_key
from portal.vietnamese.syllables import all_syllables
from portal.vietnamese.tokens import accent_keys, keys
from portal.vietnamese.tones import place_tone
from portal.vietnamese.unicode import fold

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("hy", "hi"), ("kỹ", "kĩ"), ("lý", "lí"), ("mỹ", "mĩ"), ("sỹ", "sĩ"), ("tỷ", "tỉ")),
        *(("quy", "qui"), ("quý", "quí"), ("quýt", "quít"), ("Kỹ", "KĨ")),
    ],
)
def test_free_spellings_with_i_and_y_share_both_keys(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)
    assert accent_key(one) == accent_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        *(("tay", "tai"), ("thúy", "thúi"), ("tây", "tâi"), ("tuy", "tui"), ("y", "i")),
        *(("chi", "chy"), ("phí", "phý"), ("vi", "vy"), ("nghỉ", "nghỷ"), ("may", "mai")),
    ],
)
def test_i_and_y_stay_apart_everywhere_else(one: str, other: str) -> None:
    assert search_key(one) != search_key(other)
    assert accent_key(one) != accent_key(other)


@pytest.mark.parametrize("word", ["khi", "thi", "nhi", "phí", "vi", "chi", "ghi", "nghỉ", "trí", "gì", "minh", "kiện"])
def test_words_in_i_after_other_onsets_keep_their_i(word: str) -> None:
    assert search_key(word) == fold(word)


GOLDEN = [
    ("hoà giải", "hòa giải ở cơ sở"),
    ("hòa giải", "hòa giải ở cơ sở"),
    ("hoa giai", "Hoà giải ở cơ sở"),
    ("uỷ quyền", "Ủy quyền lĩnh thay"),
    ("uy quyen", "Ủy quyền lĩnh thay"),
    (unicodedata.normalize("NFD", "CĂN CƯỚC"), "cấp thẻ căn cước"),
    ("xoá đăng ký", "Xóa đăng ký tạm trú"),
    ("xoa dang ky", "Xóa đăng ký tạm trú"),
    ("nghĩa vu quan sự", "Đăng ký nghĩa vụ quân sự lần đầu"),
    ("kĩ thuật", "an toàn kỹ thuật"),
    ("qui định", "theo quy định"),
    ("dan quan tu ve", "Dân quân tự vệ"),
    ("13/2016/ND-CP", "Nghị định số 13/2016/NĐ-CP"),
    ("13/2016/nđ-cp", "Nghị định số 13/2016/NĐ\u2013CP"),
    ("1.013133", "Mã 1.013133"),
    ("the bao hiem y te", "thẻ bảo hiểm y tế"),
]


@pytest.mark.parametrize(("query", "document"), GOLDEN)
def test_golden_queries_find_their_documents_by_search_key(query: str, document: str) -> None:
    assert set(keys(query)) <= set(keys(document))


@pytest.mark.parametrize(
    ("query", "document"),
    [("hoà giải", "hòa giải"), ("UỶ QUYỀN", "Ủy quyền"), ("kĩ thuật", "Kỹ thuật")],
)
def test_tone_style_and_free_spelling_do_not_disturb_accent_keys(query: str, document: str) -> None:
    assert accent_keys(query) == accent_keys(document)


@pytest.mark.parametrize(
    ("one", "other"),
    [("đường", "dương"), ("đường", "đương"), ("thủy", "thùy"), ("đổi", "đội")],
)
def test_accented_queries_can_tell_words_apart_that_fold_alike(one: str, other: str) -> None:
    assert search_key(one) == search_key(other)
    assert accent_key(one) != accent_key(other)


@pytest.mark.parametrize("word", ["visa", "b2", "ct01", "a1"])
def test_foreign_words_and_classes_stay_as_typed(word: str) -> None:
    assert keys(word.upper()) == accent_keys(word) == [word]


def test_grouped_numbers_equal_plain_ones() -> None:
    assert keys("50.000 đồng") == keys("50000 đồng") == ["50000", "dong"]
    assert accent_keys("1.500.000")[0] == "1500000"


@given(ANY_TEXT)
def test_folding_the_accent_key_gives_the_search_key(text: str) -> None:
    assert fold(accent_key(text)) == search_key(text)


@given(ANY_TEXT)
def test_keys_are_fixed_points(text: str) -> None:
    assert search_key(search_key(text)) == search_key(text)
    assert accent_key(accent_key(text)) == accent_key(text)


def test_every_syllable_has_one_accent_key_in_both_tone_styles() -> None:
    for syllable in all_syllables():
        assert accent_key(syllable) == accent_key(place_tone(syllable, "new").upper())
        assert fold(accent_key(syllable)) == search_key(syllable)


# --- alphabetical order ------------------------------------------------------

ORDERED = [
    "1 cửa",
    "2 bước",
    "10 bước",
    "an ninh",
    "ăn uống",
    "âm thanh",
    "ba",
    "ba ba",
    "bà",
    "bà con",
    "bả",
    "bã",
    "bá",
    "bạ",
    "bản",
    "cấp",
    "chế độ",
    "danh mục",
    "dân quân",
    "đất đai",
    "em",
    "êm",
    "hành chính",
    "hòa giải",
    "hóa đơn",
    "ô tô",
    "ở",
    "u",
    "ủy ban",
    "ư",
    "văn bản",
    "xã hội",
    "y tế",
]


def test_titles_sort_in_vietnamese_dictionary_order() -> None:
    shuffled = ORDERED[:]
    random.Random(3).shuffle(shuffled)
    assert sorted(shuffled, key=sort_key) == ORDERED


def test_sorting_ignores_case_unicode_form_tone_style_and_punctuation() -> None:
    assert sort_key("Hoà giải – (cơ sở)") == sort_key(unicodedata.normalize("NFD", "HÒA GIẢI cơ sở"))


def test_sort_keys_of_vietnamese_hold_only_ascii_letters_and_digits() -> None:
    for syllable in list(all_syllables())[::7]:
        key = sort_key(syllable)
        assert key.isascii()
        assert key.isalnum()


@given(ANY_TEXT)
def test_any_text_can_be_sorted(text: str) -> None:
    assert isinstance(sort_key(text), str)
