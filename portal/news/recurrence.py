"""On which days a slot falls (RFC 5545, recurrence rules). Pure: reads the slot and asks no database.

Days are local. Viet Nam has no daylight time, so a time of the day never moves a day.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, rrule

from portal.news.enums import Frequency, Weekday
from portal.news.models import BroadcastSlot

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

#: Days that are looked through at once; longer spans are cut, so an endless slot never makes an endless list.
LONGEST_SPAN = 3 * 366

_FREQUENCIES: dict[Frequency, Literal[1, 2, 3]] = {
    Frequency.DAILY: DAILY,
    Frequency.WEEKLY: WEEKLY,
    Frequency.MONTHLY: MONTHLY,
}


def days_of(slot: BroadcastSlot, first: date, last: date) -> list[date]:
    """The days from `first` to `last`, both included, on which the rule places the slot.

    None for a slot whose day is not known. A month that has no such day (31) is left out, as the RFC has it.
    """
    last = min(last, first + timedelta(days=LONGEST_SPAN), slot.last_day or last)
    if not slot.day_is_known or slot.starts_on > last:
        return []
    if slot.frequency == Frequency.ONCE:
        return [slot.starts_on] if first <= slot.starts_on else []
    rule = rrule(
        _FREQUENCIES[Frequency(slot.frequency)],
        dtstart=_at_midnight(_STARTS[Frequency(slot.frequency)](slot, first)),
        interval=slot.interval,
        until=_at_midnight(last),
        byweekday=_weekday_numbers(slot) or None,
        bymonthday=slot.starts_on.day if slot.frequency == Frequency.MONTHLY else None,
    )
    return [moment.date() for moment in rule if moment.date() >= first]


def first_day(slot: BroadcastSlot) -> date | None:
    """The first day on which the rule places the slot; None where it never does."""
    # Only weekdays can push it past the day it begins on, and no further than the next week that counts.
    return next(iter(days_of(slot, slot.starts_on, slot.starts_on + timedelta(weeks=slot.interval + 1))), None)


def rule_text(slot: BroadcastSlot) -> str | None:
    """The rule as iCalendar writes it (RRULE); None for a slot that falls once, or on days that are not known.

    A rule ends with a day for slots without a time, else with a moment in UTC (RFC 5545, 3.3.10).
    """
    if slot.frequency == Frequency.ONCE or not slot.day_is_known:
        return None
    parts = {"FREQ": slot.frequency.upper(), "INTERVAL": str(slot.interval) if slot.interval > 1 else ""}
    parts["BYDAY"] = ",".join(slot.weekdays)
    parts["UNTIL"] = _end_text(slot)
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def _end_text(slot: BroadcastSlot) -> str:
    last = slot.last_day
    if last is None:
        return ""
    if slot.starts_at is None:
        return f"{last:%Y%m%d}"
    return f"{datetime.combine(last, slot.starts_at, ZONE).astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _weekday_numbers(slot: BroadcastSlot) -> list[int]:
    known = [day.value for day in Weekday]
    return [known.index(day) for day in slot.weekdays] if slot.frequency == Frequency.WEEKLY else []


def _at_midnight(day: date) -> datetime:
    return datetime.combine(day, time())


# --- where counting begins: whole intervals are skipped, so that an old slot costs no more than a new one ----------


def _daily_start(slot: BroadcastSlot, first: date) -> date:
    return slot.starts_on + _skipped(slot, first, days=1)


def _weekly_start(slot: BroadcastSlot, first: date) -> date:
    return slot.starts_on + _skipped(slot, first, days=7)


def _skipped(slot: BroadcastSlot, first: date, *, days: int) -> timedelta:
    step = days * slot.interval
    return timedelta(days=max(0, (first - slot.starts_on).days // step * step))


def _monthly_start(slot: BroadcastSlot, first: date) -> date:
    start = slot.starts_on
    apart = (first.year - start.year) * 12 + first.month - start.month
    if apart < slot.interval:
        return start
    months = start.month - 1 + apart // slot.interval * slot.interval
    # The first of the month: every month has one.
    return date(start.year + months // 12, months % 12 + 1, 1)


_STARTS: dict[Frequency, Callable[[BroadcastSlot, date], date]] = {
    Frequency.DAILY: _daily_start,
    Frequency.WEEKLY: _weekly_start,
    Frequency.MONTHLY: _monthly_start,
}
