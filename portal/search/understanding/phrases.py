"""Phrases found among typed words, however much of their accents was typed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from portal.search.understanding.words import Word, words_of
from portal.vietnamese.accents import keeps_marks

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """What a phrase stands for, and the words `start:end` that are it."""

    start: int
    end: int
    value: T


class Phrases(Generic[T]):
    """A table of phrases; several values may share one."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        table: defaultdict[str, list[tuple[tuple[Word, ...], T]]] = defaultdict(list)
        for phrase, value in entries:
            words = words_of(phrase)
            if words:
                table[words[0].key].append((words, value))
        for phrases in table.values():
            phrases.sort(key=lambda entry: -len(entry[0]))
        self._by_first = dict(table)

    def at(self, words: Sequence[Word], start: int) -> Iterator[Found[T]]:
        """Every phrase that begins at word `start`, longest first."""
        for phrase, value in self._by_first.get(words[start].key, ()):
            end = start + len(phrase)
            if end <= len(words) and all(map(is_meant, words[start:end], phrase)):
                yield Found(start, end, value)

    def longest(self, words: Sequence[Word]) -> list[Found[T]]:
        """Phrases in the order they stand, the longest chosen first; of one phrase all values, none overlap another.

        In "làm giấy độc thân" that is "giấy độc thân", which tells more than "làm giấy".
        """
        stretches: defaultdict[tuple[int, int], list[Found[T]]] = defaultdict(list)
        for start in range(len(words)):
            for one in self.at(words, start):
                stretches[one.start, one.end].append(one)
        chosen: list[list[Found[T]]] = []
        free = [True] * len(words)
        for start, end in sorted(stretches, key=lambda stretch: (stretch[0] - stretch[1], stretch[0])):
            if all(free[start:end]):
                free[start:end] = [False] * (end - start)
                chosen.append(stretches[start, end])
        return [one for found in sorted(chosen, key=lambda found: found[0].start) for one in found]

    def whole(self, words: Sequence[Word]) -> list[T]:
        """Values of the phrase that all the words together are."""
        return [one.value for one in self.at(words, 0) if one.end == len(words)] if words else []


def is_meant(typed: Word, word: Word) -> bool:
    """Whether a typed word can stand for another: the same letters, and no mark the other has not."""
    if typed.key != word.key:
        return False
    return typed.accented in (typed.key, word.accented) or keeps_marks(typed.accented, word.accented)
