"""Spelling mistakes, by the site's own words and their neighbours.

Letters that are said alike (*x* and *s*, final *t* and *c*) or one slip of a key, and only where the corrected word
stands beside one of the words around it somewhere on the site: *ngân hàng* must not become *ngăn hạng*.
"""

from collections.abc import Callable, Iterator, Sequence
from string import ascii_lowercase
from typing import Final, NamedTuple

from portal.search.understanding.site import Site
from portal.search.understanding.words import Word
from portal.vietnamese.keys import accent_key, search_key
from portal.vietnamese.syllables import is_bare_syllable, is_syllable

#: Beginnings and ends of syllables that whole regions say alike.
_ONSETS: Final = (
    ("s", "x"), ("ch", "tr"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("d", "v"), ("gi", "v"), ("l", "n"), ("c", "k"),
    ("ng", "ngh"), ("g", "gh"), ("qu", "h"), ("ph", "f"), ("qu", "w"), ("k", "q"), ("h", "qu"), ("d", "đ"),
)  # fmt: skip
_CODAS: Final = (("t", "c"), ("n", "ng"), ("n", "nh"), ("ng", "nh"), ("t", "ch"), ("c", "ch"), ("i", "y"))
_VOWELS: Final = (
    ("ie", "i"), ("uo", "u"), ("uo", "o"), ("oa", "o"), ("oa", "ua"), ("uy", "i"), ("ieu", "iu"), ("uou", "uu"),
    ("ay", "ai"), ("au", "ao"), ("uye", "uy"), ("ye", "ie"), ("oi", "uoi"), ("o", "u"), ("e", "i"),
)  # fmt: skip

#: A word longer than this is no syllable, and no name of a thing either; its slips would be thousands.
_LONGEST: Final = 12
_VOWELS_OF: Final = frozenset("aeiouy")

#: A word shorter than this is one slip away from far too many others.
_SHORTEST: Final = 3


class _Around(NamedTuple):
    """Folded words on both sides; "" at the ends."""

    before: str
    after: str

    def evidence(self, key: str, site: Site) -> int:
        """How often a word stands beside them on the site; twice as much where it fits on both sides."""
        left, right = site.neighbours.get((self.before, key), 0), site.neighbours.get((key, self.after), 0)
        return (left + right) * (2 if left and right else 1)

    def fits_both(self, key: str, site: Site) -> bool:
        return bool(site.neighbours.get((self.before, key)) and site.neighbours.get((key, self.after)))


def correct(words: tuple[Word, ...], site: Callable[[], Site], *, strict: bool) -> tuple[Word, ...]:
    """The words with those corrected that the site does not know; with `strict` off, also those that stand oddly."""
    corrected = list(words)
    for at, word in enumerate(words):
        if _is_name(words, at) or not _may_be_wrong(word) or (strict and site().knows(word.key)):
            continue
        around = _Around(corrected[at - 1].key if at else "", words[at + 1].key if at + 1 < len(words) else "")
        if better := _better(word, around, site()):
            corrected[at] = better
    return tuple(corrected)


def _may_be_wrong(word: Word) -> bool:
    # Without a vowel it is an abbreviation, and no slip of a key.
    is_word = word.key.isalpha() and not word.text.isupper() and not _VOWELS_OF.isdisjoint(word.key)
    return is_word and 1 < len(word.key) <= _LONGEST


def _is_name(words: Sequence[Word], at: int) -> bool:
    """A capital inside a line that is not all capitals begins a name: *Đà Nẵng*."""
    return at > 0 and words[at].text[:1].isupper() and not words[0].text.isupper()


def _better(word: Word, around: _Around, site: Site) -> Word | None:
    if around.evidence(word.key, site):
        return None
    best, most = "", 0
    for candidate in _candidates(word, around, site):
        evidence = around.evidence(search_key(candidate), site)
        if evidence > most:
            best, most = candidate, evidence
    return _spelled(best, around, site) if best else None


def _candidates(word: Word, around: _Around, site: Site) -> Iterator[str]:
    """What a word may be a mistake for, first what only sounds like it; with accents where it was typed with some."""
    sounding = list(_sounding_alike(word.accented))
    if word.is_bare:
        sounding += _vowels_alike(word.key)
    known = [one for one in dict.fromkeys(sounding) if (site.knows(one) if word.is_bare else site.accents.knows(one))]
    yield from known
    if known or len(word.key) < _SHORTEST:
        return
    # A syllable that exists is no slip unless the other one fits far better.
    exists = is_bare_syllable(word.key) if word.is_bare else is_syllable(word.accented)
    for slip in dict.fromkeys(_slips(word.key)):
        if site.knows(slip) and (not exists or (word.is_bare and around.fits_both(slip, site))):
            yield slip


def _spelled(found: str, around: _Around, site: Site) -> Word:
    """A word that was found folded in its commonest spelling beside its neighbours."""
    key = search_key(found)
    if found != key:
        return Word(found, key, accent_key(found))
    spellings, pairs = site.accents.spellings, site.accents.pairs

    def fits(spelling: str) -> int:
        left = sum(pairs.get((one, spelling), 0) for one in spellings.get(around.before, ()))
        return left + sum(pairs.get((spelling, one), 0) for one in spellings.get(around.after, ()))

    best = max(spellings[key], key=fits)
    return Word(best, key, best)


def _slips(key: str) -> Iterator[str]:
    """Everything one missing, doubled, wrong or swapped letter away."""
    for at in range(len(key) + 1):
        yield key[:at] + key[at + 1 :]
        if at + 1 < len(key):
            yield key[:at] + key[at + 1] + key[at] + key[at + 2 :]
        for letter in ascii_lowercase:
            yield key[:at] + letter + key[at + 1 :]
            yield key[:at] + letter + key[at:]


def _sounding_alike(word: str) -> Iterator[str]:
    yield from _swapped(word, _ONSETS, at_start=True)
    yield from _swapped(word, _CODAS, at_start=False)


def _vowels_alike(key: str) -> Iterator[str]:
    for first, second in _VOWELS:
        if first in key:
            yield key.replace(first, second, 1)
        if second in key:
            yield key.replace(second, first, 1)


def _swapped(word: str, pairs: Sequence[tuple[str, str]], *, at_start: bool) -> Iterator[str]:
    for one, other in pairs:
        for old, new in ((one, other), (other, one)):
            if at_start and word.startswith(old):
                yield new + word[len(old) :]
            elif not at_start and word.endswith(old):
                yield word[: -len(old)] + new
