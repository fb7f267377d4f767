"""Completing what is being typed, from titles and other names kept in memory."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile

from portal.ledger.writing import head_seq
from portal.search import wording
from portal.search.asking import all_documents
from portal.search.documents import LEVEL_ORDER, SearchDocument, Words
from portal.search.understanding import Query, understand, understand_unfinished
from portal.vietnamese.keys import accent_key
from portal.vietnamese.unicode import nfc, nfd

#: Rows a list under a search box can hold.
MOST = 10

#: Marks over and under a letter, each a character of its own in decomposed text.
_MARKS = "".join(map(chr, range(0x300, 0x370)))

#: What the same procedure of several levels has at the end of its title.
_LEVEL = re.compile(r"\s*\([^()]*\bcấp (?:bộ|tỉnh|huyện|xã|trung ương)[^()]*\)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A procedure, and the words it is offered by: its title, or the other name that was being typed.

    `count` procedures have this title, be it at other levels or of other agencies.
    """

    code: str
    title: str
    text: str
    agency: str
    count: int


@dataclass(frozen=True, slots=True)
class _Name:
    """One way a document is called, and the words to show for it."""

    words: Words
    shown: str
    document: SearchDocument
    #: The words with their accents, between spaces.
    accented: str


@dataclass(frozen=True, slots=True)
class _Typed:
    """Folded words and their accent keys, as in a Query; the last may be unfinished."""

    keys: tuple[str, ...]
    accent_keys: tuple[str, ...]


class _Names:
    """Every name of every document, best first: lower level, then shorter, so that a search may stop early."""

    def __init__(self, documents: Sequence[SearchDocument]) -> None:
        self.documents = documents
        named = [name for document in documents for name in _names_of(document)]
        named.sort(key=lambda name: (_level(name.document), len(name.shown), name.document.code))
        #: A name's line is looked through for what was typed: thousands take a millisecond.
        self.in_order = tuple((name.words.line, name) for name in named)
        codes = (
            (code.replace("-", "").replace(".", ""), document) for document in documents for code in document.codes
        )
        self.codes = sorted(codes, key=lambda entry: (entry[0], entry[1].code))
        self.counts = Counter(_subject(document) for document in documents)

    def with_code(self, compact: str) -> Iterator[SearchDocument]:
        """Documents whose code begins so, counting up."""
        start = bisect_left(self.codes, compact, key=lambda entry: entry[0])
        for _code, document in takewhile(lambda entry: entry[0].startswith(compact), self.codes[start:]):
            yield document


#: The names of the documents last seen.
_known = _Names(())


def suggest(text: str, limit: int = MOST) -> list[Suggestion]:
    """Procedures whose code, title or another name goes on as `text` does; at most `limit`, best first.

    The last word may be unfinished, all others must be whole, in their order; accents count only where
    they were typed. Of a title that several procedures have one is offered. What nothing goes on as is tried once
    more as the search would read it.

    Raises:
        EngineUnavailable: no index can be read or made.
    """
    head = head_seq()
    names = _names(head)
    for understood in (understand_unfinished, understand):
        # First what goes on as typed: "đăng k" is not yet a short "đăng không".
        query = understood(text, lambda: wording.site(head))
        if query and (found := _suggested(query, names, min(limit, MOST))):
            return found
    return []


def _names(head: int) -> _Names:
    global _known  # noqa: PLW0603 - one memory a process
    documents = all_documents(head)
    if documents is not _known.documents:
        _known = _Names(documents)
    return _known


def _suggested(query: Query, names: _Names, limit: int) -> list[Suggestion]:
    found: dict[str, Suggestion] = {}
    offers = chain.from_iterable(_offers(typed, names) for typed in _ways(query))
    for document, words in offers:
        subject = _subject(document)
        if subject not in found:
            title = _list_title(document)
            found[subject] = Suggestion(document.code, title, words, document.agency_name, names.counts[subject])
        if len(found) >= limit:
            break
    return list(found.values())


def _ways(query: Query) -> Iterator[_Typed]:
    """The words typed; an i at their end may be the y of "kỹ" or go on to "minh", which keys cannot know."""
    keys, accented = query.keys, query.accent_keys
    yield _Typed(keys, accented)
    if nfd(query.text).rstrip(_MARKS).endswith(("i", "I")) and keys[-1].endswith("y"):
        last = nfd(accented[-1])
        unfinished = nfc("i".join(last.rsplit("y", 1)))
        yield _Typed((*keys[:-1], f"{keys[-1][:-1]}i"), (*accented[:-1], unfinished))


def _offers(query: _Typed, names: _Names) -> Iterator[tuple[SearchDocument, str]]:
    """Documents and the words they go on by: the code as typed, a name that begins so, a name that holds it."""
    for document in names.with_code("".join(query.keys)):
        yield document, _list_title(document)
    typed = f" {' '.join(query.keys)}"
    beginning = (name for line, name in names.in_order if line.startswith(typed))
    yield from _really(query, beginning, first=True)
    inside = (name for line, name in names.in_order if typed in line)
    yield from _really(query, inside, first=False)


def _really(query: _Typed, names: Iterable[_Name], *, first: bool) -> Iterator[tuple[SearchDocument, str]]:
    """Those that have the accents typed; at their `first` word, or anywhere."""
    accented = tuple(_accented(query))
    for name in names:
        if not all(word in name.accented for word in accented):
            continue
        places = range(1) if first else range(len(name.words.folded) - len(query.keys) + 1)
        if any(_goes_on(query, name.words, place) for place in places):
            yield name.document, name.shown


def _accented(query: _Typed) -> Iterator[str]:
    """What a line must hold to have the accents typed: looked for first, since many names share the bare letters."""
    last = len(query.keys) - 1
    for at, (key, accented) in enumerate(zip(query.keys, query.accent_keys, strict=True)):
        if accented != key:
            yield f" {accented}" if at == last else f" {accented} "


def _goes_on(query: _Typed, words: Words, start: int) -> bool:
    last = len(query.keys) - 1
    return all(
        _fits(key, accented, words.folded[start + at], words.accented[start + at], is_last=at == last)
        for at, (key, accented) in enumerate(zip(query.keys, query.accent_keys, strict=True))
    )


def _fits(key: str, accented: str, folded: str, spelled: str, *, is_last: bool) -> bool:
    if is_last:
        return spelled.startswith(accented) if accented != key else folded.startswith(key)
    return spelled == accented if accented != key else folded == key


def _names_of(document: SearchDocument) -> Iterator[_Name]:
    shown = (document.display_title, *document.display_names)
    for words, text in zip(document.all_names, shown, strict=True):
        yield _Name(words, text, document, f" {' '.join(words.accented)} ")


def _list_title(document: SearchDocument) -> str:
    return document.short_title or document.display_title


def _subject(document: SearchDocument) -> str:
    """What procedures of one title have in common: the title without its level."""
    return accent_key(_LEVEL.sub("", _list_title(document)))


def _level(document: SearchDocument) -> int:
    return min((LEVEL_ORDER[level] for level in document.levels), default=len(LEVEL_ORDER))
