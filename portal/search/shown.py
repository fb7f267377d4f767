"""What results show of notices: decoded once and kept by the digest of their version, which never changes."""

import threading
from collections import OrderedDict
from collections.abc import Sequence
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
    """A notice in force, and what a snippet of it may be cut from."""

    def __init__(self, published: Published) -> None:
        self.published = published

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Made when the first snippet is asked for: most titles need none."""
        return prepared(body_passages(self.published.notice))


def shown_on(day: date, codes: Sequence[str]) -> dict[str, Shown]:
    """Code -> what is shown of the notice in force on `day`. One query, and one for those not kept."""
    rows = (
        NoticeVersion.objects.in_force_on(day)
        .filter(language="vi", code__in=codes)
        .values_list("pk", "code", "kind", "digest")
    )
    wanted = {digest: (pk, code) for pk, code, kind, digest in rows if NoticeVersion(kind=kind).is_in_force_kind}
    found: dict[str, Shown] = {}
    with _lock:
        for digest, (_, code) in wanted.items():
            if digest in _kept:
                _kept.move_to_end(digest)
                found[code] = _kept[digest]
    missing = [pk for pk, code in wanted.values() if code not in found]
    return found | _decoded(missing) if missing else found


def forget() -> None:
    """Drop everything."""
    with _lock:
        _kept.clear()


def _decoded(missing: Sequence[int]) -> dict[str, Shown]:
    versions = NoticeVersion.objects.filter(pk__in=missing)
    fresh = {version.code: Shown(Published.of(version)) for version in versions}
    with _lock:
        _kept.update((shown.published.version.digest, shown) for shown in fresh.values())
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return fresh
