"""Where the tone mark stands: hòa or hoà, and repair of misplaced marks.

Both styles are in daily use, often in one document: the *old* style marks the
first letter of an open oa, oe, uy (hòa, khỏe, thúy), the *new* one the second
(hoà, khoẻ, thuý).  The old style is the canonical one here because official
text uses it about ten times as often.  Text shown to readers is never rewritten
with these functions; they serve keys and comparisons.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from portal.vietnamese.syllables import (
    LONGEST_DECOMPOSED,
    MARK_OF_TONE,
    Style,
    Tone,
    separate_tone,
    shape_of,
    tone_allowed,
    tone_index,
)
from portal.vietnamese.unicode import TONE_MARKS, VOWELS, nfc

# A word: letters with any combining marks.  Possessive, hence linear.
_WORD: Final = re.compile(r"(?:[^\W\d_]++[\u0300-\u036f]*+)+")
_TONED_VOWELS: Final = frozenset(nfc(vowel + mark) for vowel in VOWELS + VOWELS.upper() for mark in TONE_MARKS)


@lru_cache(maxsize=65536)
def _place(syllable: str, style: Style) -> str:
    parts = separate_tone(syllable)
    if parts is None:
        return syllable
    base, tone = parts
    shape = shape_of(base.lower())
    if shape is None:
        return syllable
    if tone is Tone.LEVEL:
        return base
    if not tone_allowed(shape.coda, tone):
        return syllable
    cut = tone_index(shape, style) + 1
    return nfc(base[:cut] + MARK_OF_TONE[tone] + base[cut:])


def place_tone(syllable: str, style: Style = "old") -> str:
    """Return ``syllable`` with its tone mark where ``style`` puts it.

    Misplaced marks are repaired too: ``vịêt`` → ``việt``, ``qúy`` → ``quý``.
    Case is kept.  What does not become a valid syllable comes back unchanged:
    two cells glued by a scraper (``tờmẫu``) must not be altered.
    """
    return _place(syllable, style) if len(syllable) <= LONGEST_DECOMPOSED else syllable


def normalise_tones(text: str, style: Style = "old") -> str:
    """Return running ``text`` with the tone of every syllable placed in ``style``.

    Case, spacing, punctuation and words that are not Vietnamese stay as they are.
    """
    return _WORD.sub(lambda m: place_tone(m.group(), style), text)


def has_tone(text: str) -> bool:
    """Return whether any vowel of ``text`` carries one of the five tone marks.

    Circumflex, breve and horn alone do not count: ``đông`` has no tone mark.
    """
    return any(c in _TONED_VOWELS for c in nfc(text))
