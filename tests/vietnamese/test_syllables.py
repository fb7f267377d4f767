"""The syllable grammar."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vietnamese.syllables import Tone, all_syllables, is_syllable, split

EVERY = list(all_syllables())


def test_the_grammar_yields_every_syllable_once_in_composed_lower_case() -> None:
    assert len(EVERY) == len(set(EVERY))
    assert 15_000 < len(EVERY) < 22_000
    assert all(s == unicodedata.normalize("NFC", s.lower()) for s in EVERY)


def test_every_syllable_splits_into_parts_that_spell_it() -> None:
    for text in EVERY:
        parts = split(text)
        assert parts is not None
        spelled = "".join(parts.shape)
        toneless = "".join(c for c in unicodedata.normalize("NFD", text) if c not in "\u0300\u0301\u0303\u0309\u0323")
        assert unicodedata.normalize("NFC", toneless) == spelled


def test_syllables_closed_by_a_stop_carry_only_sac_or_nang() -> None:
    for text in EVERY:
        parts = split(text)
        assert parts is not None
        if parts.coda in {"c", "ch", "p", "t"}:
            assert parts.tone in {Tone.RISING, Tone.HEAVY}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("nghiêng", ("ngh", "", "iê", "ng", Tone.LEVEL)),
        ("Nghĩa", ("ngh", "", "ia", "", Tone.CREAKY)),
        ("quyết", ("q", "u", "yê", "t", Tone.RISING)),
        ("GIẤY", ("gi", "", "â", "y", Tone.RISING)),
        ("giếng", ("g", "", "iê", "ng", Tone.RISING)),
        ("gì", ("g", "", "i", "", Tone.FALLING)),
        ("ngoài", ("ng", "o", "a", "i", Tone.FALLING)),
        ("khuỷu", ("kh", "u", "y", "u", Tone.DIPPING)),
        ("được", ("đ", "", "ươ", "c", Tone.HEAVY)),
        ("ủy", ("", "u", "y", "", Tone.DIPPING)),
        ("yêu", ("", "", "yê", "u", Tone.LEVEL)),
    ],
)
def test_splitting_names_onset_medial_nucleus_coda_and_tone(text: str, parts: tuple[str, str, str, str, Tone]) -> None:
    found = split(text)
    assert found is not None
    assert (found.onset, found.medial, found.nucleus, found.coda, found.tone) == parts


@pytest.mark.parametrize(
    "text",
    [
        "hòa",
        "hoà",
        "THỦY",
        "thuỷ",
        "lí",
        "lý",
        "kĩ",
        "quít",
        "quýt",
        "quỹ",
        "ngoằn",
        "khuya",
        "thuở",
        "huơ",
        "buýt",
        "moóc",
        "phuy",
        "Vy",
        "a",
        "ý",
        "ở",
        "Quới",
    ],
)
def test_both_styles_free_spellings_and_daily_loans_are_syllables(text: str) -> None:
    assert is_syllable(text)
    assert is_syllable(unicodedata.normalize("NFD", text))


@pytest.mark.parametrize(
    "text",
    [
        "vịêt",
        "tờmẫu",
        "cáp̀",
        "cap",
        "càp",
        "kông",
        "ghà",
        "ngi",
        "cê",
        "visa",
        "online",
        "café",
        "UBND",
        "ww",
        "đ",
        "14",
        "iêu",
        "tảp",
        "",
        " ",
        "căn cước",
        "\x00",
        "\ud800",
        "a" * 10_000,
    ],
)
def test_misplaced_tones_and_foreign_words_are_not_syllables(text: str) -> None:
    assert not is_syllable(text)


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_can_be_asked_about(text: str) -> None:
    assert is_syllable(text) == (split(text) is not None)
