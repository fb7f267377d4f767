"""Words, numbers, procedure codes, law numbers and form names in running text.

One tokeniser serves indexing, queries and highlighting.  What citizens copy
from papers stays whole: ``1.013133``, ``13/2016/NĐ-CP``, ``TK1-TS``.

The patterns use bounded or possessive repetition only and are anchored at word
boundaries: the scan is linear for any input, and no function raises for any ``str``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal, cast

from portal.vietnamese.keys import accent_key, search_key
from portal.vietnamese.offsets import align

Kind = Literal["word", "number", "code", "law", "form"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token; ``text`` is the slice ``start:end`` of the source, as written there."""

    text: str
    start: int
    end: int
    kind: Kind


_END: Final = r"(?![^\W_])"  # no letter or digit follows
# Kinds of documents whose number carries no year: 1291/QĐ-TTg, 22/VBHN-BQP.
# Without such a list every "50/lần-ngày" would be a law.
_DOCUMENT: Final = r"(?:QĐ|QD|NĐ|ND|NQ|TTLT|TTr|TT|CT|KH|VBHN|TB|CĐ|CD|CV|HD|BC|PL|LCT|L|SL|NQLT|QC|QCPH|TL)"
# One part of an issuer: -CP, -TTg, -BNN&PTNT; of a unit or session: -C06, -UBTVQH13.
_PART: Final = r"-[A-ZĐa-zđ][A-ZĐa-zđ&]{0,14}(?:[0-9]{1,2}(?![0-9/]))?"
# Scraped cells are glued: "NĐ-CPLuật", "NĐ-CPsửa đổi".  Capitals end where a
# capitalised word begins, and no issuer's abbreviation starts with CP.
_GLUED: Final = r"-(?:(?-i:[A-ZĐ]{2,12}(?=[A-ZĐ][^\W\d_A-ZĐ]))|CP(?=[^\W\d_]))"
_NO_LETTER: Final = r"(?![^\W\d_])"
_TAIL: Final = rf"(?:(?:{_PART}){{0,4}}{_GLUED}|(?:{_PART}){{1,5}}{_NO_LETTER})"
_LAW: Final = (
    # of the National Assembly: 78/2015/QH13, 02/2021/UBTVQH15
    r"[0-9]{1,5}/[0-9]{4}/(?:UBTV)?QH[0-9]{2}"
    # with a year: 13/2016/NĐ-CP, 03/2021/TTLT-BQP-BCA, 66.7/2025/NQ-CP
    rf"|(?:[0-9]{{1,5}}[a-z]?|[0-9]{{1,3}}\.[0-9]{{1,2}})/[0-9]{{4}}/[A-ZĐa-zđ]{{1,8}}{_TAIL}"
    # without: 1291/QĐ-TTg, 166/QĐ-BHXH
    rf"|[0-9]{{1,5}}[a-z]?/{_DOCUMENT}{_TAIL}"
)
_CODE: Final = (
    # national catalogue, with or without the suffix of level and unit
    r"[0-9]\.[0-9]{6}(?:\.[0-9]{2,3}){0,4}(?:\.[A-Z][0-9]{2})?"
    # the portal's own numbering by authority: BCA-04, BHXH-09
    r"|(?:B[A-ZĐ]{2,6}|NHNN|TTCP|VPCP|UBND)-[0-9]{2}"
    # older local numbering
    r"|[A-Z]-[A-ZĐ]{2,5}-[0-9]{6}"
)
_FORM: Final = (
    r"(?:[A-ZĐ]{1,4}[0-9]{1,3}[a-z]?-[A-ZĐ]{1,6}[0-9]{0,2}"  # TK1-TS, M01-PC
    r"|[A-ZĐ]{1,4}[0-9]{2,3}[a-z]?)(?!/)"  # CT01, DC02
)
_NUMBER: Final = r"[0-9]{1,3}(?:\.[0-9]{3})++(?!\.?[0-9])|\d++"
_WORD: Final = (
    # Letters and digits of one name: 17a, 24h, B2, C1E.  Only short ASCII ones,
    # so that glued "10ngày" and "thuế38/2019/QH14" come apart.
    rf"[0-9]{{1,4}}[A-ZĐ]{{1,2}}{_END}"
    rf"|[A-ZĐ]{{1,6}}(?![0-9]{{1,5}}/[0-9]{{4}}/)[0-9][A-ZĐ0-9]{{0,9}}{_END}"
    r"|(?:[^\W\d_]++[\u0300-\u036f]*+)+"
)
_TOKEN: Final = re.compile(
    rf"(?P<law>(?<![0-9]/)(?:{_LAW}))"
    rf"|(?P<code>(?<![0-9]\.)(?:{_CODE}){_END})"
    rf"|(?P<form>(?:{_FORM}){_END})"
    rf"|(?P<word>{_WORD})"
    rf"|(?P<number>{_NUMBER})",
    re.IGNORECASE,
)


def tokenize(text: str) -> list[Token]:
    """Return the tokens of ``text`` in order; offsets and slices refer to ``text`` itself.

    The text may be NFC or NFD and hold invisible characters: a soft hyphen
    inside a word belongs to the word.  A date such as 30/4/1975 gives numbers.
    """
    aligned = align(text)
    tokens: list[Token] = []
    for match in _TOKEN.finditer(aligned.text):
        start, end = aligned.span(match.start(), match.end())
        tokens.append(Token(text[start:end], start, end, cast("Kind", match.lastgroup)))
    return tokens


def keys(text: str) -> list[str]:
    """Return the accentless search key of every token of ``text``."""
    return [search_key(token.text) for token in tokenize(text)]


def accent_keys(text: str) -> list[str]:
    """Return the accented key of every token of ``text``, parallel to :func:`keys`."""
    return [accent_key(token.text) for token in tokenize(text)]


def bigrams(keys: Sequence[str]) -> list[str]:
    """Return each pair of neighbouring keys joined with ``_`` (never part of a key)."""
    return [f"{left}_{right}" for left, right in pairwise(keys)]


def keys_of(kind: Kind, tokens: Iterable[Token]) -> tuple[str, ...]:
    """Return the distinct search keys of the tokens of one kind: ``13/2016/nd-cp`` for ``law``."""
    return tuple(dict.fromkeys(search_key(token.text) for token in tokens if token.kind == kind))
