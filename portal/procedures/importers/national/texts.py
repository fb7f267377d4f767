"""Text of national records made readable: Unicode, legacy fonts, blanks; and the words for "nothing"."""

import re
from typing import Final

from portal.procedures.enums import Given
from portal.vietnamese.legacy import Encoding, decode, detect
from portal.vietnamese.unicode import TONE_MARKS, VOWELS, nfc

_INVISIBLE: Final = re.compile("[\u00ad\u034f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_BREAKS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BLANKS: Final = re.compile("[\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")

_VIETNAMESE: Final = "".join(nfc(vowel + mark) for vowel in VOWELS for mark in ("", *sorted(TONE_MARKS)))
#: Small and capital letters, for character classes: ranges such as à-ỹ hold both.
SMALL: Final = "a-zđ" + _VIETNAMESE
CAPITAL: Final = "A-ZĐ" + _VIETNAMESE.upper()

# A sentence that goes on with a small letter was wrapped by a word processor; "a)" begins an item.
_WRAPPED: Final = re.compile(rf"(?<=[{SMALL},])\n(?![{SMALL}]{{1,3}}[).])(?=[{SMALL}])")

#: What the catalogue writes where it has no value.
MISSING_WORDS: Final = frozenset({"", "-", "--", "không có thông tin"})
#: What it writes where the law asks for nothing.
NONE_WORDS: Final = frozenset({"không", "không có", "không yêu cầu", "không có yêu cầu, điều kiện", "không quy định"})


def tidy(text: str) -> str:
    """Composed Unicode without invisible characters, single blanks, lines kept; legacy fonts decoded.

    Tone marks stay where they were typed.
    """
    encoding = detect(text)
    if encoding is not None and encoding is not Encoding.COMBINING:
        text = decode(text, encoding)
    text = _INVISIBLE.sub("", _BREAKS.sub("\n", nfc(text)))
    text = _BLANKS.sub(" ", _CONTROL.sub(" ", text))
    lines = (line.strip() for line in nfc(text).split("\n"))
    return _WRAPPED.sub(" ", "\n".join(line for line in lines if line))


def stated(text: str) -> str:
    """The text, or "" where the catalogue says it has no information."""
    return "" if text.strip(" .").lower() in MISSING_WORDS else text.strip()


def given(text: str) -> tuple[Given, str]:
    """Stated, expressly none ("Không"), or missing ("Không có thông tin" or empty)."""
    if not stated(text):
        return Given.MISSING, ""
    if text.strip(" .;").lower() in NONE_WORDS:
        return Given.NONE, ""
    return Given.STATED, text.strip()


def one_line(text: str) -> str:
    """The text with its lines joined by blanks."""
    return " ".join(text.split())
