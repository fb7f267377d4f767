"""Undoing Telex and VNI that were typed without an input method."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vietnamese.keystrokes import LONGEST_TYPED, decode_telex, decode_vni
from portal.vietnamese.syllables import TONE_OF_MARK, Tone, all_syllables, is_syllable
from portal.vietnamese.unicode import nfc, nfd

TELEX_TONES = {Tone.FALLING: "f", Tone.DIPPING: "r", Tone.CREAKY: "x", Tone.RISING: "s", Tone.HEAVY: "j"}
VNI_TONES = {Tone.FALLING: "2", Tone.DIPPING: "3", Tone.CREAKY: "4", Tone.RISING: "1", Tone.HEAVY: "5"}
TELEX = {
    "â": ("a", "a"),
    "ê": ("e", "e"),
    "ô": ("o", "o"),
    "ă": ("a", "w"),
    "ơ": ("o", "w"),
    "ư": ("u", "w"),
    "đ": ("d", "d"),
}
VNI = {
    "â": ("a", "6"),
    "ê": ("e", "6"),
    "ô": ("o", "6"),
    "ă": ("a", "8"),
    "ơ": ("o", "7"),
    "ư": ("u", "7"),
    "đ": ("d", "9"),
}
SYLLABLES = sorted(all_syllables())


def typed(syllable: str, marks: dict[str, tuple[str, str]], tones: dict[Tone, str], *, at_end: bool) -> str:
    """The keys of a syllable: each mark behind its letter, or all of them at the end."""
    letters, late, tone = "", "", ""
    for char in nfc("".join(c for c in nfd(syllable) if c not in TONE_OF_MARK)):
        plain, key = marks.get(char, (char, ""))
        letters += plain + ("" if at_end else key)
        late += key
    for char in nfd(syllable):
        if char in TONE_OF_MARK:
            tone = tones[TONE_OF_MARK[char]]
    return letters + (late if at_end else "") + tone


@pytest.mark.parametrize("at_end", [False, True])
def test_every_syllable_typed_in_vni_comes_back(at_end: bool) -> None:
    wrong = {
        keys: decode_vni(keys)
        for syllable in SYLLABLES
        if (keys := typed(syllable, VNI, VNI_TONES, at_end=at_end)) != syllable and decode_vni(keys) != syllable
    }
    assert wrong == {}


@pytest.mark.parametrize("at_end", [False, True])
def test_every_syllable_typed_in_telex_comes_back_but_for_loans_with_a_real_double_o(at_end: bool) -> None:
    wrong = {
        keys: (syllable, decode_telex(keys))
        for syllable in SYLLABLES
        if (keys := typed(syllable, TELEX, TELEX_TONES, at_end=at_end)) != syllable
        and decode_telex(keys) != syllable
        and "oo" not in "".join(c for c in nfd(syllable) if c not in TONE_OF_MARK)
    }
    assert wrong == {}


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("cawn cuowcs coong daan", "căn cước công dân"),
        ("ddawng kys nghiax vuj quaan suwj", "đăng ký nghĩa vụ quân sự"),
        ("baor hieemr xax hooij", "bảo hiểm xã hội"),
        ("giaays pheps lais", "giấy phép lái"),
        ("mowis thuowr ngwowif", "mới thuở người"),
        ("cuoswc cuocsw nghiax quana dangd", "cước cước nghĩa quân đang"),
        ("caanf ddooir ther cawn cuwowcs", "cần đổi thẻ căn cước"),
        ("chees ddooj thai sanr", "chế độ thai sản"),
        ("nhwng tw hooj", "nhưng tư hộ"),
        ("CAWN Cuowcs", "căn cước"),
    ],
)
def test_telex_as_people_type_it(keys: str, words: str) -> None:
    assert [decode_telex(key) or key for key in keys.split()] == words.split()


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ("can8 cuoc71 cong6 dan6", "căn cước công dân"),
        ("d9ang8 ky1 nghia4 vu5 quan6 su75", "đăng ký nghĩa vụ quân sự"),
        ("bao3 hiem63 xa4 hoi65", "bảo hiểm xã hội"),
        ("ba3o hie63m y te61", "bảo hiểm y tế"),
        ("dang9", "đang"),
        ("thuo73 huou7", "thuở hươu"),
    ],
)
def test_vni_as_people_type_it(keys: str, words: str) -> None:
    assert [decode_vni(key) or key for key in keys.split()] == words.split()


@pytest.mark.parametrize("word", ["the", "quan", "can", "online", "", "w", "xyz", "http", "đăng", "q1w2", "thuế"])
def test_what_was_not_typed_that_way_is_not_decoded(word: str) -> None:
    assert decode_telex(word) in (None, "ư")
    assert decode_vni(word) is None


@pytest.mark.parametrize("word", ["2020", "1a", "a" * (LONGEST_TYPED + 1), "CT01", "B2", "b2b", "m 2"])
def test_numbers_and_names_of_forms_are_not_syllables(word: str) -> None:
    assert decode_vni(word) is None


def test_the_last_tone_key_wins() -> None:
    assert decode_telex("thusfr") == "thủ"
    assert decode_vni("thu123") == "thủ"
    assert decode_telex("thusz") is None


@given(st.text(max_size=20))
def test_any_text_is_decoded_to_a_syllable_or_not_at_all(word: str) -> None:
    for found in (decode_telex(word), decode_vni(word)):
        assert found is None or is_syllable(found)


@given(st.sampled_from(SYLLABLES), st.randoms(use_true_random=False))
def test_marks_may_stand_anywhere_behind_their_letters_in_vni(syllable: str, chance: random.Random) -> None:
    keys = typed(syllable, VNI, VNI_TONES, at_end=True)
    letters = [char for char in keys if char.isalpha()]
    digits = [char for char in keys if char.isdigit()]
    if not digits:
        return
    chance.shuffle(digits)
    assert decode_vni("".join(letters) + "".join(digits)) == syllable
