"""What editors know of how people speak, as it stands in the database now, or as an unsaved entry would make it.

Each process remembers it. Every change writes a row of its own kind to the ledger, so that a process
needs no query where the ledger has not grown, one where it has, and reads the entries anew only where
one of them changed: an edit holds from the next search on, in every process and for both engines.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection

from portal.ledger.models import Entry, Kind
from portal.ledger.writing import head_seq
from portal.search import phrases
from portal.search.models import EditorsPick, ElsewhereArea, Synonym
from portal.search.models.knowledge import Words
from portal.search.understanding.knowledge import NOTHING_KNOWN, Elsewhere, Knowledge, Pick, Wording

W = TypeVar("W", bound=Words)


@dataclass(frozen=True, slots=True)
class _Memory:
    """`head` is None where the number was read inside a transaction, which may be taken back."""

    head: int | None
    stamp: str
    value: Knowledge


_EMPTY = _Memory(None, "", NOTHING_KNOWN)
_known = _EMPTY


def current(seq: int | None = None) -> Knowledge:
    """What is known now. `seq` is the ledger's head where the caller has just read it; else it costs a query."""
    global _known  # noqa: PLW0603 - one memory a process
    head = head_seq() if seq is None else seq
    if connection.in_atomic_block:
        # Numbers of this transaction may be given to others, so the row's moment is looked at too.
        remembered: int | None = None
    elif _known.head == head:
        return _known.value
    else:
        remembered = head
    stamp = _stamp(head)
    value = _known.value if stamp == _known.stamp else stored()
    _known = _Memory(remembered, stamp, value)
    return value


def forget() -> None:
    """Remember nothing: for tests, whose databases are put back without a word."""
    global _known  # noqa: PLW0603
    _known = _EMPTY


def stored() -> Knowledge:
    """Every active entry of the database. Four queries."""
    picks = EditorsPick.objects.filter(is_active=True).prefetch_related("procedures__procedure")
    return Knowledge(
        wordings=tuple(map(wording, Synonym.objects.filter(is_active=True).order_by("pk"))),
        picks=tuple(pick(row, row.codes()) for row in picks.order_by("pk")),
        elsewhere=tuple(map(elsewhere, ElsewhereArea.objects.filter(is_active=True).order_by("pk"))),
    )


def with_unsaved(entry: Words, codes: Sequence[str] = ()) -> Knowledge:
    """What would be known if `entry` were saved as it is; `codes` are the procedures of a pick, in their order."""
    picks = [pick(row, row.codes()) for row in _others(EditorsPick, entry)]
    if isinstance(entry, EditorsPick) and entry.is_active:
        picks.append(pick(entry, codes))
    return Knowledge(
        wordings=tuple(map(wording, _with(Synonym, entry))),
        picks=tuple(picks),
        elsewhere=tuple(map(elsewhere, _with(ElsewhereArea, entry))),
    )


def wording(row: Synonym) -> Wording:
    """An entry as the search reads it."""
    return Wording(
        wordings=phrases.stored(row.wordings),
        meanings=phrases.stored(row.meanings),
        is_two_way=row.is_two_way,
        is_abbreviation=row.kind == Synonym.Kind.ABBREVIATION,
        is_upper_case_only=row.is_upper_case_only,
    )


def pick(row: EditorsPick, codes: Iterable[str]) -> Pick:
    """A pick as the search reads it."""
    return Pick(phrases=phrases.stored(row.phrases), codes=tuple(codes))


def elsewhere(row: ElsewhereArea) -> Elsewhere:
    """An area as the search reads it."""
    return Elsewhere(area=row.area, subjects=phrases.stored(row.subjects), note=row.note)


def _with(model: type[W], entry: Words) -> list[W]:
    """The active entries of a kind, with `entry` where it is of that kind."""
    rows = _others(model, entry)
    if isinstance(entry, model) and entry.is_active:
        rows.append(entry)
    return rows


def _others(model: type[W], entry: Words) -> list[W]:
    rows = model._default_manager.filter(is_active=True).order_by("pk")
    return list(rows.exclude(pk=entry.pk) if isinstance(entry, model) and entry.pk else rows)


def _stamp(head: int) -> str:
    """Names the newest change of an entry; where its row was pruned, the head stands in for it."""
    row = Entry.objects.filter(kind=Kind.SEARCH_WORDS).order_by("-seq").values_list("seq", "at").first()
    return f"{row[0]} {row[1].timestamp()}" if row else f"head {head}"
