"""The accents a reader most likely meant."""

from collections.abc import Sequence

from portal.search.understanding.site import Site
from portal.search.understanding.words import Word


def restore(words: Sequence[Word], site: Site, *, is_bare: bool) -> tuple[str, ...]:
    """Accent keys of the words, given back what is missing.

    Who types some accents (not `is_bare`) means most of what is typed: then a word changes only where the site
    knows its neighbours otherwise and not as it stands; who accents most words, only where it does not know the word.
    """
    typed = tuple(word.accented for word in words)
    restored = site.accents.restore(typed)
    if is_bare:
        return restored
    is_half = sum(word.is_bare for word in words) >= len(words) / 2
    return tuple(
        better
        if better != word and (is_half or not site.accents.knows(word)) and _is_needed(typed, restored, at, site)
        else word
        for at, (word, better) in enumerate(zip(typed, restored, strict=True))
    )


def _is_needed(typed: Sequence[str], restored: Sequence[str], at: int, site: Site) -> bool:
    return not _fits(typed, typed, at, site) and _fits(restored, restored, at, site)


def _fits(words: Sequence[str], others: Sequence[str], at: int, site: Site) -> bool:
    pairs = site.accents.pairs
    left = at > 0 and (others[at - 1], words[at]) in pairs
    return left or (at + 1 < len(words) and (words[at], others[at + 1]) in pairs)
