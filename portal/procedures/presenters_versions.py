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
    #: The first day on which it no longer counts: its own end, or the start of a newer version.
    effective_to: date | None
    #: The newer version that holds from its very first day on, so that it counts on no day.
    replaced_at_once_by: int | None
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


def last_day_in_force(versions: Iterable[Published], ended: NoticeVersion) -> date | None:
    """The day before a notice ended; None where none counted on it, as one withdrawn before it began."""
    day = ended.effective_from - timedelta(days=1)
    last = in_force((item for item in versions if item.version.number < ended.number), day)
    return day if last is not None and last.version.is_in_force_kind else None


def version_rows(versions: Iterable[Published], shown: NoticeVersion | None) -> list[VersionRow]:
    """Newest first."""
    versions = list(versions)
    return [
        _row(item.version, [newer.version for newer in versions[:place]], shown) for place, item in enumerate(versions)
    ]


def _row(version: NoticeVersion, newer: list[NoticeVersion], shown: NoticeVersion | None) -> VersionRow:
    # A newer version without an end holds from its start on; one with an end may give the day back.
    heirs = [item for item in newer if item.effective_to is None]
    at_once = [item.number for item in heirs if item.effective_from <= version.effective_from]
    ends = [item.effective_from for item in heirs]
    if version.effective_to is not None:
        ends.append(version.effective_to)
    return VersionRow(
        number=version.number,
        kind=str(VersionKind(version.kind).label),
        effective_from=version.effective_from,
        effective_to=min(ends, default=None),
        replaced_at_once_by=min(at_once, default=None),
        decision=version.decision,
        decided_on=version.decided_on,
        reason=version.reason,
        is_shown=shown is not None and version.number == shown.number,
        digest=version.digest,
    )


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
