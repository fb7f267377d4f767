"""Syllables run together (*cancuoc*) or torn apart (*ng hia vu*), put right by the site's own words."""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from portal.search.understanding.site import Site
from portal.search.understanding.words import Word, spelled
from portal.vietnamese.keys import accent_key, search_key
from portal.vietnamese.syllables import is_bare_syllable

#: Letters that are tried together; ten syllables.
_LONGEST: Final = 60
#: The longest Vietnamese syllable has seven letters: nghiêng.
_SYLLABLE: Final = 7
#: Shorter than this nothing is run together.
_SHORTEST: Final = 4
#: Pieces of one torn word that are put together.
_MOST_PIECES: Final = 4


def mend_spacing(words: tuple[Word, ...], site: Callable[[], Site]) -> tuple[tuple[Word, ...], tuple[str, ...]]:
    """The words with their spaces where the site has them; unchanged where it cannot tell."""
    mended: list[Word] = []
    at = 0
    while at < len(words):
        taken, pieces = _mend_here(words, at, site)
        mended += pieces
        at += taken
    changed = tuple(mended)
    return (changed, ("spacing",)) if changed != words else (words, ())


def _mend_here(words: Sequence[Word], at: int, site: Callable[[], Site]) -> tuple[int, Sequence[Word]]:
    word = words[at]
    if not _is_strange(word, site):
        return 1, (word,)
    if len(word.key) >= _SHORTEST and (pieces := _cut(word.text, site())):
        return 1, pieces
    for count in range(2, _MOST_PIECES + 1):
        # A torn syllable goes on to the right, or began on the left.
        together = words[at : at + count]
        joined = "".join(one.text for one in together)
        if len(together) == count and len(joined) <= _LONGEST and (pieces := _cut(joined, site())):
            return count, pieces
    return 1, (word,)


def _is_strange(word: Word, site: Callable[[], Site]) -> bool:
    return (
        word.key.isalpha() and not word.text.isupper() and not is_bare_syllable(word.key) and not site().knows(word.key)
    )


def _cut(text: str, site: Site) -> tuple[Word, ...]:
    """The text as known syllables that are neighbours somewhere; empty where there is no such cut."""
    whole = accent_key(text) if len(text) <= _LONGEST else ""
    if not whole.isalpha():
        return ()
    best: list[tuple[float, tuple[str, ...]] | None] = [(0.0, ())] + [None] * len(whole)
    for end in range(1, len(whole) + 1):
        for start in range(max(0, end - _SYLLABLE), end):
            former, piece = best[start], whole[start:end]
            if former is None or (cost := _cost(former[1], piece, site)) is None:
                continue
            current = best[end]
            if current is None or former[0] + cost < current[0]:
                best[end] = former[0] + cost, (*former[1], accent_key(piece))
    found = best[-1]
    if found is None:
        return ()
    pieces = found[1]
    is_one_word = len(pieces) == 1
    return spelled(pieces) if is_one_word or _are_neighbours(pieces, site) else ()


def _cost(former: Sequence[str], piece: str, site: Site) -> float | None:
    key = search_key(piece)
    if not site.knows(key) or not is_bare_syllable(key):
        return None
    pair = site.neighbours.get((search_key(former[-1]), key), 0) if former else 0
    return 2.0 - math.log1p(pair)


def _are_neighbours(pieces: Sequence[str], site: Site) -> bool:
    keys = [search_key(piece) for piece in pieces]
    return all(site.neighbours.get(pair) for pair in pairwise(keys))
