"""Reading places: the point an address means on a day, and all that are open."""

from datetime import date

from portal.places.models import AdministrativeUnit, Level, ServicePoint


def points_on(day: date) -> list[ServicePoint]:
    """Every service point open on `day`, with its unit and the unit above. One query."""
    return list(ServicePoint.objects.valid_on(day).select_related("unit__parent"))


def communes_on(day: date) -> list[AdministrativeUnit]:
    """The communes there are on `day`, with their districts."""
    return list(AdministrativeUnit.objects.valid_on(day).filter(level=Level.COMMUNE).select_related("parent"))


def point_by_slug(slug: str, day: date) -> ServicePoint | None:
    """The point an address means on `day`; where none was open then, the one nearest in time.

    A name may belong to several points one after another (a commune that kept its name in 2025).
    """
    points = list(ServicePoint.objects.filter(slug=slug).select_related("unit__parent"))
    return min(points, key=lambda point: _days_away(point, day), default=None)


def _days_away(point: ServicePoint, day: date) -> int:
    if point.is_valid_on(day):
        return 0
    if point.valid_from is not None and day < point.valid_from:
        return (point.valid_from - day).days
    return (day - point.valid_to).days + 1 if point.valid_to else 0
