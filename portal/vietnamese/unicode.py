"""Unicode clean-up and accent folding for Vietnamese text.

Vietnamese reaches the portal in three spellings of the same letters: composed
(NFC), decomposed (NFD, from macOS file names and PDF extraction) and half
composed ("Unicode tổ hợp" keyboards, Windows code page 1258).  Everything that
is stored or compared goes through :func:`nfc` or :func:`clean` first.

Sources: Unicode Standard Annex #15 (normalisation forms; section 13 for the
stream-safe limit) and the Unicode Character Database as shipped with Python.
No function here raises for any ``str``; all run in linear time.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Combining marks that carry the five written tones.
GRAVE: Final = "\u0300"
ACUTE: Final = "\u0301"
TILDE: Final = "\u0303"
HOOK: Final = "\u0309"
DOT_BELOW: Final = "\u0323"
TONE_MARKS: Final = frozenset((GRAVE, ACUTE, TILDE, HOOK, DOT_BELOW))

#: The twelve vowel letters, without tone.
VOWELS: Final = "aăâeêioôơuưy"

_STREAM_SAFE_LIMIT: Final = 30
_COMBINING_GRAPHEME_JOINER: Final = "\u034f"

#: Letters that look like đ and are typed or scraped for it.  Eth (U+00F0) is
#: what Latin-1 fonts show; U+0189 is the African D whose capital is identical.
_LOOKALIKES: Final = {"ð": "đ", "Ð": "Đ", "Ɖ": "Đ", "ɖ": "đ"}

_SPACES: Final = "\u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_LINE_BREAKS: Final = "\r\x0b\x0c\x85\u2028\u2029"
_DASHES: Final = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_SINGLE_QUOTES: Final = "\u2018\u2019\u201a\u201b\u2032"
_DOUBLE_QUOTES: Final = "\u201c\u201d\u201e\u201f\u2033"
_CACHE_LIMIT: Final = 0x3000


def _stream_safe(text: str) -> str:
    """Break runs of more than 30 combining marks, as UAX #15 section 13 says.

    Canonical ordering sorts each run of marks, and CPython does it by insertion:
    a megabyte of alternating marks would take minutes.  No writing system needs
    such runs, so the guard only ever meets hostile or broken input.
    """
    marks = "".join(c for c in set(text) if unicodedata.combining(c))
    if not marks:
        return text
    run = re.compile(f"[{re.escape(marks)}]{{{_STREAM_SAFE_LIMIT}}}")
    return run.sub(lambda m: m.group() + _COMBINING_GRAPHEME_JOINER, text)


def nfc(text: str) -> str:
    """Return ``text`` in Normalization Form C (one code point per Vietnamese letter)."""
    if text.isascii():
        return text
    if len(text) > _STREAM_SAFE_LIMIT:
        text = _stream_safe(text)
    return unicodedata.normalize("NFC", text)


def nfd(text: str) -> str:
    """Return ``text`` in Normalization Form D (letter followed by its marks)."""
    if text.isascii():
        return text
    if len(text) > _STREAM_SAFE_LIMIT:
        text = _stream_safe(text)
    return unicodedata.normalize("NFD", text)


class _CharMap(dict[int, str]):
    """A ``str.translate`` table that works out an entry when it is first met.

    Only code points of the scripts at the start of Unicode are remembered, so
    hostile text cannot fill the memory with one entry per code point.
    """

    def compute(self, char: str) -> str:
        raise NotImplementedError

    def __missing__(self, code: int) -> str:
        value = self.compute(chr(code))
        if code < _CACHE_LIMIT:
            self[code] = value
        return value


class _CleanMap(_CharMap):
    def compute(self, char: str) -> str:  # noqa: PLR0911 - a table with one answer a line
        if char in _LOOKALIKES:
            return _LOOKALIKES[char]
        if char in "\n\t":
            return char
        if char in _LINE_BREAKS:
            return "\n"
        if char in _SPACES:
            return " "
        if char in _DASHES:
            return "-"
        if char in _SINGLE_QUOTES:
            return "'"
        if char in _DOUBLE_QUOTES:
            return '"'
        category = unicodedata.category(char)
        if category == "Cs":
            # A lone surrogate cannot be encoded: it would break the database
            # and every response that shows it.
            return "\ufffd"
        if category in ("Cc", "Cf"):
            # Cf holds the soft hyphen, zero-width spaces and joiners, the byte
            # order mark and the bidirectional controls: all invisible.
            return ""
        return char


class _FoldMap(_CharMap):
    def compute(self, char: str) -> str:
        if char in "đĐðÐƉɖ":
            return "d"
        lowered = self._strip(self._strip(char).lower())
        # A decomposition into several letters (Hangul, some Indic vowels) is
        # not an accent: keep the composed letter, and the offsets with it.
        return lowered if len(lowered) <= 1 else char

    @staticmethod
    def _strip(char: str) -> str:
        parts = unicodedata.normalize("NFD", char)
        kept = "".join(c for c in parts if unicodedata.category(c) != "Mn")
        return kept if len(kept) <= 1 else char


def _tone_table() -> dict[int, str]:
    table: dict[int, str] = {}
    for vowel in VOWELS + VOWELS.upper():
        for mark in TONE_MARKS:
            composed = unicodedata.normalize("NFC", vowel + mark)
            table[ord(composed)] = vowel
    return table


_CLEAN: Final = _CleanMap()
_FOLD: Final = _FoldMap()
_STRIP_TONE: Final = _tone_table()


def clean_char(char: str) -> str:
    """Return what :func:`clean` makes of one composed character: itself, a twin or ``""``."""
    return _CLEAN[ord(char)]


def clean_chars(text: str) -> str:
    """Return ``text`` with :func:`clean_char` applied to each character; no composition."""
    return text.translate(_CLEAN)


def clean(text: str) -> str:
    r"""Return ``text`` ready to be stored: NFC, plain spaces, dashes and quotes.

    * spaces of any width become U+0020; soft hyphen, zero-width characters and
      the byte order mark disappear;
    * dashes U+2010–2015 and the minus sign become ``-``; curly quotes straight;
    * line breaks of any kind become ``\n``; other control characters but the
      tab disappear; a lone surrogate becomes U+FFFD;
    * ð Ð Ɖ, which stand for đ in scraped text, become đ Đ.

    Idempotent.  Text in a legacy encoding must be decoded *before* this step:
    VISCII keeps letters among the control characters and TCVN3 writes ``Ð`` for é.
    """
    text = nfc(text.replace("\r\n", "\n")).translate(_CLEAN)
    # Dropping an invisible character may bring a letter next to its mark.
    return nfc(text)


def fold(text: str) -> str:
    """Return the accentless lower-case form of ``text``; đ and its look-alikes give d.

    ``Đăng ký`` → ``dang ky``.  The canonical form is taken first, so NFD input
    folds to the same string.  On NFC input without stray combining marks (all
    real Vietnamese) the result has one character for each character of the
    input, so positions found in the folded text are positions in the source;
    a mark that composes with nothing is dropped and shifts what follows.
    """
    if text.isascii():
        return text.lower()
    return nfc(nfc(text).translate(_FOLD))


def strip_tone(text: str) -> str:
    """Return ``text`` (NFC) without tone marks: ``thuế`` → ``thuê``, ``được`` → ``đươc``.

    Circumflex, breve and horn belong to the letter and stay, as does case.
    """
    return nfc(text).translate(_STRIP_TONE)
