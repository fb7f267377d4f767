"""The nearest places to a commune, in a straight line: no location of the reader is asked for or sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from portal.places.models import AdministrativeUnit, ServicePoint

_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A point on the globe in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Near:
    """A service point and its distance from where the reader is; None where its coordinates are unknown."""

    point: ServicePoint
    kilometres: float | None


def distance(a: Coordinates, b: Coordinates) -> float:
    """Kilometres over the sphere (haversine)."""
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    half_lat, half_lon = (lat_b - lat_a) / 2, radians(b.longitude - a.longitude) / 2
    chord = sin(half_lat) ** 2 + cos(lat_a) * cos(lat_b) * sin(half_lon) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def coordinates_of(unit: AdministrativeUnit) -> Coordinates | None:
    """Where a unit's office is taken to be."""
    if unit.latitude is None or unit.longitude is None:
        return None
    return Coordinates(float(unit.latitude), float(unit.longitude))


def middles(units: Iterable[AdministrativeUnit]) -> dict[int, Coordinates]:
    """Unit id -> coordinates; a unit without its own takes the middle of its children's."""
    own = {unit.pk: found for unit in units if (found := coordinates_of(unit))}
    by_parent: dict[int, list[Coordinates]] = {}
    for unit in units:
        if unit.parent_id is not None and unit.pk in own:
            by_parent.setdefault(unit.parent_id, []).append(own[unit.pk])
    for parent_id, children in by_parent.items():
        if parent_id not in own:
            own[parent_id] = Coordinates(
                sum(child.latitude for child in children) / len(children),
                sum(child.longitude for child in children) / len(children),
            )
    return own


def nearest(
    origin: AdministrativeUnit, points: Iterable[ServicePoint], where: dict[int, Coordinates], limit: int = 8
) -> list[Near]:
    """Points by distance from a unit: the reader's own first, those without coordinates last."""
    start = where.get(origin.pk)
    found = []
    for point in points:
        end = where.get(point.unit_id)
        own = point.unit_id == origin.pk
        found.append(Near(point, 0.0 if own else distance(start, end) if start and end else None))
    found.sort(key=lambda near: (near.kilometres is None, near.kilometres or 0.0))
    return found[:limit]
