"""How long a Vietnamese text takes to read aloud: its syllables, with numbers as they are spoken, at a slow pace."""

import math
import re
from dataclasses import dataclass

from portal.vietnamese.syllables import is_syllable
from portal.vietnamese.tokens import tokenize
from portal.vietnamese.unicode import fold, nfc

#: Syllables a second. Readers of a text in Vietnamese reach 5.25 (Coupé, Oh, Dediu, Pellegrino 2019, "Different
#: languages, similar encoding efficiency", Science Advances 5(9), doi:10.1126/sciadv.aaw2594), pauses left out.
#: Loudspeakers echo and listeners are at work: three quarters of that, rounded, with the pauses in it.
SYLLABLES_PER_SECOND = 4.0

#: Seconds a loudspeaker text should take.
LOUDSPEAKER_SHORTEST = 60
LOUDSPEAKER_LONGEST = 90

#: "1291/QĐ-TTg" is read number by number, abbreviation by abbreviation, "TTg" as its letters.
_PARTS = re.compile(r"\d[\d.]*|[^\W\d_]+")
_VOWELS = re.compile(r"[aeiouy]+")
#: Numbers longer than this (telephones, identity cards) are read digit by digit, as are those that begin with 0.
_LONGEST_NUMBER = 12


@dataclass(frozen=True, slots=True)
class ReadingTime:
    """Syllables of a text, and the seconds they take."""

    syllables: int
    seconds: int

    @classmethod
    def of(cls, text: str) -> "ReadingTime":
        """An estimate for a Vietnamese text; nobody can count other languages by these rules."""
        count = syllables(text)
        return cls(count, math.ceil(count / SYLLABLES_PER_SECOND))

    @property
    def is_too_short(self) -> bool:
        """Too short for a loudspeaker: over before people have come to listen."""
        return self.seconds < LOUDSPEAKER_SHORTEST

    @property
    def is_too_long(self) -> bool:
        """Too long for a loudspeaker: the beginning is forgotten at the end."""
        return self.seconds > LOUDSPEAKER_LONGEST


def syllables(text: str) -> int:
    """How many syllables are spoken when the text is read aloud."""
    return sum(_part(part) for token in tokenize(nfc(text)) for part in _PARTS.findall(token.text))


def _part(part: str) -> int:
    if part[0].isdigit():
        return _number(part.replace(".", ""))
    if is_syllable(part):
        return 1
    if part.isupper():
        # An abbreviation: UBND is spelt out.
        return len(part)
    return len(_VOWELS.findall(fold(part))) or len(part)


def _number(digits: str) -> int:
    """Syllables of a number: 36 is "ba mươi sáu", 2020 "hai nghìn không trăm hai mươi"."""
    if len(digits) > _LONGEST_NUMBER:
        return len(digits)
    digits = digits.lstrip("0") or "0"
    if len(digits) == 1:
        return 1
    count = 0
    for place in range(0, len(digits), 3):
        group = digits[max(0, len(digits) - place - 3) : len(digits) - place]
        if int(group):
            # Behind every group but the last stands its name: nghìn, triệu, tỷ.
            count += _group(int(group), is_first=place + 3 >= len(digits)) + (place > 0)
    return count


def _group(number: int, *, is_first: bool) -> int:
    """Syllables of 1 to 999; behind another group the hundreds are always said ("không trăm")."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    count = 2 if hundreds or not is_first else 0
    if tens:
        # "mười lăm", "hai mươi lăm".
        return count + (1 if tens == 1 else 2) + bool(ones)
    # "linh năm" behind hundreds, else "năm".
    return count + bool(ones) * (2 if count else 1)
