"""Marking what was searched for in the text that is shown, for every engine and surface alike.

The same words that found a procedure are marked, at their places in the text as it was written; that
text is never rewritten. Everything around the marks is escaped.
"""

import heapq
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.search.documents import parts
from portal.search.understanding import Term
from portal.vietnamese.keys import accent_key, search_key
from portal.vietnamese.tokens import Token, tokenize
from portal.vietnamese.unicode import clean, fold

#: Characters of a snippet, about two lines on a phone.
SNIPPET = 180
#: Characters of a text that are read at a time.
STRETCH = 3 * SNIPPET
#: Stretches of one notice that are read word by word, the most promising first.
MOST_READ = 3
#: Titles and snippets whose words are kept: the same ones are found again and again.
MOST_TITLES = 4_096
#: Words whose keys are kept.
MOST_WORDS = 32_768
_LONGEST_WORD = 40
_ELLIPSIS = "…"
_THOUSANDS = re.compile(r"(?<=[0-9])\.(?=[0-9])")
_NO_WORD = re.compile(r"[\W_]+")


def highlight(text: str, terms: Sequence[Term]) -> SafeString:
    """`text` as safe HTML with `<mark>` around the words that are one of `terms`.

    A term with accents is marked only where they agree. Neighbouring words share one mark.
    """
    return _render(text, _spans(text, [token for token, _ in _marks(_tokens(text), terms)]))


def keep_words(titles: Iterable[str]) -> None:
    """Cut titles into words before they are shown."""
    for title in titles:
        _tokens(title)


@lru_cache(maxsize=MOST_TITLES)
def _tokens(text: str) -> tuple[Token, ...]:
    return tuple(tokenize(text))


class Passage(NamedTuple):
    """The stretch `start:end` of a text; `letters` tell without reading it which words may stand there."""

    text: str
    start: int
    end: int
    letters: str


def prepared(passages: Iterable[str]) -> tuple[Passage, ...]:
    """Texts ready for many questions, in stretches that overlap by what a snippet may hold."""
    return tuple(
        Passage(text, start, end, _words(text[start:end])) for text in passages for start, end in _stretches(text)
    )


def snippet(passages: Sequence[Passage], terms: Sequence[Term]) -> SafeString:
    """The stretch of the passages that says most of what was asked, marked; "" where none does.

    At most SNIPPET characters and two ellipses, cut between words. Of equal ones the first.
    """
    keys = [f" {_letters(term.key)} " for term in terms]
    # A passage says no more words than stand in its letters: the rest need not be read.
    most = ((sum(key in passage.letters for key in keys), -number) for number, passage in enumerate(passages))
    best, best_said = "", (0, 0)
    for possible in heapq.nlargest(MOST_READ, most):
        if possible <= best_said:
            break
        passage = passages[-possible[1]]
        tokens = tokenize(passage.text[passage.start : passage.end])
        marks = _marks(tokens, terms)
        if marks:
            start, end, distinct = _window(marks)
            if (distinct, possible[1]) > best_said:
                start, end = _widen(tokens, start, end)
                best = _cut(passage.text, passage.start + start, passage.start + end)
                best_said = (distinct, possible[1])
    return highlight(best, terms)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Places to cut a long text at, between words where these are not endless."""
    for begin in range(0, max(1, len(text) - SNIPPET), STRETCH - SNIPPET):
        gap = text.rfind(" ", max(0, begin - _LONGEST_WORD), begin)
        end = text.find(" ", begin + STRETCH, begin + STRETCH + _LONGEST_WORD)
        yield (gap + 1 if gap >= 0 else begin), (end if end >= 0 else min(len(text), begin + STRETCH))


def _letters(folded: str) -> str:
    """What a word and the text it stands in have in common, however its i and its thousands are written."""
    return _THOUSANDS.sub("", folded.replace("y", "i"))


def _words(text: str) -> str:
    """The letters of a text, words between single spaces."""
    return f" {' '.join(_NO_WORD.split(_letters(fold(clean(text)))))} "


def _marks(tokens: Iterable[Token], terms: Sequence[Term]) -> list[tuple[Token, set[str]]]:
    """The tokens that say some of the terms, each with the keys of these."""
    accented = {spelling: term.key for term in terms for spelling in term.accents}
    free = {term.key for term in terms if not term.accents}
    found = []
    for token in tokens:
        folded, spelled = _keys(token.text)
        said = free.intersection(folded) if free else set()
        if accented:
            said |= {accented[part] for part in spelled if part in accented}
        if said:
            found.append((token, said))
    return found


@lru_cache(maxsize=MOST_WORDS)
def _keys(word: str) -> tuple[list[str], list[str]]:
    """Folded and accented parts of a word."""
    return parts(search_key(word)), parts(accent_key(word))


def _spans(text: str, hits: Sequence[Token]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for token in hits:
        if spans and text[spans[-1][1] : token.start].isspace():
            spans[-1] = (spans[-1][0], token.end)
        else:
            spans.append((token.start, token.end))
    return spans


def _render(text: str, spans: Sequence[tuple[int, int]]) -> SafeString:
    pieces: list[str] = []
    copied = 0
    for start, end in spans:
        pieces += (escape(text[copied:start]), "<mark>", escape(text[start:end]), "</mark>")
        copied = end
    pieces.append(escape(text[copied:]))
    return mark_safe("".join(pieces))


def _window(marks: Sequence[tuple[Token, set[str]]]) -> tuple[int, int, int]:
    """Source offsets of the stretch of at most SNIPPET characters that says most, and how many terms it says."""
    best, last = (marks[0][0].start, marks[0][0].end, 0), -1
    within: Counter[str] = Counter()
    for first, said in marks:
        while last + 1 < len(marks) and (not within or marks[last + 1][0].end - first.start <= SNIPPET):
            last += 1
            within.update(marks[last][1])
        if len(within) > best[2]:
            best = first.start, marks[last][0].end, len(within)
        within.subtract(said)
        within = +within
    return best


def _widen(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Add whole words on both sides while they fit, more after than before."""
    for token in tokens:
        if end <= token.start and token.end - start <= SNIPPET * 3 // 4 + (end - start) // 4:
            end = token.end
    for token in reversed(tokens):
        if token.end <= start and end - token.start <= SNIPPET:
            start = token.start
    for token in tokens:
        if end <= token.start and token.end - start <= SNIPPET:
            end = token.end
    return start, end


def _cut(passage: str, start: int, end: int) -> str:
    before = _ELLIPSIS if passage[:start].strip() else passage[:start]
    after = _ELLIPSIS if len(passage) - end > 1 else passage[end:]
    return f"{before}{passage[start:end]}{after}"
