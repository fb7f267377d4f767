"""Where a procedure is accepted on a day, as lists a reader can walk: the Centre, districts, communes by district."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from portal.places.models import Level, ServicePoint
from portal.procedures.acceptance import accepted_on
from portal.procedures.days import Day
from portal.procedures.models import AcceptanceException
from portal.procedures.notice import Notice
from portal.vietnamese.keys import sort_key


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A service point in a list."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class PlaceGroup:
    """Communes of one district; no name where there are no districts (from 1 July 2025)."""

    name: str
    places: tuple[PlaceLink, ...]


@dataclass(frozen=True, slots=True)
class Suspension:
    """A place that for a while does not take this procedure in."""

    name: str
    valid_to: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Where:
    """Everything about "Nơi nộp" on one day."""

    province: tuple[PlaceLink, ...]
    districts: tuple[PlaceLink, ...]
    communes: tuple[PlaceGroup, ...]
    suspensions: tuple[Suspension, ...]

    @property
    def commune_count(self) -> int:
        return sum(len(group.places) for group in self.communes)

    @property
    def levels(self) -> frozenset[str]:
        """The levels that take the procedure in."""
        found = {Level.PROVINCE: self.province, Level.DISTRICT: self.districts, Level.COMMUNE: self.communes}
        return frozenset(level.value for level, places in found.items() if places)

    @property
    def count(self) -> int:
        return len(self.province) + len(self.districts) + self.commune_count

    def __bool__(self) -> bool:
        return self.count > 0


def where_accepted(notice: Notice, day: date) -> Where:
    """The places of a procedure on `day`. Three queries."""
    ids = {row.service_point_id for row in accepted_on(day, code=notice.code, language=notice.language)}
    points = list(ServicePoint.objects.filter(pk__in=ids).select_related("unit__parent"))
    by_level: dict[str, list[ServicePoint]] = defaultdict(list)
    for point in points:
        by_level[point.level].append(point)
    return Where(
        province=tuple(PlaceLink(point.name, point_url(point)) for point in by_level[Level.PROVINCE]),
        districts=unit_links(by_level[Level.DISTRICT]),
        communes=grouped_communes(by_level[Level.COMMUNE]),
        suspensions=_suspensions(notice.code, day),
    )


def point_url(point: ServicePoint) -> str:
    """`/noi-nop/<slug>/`."""
    return reverse("procedures:service_point", args=[point.slug])


def nearest_url(code: str, day: Day) -> str:
    """The list of service points that take one procedure in, where the reader chooses a commune."""
    url = reverse("procedures:service_points") + f"?thu-tuc={code}"
    return url + f"&ngay={day.shown:%Y-%m-%d}" if day.is_other else url


def unit_links(points: Iterable[ServicePoint]) -> tuple[PlaceLink, ...]:
    """Links named by the unit, in Vietnamese order: the long name of a one-stop section repeats it anyway."""
    ordered = sorted(points, key=lambda point: sort_key(_bare(point.unit.name)))
    return tuple(PlaceLink(point.unit.name, point_url(point)) for point in ordered)


def grouped_communes(points: Iterable[ServicePoint]) -> tuple[PlaceGroup, ...]:
    """Communes under their districts; `points` must carry unit and parent."""
    groups: dict[str, list[ServicePoint]] = defaultdict(list)
    for point in points:
        parent = point.unit.parent
        groups[parent.name if parent and parent.level == Level.DISTRICT else ""].append(point)
    return tuple(
        PlaceGroup(name, unit_links(groups[name])) for name in sorted(groups, key=lambda n: sort_key(_bare(n)))
    )


_KIND_WORDS = ("Thành phố ", "Thị trấn ", "Thị xã ", "Huyện ", "Phường ", "Đặc khu ", "Xã ")


def _bare(name: str) -> str:
    """The name without its kind, so that lists are in the order of what people look for."""
    return next((name.removeprefix(kind) for kind in _KIND_WORDS if name.startswith(kind)), name)


def _suspensions(code: str, day: date) -> tuple[Suspension, ...]:
    rows = AcceptanceException.objects.valid_on(day).filter(code=code).select_related("service_point")
    return tuple(Suspension(row.service_point.name, row.valid_to, row.reason) for row in rows)
