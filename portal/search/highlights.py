"""Marking what was searched for in the text that is shown, for every engine and surface alike.

The same words that found a procedure are marked, at their places in the text as it was written; that
text is never rewritten. Everything around the marks is escaped.
"""

from collections.abc import Iterable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from portal.search.documents import parts
from portal.search.understanding import Term
from portal.vietnamese.keys import accent_key, search_key
from portal.vietnamese.tokens import Token, tokenize

#: Characters of a snippet, about two lines on a phone.
SNIPPET = 180
_ELLIPSIS = "…"


def highlight(text: str, terms: Sequence[Term]) -> SafeString:
    """`text` as safe HTML with `<mark>` around the words that are one of `terms`.

    A term with accents is marked only where they agree. Neighbouring words share one mark.
    """
    return _render(text, _spans(text, _hits(tokenize(text), terms)))


def snippet(passages: Iterable[str], terms: Sequence[Term]) -> SafeString:
    """The stretch of the passages that says most of what was asked, marked; "" where none does.

    At most SNIPPET characters and two ellipses, cut between words.
    """
    best, best_hits = "", 0
    for passage in passages:
        tokens = tokenize(passage)
        hits = _hits(tokens, terms)
        if not hits:
            continue
        start, end = _window(tokens, hits)
        distinct = len({search_key(token.text) for token in hits if start <= token.start and token.end <= end})
        if distinct > best_hits:
            best, best_hits = _cut(passage, start, end), distinct
    return highlight(best, terms)


def _hits(tokens: Sequence[Token], terms: Sequence[Term]) -> list[Token]:
    accented = {spelling for term in terms for spelling in term.accents}
    free = {term.key for term in terms if not term.accents}
    return [
        token
        for token in tokens
        if not (accented.isdisjoint(parts(accent_key(token.text))) and free.isdisjoint(parts(search_key(token.text))))
    ]


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


def _window(tokens: Sequence[Token], hits: Sequence[Token]) -> tuple[int, int]:
    """Source offsets of the stretch of at most SNIPPET characters with the most distinct hits."""
    best, best_count, last = (hits[0].start, hits[0].end), 0, 0
    for index, first in enumerate(hits):
        while last + 1 < len(hits) and hits[last + 1].end - first.start <= SNIPPET:
            last += 1
        last = max(last, index)
        count = len({search_key(token.text) for token in hits[index : last + 1]})
        if count > best_count:
            best, best_count = (first.start, hits[last].end), count
    return _widen(tokens, *best)


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
