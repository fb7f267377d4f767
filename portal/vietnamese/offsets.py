"""Cleaned text that still knows where each character came from.

Words are found in cleaned, composed text, but highlighters mark the text the
author wrote, which may be decomposed or hold invisible characters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.vietnamese.unicode import clean_char, clean_chars, nfc


@dataclass(frozen=True, slots=True)
class Aligned:
    """Cleaned text with the source span of every character.

    ``starts[i]`` and ``ends[i]`` delimit, in the source, what gave character i.
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of the non-empty slice ``text[start:end]``."""
        return self.starts[start], self.ends[end - 1]


def align(source: str) -> Aligned:
    """Return ``source`` cleaned as :func:`portal.vietnamese.unicode.clean` does, with offsets.

    Composition works on a letter and its following marks, never across letters,
    so each such cluster maps back to exactly its own source characters; a
    composed pair gives one character whose span covers both.  Two differences
    from ``clean``: CR LF gives two line breaks, and Hangul written as single
    jamo stays so; neither matters for finding words.  Never raises; linear.
    """
    # Most text is composed already: then cleaning replaces characters one by one.
    replaced = clean_chars(source)
    if len(replaced) == len(source) and nfc(source) == source and nfc(replaced) == replaced:
        return Aligned(replaced, range(len(source)), range(1, len(source) + 1))
    # 1. what each source character becomes; dropped ones join the cluster before.
    kept: list[tuple[int, str]] = []
    for position, char in enumerate(source):
        cleaned = clean_char(char)
        if cleaned:
            kept.append((position, cleaned))
    # 2. clusters: a character that does not combine, with the marks after it.
    heads = [i for i, (_, char) in enumerate(kept) if i == 0 or char.isascii() or not unicodedata.combining(char)]
    heads.append(len(kept))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for first, following in pairwise(heads):
        start = kept[first][0]
        end = kept[following - 1][0] + 1
        piece = kept[first][1]
        if following - first > 1 or not piece.isascii():
            piece = nfc("".join(char for _, char in kept[first:following]))
        pieces.append(piece)
        starts.extend([start] * len(piece))
        ends.extend([end] * len(piece))
    return Aligned("".join(pieces), starts, ends)
