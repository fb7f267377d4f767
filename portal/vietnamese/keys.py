"""Keys under which words are indexed, compared and sorted.

*search key*: accents and case removed and free spellings of one word joined, so
that ``kĩ thuật``, ``Kỹ thuật`` and ``ky thuat`` meet.  *accent key*: the same
with accents kept, to rank exact accents first.  *sort key*: Vietnamese A–Z.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from portal.vietnamese.syllables import MARK_OF_TONE, TONE_OF_MARK, Tone
from portal.vietnamese.tones import place_tone
from portal.vietnamese.unicode import clean, fold, nfc, nfd

# i and y are free variants only in these open syllables and after qu; anywhere
# else they are different words (tay/tai, thúy/thúi, khi, phí, vi stay).
_OPEN_I: Final = re.compile(r"[hklmst]i")
_Y_FOR_I: Final = {nfc("i" + mark): nfc("y" + mark) for mark in MARK_OF_TONE.values()}
# 50.000 is one number however it is grouped.
_GROUPED_NUMBER: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_CACHED_LENGTH: Final = 64


def _spelling_position(folded: str) -> int | None:
    """Return where a free i stands in a folded syllable, or ``None``."""
    if folded.startswith("qui"):
        return 2
    if _OPEN_I.fullmatch(folded):
        return 1
    return None


def _make_search_key(token: str) -> str:
    folded = fold(clean(token))
    position = _spelling_position(folded)
    if position is not None:
        return folded[:position] + "y" + folded[position + 1 :]
    if _GROUPED_NUMBER.fullmatch(folded):
        return folded.replace(".", "")
    return folded


def _make_accent_key(token: str) -> str:
    placed = place_tone(nfc(clean(token).lower()))
    position = _spelling_position(fold(placed))
    if position is not None and position < len(placed):
        letter = placed[position]
        return placed[:position] + _Y_FOR_I.get(letter, letter) + placed[position + 1 :]
    if _GROUPED_NUMBER.fullmatch(placed):
        return placed.replace(".", "")
    return placed


_cached_search_key = lru_cache(maxsize=65536)(_make_search_key)
_cached_accent_key = lru_cache(maxsize=65536)(_make_accent_key)


def search_key(token: str) -> str:
    """Return the accentless key of one token: ``Quí`` → ``quy``, ``Mẫu`` → ``mau``."""
    return _cached_search_key(token) if len(token) <= _CACHED_LENGTH else _make_search_key(token)


def accent_key(token: str) -> str:
    """Return the accented key of one token: lower case, canonical tone placement.

    ``Hoà`` → ``hòa``, ``kĩ`` → ``kỹ``.  Folding it gives the search key.
    """
    return _cached_accent_key(token) if len(token) <= _CACHED_LENGTH else _make_accent_key(token)


# --- alphabetical order ------------------------------------------------------

# The 29 letters and f j w z, grouped by the letter they fold to.
_ALPHABET: Final = "aăâ b c dđ eê f g h i j k l m n oôơ p q r s t uư v w x y z"
_TONE_RANK: Final = {tone: str(rank) for rank, tone in enumerate(Tone, start=1)}
_UNITS: Final = {
    letter: f"{group[0]}{rank}" for group in _ALPHABET.split() for rank, letter in enumerate(group, start=1)
}
_SORT_RUN: Final = re.compile(r"[0-9]++|(?:[^\W\d_]++[\u0300-\u036f]*+)+|[^\W_]")


def _number_unit(digits: str) -> str:
    stripped = digits.lstrip("0")[:99]
    return f"0{len(stripped):02d}{stripped}"


@lru_cache(maxsize=65536)
def _word_unit(word: str) -> str:
    tones: list[str] = []
    letters: list[str] = []
    for char in word:
        marks = [c for c in nfd(char) if c in TONE_OF_MARK]
        base = nfc("".join(c for c in nfd(char) if c not in TONE_OF_MARK))
        tones.extend(_TONE_RANK[TONE_OF_MARK[mark]] for mark in marks)
        unit = _UNITS.get(base) or _UNITS.get(fold(base))
        letters.append(unit if unit else "z9" + base)
    return "".join(letters) + ("".join(tones) or _TONE_RANK[Tone.LEVEL])


def sort_key(text: str) -> str:
    """Return a string that sorts ``text`` in Vietnamese dictionary order.

    Letters go a ă â b c d đ e ê … and only then tones (ngang, huyền, hỏi, ngã,
    sắc, nặng), syllable by syllable as dictionaries do.  Case, punctuation and
    tone style make no difference; digits sort before letters and by value
    (``Bước 2`` before ``Bước 10``).  For Vietnamese text the key holds only
    ``a-z0-9``, one letter always followed by a digit, so that any database
    collation sorts it the same way.
    """
    pieces: list[str] = []
    for run in _SORT_RUN.findall(clean(text).lower()):
        if run[0] in "0123456789":
            pieces.append(_number_unit(run))
        elif len(run) <= _CACHED_LENGTH:
            pieces.append(_word_unit(run))
        else:
            pieces.append(_word_unit.__wrapped__(run))
    return "".join(pieces)
