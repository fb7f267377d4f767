"""Opening hours as people read them: the week in few lines, and what holds on one day.

Pure functions over rows already read; no hours at all means "Chưa cung cấp", never "closed".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from portal.places.models import Weekday

if TYPE_CHECKING:
    from portal.places.models import OpeningException, OpeningHours

Stretch = tuple[time, time]


@dataclass(frozen=True, slots=True)
class WeekLine:
    """Days with the same hours: "Thứ Hai – Thứ Sáu" and "07:30–11:30, 13:00–17:00"."""

    days: str
    hours: str


@dataclass(frozen=True, slots=True)
class DayState:
    """One day: `stretches` empty means closed; `is_known` False means nobody said."""

    day: date
    is_known: bool
    stretches: tuple[Stretch, ...] = ()
    reason: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.stretches)

    @property
    def hours(self) -> str:
        return format_stretches(self.stretches)


def week(hours: Iterable["OpeningHours"], day: date) -> list[WeekLine]:
    """The week as it stands on `day`, neighbouring days with the same hours in one line, closed days named."""
    by_weekday = _by_weekday(hours, day)
    if not by_weekday:
        return []
    runs = groupby(Weekday, key=lambda weekday: by_weekday.get(weekday, ()))
    return [_line(list(weekdays), stretches) for stretches, weekdays in runs]


def on_day(hours: Iterable["OpeningHours"], exceptions: Iterable["OpeningException"], day: date) -> DayState:
    """What holds on `day`; an exception goes before the week, and of two exceptions the later one in the list."""
    state = None
    for exception in exceptions:
        if exception.first_day <= day <= exception.last_day:
            stretches = ((exception.opens, exception.closes),) if exception.opens and exception.closes else ()
            state = DayState(day, True, stretches, exception.reason)
    if state is not None:
        return state
    by_weekday = _by_weekday(hours, day)
    return DayState(day, bool(by_weekday), by_weekday.get(Weekday(day.isoweekday()), ()))


def coming_exceptions(exceptions: Iterable["OpeningException"], day: date, days: int = 60) -> list["OpeningException"]:
    """Exceptions that are on or come within so many days, soonest first."""
    near = [row for row in exceptions if row.last_day >= day and (row.first_day - day).days <= days]
    return sorted(near, key=lambda row: row.first_day)


def format_stretches(stretches: Iterable[Stretch]) -> str:
    """07:30–11:30, 13:00–17:00."""
    return ", ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in stretches)


def _by_weekday(hours: Iterable["OpeningHours"], day: date) -> dict[Weekday, tuple[Stretch, ...]]:
    found: dict[Weekday, list[Stretch]] = {}
    for row in hours:
        if row.is_valid_on(day):
            found.setdefault(Weekday(row.weekday), []).append((row.opens, row.closes))
    return {weekday: tuple(sorted(stretches)) for weekday, stretches in found.items()}


def _line(weekdays: list[Weekday], stretches: tuple[Stretch, ...]) -> WeekLine:
    first, last = str(weekdays[0].label), str(weekdays[-1].label)
    days = first if len(weekdays) == 1 else f"{first} – {last}"
    return WeekLine(days, format_stretches(stretches) or _("Nghỉ"))
