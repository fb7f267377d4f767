"""Who took over from a unit that is no more: the 102 communes of 2019 lead to the 40 of 1 July 2025."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from portal.places.models import AdministrativeUnit, ServicePoint, UnitSuccession


def successors(unit: AdministrativeUnit, day: date) -> list[AdministrativeUnit]:
    """The units that on `day` do what `unit` did; itself while it still is, its communes' heirs for a district.

    Follows the chain of successions; one query a link, two where the unit has no row of its own.
    """
    if unit.is_valid_on(day):
        return [unit]
    rows = _rows([unit.pk], day)
    if not rows:
        # The district level ended without heirs: its communes' heirs are where its people go.
        children = list(unit.children.values_list("pk", flat=True))
        rows = _rows(children, day)
    return _follow(rows, day)


def _follow(rows: list[UnitSuccession], day: date) -> list[AdministrativeUnit]:
    found: dict[int, AdministrativeUnit] = {}
    seen: set[int] = set()
    while rows:
        ended = []
        for row in rows:
            heir = row.successor
            if heir.pk in seen:
                continue
            seen.add(heir.pk)
            if heir.is_valid_on(day):
                found[heir.pk] = heir
            else:
                ended.append(heir.pk)
        rows = _rows(ended, day)
    return list(found.values())


def _rows(unit_ids: Iterable[int], day: date) -> list[UnitSuccession]:
    ids = list(unit_ids)
    if not ids:
        return []
    rows = UnitSuccession.objects.filter(predecessor__in=ids, date__lte=day).select_related("successor")
    return list(rows.order_by("date", "pk"))


def successor_points(point: ServicePoint, day: date) -> list[ServicePoint]:
    """The service points that on `day` stand where `point` stood, of the same level before others."""
    units = successors(point.unit, day)
    points = ServicePoint.objects.valid_on(day).filter(unit__in=[unit.pk for unit in units]).exclude(pk=point.pk)
    return list(points.select_related("unit").order_by("level", "name"))


def heirs_on(day: date) -> dict[int, list[AdministrativeUnit]]:
    """What `successors` says of every unit that was there before or on `day`, by its key. Two queries."""
    units = {unit.pk: unit for unit in AdministrativeUnit.objects.select_related("parent")}
    children: dict[int, list[int]] = defaultdict(list)
    for unit in units.values():
        if unit.parent_id:
            children[unit.parent_id].append(unit.pk)
    took_over: dict[int, list[int]] = defaultdict(list)
    rows = UnitSuccession.objects.filter(date__lte=day).order_by("date", "pk")
    for former, heir in rows.values_list("predecessor_id", "successor_id"):
        took_over[former].append(heir)
    return {
        unit.pk: _heirs(unit, units, took_over, children, day)
        for unit in units.values()
        if unit.valid_from is None or unit.valid_from <= day
    }


def _heirs(
    unit: AdministrativeUnit,
    units: Mapping[int, AdministrativeUnit],
    took_over: Mapping[int, list[int]],
    children: Mapping[int, list[int]],
    day: date,
) -> list[AdministrativeUnit]:
    if unit.is_valid_on(day):
        return [unit]
    waiting = list(
        took_over.get(unit.pk) or (heir for child in children.get(unit.pk, ()) for heir in took_over.get(child, ()))
    )
    found: dict[int, AdministrativeUnit] = {}
    seen: set[int] = set()
    while waiting:
        heir = units[waiting.pop(0)]
        if heir.pk in seen:
            continue
        seen.add(heir.pk)
        if heir.is_valid_on(day):
            found[heir.pk] = heir
        else:
            waiting += took_over.get(heir.pk, ())
    return list(found.values())
