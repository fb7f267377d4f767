"""A place named in a query: read as a filter, and left out of the words searched for."""

from collections.abc import Callable
from itertools import pairwise

from portal.search.understanding.query import PlaceRead
from portal.search.understanding.site import Site
from portal.search.understanding.words import Word, text_of


def read_place(words: tuple[Word, ...], site: Callable[[], Site]) -> tuple[tuple[Word, ...], PlaceRead | None]:
    """The words without the last place named, and that place; a query that is nothing but a place stays one."""
    found = site().places.longest(words)
    if not found:
        return words, None
    last = found[-1]
    others = (*words[: last.start], *words[last.end :])
    if not others or _is_of_a_name(words, last.start, last.end, site()):
        return words, None
    typed = text_of(words[last.start : last.end])
    return others, PlaceRead(typed, last.value.name, last.value.slug)


def _is_of_a_name(words: tuple[Word, ...], start: int, end: int, site: Site) -> bool:
    """Whether the words also stand in a title or another name: then they are searched for."""
    keys = [word.key for word in words[start:end]]
    return all(site.neighbours.get(pair) for pair in pairwise(keys))
