"""The broadcast schedule to take along: as a table (CSV, RFC 4180) and as a calendar (iCalendar, RFC 5545)."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneStandard, vRecur

from portal.core import clock
from portal.core.spreadsheets import BYTE_ORDER_MARK, defused
from portal.news.enums import AiringStatus, Weekday
from portal.news.models import Airing, BroadcastSlot
from portal.news.presenters_schedule import (
    language_of,
    length_words,
    repeat_words,
    status_words,
    time_words,
)
from portal.news.recurrence import ZONE, days_of, first_day, rule_text
from portal.news.schedule import Occurrence, occurrences_between

#: Days before and after today that the table holds; the calendar holds the rules themselves.
TABLE_SPAN = timedelta(days=366)

#: What a text of a calendar may not hold (RFC 5545, 3.3.11), beside the line feed, which is escaped.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]+")


# --- the table ------------------------------------------------------------------------------------


def table(slots: Iterable[BroadcastSlot], airings: Iterable[Airing]) -> str:
    """One row a day and slot, within TABLE_SPAN of today; last a row for each slot whose days are not known."""
    today = clock.today()
    slots = list(slots)
    occurrences = list(occurrences_between(slots, airings, today - TABLE_SPAN, today + TABLE_SPAN))
    occurrences += [Occurrence(slot, None) for slot in slots if not slot.day_is_known]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_header())
    writer.writerows([defused(cell) for cell in _cells(occurrence, today)] for occurrence in occurrences)
    return BYTE_ORDER_MARK + text.getvalue()


def _header() -> tuple[str, ...]:
    return (
        _("Ngày"),
        _("Thứ"),
        _("Giờ"),
        _("Thời lượng (phút)"),
        _("Báo, đài, loa"),
        _("Kênh, tần số"),
        _("Chương trình"),
        _("Ngôn ngữ"),
        _("Lặp lại"),
        _("Đợt tuyên truyền"),
        _("Tình trạng"),
        _("Căn cứ xác nhận"),
        _("Địa chỉ bản ghi"),
        _("Ghi chú"),
        _("Nguồn"),
    )


def _cells(occurrence: Occurrence, today: date) -> tuple[str, ...]:
    slot, airing, missing = occurrence.slot, occurrence.airing, _("Chưa cung cấp")
    return (
        f"{occurrence.day:%Y-%m-%d}" if occurrence.day else missing,
        str(Weekday.of(occurrence.day).label) if occurrence.day else missing,
        time_words(slot.starts_at) or missing,
        str(slot.length_minutes or missing),
        slot.outlet.name,
        slot.outlet.channel or missing,
        slot.programme,
        language_of(slot),
        repeat_words(slot),
        slot.campaign.title,
        status_words(occurrence, today),
        airing.proof if airing else "",
        airing.proof_url if airing else "",
        slot.note,
        slot.source,
    )


# --- the calendar ---------------------------------------------------------------------------------


def calendar(slots: Iterable[BroadcastSlot], airings: Iterable[Airing], name: str) -> bytes:
    """The slots as events with their rules; without a time they last the day.

    What was cancelled is taken out of its rule. What was aired on a day outside the rule, since the rule was
    changed later, is an event of its own. A slot whose days are not known is in no calendar.
    """
    found = Calendar()
    found.add("prodid", f"-//{settings.SITE_NAME} {settings.PROVINCE_NAME}//Lịch phát//VI")
    found.add("version", "2.0")
    for label in ("name", "x-wr-calname"):
        found.add(label, _clean(name))
    found.add("x-wr-timezone", str(ZONE))
    found.add_component(_timezone())
    recorded: dict[int, list[Airing]] = defaultdict(list)
    for airing in airings:
        recorded[airing.slot_id].append(airing)
    for slot in slots:
        for event in _events(slot, recorded[slot.pk]):
            found.add_component(event)
    return found.to_ical()


def _timezone() -> Timezone:
    """Seven hours before Greenwich time, in the whole country since 13 June 1975 (tz database)."""
    zone = Timezone()
    zone.add("tzid", str(ZONE))
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1975, 6, 13))  # noqa: DTZ001 - local, as the RFC wants it here
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    standard.add("tzname", "+07")
    zone.add_component(standard)
    return zone


def _events(slot: BroadcastSlot, airings: Sequence[Airing]) -> Iterator[Event]:
    first = first_day(slot)
    placed = {airing.day for airing in airings if days_of(slot, airing.day, airing.day)}
    cancelled = [airing.day for airing in airings if airing.status == AiringStatus.CANCELLED and airing.day in placed]
    beside = [airing.day for airing in airings if airing.status == AiringStatus.AIRED and airing.day not in placed]
    if first is not None:
        event = _event(slot, "", first)
        if rule := rule_text(slot):
            event.add("rrule", vRecur.from_ical(rule))
            _add_days(event, "exdate", slot, cancelled)
        elif cancelled:
            event.add("status", "CANCELLED")
        yield event
    if beside:
        event = _event(slot, "-ngoai-lich", min(beside))
        _add_days(event, "rdate", slot, sorted(beside)[1:])
        yield event


def _event(slot: BroadcastSlot, suffix: str, day: date) -> Event:
    event = Event()
    event.add("uid", f"suat-phat-{slot.pk}{suffix}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("dtstamp", slot.changed_at.astimezone(UTC))
    event.add("dtstart", _start(slot, day))
    if slot.starts_at and slot.length_minutes:
        event.add("duration", timedelta(minutes=slot.length_minutes))
    event.add("summary", _clean(f"{slot.programme} – {slot.outlet.name}"))
    event.add("description", _clean("\n".join(_description(slot))))
    event.add("url", settings.BASE_URL + reverse("news:campaign", args=[slot.campaign.slug]))
    # A programme on the air keeps nobody from an appointment.
    event.add("transp", "TRANSPARENT")
    return event


def _description(slot: BroadcastSlot) -> Iterator[str]:
    missing = _("Chưa cung cấp")
    yield slot.campaign.title
    yield _("Lặp lại: %(text)s") % {"text": repeat_words(slot)}
    yield _("Giờ: %(text)s") % {"text": time_words(slot.starts_at) or missing}
    yield _("Thời lượng: %(text)s") % {"text": length_words(slot) or missing}
    yield _("Kênh, tần số: %(text)s") % {"text": slot.outlet.channel or missing}
    if language := language_of(slot):
        yield _("Ngôn ngữ: %(text)s") % {"text": language}
    if slot.note:
        yield slot.note
    if slot.source:
        yield _("Nguồn: %(text)s") % {"text": slot.source}


def _add_days(event: Event, name: str, slot: BroadcastSlot, days: Sequence[date]) -> None:
    if days:
        event.add(name, [_start(slot, day) for day in sorted(days)], {} if slot.starts_at else {"VALUE": "DATE"})


def _start(slot: BroadcastSlot, day: date) -> date | datetime:
    return datetime.combine(day, slot.starts_at, ZONE) if slot.starts_at else day


def _clean(text: str) -> str:
    return _CONTROL.sub(" ", text)
