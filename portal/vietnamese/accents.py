"""Giving accentless words back their accents, by a model of the words that stand in the site's own texts.

*can cuoc cong dan* has hundreds of accented readings; in texts about procedures one of them is common.
The model counts syllables and pairs of neighbours, and finds the likeliest path through the spellings
that keep every mark the reader did type.  It is a help for ranking and for saying what was understood;
the accentless words are searched for in any case.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from portal.vietnamese.keys import search_key
from portal.vietnamese.unicode import nfd

#: Share of the pair in the likelihood of a spelling; the rest is how common it is by itself, so that a pair
#: never seen is unlikely and not impossible.
PAIR_SHARE: Final = 0.9
#: Spellings of one syllable that are tried; "doi" has thirteen.
MOST_SPELLINGS: Final = 24

_START: Final = ""


@dataclass(frozen=True, slots=True)
class AccentModel:
    """Counts of accented syllables and of pairs of neighbours, both as accent keys."""

    singles: dict[str, int]
    pairs: dict[tuple[str, str], int]
    spellings: dict[str, tuple[str, ...]]
    total: int

    def restore(self, words: Sequence[str]) -> tuple[str, ...]:
        """The likeliest spelling of accent keys, each with at least the marks it has; unknown words as they are.

        Linear in the number of words.
        """
        paths: dict[str, tuple[float, tuple[str, ...]]] = {_START: (0.0, ())}
        for word in words:
            paths = self._step(paths, self.readings(word) or (word,))
        return max(paths.values(), key=lambda path: path[0])[1]

    def readings(self, word: str) -> tuple[str, ...]:
        """Known spellings of a word that keep every mark it has, the commonest first."""
        known = self.spellings.get(search_key(word), ())
        return tuple(spelling for spelling in known if keeps_marks(word, spelling))

    def knows(self, word: str) -> bool:
        """Whether an accented syllable stands in the texts."""
        return word in self.singles

    def _step(
        self, paths: dict[str, tuple[float, tuple[str, ...]]], readings: Sequence[str]
    ) -> dict[str, tuple[float, tuple[str, ...]]]:
        best: dict[str, tuple[float, tuple[str, ...]]] = {}
        for reading in readings:
            scored = ((score + self._likelihood(former, reading), path) for former, (score, path) in paths.items())
            score, path = max(scored, key=lambda item: item[0])
            best[reading] = (score, (*path, reading))
        return best

    def _likelihood(self, former: str, word: str) -> float:
        alone = (self.singles.get(word, 0) + 1) / (self.total + 1)
        before = self.singles.get(former, 0)
        paired = self.pairs.get((former, word), 0) / before if before else alone
        return math.log(PAIR_SHARE * paired + (1 - PAIR_SHARE) * alone)


def learn(texts: Iterable[tuple[Sequence[str], int]]) -> AccentModel:
    """A model of texts, each as the accent keys of its words and a weight (how often it counts)."""
    singles: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for words, weight in texts:
        for word in words:
            singles[word] += weight
        for pair in pairwise(words):
            pairs[pair] += weight
    spellings: defaultdict[str, list[str]] = defaultdict(list)
    for word, _count in singles.most_common():
        if len(known := spellings[search_key(word)]) < MOST_SPELLINGS:
            known.append(word)
    return AccentModel(
        dict(singles), dict(pairs), {key: tuple(words) for key, words in spellings.items()}, singles.total()
    )


@lru_cache(maxsize=65536)
def keeps_marks(typed: str, spelling: str) -> bool:
    """Whether `spelling` has every mark of `typed`, letter by letter: *cân* is not a reading of *cằn*.

    Both are accent keys with the same search key.
    """
    if len(typed) != len(spelling):
        return False
    return all(_keeps(one, other) for one, other in zip(typed, spelling, strict=True))


def _keeps(typed: str, letter: str) -> bool:
    if typed == letter:
        return True
    marks, wanted = nfd(letter), nfd(typed)
    if typed == "đ":
        return False
    return (marks[0] == wanted[0] and set(wanted[1:]) <= set(marks[1:])) or (typed == "d" and letter == "đ")
