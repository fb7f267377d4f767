"""Service points: the list with search and "nearest", and one point with all it takes in."""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.places import hours, nearest, succession
from portal.places.models import AdministrativeUnit, Counter, Level, ServicePoint
from portal.places.selectors import communes_on, points_on
from portal.procedures.acceptance import Accepted, accepted_on
from portal.procedures.days import Day
from portal.procedures.models import AcceptanceException, NoticeLevel
from portal.procedures.notice import LevelMark, Notice
from portal.procedures.outline import Outline, outline_on
from portal.procedures.presenters_catalogue import ProcedureItem, items
from portal.procedures.presenters_places import grouped_communes, point_url, unit_links
from portal.procedures.presenters_values import is_open, place_word
from portal.procedures.selectors import notice_on, notices_with_addresses
from portal.vietnamese.keys import sort_key
from portal.vietnamese.unicode import fold

#: Longest name searched for; no place has a longer one.
_LONGEST_NAME = 80


# --- the list -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NearLink:
    """A near service point."""

    name: str
    above: str
    url: str
    distance: str


def list_context(day: Day, name: str, commune_code: str, code: str) -> dict[str, Any]:
    """All service points of the day; those that match a name, or the nearest to a commune, where asked.

    `code` narrows the list to the places that take one procedure in.
    """
    points = points_on(day.shown)
    published = notice_on(code, day.shown) if code else None
    if published is not None:
        ids = {row.service_point_id for row in accepted_on(day.shown, code=code)}
        points = [point for point in points if point.pk in ids]
    communes = communes_on(day.shown)
    origin = next((unit for unit in communes if unit.code == commune_code), None)
    by_level: dict[str, list[ServicePoint]] = defaultdict(list)
    for point in points:
        by_level[point.level].append(point)
    return {
        **day.context(),
        "nav_current": "places",
        "noindex": day.is_other or bool(name or commune_code or code),
        "canonical_path": reverse("procedures:service_points"),
        "name": name,
        "code": code,
        "procedure": published.notice if published else None,
        "choices": _choices(communes),
        "origin": origin,
        "is_unknown_commune": bool(commune_code) and origin is None,
        "near": _near(origin, points, communes) if origin else [],
        "found": _search(points, name) if name else None,
        "total": len(points),
        "province": [(point.name, point_url(point)) for point in by_level[Level.PROVINCE]],
        "districts": unit_links(by_level[Level.DISTRICT]),
        "district_count": len(by_level[Level.DISTRICT]),
        "communes": grouped_communes(by_level[Level.COMMUNE]),
        "commune_count": len(by_level[Level.COMMUNE]),
    }


def _near(
    origin: AdministrativeUnit, points: Iterable[ServicePoint], communes: list[AdministrativeUnit]
) -> list[NearLink]:
    points = list(points)
    where = nearest.middles([*communes, *(point.unit for point in points if point.level != Level.COMMUNE)])
    return [_near_link(near) for near in nearest.nearest(origin, points, where)]


def _near_link(near: nearest.Near) -> NearLink:
    if near.kilometres is None:
        words = ""
    elif near.kilometres == 0:
        words = _("nơi bạn ở")
    elif near.kilometres < 1:
        words = _("dưới 1 km")
    else:
        words = _("khoảng %(km)s km") % {"km": f"{near.kilometres:.0f}"}
    return NearLink(near.point.name, _above(near.point), point_url(near.point), words)


def _above(point: ServicePoint) -> str:
    parent = point.unit.parent
    return parent.name if parent and parent.level == Level.DISTRICT else ""


def _choices(communes: Iterable[AdministrativeUnit]) -> list[tuple[str, list[AdministrativeUnit]]]:
    """Communes by district for the choice of "where I am"."""
    groups: dict[str, list[AdministrativeUnit]] = defaultdict(list)
    for unit in communes:
        groups[unit.parent.name if unit.parent and unit.parent.level == Level.DISTRICT else ""].append(unit)
    return [(name, sorted(groups[name], key=lambda unit: sort_key(unit.name))) for name in sorted(groups, key=sort_key)]


def _search(points: Iterable[ServicePoint], name: str) -> list[NearLink]:
    """Points whose name, unit or district holds every word, with or without accents."""
    wanted = {fold(word) for word in name[:_LONGEST_NAME].split()}
    found = []
    for point in points:
        words = " ".join((point.name, point.unit.name, _above(point)))
        if wanted <= set(fold(words).replace(",", " ").split()):
            found.append(NearLink(point.name, _above(point), point_url(point), ""))
    return found


# --- one point ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DeskField:
    """The procedures of one field at a counter."""

    name: str
    procedures: tuple[ProcedureItem, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """A counter with what it takes in."""

    anchor: str
    title: str
    label: str
    since: date | None
    fields: tuple[DeskField, ...]

    @property
    def count(self) -> int:
        return sum(len(field.procedures) for field in self.fields)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A procedure, or all of an agency, that is taken in at other places."""

    code: str
    title: str
    url: str
    where: str


@dataclass(frozen=True, slots=True)
class _Lists:
    """The procedures a page of a point names, and those it only counts: of an agency that has nothing here.

    A national catalogue has thousands of the latter, whose notices are not read.
    """

    here: frozenset[str]
    outline: Outline
    notices: dict[str, Notice]
    listed: dict[str, ProcedureItem]

    @classmethod
    def of(cls, here: set[str], day: Day) -> "_Lists":
        """Two queries; two more where the ledger has grown."""
        outline = outline_on(day.shown)
        read = set(here)
        for codes in map(outline.codes_of, outline.by_field):
            read |= set(codes[:1] if _is_whole(codes, here) else codes)
        published, urls = notices_with_addresses(day.shown, read)
        notices = {item.notice.code: item.notice for item in published}
        return cls(frozenset(here), outline, notices, items(published, day, urls))

    def elsewhere(self, day: Day) -> list[Elsewhere]:
        """One line a procedure; one line an agency where none of its procedures is taken in here."""
        rows: list[Elsewhere] = []
        for agency in sorted(self.outline.by_field, key=self.outline.place_of):
            codes = self.outline.codes_of(agency)
            if _is_whole(codes, self.here):
                rows.append(self._whole_agency(agency, codes, day))
            else:
                rows += [self._one(code, day) for code in codes if code in self.notices and code not in self.here]
        return rows

    def _one(self, code: str, day: Day) -> Elsewhere:
        item = self.listed[code]
        return Elsewhere(code, item.title, item.url, _where([self.notices[code].levels], day.shown))

    def _whole_agency(self, agency: str, codes: Sequence[str], day: Day) -> Elsewhere:
        # The first part of a procedure's address is its agency's: no query for what is already known.
        url = self.listed[codes[0]].url if codes[0] in self.listed else ""
        slug = url.removeprefix(reverse("procedures:index")).partition("/")[0]
        levels = self.outline.levels[agency]
        where = _where(levels, day.shown)
        if len({_where([marks], day.shown) for marks in levels}) > 1:
            where = _("%(places)s, tùy thủ tục") % {"places": where}
        return Elsewhere(
            # No code: that of an agency (BCA) stands on no paper a citizen holds.
            "",
            _("%(n)s thủ tục của %(agency)s") % {"n": len(codes), "agency": self.outline.agencies[agency].name},
            reverse("procedures:agency", args=[slug]) + day.query if slug else "",
            where,
        )


def point_context(point: ServicePoint, day: Day) -> dict[str, Any]:
    """A service point on the day: what each counter takes in, what it does not, when it is open.

    Seven queries; three more for a point that is closed on the day.
    """
    is_there = point.is_valid_on(day.shown)
    accepted = accepted_on(day.shown, service_point_id=point.pk) if is_there else []
    suspended = list(AcceptanceException.objects.valid_on(day.shown).filter(service_point=point)) if is_there else []
    here = {row.code for row in accepted} | {row.code for row in suspended}
    lists = _Lists.of(here, day) if is_there else None
    counters = list(point.counters.select_related("agency")) if accepted else []
    desks = _desks(counters, accepted, lists, day.shown) if lists else []
    return {
        **day.context(),
        "nav_current": "places",
        "noindex": day.is_other or not is_there,
        "canonical_path": reverse("procedures:service_point", args=[point.slug]),
        "point": point,
        "district": _above(point),
        "is_there": is_there,
        "is_before": point.valid_from is not None and day.shown < point.valid_from,
        "desks": desks,
        "agencies": list(dict.fromkeys(counter.agency.name for counter in counters if _is_used(counter, accepted))),
        "accepted_count": len({row.code for row in accepted}),
        "suspended": [(lists.listed.get(row.code) if lists else None, row) for row in suspended],
        "elsewhere": lists.elsewhere(day) if lists else [],
        "not_yet": _next_start(point.level, day.shown) if is_there and not accepted else None,
        **_opening(point, day.shown),
        **_missing(point),
        "heirs": [(heir.name, point_url(heir)) for heir in succession.successor_points(point, day.shown)]
        if not is_there
        else [],
    }


def _is_used(counter: Counter, accepted: Iterable[Accepted]) -> bool:
    return any(row.counter_id == counter.pk for row in accepted)


def _desks(
    counters: Iterable[Counter],
    accepted: list[Accepted],
    lists: _Lists,
    day: date,
) -> list[Desk]:
    desks = []
    for counter in counters:
        if not counter.is_valid_on(day):
            continue
        fields: dict[str, list[ProcedureItem]] = defaultdict(list)
        starts = set()
        for row in accepted:
            if row.counter_id == counter.pk and row.code in lists.notices:
                notice = lists.notices[row.code]
                fields[notice.field].append(lists.listed[row.code])
                starts |= {mark.starts_on for mark in notice.levels if mark.level == row.level}
        desks.append(
            Desk(
                anchor=f"quay-{counter.pk}",
                title=counter.agency.short_name or counter.agency.name,
                label=counter.label,
                since=min(starts, default=None),
                fields=tuple(DeskField(name, tuple(found)) for name, found in fields.items()),
            )
        )
    return [desk for desk in desks if desk.count]


def _is_whole(codes: Sequence[str], here: Set[str]) -> bool:
    return len(codes) > 1 and here.isdisjoint(codes)


def _where(marks: Iterable[Iterable[LevelMark]], day: date) -> str:
    levels = {mark.level for group in marks for mark in group if is_open(mark, day)}
    return _(" hoặc ").join(place_word(level.value, inside=True) for level in Level if level in levels)


def _next_start(level: str, day: date) -> date | None:
    """The next day on which this level starts to take something in."""
    later = NoticeLevel.objects.filter(level=level, starts_on__gt=day)
    return later.order_by("starts_on").values_list("starts_on", flat=True).first()


def _opening(point: ServicePoint, day: date) -> dict[str, Any]:
    rows = list(point.opening_hours.all())
    exceptions = list(point.opening_exceptions.all())
    return {
        "week": hours.week(rows, day),
        "opening": hours.on_day(rows, exceptions, day),
        "exceptions": hours.coming_exceptions(exceptions, day),
    }


def _missing(point: ServicePoint) -> dict[str, Any]:
    """Lesser facts nobody supplied, named in one row."""
    lesser = {_("Đơn vị quản lý"): point.managed_by, _("Đường đi, lối cho xe lăn"): point.access_note}
    return {"missing_facts": [label for label, text in lesser.items() if not text]}
