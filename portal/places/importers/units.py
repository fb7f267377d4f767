"""Units, their successors, agencies, service points and counters: everything about where, in one transaction.

The tables state what a province's places are; this adds what follows from them: each district and
commune has a one-stop section (Nghị định 61/2018/NĐ-CP) until districts ended, each commune of the
new list a public administration service centre (Nghị định 118/2025/NĐ-CP).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

from django.db import models
from wagtail.models import ReferenceIndex

from portal.core import admin_search
from portal.core.importing import Importer, Step, Summary
from portal.ledger.models import Kind
from portal.ledger.writing import Key, append
from portal.places.importers import tables
from portal.places.importers.points import PointRecord, points_of
from portal.places.importers.tables import AgencyRecord, SuccessionRecord, UnitKey, UnitRecord
from portal.places.models import LOCAL_LEVELS, AdministrativeUnit, Agency, Counter, Level, ServicePoint, UnitSuccession

DATA = Path(__file__).resolve().parents[1] / "data"

#: The ground of what happened to units of a level on 1 July 2025.
LEGAL_GROUNDS = {
    Level.PROVINCE: "Nghị quyết 202/2025/QH15",
    Level.COMMUNE: "Nghị quyết 1677/NQ-UBTVQH15",
}

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Files:
    """The tables to read; Kon Tum's own by default."""

    units: Path = DATA / "kontum-units.csv"
    succession: Path = DATA / "kontum-succession.csv"
    agencies: Path = DATA / "kontum-agencies.csv"
    centres: Path = DATA / "kontum-centres.csv"


@dataclass(slots=True)
class Saved(Generic[M]):
    """Objects by the key they have in the tables, those that are new or different, and the figures."""

    objects: dict[Any, M]
    touched: list[M]
    summary: Summary


class PlacesImporter(Importer):
    """Brings the tables into the database: what they say wins, what they do not say stays as editors left it."""

    subject: ClassVar[str] = "Đơn vị hành chính, cơ quan, điểm tiếp nhận, quầy"

    def __init__(self, files: Files | None = None) -> None:
        super().__init__()
        self.files = files or Files()
        self.units: dict[UnitKey, UnitRecord] = {}
        self.successions: list[SuccessionRecord] = []
        self.agencies: list[AgencyRecord] = []
        self.points: list[PointRecord] = []

    def read(self) -> int:
        self.units, of_units = tables.read_units(self.files.units)
        self.successions, of_succession = tables.read_successions(self.files.succession, self.units)
        self.agencies, of_agencies = tables.read_agencies(self.files.agencies)
        centres, of_centres = tables.read_centres(self.files.centres, self.units)
        self.refusals += [*of_units, *of_succession, *of_agencies, *of_centres]
        self._refuse_renamed_addresses()
        if self.refusals:
            return 0
        self.points = points_of(self.units, centres)
        return len(self.units) + len(self.successions) + len(self.agencies) + len(self.points)

    def write(self, step: Step) -> Summary:
        units = self._save_units(step)
        successions = self._save_successions(units.objects, step)
        agencies = self._save_agencies(step)
        points = self._save_points(units.objects, step)
        counters = self._open_counters(points.objects, agencies.objects)
        self._announce(units, agencies, points, counters)
        summary = Summary()
        for saved in (units, successions, agencies, points, counters):
            summary.add(saved.summary)
        return summary

    def _refuse_renamed_addresses(self) -> None:
        slugs = dict(Agency.objects.values_list("code", "slug"))
        for agency in self.agencies:
            if slugs.get(agency.code, agency.slug) != agency.slug:
                reason = f"Đường dẫn của cơ quan {agency.code} không đổi được nữa ({slugs[agency.code]})."
                self.refuse(reason, line=agency.line, file=self.files.agencies.name)

    def _save_units(self, step: Step) -> Saved[AdministrativeUnit]:
        known = {(unit.code, unit.valid_from): unit for unit in AdministrativeUnit.objects.all()}
        saved: Saved[AdministrativeUnit] = Saved({}, [], Summary())
        # Parents first, so that children find them.
        for level in LOCAL_LEVELS:
            of_level = {key: unit for key, unit in self.units.items() if unit.level == level}
            wanted = {
                key: {
                    "code": unit.key[1],
                    "valid_from": unit.period.valid_from,
                    "valid_to": unit.period.valid_to,
                    "name": unit.name,
                    "kind": unit.kind,
                    "level": unit.level.value,
                    "parent_id": saved.objects[unit.parent].pk if unit.parent else None,
                    "latitude": unit.latitude,
                    "longitude": unit.longitude,
                    "source": unit.source,
                }
                for key, unit in of_level.items()
            }
            existing = {key: known.get((unit.key[1], unit.period.valid_from)) for key, unit in of_level.items()}
            _merge(saved, _save(AdministrativeUnit, existing, wanted, step))
        return saved

    def _save_successions(self, units: Mapping[Any, AdministrativeUnit], step: Step) -> Saved[UnitSuccession]:
        known = {(row.predecessor_id, row.successor_id, row.date): row for row in UnitSuccession.objects.all()}
        wanted, existing = {}, {}
        for record in self.successions:
            old, new = units[record.old], units[record.new]
            wanted[record] = {
                "predecessor_id": old.pk,
                "successor_id": new.pk,
                "date": record.day,
                "kind": record.kind.value,
                "legal_ground": LEGAL_GROUNDS.get(Level(old.level), ""),
            }
            existing[record] = known.get((old.pk, new.pk, record.day))
        return _save(UnitSuccession, existing, wanted, step)

    def _save_agencies(self, step: Step) -> Saved[Agency]:
        known = {agency.code: agency for agency in Agency.objects.all()}
        columns = ("code", "name", "short_name", "ministry", "slug")
        wanted = {record.code: {name: getattr(record, name) for name in columns} for record in self.agencies}
        return _save(Agency, {code: known.get(code) for code in wanted}, wanted, step)

    def _save_points(self, units: Mapping[Any, AdministrativeUnit], step: Step) -> Saved[ServicePoint]:
        """A point is known by its address, or as the only one of its unit: a unit's new name leaves the address."""
        points = list(ServicePoint.objects.all())
        by_address = {(point.slug, point.valid_from): point for point in points}
        by_unit: dict[int, list[ServicePoint]] = {}
        for point in points:
            by_unit.setdefault(point.unit_id, []).append(point)
        wanted, existing = {}, {}
        for record in self.points:
            unit = units[record.unit]
            of_unit = by_unit.get(unit.pk, [])
            known = by_address.get(record.key) or (of_unit[0] if len(of_unit) == 1 else None)
            existing[record.key] = known
            wanted[record.key] = record.values(unit.pk) | ({"slug": known.slug} if known else {})
        return _save(ServicePoint, existing, wanted, step)

    def _open_counters(self, points: Mapping[Any, ServicePoint], agencies: Mapping[Any, Agency]) -> Saved[Counter]:
        """A counter for each agency where the tables place it; one that is there belongs to the editors."""
        known = {(row.service_point_id, row.agency_id) for row in Counter.objects.all()}
        summary, opened = Summary(), []
        for record in self.agencies:
            agency = agencies[record.code]
            for point in points.values():
                start = record.starts.get(Level(point.level))
                if start is None or not point.is_valid_on(start):
                    continue
                is_new = (point.pk, agency.pk) not in known
                summary.count(created=is_new, changed=False)
                if is_new:
                    opened.append(
                        Counter(service_point=point, agency=agency, valid_from=start, valid_to=point.valid_to)
                    )
        Counter.objects.bulk_create(opened)
        return Saved({}, opened, summary)

    @staticmethod
    def _announce(
        units: Saved[AdministrativeUnit], agencies: Saved[Agency], points: Saved[ServicePoint], counters: Saved[Counter]
    ) -> None:
        """Bring Wagtail's own indexes up, which bulk writing goes past, and write the ledger's rows last."""
        for changed in chain(units.touched, agencies.touched, points.touched, counters.touched):
            ReferenceIndex.create_or_update_for_object(changed)
        admin_search.index_rows(Agency, agencies.touched)
        admin_search.index_rows(ServicePoint, points.touched)
        renamed = {unit.pk for unit in units.touched}
        slugs = {point.slug for point in points.touched} | {counter.service_point.slug for counter in counters.touched}
        slugs |= {point.slug for point in points.objects.values() if point.unit_id in renamed}
        keys = [Key(Kind.AGENCY, agency.code) for agency in agencies.touched]
        append([*keys, *(Key(Kind.SERVICE_POINT, slug) for slug in sorted(slugs))])


def _save(
    model: type[M], existing: Mapping[Any, M | None], wanted: Mapping[Any, dict[str, Any]], step: Step
) -> Saved[M]:
    """Create what is missing and correct what differs, in two statements."""
    saved: Saved[M] = Saved({}, [], Summary())
    created, changed = [], []
    for key, values in wanted.items():
        row = existing[key]
        if row is None:
            row = model(**values)
            created.append(row)
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
        saved.objects[key] = row
        step()
    manager = model._default_manager
    manager.bulk_create(created)
    if changed:
        manager.bulk_update(changed, _field_names(model, chain.from_iterable(wanted.values())))
    saved.touched = [*created, *changed]
    saved.summary = Summary(len(created), len(changed), len(wanted) - len(created) - len(changed))
    return saved


def _field_names(model: type[M], columns: Iterable[str]) -> list[str]:
    by_column = {field.attname: field.name for field in model._meta.concrete_fields}
    return [by_column[column] for column in dict.fromkeys(columns)]


def _merge(whole: Saved[M], part: Saved[M]) -> None:
    whole.objects |= part.objects
    whole.touched += part.touched
    whole.summary.add(part.summary)
