"""Undoing Telex and VNI: keys meant for an input method that was switched off.

``cawn cuwowcs`` and ``can8 cuoc71`` are *căn cước*.  Both ways of typing are free: a mark may follow its
letter or stand at the end of the syllable, and the last tone key wins.  So nothing is read from left to
right here: the letters that are left without the marks choose the syllables that could be meant, and the
one that needs just the marks that were typed is it.

A word is decoded only if that is a syllable.  Whether anybody would mean it (``visa`` is also the keys of
*vía*) is for the caller to say, who knows the words in use.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import Final, NamedTuple

from portal.vietnamese.syllables import LONGEST, Shape, Tone, all_shapes, spell, tone_allowed
from portal.vietnamese.unicode import fold

#: The longest syllable with a key for each of its marks, and one tone corrected by another.
LONGEST_TYPED: Final = LONGEST + 5

_TELEX_TONES: Final = {
    "s": Tone.RISING,
    "f": Tone.FALLING,
    "r": Tone.DIPPING,
    "x": Tone.CREAKY,
    "j": Tone.HEAVY,
    "z": Tone.LEVEL,
}
_VNI_TONES: Final = {
    "0": Tone.LEVEL,
    "1": Tone.RISING,
    "2": Tone.FALLING,
    "3": Tone.DIPPING,
    "4": Tone.CREAKY,
    "5": Tone.HEAVY,
}
#: The key that makes each letter, by way of typing.
_TELEX_MARKS: Final = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "w", "ơ": "w", "ư": "w", "đ": "dd"}
_VNI_MARKS: Final = {"â": "6", "ê": "6", "ô": "6", "ă": "8", "ơ": "7", "ư": "7", "đ": "9"}

_PLAIN_VOWELS: Final = frozenset("aeiouy")


class _Typed(NamedTuple):
    """One reading of the keys: plain letters, marks, and the tone (``None`` where no tone key was typed)."""

    letters: str
    marks: frozenset[str]
    tone: Tone | None


def decode_telex(word: str) -> str | None:
    """Return the syllable whose Telex keys ``word`` is (lower case), or ``None``."""
    return _telex(word.lower()) if _may_be_typed(word, digits=False) else None


def decode_vni(word: str) -> str | None:
    """Return the syllable whose VNI keys ``word`` is (lower case), or ``None``."""
    return _vni(word.lower()) if _may_be_typed(word, digits=True) else None


def _may_be_typed(word: str, *, digits: bool) -> bool:
    if len(word) > LONGEST_TYPED or not word.isascii() or not word[:1].isalpha():
        return False
    return word.isalnum() and not word.isalpha() if digits else word.isalpha()


@lru_cache(maxsize=16384)
def _telex(word: str) -> str | None:
    return _first(_syllables(_telex_readings(word), _TELEX_MARKS))


@lru_cache(maxsize=16384)
def _vni(word: str) -> str | None:
    letters = "".join(char for char in word if char.isalpha())
    digits = [char for char in word if char.isdigit()]
    tones = [_VNI_TONES[digit] for digit in digits if digit in _VNI_TONES]
    marks = frozenset(digit for digit in digits if digit not in _VNI_TONES)
    reading = _Typed(letters, marks, tones[-1] if tones else None)
    return _first(_syllables([reading], _VNI_MARKS))


def _telex_readings(word: str) -> Iterator[_Typed]:
    """Every way to take the keys of a word for letters and marks; the likeliest first."""
    rest, tone = _without_tone_keys(word)
    # Before any vowel a w is the letter ư itself (nhwng, ngwowif), behind one it is its mark.
    w_is_letter = rest.find("w") >= 0 and not _PLAIN_VOWELS.intersection(rest[: rest.index("w")])
    # Two o are ô before they are the oo of xoong.
    for doubled, has_dd in product(("a", "e", "o", ""), (True, False)):
        letters, marks = rest, set()
        if "w" in rest:
            marks.add("w")
            letters = letters.replace("w", "u", 1).replace("w", "") if w_is_letter else letters.replace("w", "")
        if doubled:
            if letters.count(doubled) < 2:  # noqa: PLR2004 - a double letter is two
                continue
            last = letters.rindex(doubled)
            letters = letters[:last] + letters[last + 1 :]
            marks.add(doubled * 2)
        if has_dd:
            if not letters.startswith("d") or letters.count("d") != 2:  # noqa: PLR2004
                continue
            letters = "d" + letters.replace("d", "")
            marks.add("dd")
        yield _Typed(letters, frozenset(marks), tone)


def _without_tone_keys(word: str) -> tuple[str, Tone | None]:
    """Tone keys count only after a vowel; before it s, r and x are letters."""
    vowel = next((at for at, char in enumerate(word) if char in _PLAIN_VOWELS or char == "w"), len(word))
    tones = [_TELEX_TONES[char] for char in word[vowel + 1 :] if char in _TELEX_TONES]
    rest = word[: vowel + 1] + "".join(char for char in word[vowel + 1 :] if char not in _TELEX_TONES)
    return rest, tones[-1] if tones else None


def _syllables(readings: Iterator[_Typed] | list[_Typed], keys: dict[str, str]) -> Iterator[str]:
    for typed in readings:
        if not typed.marks and typed.tone in (None, Tone.LEVEL):
            # Nothing was typed but letters.
            continue
        for shape in _by_letters().get(typed.letters, ()):
            tone = typed.tone or Tone.LEVEL
            if _marks_of(shape, keys) == typed.marks and tone_allowed(shape.coda, tone):
                yield spell(shape, tone)


@lru_cache(maxsize=1)
def _by_letters() -> dict[str, tuple[Shape, ...]]:
    """Plain letters -> the shapes that are written with them when all marks are left out."""
    found: defaultdict[str, list[Shape]] = defaultdict(list)
    for base, shape in all_shapes():
        found[fold(base)].append(shape)
    return {letters: tuple(shapes) for letters, shapes in found.items()}


def _marks_of(shape: Shape, keys: dict[str, str]) -> frozenset[str]:
    return frozenset(keys[letter] for letter in "".join(shape) if letter in keys)


def _first(found: Iterator[str]) -> str | None:
    return next(found, None)
