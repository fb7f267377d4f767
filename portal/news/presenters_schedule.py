"""The broadcast schedule as values for templates: a week day by day, and the slots of a campaign with their rules."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from operator import itemgetter
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core import clock
from portal.news.enums import AiringStatus, Frequency, Weekday
from portal.news.models import BroadcastSlot, CampaignPage
from portal.news.recurrence import days_of
from portal.news.schedule import DAY, Occurrence, Week, conflicts, occurrences_between, occurrences_in
from portal.news.selectors import airings_between, broadcast_slots

#: Days of a month that some months do not have.
_NOT_IN_EVERY_MONTH = 29
#: How far ahead the next day of a slot is looked for.
_AHEAD = 366 * DAY
#: Days that the form of a slot names.
_SHOWN = 6


# --- a week ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One slot on one day. Empty texts are what the station has not said."""

    slot: BroadcastSlot
    time: str
    programme: str
    outlet: str
    channel: str
    length: str
    language: str
    campaign: str
    campaign_url: str
    status: str
    status_words: str
    proof: str
    proof_url: str
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayLines:
    """A day with what falls on it, or, without a day, what falls somewhere into the week."""

    day: date | None
    heading: str
    is_today: bool
    lines: tuple[Line, ...]


def week_context(week: Week, found: QuerySet[BroadcastSlot]) -> dict[str, Any]:
    """The week of these slots: two queries. Conflicts are sought among them only."""
    today = clock.today()
    slots = list(found)
    airings = list(airings_between(found, week.monday - DAY, week.sunday))
    occurrences = occurrences_in(week, slots, airings)
    in_the_way = conflicts([*occurrences_between(slots, airings, week.monday - DAY, week.monday - DAY), *occurrences])
    by_day: dict[date | None, list[Line]] = defaultdict(list)
    for occurrence in occurrences:
        by_day[occurrence.day].append(_line(occurrence, today, in_the_way.get(occurrence.key, ())))
    days = [DayLines(day, day_words(day), day == today, tuple(by_day[day])) for day in week.days]
    if by_day[None]:
        days.append(DayLines(None, "", is_today=False, lines=tuple(by_day[None])))
    return {
        "week": week,
        "days": days,
        "is_empty": not occurrences,
        "is_this_week": week == Week.of(today),
        "earlier": week.near(-1),
        "later": week.near(1),
        "has_conflicts": any(line.conflicts for block in days for line in block.lines),
    }


def day_words(day: date) -> str:
    """`Thứ Hai, 30/12/2019`."""
    weekday = str(Weekday.of(day).label)
    return f"{weekday[0].upper()}{weekday[1:]}, {day:%d/%m/%Y}"


def _line(occurrence: Occurrence, today: date, in_the_way: Iterable[Occurrence]) -> Line:
    slot, airing = occurrence.slot, occurrence.airing
    return Line(
        slot=slot,
        time=time_words(slot.starts_at),
        programme=slot.programme,
        outlet=slot.outlet.name,
        channel=slot.outlet.channel,
        length=length_words(slot),
        language=language_of(slot),
        campaign=slot.campaign.title,
        campaign_url=reverse("news:campaign", args=[slot.campaign.slug]),
        status=occurrence.status,
        status_words=status_words(occurrence, today),
        proof=airing.proof if airing else "",
        proof_url=airing.proof_url if airing else "",
        conflicts=tuple(f"{other.slot.programme} ({time_words(other.slot.starts_at)})" for other in in_the_way),
    )


def status_words(occurrence: Occurrence, today: date) -> str:
    """What became of it; a day that has passed without a word is not "planned" any more."""
    if occurrence.status == AiringStatus.PLANNED and occurrence.day and occurrence.day < today:
        return _("Chưa xác nhận")
    return str(occurrence.status.label)


def time_words(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


def length_words(slot: BroadcastSlot) -> str:
    return (_("%(count)d phút") % {"count": slot.length_minutes}).replace(" ", "\u00a0") if slot.length_minutes else ""


def language_of(slot: BroadcastSlot) -> str:
    """The language of what is read out; of a spot that is not approved yet nothing is told."""
    return slot.spot.language.name if slot.spot and slot.spot.live else ""


# --- the slots of a campaign ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SlotRow:
    """A slot with its rule in words, and how often it is known to have been aired."""

    programme: str
    outlet: str
    channel: str
    length: str
    language: str
    repeats: str
    day_is_known: bool
    time: str
    first: date
    last: date | None
    upcoming: date | None
    aired: int
    aired_last: date | None
    source: str
    note: str


def slot_rows(campaign: CampaignPage) -> list[SlotRow]:
    """The slots of a campaign in words: one query."""
    today = clock.today()
    aired = Q(airings__status=AiringStatus.AIRED)
    cancelled = _cancelled_days(campaign, today)
    found = broadcast_slots(campaign=campaign).annotate(
        aired=Count("airings", filter=aired), aired_last=Max("airings__day", filter=aired)
    )
    return [
        SlotRow(
            programme=slot.programme,
            outlet=slot.outlet.name,
            channel=slot.outlet.channel,
            length=length_words(slot),
            language=language_of(slot),
            repeats=repeat_words(slot),
            day_is_known=slot.day_is_known,
            time=time_words(slot.starts_at),
            first=slot.starts_on,
            last=slot.last_day if slot.frequency != Frequency.ONCE else slot.starts_on,
            upcoming=_upcoming(slot, today, cancelled),
            aired=slot.aired,
            aired_last=slot.aired_last,
            source=slot.source,
            note=slot.note,
        )
        for slot in found
    ]


def repeat_words(slot: BroadcastSlot) -> str:
    """`Hằng tuần vào thứ Hai, thứ Sáu`, `2 ngày một lần`, `Một lần`."""
    if slot.frequency == Frequency.ONCE:
        return str(Frequency.ONCE.label)
    if slot.interval == 1:
        often = str(Frequency(slot.frequency).label)
    else:
        units = {Frequency.DAILY: _("ngày"), Frequency.WEEKLY: _("tuần"), Frequency.MONTHLY: _("tháng")}
        words = {"count": slot.interval, "unit": units[Frequency(slot.frequency)]}
        often = _("%(count)d %(unit)s một lần") % words
    if slot.frequency == Frequency.MONTHLY:
        return often + " " + _day_of_month_words(slot.starts_on.day)
    if slot.weekdays:
        days = ", ".join(str(Weekday(day).label) for day in slot.weekdays)
        return often + " " + _("vào %(days)s") % {"days": days}
    return often


def _day_of_month_words(number: int) -> str:
    words = _("vào ngày %(number)d") % {"number": number}
    if number < _NOT_IN_EVERY_MONTH:
        return words
    return words + " " + _("(tháng không có ngày %(number)d thì không phát)") % {"number": number}


def _cancelled_days(campaign: CampaignPage, today: date) -> set[tuple[int, date]]:
    airings = airings_between(broadcast_slots(campaign=campaign), today, today + _AHEAD)
    return set(airings.filter(status=AiringStatus.CANCELLED).values_list("slot_id", "day"))


def _upcoming(slot: BroadcastSlot, today: date, cancelled: set[tuple[int, date]]) -> date | None:
    days = days_of(slot, max(today, slot.starts_on), max(today, slot.starts_on) + _AHEAD)
    return next((day for day in days if (slot.pk, day) not in cancelled), None)


# --- the form of a slot ---------------------------------------------------------------------------


def conflict_words(slot: BroadcastSlot) -> list[str]:
    """With which slots of the same outlet this one collides within a year from today, or from its first day on."""
    if slot.starts_at is None:
        return []
    first = max(clock.today(), slot.starts_on)
    others = broadcast_slots().filter(outlet=slot.outlet_id, starts_at__isnull=False)
    slots = [*others.exclude(pk=slot.pk), slot]
    airings = list(airings_between(broadcast_slots().filter(outlet=slot.outlet_id), first - DAY, first + _AHEAD))
    own: dict[int, list[tuple[date, Occurrence]]] = defaultdict(list)
    for (pk, day), in_the_way in conflicts(occurrences_between(slots, airings, first - DAY, first + _AHEAD)).items():
        if pk == slot.pk and day and day >= first:
            for other in in_the_way:
                own[other.slot.pk].append((day, other))
    return [_conflict_sentence(found) for found in own.values()]


def _conflict_sentence(found: Sequence[tuple[date, Occurrence]]) -> str:
    first, other = min(found, key=itemgetter(0))
    words = {
        "programme": other.slot.programme,
        "time": time_words(other.slot.starts_at),
        "campaign": other.slot.campaign.title,
        "count": len(found),
        "day": f"{first:%d/%m/%Y}",
    }
    return _("“%(programme)s” lúc %(time)s (%(campaign)s): %(count)d lần trùng, đầu tiên là ngày %(day)s.") % words


def next_days(slot: BroadcastSlot) -> list[str]:
    """The next days of a slot in words, a few of them, so that an editor sees what the rule makes."""
    first = max(clock.today(), slot.starts_on)
    return [day_words(day) for day in days_of(slot, first, first + _AHEAD)[:_SHOWN]]
