"""Completing what is being typed, from titles and other names kept in memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from portal.ledger.writing import head_seq
from portal.search import wording
from portal.search.asking import all_documents
from portal.search.documents import LEVEL_ORDER, SearchDocument, Words
from portal.search.understanding import Query, understand, understand_unfinished

#: Rows a list under a search box can hold.
MOST = 10

#: Ranks of an offer: the code goes on as typed, a name begins so, a name holds it further on.
_CODE, _BEGINNING, _INSIDE = range(3)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A procedure, and the words it is offered by: its title, or the other name that was being typed."""

    code: str
    title: str
    text: str


def suggest(text: str, limit: int = MOST) -> list[Suggestion]:
    """Procedures whose code, title or another name goes on as `text` does; at most `limit`, best first.

    The last word may be unfinished, all others must be whole, in their order; accents count only where
    they were typed.

    Raises:
        EngineUnavailable: no index can be read or made.
    """
    head = head_seq()
    documents = all_documents(head)
    for understood in (understand_unfinished, understand):
        # First what goes on as typed: "đăng k" is not yet a short "đăng không".
        query = understood(text, lambda: wording.site(head))
        if query and (found := _suggestions(query, documents)):
            return found[: min(limit, MOST)]
    return []


def _suggestions(query: Query, documents: Iterable[SearchDocument]) -> list[Suggestion]:
    offers = [(rank, document, words) for document in documents for rank, words in _offers(query, document)]
    offers.sort(key=lambda offer: (offer[0], *_weight(*offer), offer[1].code))
    best: dict[str, Suggestion] = {}
    for _rank, document, words in offers:
        best.setdefault(document.code, Suggestion(document.code, _list_title(document), words))
    return list(best.values())


def _offers(query: Query, document: SearchDocument) -> Iterator[tuple[int, str]]:
    """Rank (0 is best) and words of each way a document goes on as typed."""
    title = _list_title(document)
    compact = "".join(query.keys)
    if any(code.replace("-", "").replace(".", "").startswith(compact) for code in document.codes):
        yield _CODE, title
    named = [(document.title, document.display_title), *zip(document.names, document.display_names, strict=True)]
    for words, shown in named:
        place = _place(query, words)
        if place is not None:
            yield (_BEGINNING if place == 0 else _INSIDE), shown


def _list_title(document: SearchDocument) -> str:
    return document.short_title or document.display_title


def _place(query: Query, words: Words) -> int | None:
    """Where the words go on as typed; None where they do not."""
    typed = list(zip(query.keys, query.accent_keys, strict=True))
    for start in range(len(words.folded) - len(typed) + 1):
        last = start + len(typed) - 1
        if all(
            _goes_on(key, accented, words.folded[at], words.accented[at], is_last=at == last)
            for at, (key, accented) in enumerate(typed, start=start)
        ):
            return start
    return None


def _goes_on(key: str, accented: str, folded: str, spelled: str, *, is_last: bool) -> bool:
    if is_last:
        return spelled.startswith(accented) if accented != key else folded.startswith(key)
    return spelled == accented if accented != key else folded == key


def _weight(rank: int, document: SearchDocument, words: str) -> tuple[int, int]:
    """Lower level first, then shorter words; codes simply count up."""
    if rank == _CODE:
        return 0, 0
    return min((LEVEL_ORDER[level] for level in document.levels), default=len(LEVEL_ORDER)), len(words)
