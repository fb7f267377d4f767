"""What the admin's own search keeps of a text and of what an editor typed: plain folded words.

Both sides are reduced to words of letters and digits without accents and case, so that neither SQLite's nor
PostgreSQL's reading of punctuation matters, and nothing typed can be syntax to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from portal.vietnamese.keys import search_key
from portal.vietnamese.unicode import clean, fold

#: Words of a query that count, and letters of a word: the databases meet limits of their own far above these.
MAX_QUERY_WORDS: Final = 20
MAX_WORD_LENGTH: Final = 60
#: Letters of a query that are read at all.
MAX_QUERY_LENGTH: Final = 1_000

_WORD: Final = re.compile(r"[^\W_]++")
#: What is written without a space between its parts: BQP-06, 13/2016/NĐ-CP, 1.013133.
_CHAIN: Final = re.compile(r"[^\W_]++(?:[-./&_]++[^\W_]++)+")
#: Where letters and digits meet inside a word: bqp06 is also asked as BQP-06.
_PART: Final = re.compile(r"[0-9]++|[^0-9]++")


def query_words(text: str) -> list[str]:
    """The words an editor typed, folded: ``Nghĩa vụ, BQP-06`` → ``nghia vu bqp 06``. None of them: nothing to find."""
    words = _WORD.findall(fold(clean(text[:MAX_QUERY_LENGTH])))
    return [word[:MAX_WORD_LENGTH] for word in words[:MAX_QUERY_WORDS]]


# One object's text is asked for up to ten times: for words, for their beginnings, for each of an index's columns.
@lru_cache(maxsize=256)
def index_text(text: str) -> str:
    """The folded words of a text, in order; behind them the other ways in which editors type some of them.

    Being apart from the words, the other ways leave phrases as they are. ``Kỹ thuật BQP-06`` →
    ``ky thuat bqp 06 ki bqp06``.
    """
    folded = fold(clean(text))
    words = [word[:MAX_WORD_LENGTH] for word in _WORD.findall(folded)]
    others = [word[:MAX_WORD_LENGTH] for word in _other_ways(folded)]
    return " ".join([*words, *dict.fromkeys(others)])


def _other_ways(folded: str) -> Iterator[str]:
    for chain in _CHAIN.findall(folded):
        yield "".join(_WORD.findall(chain))
    for word in _WORD.findall(folded):
        parts = _PART.findall(word)
        if len(parts) > 1:
            yield from parts
        yield from _free_spellings(word)


def _free_spellings(word: str) -> Iterator[str]:
    """The same syllable with the other of i and y, where both are right: ``ky`` for ``ki``, ``qui`` for ``quy``."""
    key = search_key(word)
    with_i = word.replace("y", "i")
    for other in (key, with_i):
        if other != word and other.isalnum() and search_key(other) == key:
            yield other
