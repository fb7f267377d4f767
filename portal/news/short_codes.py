"""Codes of short links: made, read out, and read again from what people type. Why digits: docs/adr/0013-short-links.md.

A code is eight digits, the last of which is a check digit: one wrong digit, or two neighbours exchanged, is
noticed and never leads to another link. No code begins with 0 (a spreadsheet would drop it) or has the same
digit three times running (nobody counts them by ear).
"""

import re
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

LENGTH = 8
#: Digits read out in one breath.
_GROUP = 4
#: Draws for one code; so many taken ones in a row mean that nearly all of 9 million are.
_MOST_DRAWS = 100

#: What is said for each digit.
SPOKEN = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")

#: Letters that are written for a digit, by hand and by fonts.
_LOOKS_LIKE = str.maketrans({"O": "0", "o": "0", "I": "1", "i": "1", "L": "1", "l": "1", "|": "1"})
_SEPARATORS = re.compile(r"[\s._\-–—/]+")
_THREE_ALIKE = re.compile(r"(.)\1\1")

#: A quasigroup of order 10 (H. M. Damm, 2004): its check digit notices every single wrong digit and every
#: exchange of neighbours.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


class NoCodeLeft(RuntimeError):
    """So many codes are taken that none was found by drawing."""


class Mistake(StrEnum):
    """Why what was typed is no code."""

    EMPTY = "empty"
    NOT_DIGITS = "not_digits"
    LENGTH = "length"
    WRONG_DIGIT = "wrong_digit"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as a code; or as far as it could be read, with what is wrong with it."""

    digits: str
    mistake: Mistake | None = None


def new_code(is_taken: Callable[[str], bool]) -> str:
    """A free code, drawn so that nobody can tell it from the ones before.

    Raises:
        NoCodeLeft: nearly all codes are taken.
    """
    for _ in range(_MOST_DRAWS):
        payload = f"{secrets.randbelow(9 * 10 ** (LENGTH - 2)) + 10 ** (LENGTH - 2)}"
        code = f"{payload}{_interim(payload)}"
        if _THREE_ALIKE.search(code) is None and not is_taken(code):
            return code
    raise NoCodeLeft


def read(text: str) -> Typed:
    """What a reader typed: spaces, dots and dashes between digits do not count, letters that look like a digit do."""
    digits = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).translate(_LOOKS_LIKE)
    if not digits:
        return Typed("", Mistake.EMPTY)
    if not (digits.isascii() and digits.isdigit()):
        return Typed("", Mistake.NOT_DIGITS)
    if len(digits) != LENGTH:
        return Typed(digits, Mistake.LENGTH)
    return Typed(digits, Mistake.WRONG_DIGIT if _interim(digits) else None)


def grouped(code: str) -> str:
    """The code as it is printed: `4826-7193`."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def spoken(code: str) -> str:
    """The code as it is read out, with a pause between its groups."""
    return ", ".join(" ".join(SPOKEN[int(digit)] for digit in group) for group in grouped(code).split("-"))


def _interim(digits: str) -> int:
    """Damm's interim digit: of a payload its check digit, 0 of a whole code that is right."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim
