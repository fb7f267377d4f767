"""Text from before Unicode: TCVN3 (ABC), VNI-Windows, VISCII, and half-composed Unicode.

Old .doc and .xls files show legacy text as Latin-1 or CP1252 characters
(``§¨ng ký`` for Đăng ký).  The tables in ``legacy_tables.json`` state TCVN
5712:1993 (VN3), the VNI-Windows rule (base letter followed by a mark letter) and
RFC 1456 (VISCII).

Which encoding a text uses is found by trial: each is decoded and the reading
with most valid syllables wins, when it is convincing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from pathlib import Path
from typing import Final

from portal.vietnamese.syllables import is_syllable
from portal.vietnamese.unicode import nfc, nfd

_TABLES: Final = Path(__file__).with_name("legacy_tables.json")
_CONVINCING: Final = 0.8
_SAMPLE: Final = 20_000
#: Length of a VNI letter: its base and one mark.
_LETTER_AND_MARK: Final = 2


class Encoding(StrEnum):
    """How a text that is not plain composed Unicode spells Vietnamese."""

    TCVN3 = "tcvn3"
    VNI = "vni"
    VISCII = "viscii"
    COMBINING = "unicode tổ hợp"


class UnreadableText(ValueError):
    """The bytes are not Vietnamese text in any known encoding (message for editors)."""


_MESSAGE: Final = (
    "Không đọc được tệp: nội dung không phải là văn bản tiếng Việt ở bảng mã "
    "Unicode (UTF-8, UTF-16), TCVN3, VNI, VISCII hoặc CP1258."
)


@cache
def _mapping(encoding: Encoding) -> dict[str, str]:
    """Return what each legacy character, or pair of them, stands for."""
    table: dict[str, str] = json.loads(_TABLES.read_text(encoding="utf-8"))[encoding.value]
    if encoding is Encoding.VISCII:
        mapping: dict[str, str] = {}
        for code, letter in table.items():
            byte = bytes.fromhex(code)
            mapping[byte.decode("latin-1")] = letter
            # Windows programs show the range 80-9F as CP1252 characters.
            mapping[byte.decode("cp1252", errors="ignore") or byte.decode("latin-1")] = letter
        return mapping
    if encoding is Encoding.VNI:
        # A capitalised word keeps the mark in lower case: "Aân" for Ân.
        mixed = {
            legacy[0] + legacy[1].lower(): letter
            for legacy, letter in table.items()
            if len(legacy) == _LETTER_AND_MARK and legacy[0].isupper()
        }
        return mixed | table
    return table


@cache
def _pattern(encoding: Encoding) -> re.Pattern[str]:
    longest_first = sorted(_mapping(encoding), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)))


def decode(text: str, encoding: Encoding) -> str:
    """Return ``text``, shown as Latin-1 or CP1252 characters, in composed Unicode.

    Decode before cleaning: VISCII has letters among the control characters and
    TCVN3 uses the soft hyphen.  TCVN3 has no accented capitals (a font draws
    them), so those come out in lower case.  Characters outside the encoding
    pass through.  Never raises.
    """
    if encoding is Encoding.COMBINING:
        return nfc(text)
    mapping = _mapping(encoding)
    return nfc(_pattern(encoding).sub(lambda m: mapping[m.group()], text))


def encode(text: str, encoding: Encoding) -> str:
    """Return ``text`` as a program that knows no Vietnamese shows it in ``encoding``; the inverse of ``decode``.

    TCVN3 has hardly any accented capitals, its fonts draw them: the small letters are written.  What an
    encoding cannot write stays as it is.
    """
    if encoding is Encoding.COMBINING:
        return nfd(text)
    written = _writing(encoding)
    return "".join(written.get(char) or written.get(char.lower(), char) for char in nfc(text))


@cache
def _writing(encoding: Encoding) -> dict[str, str]:
    writing: dict[str, str] = {}
    for legacy, letter in _mapping(encoding).items():
        writing.setdefault(letter, legacy)
    return writing


# --- detection ---------------------------------------------------------------

# A chunk is what stands between spaces, ASCII punctuation and digits: legacy
# letters may look like symbols (µ, ©), so Unicode classes cannot tell words.
_CHUNK: Final = re.compile("[^\\s!-@\\[-`{-~\u2010-\u2027\u2030-\u205e]+")
# Vietnamese letters no 8-bit reading can show: their presence proves Unicode.
_UNICODE_LETTER: Final = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
_COMBINING_MARK: Final = re.compile("[\u0300-\u036f]")
_UNITS: Final = frozenset(("µm", "µg", "µl", "µs", "µF"))


@dataclass(frozen=True, slots=True)
class _Score:
    """How Vietnamese one reading looks.

    ``share``: valid syllables among all chunks; ``evidence``: valid ones among
    chunks that the reading changed; ``proofs``: how many of those hold a letter.
    """

    share: float
    evidence: float
    proofs: int


def _counts(chunk: str) -> bool:
    """Leave out abbreviations (UBND), which are no syllables in any encoding."""
    return not (chunk.isascii() and chunk.isupper() and len(chunk) > 1)


def _score(raw: str, read: Callable[[str], str]) -> _Score:
    total = valid = changed = good = proofs = 0
    for chunk in _CHUNK.findall(raw):
        if chunk in _UNITS or not _counts(chunk):
            continue
        reading = read(chunk)
        fits = is_syllable(reading)
        total += 1
        valid += fits
        if not chunk.isascii():
            changed += 1
            good += fits
            # A lone symbol becoming a vowel ("©" -> "â") proves nothing.
            proofs += fits and any(c.isascii() for c in chunk)
    return _Score(valid / total if total else 0.0, good / changed if changed else 0.0, proofs)


_EIGHT_BIT: Final = (Encoding.TCVN3, Encoding.VNI, Encoding.VISCII)


def detect(text: str) -> Encoding | None:
    """Return the encoding whose reading makes ``text`` Vietnamese, or ``None``.

    ``None`` means: leave it alone.  That is the answer for composed Unicode
    Vietnamese, for other languages, and when no reading has more than 80 % valid
    syllables or none is better than the text as it stands.  Of equally good
    readings of a few words the encoding in wider use wins (TCVN3, VNI, VISCII).
    At most the first 20,000 characters are tried.
    """
    sample = text[:_SAMPLE]
    if sample.isascii():
        # Even VISCII's letters in the control range come with others above 7F.
        return None
    has_marks = _COMBINING_MARK.search(sample) is not None
    if not has_marks and _UNICODE_LETTER.search(sample):
        # Nearly every text of today: answered before anything is counted.
        return None
    as_is = _score(nfc(sample), str)
    if has_marks:
        composed_letters = nfc(sample) != sample
        return Encoding.COMBINING if composed_letters and as_is.share > _CONVINCING else None
    best: Encoding | None = None
    best_share = max(_CONVINCING, as_is.share)
    for encoding in _EIGHT_BIT:
        score = _score(sample, partial(decode, encoding=encoding))
        if score.share > best_share and score.proofs:
            best, best_share = encoding, score.share
    return best


# --- files -------------------------------------------------------------------

_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")


def _looks_binary(data: bytes) -> bool:
    return len(_CONTROL.findall(data)) > len(data) / 100


def decode_bytes(data: bytes) -> tuple[str, str]:
    """Return the text of a file and the name of the encoding it was read in.

    Tried in order: a byte order mark, UTF-8, then CP1258, TCVN3, VNI and VISCII,
    of which the one with most valid syllables is taken.  UTF-8 and UTF-16 text
    is returned as it stands (not normalised); other readings are composed.

    Raises:
        UnreadableText: the bytes are binary, broken, or not Vietnamese in any
            of these encodings; the message is Vietnamese, fit to show.
    """
    for bom, name in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(name), name
            except UnicodeDecodeError:
                raise UnreadableText(_MESSAGE) from None
    if b"\x00" in data:
        raise UnreadableText(_MESSAGE)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_eight_bit(data)
    if _looks_binary(data):
        raise UnreadableText(_MESSAGE)
    return text, "utf-8"


def _decode_eight_bit(data: bytes) -> tuple[str, str]:
    latin = data.decode("latin-1")
    sample = latin[:_SAMPLE]
    readings: list[tuple[str, Callable[[str], str]]] = [("cp1258", _read_cp1258)]
    readings += [(e.value, partial(decode, encoding=e)) for e in _EIGHT_BIT]
    best: tuple[str, Callable[[str], str]] | None = None
    best_evidence = _CONVINCING
    for name, read in readings:
        # Only words with high bytes tell encodings apart; a table full of
        # codes and English headings must not hide them.
        score = _score(sample, read)
        if score.evidence > best_evidence and score.proofs:
            best, best_evidence = (name, read), score.evidence
    if best is None:
        raise UnreadableText(_MESSAGE)
    name, read = best
    return read(latin), name


def _read_cp1258(latin: str) -> str:
    return nfc(latin.encode("latin-1").decode("cp1258", errors="replace"))
