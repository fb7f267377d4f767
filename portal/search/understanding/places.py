"""A place named in a query: read as a filter, and left out of the words searched for."""

from collections.abc import Callable, Sequence
from itertools import pairwise

from portal.search.understanding.phrases import Found
from portal.search.understanding.query import PlaceRead
from portal.search.understanding.site import Site, Unit
from portal.search.understanding.words import Word, text_of


def read_place(words: tuple[Word, ...], site: Callable[[], Site]) -> tuple[tuple[Word, ...], PlaceRead | None]:
    """The words without the last place named, and that place; a query that is nothing but a place stays one.

    Of "xã Đắk Hring, huyện Đắk Hà" it is the first, and all of it goes, with the "ở" before it.
    """
    found = site().places.longest(words)
    if not found:
        return words, None
    first, end = _address(found)
    start = first.start - 1 if first.start and words[first.start - 1].accented in _AT else first.start
    others = (*words[:start], *words[end:])
    if not others or _is_of_a_name(words, first.start, end, site()):
        return words, None
    return others, PlaceRead(text_of(words[first.start : end]), first.value.name, first.value.slug)


#: What stands before a place.
_AT = frozenset(("ở", "tại", "o", "tai"))


def _address(found: Sequence[Found[Unit]]) -> tuple[Found[Unit], int]:
    """The first of the places that stand side by side at the end, and where the last of them ends."""
    first = found[-1]
    for one in reversed(found):
        if one.end == first.start:
            first = one
    return first, found[-1].end


def _is_of_a_name(words: tuple[Word, ...], start: int, end: int, site: Site) -> bool:
    """Whether the words also stand in a title or another name: then they are searched for."""
    keys = [word.key for word in words[start:end]]
    return all(site.neighbours.get(pair) for pair in pairwise(keys))
