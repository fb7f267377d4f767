"""Where the procedures of a campaign take people: what each level takes in today, and the procedures by agency."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.urls import reverse

from portal.ledger.remembering import remember
from portal.places.models import Level, ServicePoint
from portal.procedures.acceptance import accepted_on
from portal.procedures.days import Day
from portal.procedures.notice import Notice
from portal.procedures.presenters_catalogue import ProcedureItem, items
from portal.procedures.presenters_places import point_url
from portal.procedures.presenters_values import place_word
from portal.procedures.selectors import notices_with_addresses

#: From the nearest to people to the farthest.
_LEVELS = (Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)

#: This many fields of work are named at a level; the lists of procedures name the rest.
_NAMED_FIELDS = 3


@dataclass(frozen=True, slots=True)
class Destination:
    """A level: how many procedures of which agencies its places take in today, or from when they will."""

    level: str
    word: str
    agencies: tuple[tuple[str, int], ...]
    fields: tuple[str, ...]
    other_fields: int
    place_count: int
    url: str
    starts_on: date | None


@dataclass(frozen=True, slots=True)
class AgencyProcedures:
    """The procedures of one agency."""

    name: str
    procedures: tuple[ProcedureItem, ...]


@dataclass(frozen=True, slots=True)
class Destinations:
    """Everything a campaign says about where to go; `total` counts procedures in force today."""

    levels: tuple[Destination, ...]
    agencies: tuple[AgencyProcedures, ...]
    total: int


def destinations(codes: Sequence[str], today: date) -> Destinations:
    """Of these procedures. One query, or four where the ledger has grown."""
    if not codes:
        return Destinations((), (), 0)
    name = sha256(",".join(sorted(codes)).encode()).hexdigest()[:24]
    return remember(f"destinations:{name}", today, lambda: _make(codes, today))


def _make(codes: Sequence[str], today: date) -> Destinations:
    published, urls = notices_with_addresses(today, codes)
    notices = {item.notice.code: item.notice for item in published}
    listed = items(published, Day(today, today), urls)
    state = _State(notices, today)
    levels = [_destination(level, state) for level in _LEVELS]
    return Destinations(
        levels=tuple(found for found in levels if found.place_count or found.starts_on),
        agencies=tuple(
            AgencyProcedures(name, tuple(listed[code] for code in found))
            for name, found in _by_agency(notices.values()).items()
        ),
        total=len(notices),
    )


class _State:
    """What is accepted where today, of some notices. Two queries, one where every level has several places."""

    def __init__(self, notices: Mapping[str, Notice], today: date) -> None:
        self.notices = notices
        self.today = today
        self.codes: dict[str, set[str]] = defaultdict(set)
        self.points: dict[str, set[int]] = defaultdict(set)
        for row in accepted_on(today, codes=notices):
            self.codes[row.level].add(row.code)
            self.points[row.level].add(row.service_point_id)
        self.lone_urls = _lone_urls(self.points.values())

    def url(self, level: Level) -> str:
        """Where a reader sees the places of a level: the only one, or their part of the list."""
        points = self.points[level]
        lone = next(iter(points)) if len(points) == 1 else None
        return self.lone_urls.get(lone, "") or f"{reverse('procedures:service_points')}#cap-{level.value}"

    def start_of(self, level: Level) -> date | None:
        """The next day on which a level starts to take one of the procedures in."""
        marks = (mark for notice in self.notices.values() for mark in notice.levels if mark.level == level)
        return min((mark.starts_on for mark in marks if mark.starts_on > self.today), default=None)


def _destination(level: Level, state: _State) -> Destination:
    taken = [state.notices[code] for code in sorted(state.codes[level])]
    count = len(state.points[level])
    fields = Counter(notice.field for notice in taken)
    named = tuple(field for field, _ in fields.most_common(_NAMED_FIELDS))
    return Destination(
        level=level.value,
        word=place_word(level.value),
        agencies=tuple(Counter(notice.agency.short_name or notice.agency.name for notice in taken).items()),
        fields=named,
        other_fields=len(fields) - len(named),
        place_count=count,
        url=state.url(level),
        starts_on=None if count else state.start_of(level),
    )


def _lone_urls(places: Iterable[set[int]]) -> dict[int | None, str]:
    """The addresses of places that are the only ones of their level. One query, none where there is no such place."""
    alone = [point for points in places if len(points) == 1 for point in points]
    return {point.pk: point_url(point) for point in ServicePoint.objects.filter(pk__in=alone)} if alone else {}


def _by_agency(notices: Iterable[Notice]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for notice in sorted(notices, key=lambda notice: notice.code):
        found[notice.agency.name].append(notice.code)
    return found
