"""The service points that follow from the units: their names, slugs and days."""

from collections import Counter as Tally
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portal.places.importers.tables import CentreRecord, UnitKey, UnitRecord
from portal.places.models import Level
from portal.vietnamese.slugs import slugify

SECTION_SOURCE = "Nghị định 61/2018/NĐ-CP; Kế hoạch triển khai Quyết định 1291/QĐ-TTg (dự thảo), mục II.2"
CENTRE_SOURCE = "Nghị định 118/2025/NĐ-CP"


@dataclass(frozen=True, slots=True)
class PointRecord:
    """A service point to be; fields the sources do not give stay empty."""

    unit: UnitKey
    level: Level
    name: str
    slug: str
    valid_from: date | None
    valid_to: date | None
    managed_by: str
    source: str
    address: str = ""

    @property
    def key(self) -> tuple[str, date | None]:
        """What tells it from others: addresses are used again by the units of 2025."""
        return self.slug, self.valid_from

    def values(self, unit_id: int) -> dict[str, Any]:
        """Columns and values. An address the tables do not give is left as editors entered it."""
        values = {
            "unit_id": unit_id,
            "level": self.level.value,
            "name": self.name,
            "slug": self.slug,
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "managed_by": self.managed_by,
            "source": self.source,
        }
        return values | ({"address": self.address} if self.address else {})


def points_of(units: Mapping[UnitKey, UnitRecord], centres: Iterable[CentreRecord]) -> list[PointRecord]:
    """The centres as the table gives them, then one service point for each district and commune."""
    slugs = _slugs(units)
    points = [
        PointRecord(
            unit=centre.unit,
            level=units[centre.unit].level,
            name=centre.name,
            slug=centre.slug,
            valid_from=centre.valid_from,
            valid_to=centre.valid_to,
            managed_by=centre.managed_by,
            source=centre.source,
            address=centre.address,
        )
        for centre in centres
    ]
    return points + [_point(unit, slugs[unit.key]) for unit in units.values() if unit.level != Level.PROVINCE]


def _point(unit: UnitRecord, slug: str) -> PointRecord:
    is_new_kind = unit.period.valid_from is not None
    committee = f"Ủy ban nhân dân {unit.name_in_sentence}"
    return PointRecord(
        unit=unit.key,
        level=unit.level,
        name=f"Trung tâm Phục vụ hành chính công {unit.name_in_sentence}"
        if is_new_kind
        else f"Bộ phận Tiếp nhận và Trả kết quả {committee}",
        slug=slug,
        valid_from=unit.period.valid_from,
        valid_to=unit.period.valid_to,
        managed_by="" if is_new_kind else committee,
        source=CENTRE_SOURCE if is_new_kind else SECTION_SOURCE,
    )


def _slugs(units: Mapping[UnitKey, UnitRecord]) -> dict[UnitKey, str]:
    """A unit's name, with that of its parent where two of one list would be alike (xã Đắk Long)."""
    plain = {key: slugify(unit.name) for key, unit in units.items()}
    uses = Tally((key[0], slug) for key, slug in plain.items())
    return {
        key: slugify(f"{unit.name} {units[unit.parent].name}")
        if unit.parent is not None and uses[key[0], plain[key]] > 1
        else plain[key]
        for key, unit in units.items()
    }
