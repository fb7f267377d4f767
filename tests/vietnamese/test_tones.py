"""Tone placement: both styles, repair, and restraint."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vietnamese.syllables import all_syllables, is_syllable
from portal.vietnamese.tones import has_tone, normalise_tones, place_tone

EVERY = list(all_syllables())
MARKS = "\u0300\u0301\u0303\u0309\u0323"
VOWELS = set("aăâeêioôơuưy")


def rule_of_letters(syllable: str, style: str) -> str:
    """Place the tone by looking at letters only, without the table of rimes."""
    decomposed = unicodedata.normalize("NFD", syllable)
    mark = next((c for c in decomposed if c in MARKS), "")
    base = unicodedata.normalize("NFC", decomposed.replace(mark, "") if mark else decomposed)
    if not mark:
        return base
    first = next(i for i, c in enumerate(base) if c in VOWELS)
    last = first
    while last + 1 < len(base) and base[last + 1] in VOWELS:
        last += 1
    if base.startswith(("qu", "gi")) and last > 1:
        first = 2
    run = base[first : last + 1]
    own = [i for i, c in enumerate(run) if c in "ăâêôơư"]
    if own:
        at = own[-1]
    elif len(run) == 1:
        at = 0
    elif len(run) == 3:
        at = 1
    elif last + 1 < len(base):
        at = len(run) - 1
    elif run in {"oa", "oe", "uy"}:
        at = 0 if style == "old" else 1
    else:
        at = 0
    cut = first + at + 1
    return unicodedata.normalize("NFC", base[:cut] + mark + base[cut:])


def test_every_syllable_agrees_with_the_rule_of_letters_in_both_styles() -> None:
    for text in EVERY:
        assert place_tone(text, "old") == rule_of_letters(text, "old") == text
        assert place_tone(text, "new") == rule_of_letters(text, "new")


def test_every_syllable_survives_the_new_style_and_back() -> None:
    for text in EVERY:
        new = place_tone(text, "new")
        assert is_syllable(new)
        assert place_tone(new, "new") == new
        assert place_tone(new, "old") == text


def test_a_mark_on_any_vowel_of_a_syllable_comes_to_its_place() -> None:
    for text in EVERY[::5]:
        decomposed = unicodedata.normalize("NFD", text)
        mark = next((c for c in decomposed if c in MARKS), "")
        if not mark:
            continue
        base = unicodedata.normalize("NFC", decomposed.replace(mark, ""))
        for i, letter in enumerate(base):
            if letter in VOWELS:
                assert place_tone(base[: i + 1] + mark + base[i + 1 :]) == text


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("vịêt", "việt"),
        ("thuýên", "thuyến"),
        ("ngừơi", "người"),
        ("nghịêm", "nghiệm"),
        ("baỏ", "bảo"),
        ("qúy", "quý"),
        ("gíây", "giấy"),
        ("tóan", "toán"),
        ("lựơng", "lượng"),
        ("Đaị", "Đại"),
    ],
)
def test_misplaced_marks_are_repaired(wrong: str, right: str) -> None:
    assert place_tone(wrong) == right
    assert place_tone(wrong.upper()) == right.upper()
    assert place_tone(unicodedata.normalize("NFD", wrong)) == right


@pytest.mark.parametrize(
    ("new", "old"),
    [
        *(("hoà", "hòa"), ("hoá", "hóa"), ("toà", "tòa"), ("khoá", "khóa"), ("xoá", "xóa")),
        *(("hoả", "hỏa"), ("đoạ", "đọa"), ("khoẻ", "khỏe"), ("loè", "lòe"), ("xoè", "xòe")),
        *(("thuỷ", "thủy"), ("uỷ", "ủy"), ("tuỳ", "tùy"), ("huỷ", "hủy"), ("luỹ", "lũy")),
        *(("thuỵ", "thụy"), ("goá", "góa")),
    ],
)
def test_open_oa_oe_uy_are_written_in_two_styles(new: str, old: str) -> None:
    assert place_tone(new) == old
    assert place_tone(old, "new") == new


@pytest.mark.parametrize(
    "text",
    [
        "hoàn",
        "toán",
        "hoạch",
        "huỳnh",
        "suýt",
        "quà",
        "quá",
        "quả",
        "quý",
        "quỹ",
        "quỷ",
        "quỳ",
        "quốc",
        "già",
        "giá",
        "giả",
        "giã",
        "giạ",
        "giữ",
        "giờ",
        "gì",
        "gìn",
        "giấy",
        "giếng",
        "ngoài",
        "khuỷu",
        "xoáy",
        "tuổi",
        "người",
        "yếu",
        "của",
        "mía",
        "lụa",
        "cứu",
        "ngói",
        "đào",
        "tiền",
        "được",
        "moóc",
    ],
)
def test_syllables_with_one_form_are_the_same_in_both_styles(text: str) -> None:
    assert place_tone(text, "old") == place_tone(text, "new") == text


@pytest.mark.parametrize("text", ["tờmẫu", "visa", "café", "càp", "vịệt", "13/2016", "", "Đắk", "\ud800", "à" * 500])
def test_what_is_not_a_syllable_is_left_alone(text: str) -> None:
    assert place_tone(text) == text
    assert place_tone(text, "new") == text


def test_running_text_keeps_case_spacing_punctuation_and_foreign_words() -> None:
    text = "  UỶ ban, Hoà giải (khoẻ)\ttờmẫu; café 13/2016/NĐ-CP\u00a0Thuỷ_lợi  "
    assert normalise_tones(text) == "  ỦY ban, Hòa giải (khỏe)\ttờmẫu; café 13/2016/NĐ-CP\u00a0Thủy_lợi  "
    assert normalise_tones(normalise_tones(text), "new") == text


@given(st.text(st.characters(exclude_categories=())))
def test_normalising_any_text_is_safe_and_idempotent(text: str) -> None:
    once = normalise_tones(text)
    assert normalise_tones(once) == once


@given(st.lists(st.sampled_from(EVERY), max_size=8).map(" ".join))
def test_normalising_changes_style_only_by_moving_marks(text: str) -> None:
    assert normalise_tones(normalise_tones(text, "new"), "old") == text


def test_only_the_five_tone_marks_count_as_tones() -> None:
    assert has_tone("quân sự")
    assert has_tone(unicodedata.normalize("NFD", "sự"))
    assert not has_tone("đông ăn ươn quân")
    assert not has_tone("señor café"[:5])
    assert not has_tone("")
