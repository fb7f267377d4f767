"""Titles of one subject that differ in a few words: the same paper given anew or exchanged, the same at two levels."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import punctuation

from portal.vietnamese.compounds import join_compounds
from portal.vietnamese.keys import accent_key

#: Words at both ends that two titles must share: "Đăng ký khai" begins things that have nothing in common.
LEAST_SHARED = 4
#: They are of one subject where these words are so much of the longer title, …
MOST_OF_LONGER = 0.6
#: … or where so many words begin both, and are so much of the shorter title: what follows is a case of it.
LONG_BEGINNING, HALF_OF_SHORTER = 7, 0.5
#: A title of no more words is shown whole: what tells it apart would be hardly shorter.
SHORT_TITLE = 9

#: Said alone they say nothing: "chưa có thông tin" tells more than "chưa".
_LEADING = frozenset(("đã", "chưa", "không", "có", "được", "bị", "đang", "khi", "của", "do"))
_FOLLOWING = frozenset(("lại", "mới", "đổi"))
_DASHES = "“”‘’–…"


@dataclass(frozen=True, slots=True)
class Variant:
    """A title of a group, by its place among those given, and the words that tell it from the first."""

    place: int
    words: str


@dataclass(frozen=True, slots=True)
class Group:
    """Titles of one subject: the first in the order given, and its variants."""

    first: int
    others: tuple[Variant, ...] = ()


def group(titles: Sequence[str]) -> tuple[Group, ...]:
    """The titles in groups, in the order of their first members; each title stands in one group.

    A title joins the first group whose first member it is a variant of, so that no chain of small steps
    brings together what has nothing in common.
    """
    cut = [_cut(title) for title in titles]
    others: dict[int, list[Variant]] = {}
    for place, title in enumerate(cut):
        first = next((first for first in others if _are_variants(cut[first].keys, title.keys)), None)
        if first is None:
            others[place] = []
        else:
            others[first].append(Variant(place, _apart(cut[first], title)))
    return tuple(Group(first, tuple(variants)) for first, variants in others.items())


@dataclass(frozen=True, slots=True)
class _Title:
    """The pieces of a title between spaces, as written and as compared; two syllables of one word are one piece."""

    pieces: tuple[str, ...]
    keys: tuple[str, ...]


@lru_cache(maxsize=4096)
def _cut(title: str) -> _Title:
    pieces = tuple(join_compounds(title).split(" "))
    return _Title(pieces, tuple(accent_key(piece.strip(punctuation + _DASHES)) for piece in pieces))


def _are_variants(one: Sequence[str], other: Sequence[str]) -> bool:
    if one[0] != other[0] and one[-1] != other[-1]:
        return False
    beginning, end = _shared(one, other)
    shorter, longer = sorted((one, other), key=_words)
    shared = _words(longer[:beginning]) + _words(longer[len(longer) - end :])
    if shared < LEAST_SHARED:
        return False
    if beginning + end == len(shorter) or shared >= MOST_OF_LONGER * _words(longer):
        return True
    begun = _words(longer[:beginning])
    return begun >= LONG_BEGINNING and begun >= HALF_OF_SHORTER * _words(shorter)


def _shared(one: Sequence[str], other: Sequence[str]) -> tuple[int, int]:
    """How many pieces both begin with, and how many of the rest both end with."""
    beginning = _alike(one, other)
    return beginning, _alike(one[beginning:][::-1], other[beginning:][::-1])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        count += 1
    return count


def _words(pieces: Sequence[str]) -> int:
    """Syllables: a piece holds one or two."""
    return sum(len(piece.split()) for piece in pieces)


def _apart(first: _Title, title: _Title) -> str:
    """The words of a title that the first one has not, with a neighbour where one syllable would say too little."""
    if _words(title.pieces) <= SHORT_TITLE:
        return _line(title.pieces)
    beginning, end = _shared(first.keys, title.keys)
    start, stop = beginning, len(title.pieces) - end
    if start == stop:
        return _line(title.pieces)
    if title.keys[start] in _LEADING:
        stop = min(len(title.pieces), max(stop, start + 3))
    elif start and (title.keys[start] in _FOLLOWING or _words(title.pieces[start:stop]) == 1):
        start -= 1
    elif _words(title.pieces[start:stop]) == 1:
        stop += 1
    return _line(title.pieces[start:stop]).strip(" ,;:()")


def _line(pieces: Sequence[str]) -> str:
    return " ".join(pieces).replace("\u00a0", " ")
