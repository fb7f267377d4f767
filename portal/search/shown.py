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

from portal.procedures.models import NoticeVersion
from portal.procedures.selectors import Published
from portal.search.documents import body_passages
from portal.search.highlights import Passage, prepared

#: Notices kept in one process, about 45 KB each with all their passages.
MOST = 2_000

#: Digest -> what is shown; the least used goes first.
_kept: "OrderedDict[str, Shown]" = OrderedDict()
_lock = threading.Lock()


class Shown:
    """The version of a notice in force; its content is read when it is first asked for."""

    def __init__(self, digest: str, number: int, batch: "_Batch") -> None:
        self.digest = digest
        self.number = number
        self._batch = batch

    @cached_property
    def published(self) -> Published:
        """The notice."""
        published = Published.of(self._batch.version(self.digest))
        _keep(self)
        return published

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """What a snippet may be cut from."""
        return prepared(body_passages(self.published.notice))


class _Batch:
    """The versions of one answer that are not kept: the first that is asked for brings them all, in one query."""

    def __init__(self, ids: Iterable[int]) -> None:
        self._ids = tuple(ids)

    def version(self, digest: str) -> NoticeVersion:
        return self._versions[digest]

    @cached_property
    def _versions(self) -> dict[str, NoticeVersion]:
        return {version.digest: version for version in NoticeVersion.objects.filter(pk__in=self._ids)}


def shown_on(day: date, codes: Sequence[str]) -> dict[str, Shown]:
    """Code -> what is shown of the notice in force on `day`. One query, and one more when contents are asked for."""
    rows = (
        NoticeVersion.objects.in_force_on(day)
        .filter(language="vi", code__in=codes)
        .values_list("pk", "code", "kind", "number", "digest")
    )
    in_force = [row for row in rows if NoticeVersion(kind=row[2]).is_in_force_kind]
    with _lock:
        known = {digest: _kept[digest] for *_, digest in in_force if digest in _kept}
        for digest in known:
            _kept.move_to_end(digest)
    batch = _Batch(pk for pk, *_, digest in in_force if digest not in known)
    return {code: known.get(digest) or Shown(digest, number, batch) for _, code, _, number, digest in in_force}


def forget() -> None:
    """Drop everything."""
    with _lock:
        _kept.clear()


def _keep(shown: Shown) -> None:
    with _lock:
        _kept[shown.digest] = shown
        while len(_kept) > MOST:
            _kept.popitem(last=False)
