"""What is broadcast when: weeks, what falls on their days, and what gets in each other's way.

Pure, over slots and airings that are given; the queries are in `selectors`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.core import clock
from portal.news.enums import AiringStatus
from portal.news.models import Airing, BroadcastSlot
from portal.news.recurrence import days_of

DAY = timedelta(days=1)

_LABEL = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


class UnreadableWeek(ValueError):
    """The text names no week the portal can show; the message is for the reader."""


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week from Monday to Sunday (ISO 8601), known by its Monday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> "Week":
        """The week `day` lies in."""
        return cls(day - day.weekday() * DAY)

    @classmethod
    def parse(cls, label: str) -> "Week":
        """Read `2020-W01`.

        Raises:
            UnreadableWeek: no such week, or one with a day that no page can be asked for (`clock.parse_day`).
        """
        found = _LABEL.fullmatch(label.strip())
        if found is None:
            raise UnreadableWeek("Tuần không đúng. Hãy chọn tuần trước hoặc tuần sau trên trang lịch phát.")
        try:
            week = cls(date.fromisocalendar(int(found[1]), int(found[2]), 1))
        except ValueError as error:
            raise UnreadableWeek("Không có tuần này trong lịch.") from error
        if not week.can_be_shown:
            raise UnreadableWeek("Chỉ xem được từ năm 2000 đến một năm sau hôm nay.")
        return week

    @property
    def sunday(self) -> date:
        return self.monday + 6 * DAY

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.monday + number * DAY for number in range(7))

    @property
    def label(self) -> str:
        """`2020-W01`, as addresses name the week."""
        year, number, _weekday = self.monday.isocalendar()
        return f"{year:04d}-W{number:02d}"

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def year(self) -> int:
        return self.monday.isocalendar().year

    @property
    def can_be_shown(self) -> bool:
        """Whether all its days may be asked for; crawlers cannot walk on for ever."""
        try:
            return all(clock.parse_day(day.isoformat()) for day in (self.monday, self.sunday))
        except (clock.UnreadableDate, OverflowError):
            return False

    def near(self, weeks: int) -> "Week | None":
        """The week so many later (earlier where negative); None where it cannot be shown."""
        other = Week(self.monday + 7 * weeks * DAY)
        return other if other.can_be_shown else None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A slot on one day, with what became of it. Without a day it stands in its week, on no day of it."""

    slot: BroadcastSlot
    day: date | None
    airing: Airing | None = None

    @property
    def key(self) -> tuple[int, date | None]:
        """What tells it from all others."""
        return self.slot.pk, self.day

    @property
    def status(self) -> AiringStatus:
        return AiringStatus(self.airing.status) if self.airing else AiringStatus.PLANNED

    @property
    def moments(self) -> tuple[datetime, datetime] | None:
        """Local beginning and end; of unknown length it is taken for a minute. None where the time is not known."""
        if self.day is None or self.slot.starts_at is None:
            return None
        start = datetime.combine(self.day, self.slot.starts_at)
        return start, start + timedelta(minutes=self.slot.length_minutes or 1)


def occurrences_between(
    slots: Iterable[BroadcastSlot], airings: Iterable[Airing], first: date, last: date
) -> Iterator[Occurrence]:
    """The slots on each day from `first` to `last`, in the order of days and times, those without a time last.

    A day on which something was aired or cancelled stays, whatever the slot has become since.
    """
    recorded = _by_slot_and_day(airings)
    found = []
    for slot in slots:
        own = recorded.get(slot.pk, {})
        days = {day for day, airing in own.items() if airing.status != AiringStatus.PLANNED and first <= day <= last}
        found += [Occurrence(slot, day, own.get(day)) for day in days.union(days_of(slot, first, last))]
    yield from sorted(found, key=_order)


def occurrences_in(week: Week, slots: Sequence[BroadcastSlot], airings: Sequence[Airing]) -> list[Occurrence]:
    """What falls into a week; at its end what is known to fall into it on a day that is not known."""
    dated = list(occurrences_between(slots, airings, week.monday, week.sunday))
    settled = {occurrence.slot.pk for occurrence in dated}
    undated = [Occurrence(slot, None) for slot in slots if slot.pk not in settled and _is_somewhere_in(slot, week)]
    return [*dated, *undated]


def conflicts(occurrences: Iterable[Occurrence]) -> dict[tuple[int, date | None], list[Occurrence]]:
    """By key of each occurrence: those that the same outlet would broadcast at the same time.

    What was cancelled, or has no known time, is in nobody's way. Give it the day before, too: a programme may
    last over midnight.
    """
    by_outlet: dict[int, list[tuple[datetime, datetime, Occurrence]]] = defaultdict(list)
    for occurrence in occurrences:
        if occurrence.moments and occurrence.status != AiringStatus.CANCELLED:
            by_outlet[occurrence.slot.outlet_id].append((*occurrence.moments, occurrence))
    found: dict[tuple[int, date | None], list[Occurrence]] = defaultdict(list)
    for timed in by_outlet.values():
        for one, other in _overlapping(timed):
            found[one.key].append(other)
            found[other.key].append(one)
    return dict(found)


def _overlapping(timed: list[tuple[datetime, datetime, Occurrence]]) -> Iterator[tuple[Occurrence, Occurrence]]:
    timed.sort(key=lambda row: (row[0], row[1], row[2].slot.pk))
    for number, (_start, end, occurrence) in enumerate(timed):
        for start, _end, other in timed[number + 1 :]:
            if start >= end:
                break
            yield occurrence, other


def _by_slot_and_day(airings: Iterable[Airing]) -> dict[int, dict[date, Airing]]:
    found: dict[int, dict[date, Airing]] = defaultdict(dict)
    for airing in airings:
        found[airing.slot_id][airing.day] = airing
    return found


def _order(occurrence: Occurrence) -> tuple[date, bool, time, str, int]:
    at = occurrence.slot.starts_at
    return occurrence.day or date.max, at is None, at or time.max, occurrence.slot.programme, occurrence.slot.pk


def _is_somewhere_in(slot: BroadcastSlot, week: Week) -> bool:
    if slot.day_is_known or week.sunday < slot.starts_on or (slot.last_day and slot.last_day < week.monday):
        return False
    return (week.monday - Week.of(slot.starts_on).monday).days // 7 % slot.interval == 0
