"""What results show of notices: read only where it is asked for, decoded once, kept by the digest of the version.

A title that says it all is shown from the document that found it, as long as that was made from the
version in force; only time, fee and snippet need the notice itself. Versions never change, so what is
kept is never out of date.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.db import connection

from portal.procedures.enums import IN_FORCE_KINDS
from portal.procedures.models import NoticeVersion
from portal.procedures.selectors import Published, addresses
from portal.search import engines
from portal.search.documents import body_passages
from portal.search.engines.base import EngineUnavailable, IndexMissing
from portal.search.highlights import Passage, prepared

#: Notices kept in one process, about 45 KB each with all their passages.
MOST = 2_000

#: Digest -> what is shown; the least used goes first.
_kept: "OrderedDict[str, Shown]" = OrderedDict()
_lock = threading.Lock()


class Shown:
    """The version of a notice in force; its content is read when it is first asked for."""

    def __init__(self, code: str, digest: str, number: int, batch: "_Batch") -> None:
        self.code = code
        self.digest = digest
        self.number = number
        self.path = ""
        self._batch = batch

    @cached_property
    def published(self) -> Published:
        """The notice."""
        published = Published.of(self._batch.version(self.digest))
        _keep(self)
        return published

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """What a snippet may be cut from: of the index in this machine's file, else of the notice."""
        _keep(self)
        try:
            kept = engines.embedded().passages(self.code, self.number)
        except (EngineUnavailable, IndexMissing):
            kept = None
        return prepared(body_passages(self.published.notice)) if kept is None else kept


class _Batch:
    """The versions of one answer that are not kept: the first that is asked for brings them all, in one query."""

    def __init__(self, ids: Iterable[int]) -> None:
        self._ids = tuple(ids)

    def version(self, digest: str) -> NoticeVersion:
        return self._versions[digest]

    @cached_property
    def _versions(self) -> dict[str, NoticeVersion]:
        return {version.digest: version for version in NoticeVersion.objects.filter(pk__in=self._ids)}


def shown_on(day: date, codes: Sequence[str], head: int) -> dict[str, Shown]:
    """Code -> what is shown of the notice in force on `day`, while the ledger stands at `head`.

    One query where a code was not asked for since the ledger grew, and one more when contents are asked for.
    """
    rows = _rows(day, codes, head)
    with _lock:
        known = {row.digest: _kept[row.digest] for row in rows if row.digest in _kept}
        for digest in known:
            _kept.move_to_end(digest)
    batch = _Batch(row.pk for row in rows if row.digest not in known)
    shown = {}
    for row in rows:
        one = shown[row.code] = known.get(row.digest) or Shown(row.code, row.digest, row.number, batch)
        one.path = row.path
    return shown


def _rows(day: date, codes: Sequence[str], head: int) -> list["_Row"]:
    """Versions in force, in the order of `codes`; codes without one are left out."""
    global _in_force  # noqa: PLW0603 - one memory a process
    if connection.in_atomic_block:
        # Numbers of this transaction may be taken back, and given to others.
        found = _read(day, codes)
        return [row for code in codes if (row := found.get(code))]
    state = (connection.alias, head, day)
    known = _in_force[1] if _in_force[0] == state else {}
    missing = [code for code in codes if code not in known]
    if missing:
        # Codes without a version are known as such. Never changed, only replaced, so that threads need no lock.
        known = {**known, **dict.fromkeys(missing), **_read(day, missing)}
        _in_force = state, known
    return [row for code in codes if (row := known[code])]


def _read(day: date, codes: Sequence[str]) -> dict[str, "_Row"]:
    rows = (
        NoticeVersion.objects.in_force_on(day)
        .filter(language="vi", code__in=codes, kind__in=IN_FORCE_KINDS)
        .values_list("pk", "code", "number", "digest")
    )
    paths = addresses(codes)
    return {code: _Row(pk, code, number, digest, paths.get(code, "")) for pk, code, number, digest in rows}


class _Row(NamedTuple):
    """Which version of a procedure is in force, and where the procedure is found."""

    pk: int
    code: str
    number: int
    digest: str
    path: str


#: Of which ledger and day, and the rows by code; None where nothing is in force.
_in_force: tuple[object, dict[str, _Row | None]] = (None, {})


def forget() -> None:
    """Drop everything."""
    global _in_force  # noqa: PLW0603
    _in_force = (None, {})
    with _lock:
        _kept.clear()


def _keep(shown: Shown) -> None:
    with _lock:
        _kept[shown.digest] = shown
        while len(_kept) > MOST:
            _kept.popitem(last=False)
