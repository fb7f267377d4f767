"""Versions as readers see them: which one counts on a day, what came before, what is coming."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from portal.procedures.differences import Difference, differences
from portal.procedures.enums import VersionKind
from portal.procedures.models import NoticeVersion
from portal.procedures.selectors import Published


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One line of "Các bản đã công bố"."""

    number: int
    kind: str
    effective_from: date
    effective_to: date | None
    decision: str
    decided_on: date | None
    reason: str
    is_shown: bool
    digest: str


def applies(version: NoticeVersion, day: date) -> bool:
    """Whether the version's interval holds `day`."""
    return version.effective_from <= day and (version.effective_to is None or version.effective_to > day)


def in_force(versions: Iterable[Published], day: date) -> Published | None:
    """The version that counts on `day`: the same rule as `selectors.notice_on`, over versions already read."""
    applicable = [item for item in versions if applies(item.version, day)]
    return max(applicable, key=lambda item: item.version.number, default=None)


def coming(versions: Sequence[Published], day: date) -> Published | None:
    """The next version that will count on some later day."""
    now = in_force(versions, day)
    for start in sorted({item.version.effective_from for item in versions if item.version.effective_from > day}):
        then = in_force(versions, start)
        if then is not None and then is not now:
            return then
    return None


def last_in_force(versions: Iterable[Published], ended: NoticeVersion) -> tuple[Published, date] | None:
    """The notice before it ended, and the last day it counted."""
    before = [item for item in versions if item.version.is_in_force_kind and item.version.number < ended.number]
    if not before:
        return None
    last = max(before, key=lambda item: item.version.number)
    day = ended.effective_from - timedelta(days=1)
    return last, max(day, last.version.effective_from)


def version_rows(versions: Iterable[Published], shown: NoticeVersion | None) -> list[VersionRow]:
    """Newest first."""
    return [
        VersionRow(
            number=item.version.number,
            kind=str(VersionKind(item.version.kind).label),
            effective_from=item.version.effective_from,
            effective_to=item.version.effective_to,
            decision=item.version.decision,
            decided_on=item.version.decided_on,
            reason=item.version.reason,
            is_shown=shown is not None and item.version.number == shown.number,
            digest=item.version.digest,
        )
        for item in versions
    ]


@dataclass(frozen=True, slots=True)
class Change:
    """What one version changed against the one before it."""

    row: VersionRow
    former_number: int | None
    differences: tuple[Difference, ...]


def changes(versions: Sequence[Published], shown: NoticeVersion | None) -> list[Change]:
    """Every version with its difference from the one before, newest first."""
    rows = version_rows(versions, shown)
    found = []
    for position, (item, row) in enumerate(zip(versions, rows, strict=True)):
        former = versions[position + 1] if position + 1 < len(versions) else None
        rows_changed = differences(former.notice, item.notice) if former else ()
        found.append(Change(row, former.version.number if former else None, rows_changed))
    return found
