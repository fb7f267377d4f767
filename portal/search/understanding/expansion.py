"""More readings of a query, with the words official texts use: editors' synonyms and abbreviations.

A meaning takes the place of the wording in one more reading. The words typed are searched for in any case.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from portal.search.understanding.phrases import Found, is_meant
from portal.search.understanding.site import Meaning, Site, is_said
from portal.search.understanding.words import Word, words_of

#: Readings of a query beside that of the words typed: each costs an engine time.
MOST_READINGS = 4

#: What is said after a paper that is lost, where the table of wordings has it before: "sổ đỏ bị mất" is "mất sổ đỏ".
_LOST_AFTER = words_of("bị mất")
_LOST_BEFORE = words_of("mất")

#: An abbreviation written out is the same words; another wording is only what was probably meant.
ABBREVIATION_SHARE, SYNONYM_SHARE = 1.0, 0.85


class Expansion(NamedTuple):
    """Words with meanings in the place of wordings; `note` says what kind."""

    words: tuple[Word, ...]
    share: float
    note: str


def expand(words: tuple[Word, ...], site: Site) -> list[Expansion]:
    """At most MOST_READINGS, all wordings replaced first, then each by itself."""
    wanted: dict[tuple[Word, ...], Expansion] = {}
    for expansion in _expansions(words, site):
        if expansion.words != words:
            wanted.setdefault(expansion.words, expansion)
        if len(wanted) == MOST_READINGS:
            break
    return list(wanted.values())


def _expansions(words: tuple[Word, ...], site: Site) -> Iterator[Expansion]:
    yield _contracted(Expansion(words, 1.0, "abbreviation"), site)
    for number, replacements in enumerate(_choices(_spans(words, site))):
        expansion = _replaced(words, replacements)
        yield expansion
        if not number:
            yield _contracted(expansion, site)


def _contracted(expansion: Expansion, site: Site) -> Expansion:
    """With the abbreviations that stand in titles in the place of what they are short for."""
    return expansion._replace(words=site.contracted(expansion.words))


def write_out(words: tuple[Word, ...], site: Site) -> tuple[tuple[Word, ...], bool]:
    """The words with abbreviations written out, by the first meaning of each."""
    spans = [[one for one in span if one.value.wording.is_abbreviation][:1] for span in _spans(words, site)]
    written = _replaced(words, [span[0] for span in spans if span]).words
    return written, written != words


def _spans(words: Sequence[Word], site: Site) -> list[list[Found[Meaning]]]:
    """Meanings by the stretch of words they replace, from left to right."""
    spans: dict[tuple[int, int], list[Found[Meaning]]] = {}
    turned = list(_lost(words, site))
    taken = {at for found in turned for at in range(found.start, found.end)}
    for found in site.meanings.longest(words):
        is_free = taken.isdisjoint(range(found.start, found.end))
        if is_free and is_said(found.value.wording, words, found.start, found.end):
            spans.setdefault((found.start, found.end), []).append(found)
    for found in turned:
        spans.setdefault((found.start, found.end), []).append(found)
    return [spans[stretch] for stretch in sorted(spans)]


def _lost(words: Sequence[Word], site: Site) -> Iterator[Found[Meaning]]:
    """What losing a paper means where a query begins with its name and says after it that it is lost.

    Elsewhere the words before might belong to a longer name: "giấy chứng nhận … con dấu bị mất" is no lost seal.
    """
    length = len(_LOST_AFTER)
    for at in range(1, len(words) - length + 1):
        if all(map(is_meant, words[at : at + length], _LOST_AFTER)):
            meanings = site.meanings.whole((*_LOST_BEFORE, *words[:at]))
            yield from (Found(0, at + length, meaning) for meaning in meanings)
            return


def _choices(spans: Sequence[Sequence[Found[Meaning]]]) -> Iterator[list[Found[Meaning]]]:
    if not spans:
        return
    most = max(len(span) for span in spans)
    yield [span[0] for span in spans]
    if len(spans) > 1:
        yield from ([span[0]] for span in spans)
    for number in range(1, most):
        yield [span[min(number, len(span) - 1)] for span in spans]


def _replaced(words: Sequence[Word], replacements: Iterable[Found[Meaning]]) -> Expansion:
    changed: list[Word] = []
    at, share, note = 0, 1.0, "abbreviation"
    for found in replacements:
        changed += words[at : found.start]
        changed += found.value.words
        at = found.end
        if not found.value.wording.is_abbreviation:
            share, note = SYNONYM_SHARE, "synonym"
    changed += words[at:]
    return Expansion(tuple(changed), share * ABBREVIATION_SHARE, note)
