"""The four tables of places as checked values; nothing here touches the database.

Units and their successors are data of the country; which agency sits where, from which day, is the plan's.
"""

import re
from collections import Counter as Tally
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from portal.core.importing import Refusal, check_words
from portal.core.tabular import Row, read_table
from portal.places.models import LOCAL_LEVELS, AdministrativeUnit, Agency, Level, ServicePoint, UnitSuccession
from portal.vietnamese.unicode import fold

UNIT_COLUMNS = ("namespace", "code", "parent_code", "type", "name", "source")
SUCCESSION_COLUMNS = (
    "old_code",
    "old_name",
    "old_district_code",
    "old_district",
    "new_code",
    "new_name",
    "old_lat",
    "old_lon",
    "new_lat",
    "new_lon",
)
AGENCY_COLUMNS = (
    "code",
    "name",
    "short_name",
    "ministry",
    "slug",
    "province_from",
    "district_from",
    "commune_from",
    "source",
)
CENTRE_COLUMNS = (
    "namespace",
    "unit_code",
    "slug",
    "name",
    "address",
    "managed_by",
    "valid_from",
    "valid_to",
    "source",
)

LEVELS = {
    "tỉnh": Level.PROVINCE,
    "huyện": Level.DISTRICT,
    "thành phố": Level.DISTRICT,
    "thị xã": Level.DISTRICT,
    "xã": Level.COMMUNE,
    "phường": Level.COMMUNE,
    "thị trấn": Level.COMMUNE,
    "đặc khu": Level.COMMUNE,
}

#: Vietnam with its seas: a coordinate outside is a slip of the hand.
_LATITUDES = (Decimal(8), Decimal(24))
_LONGITUDES = (Decimal(102), Decimal(118))

_NAMESPACE = re.compile(r"(pre|from)-(\d{4}-\d{2}-\d{2})\Z")
_REMARK = re.compile(r"\s*\([^)]*\)\Z")

#: A unit's identity in the tables: its list and its code, since codes were given anew on 1 July 2025.
UnitKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Period:
    """What a list's name says about its units: `pre-DAY` ended on that day, `from-DAY` began on it."""

    valid_from: date | None
    valid_to: date | None

    @classmethod
    def of(cls, namespace: str) -> "Period | None":
        """Read a list's name; None if it is not one."""
        found = _NAMESPACE.match(namespace)
        if found is None:
            return None
        day = _day(found[2])
        if day is None:
            return None
        return cls(None, day) if found[1] == "pre" else cls(day, None)


@dataclass(slots=True)
class UnitRecord:
    """A unit as the table gives it; coordinates come from the table of successors."""

    key: UnitKey
    parent: UnitKey | None
    kind: str
    level: Level
    name: str
    source: str
    period: Period
    line: int
    latitude: Decimal | None = None
    longitude: Decimal | None = None

    @property
    def name_in_sentence(self) -> str:
        """`huyện Đắk Glei`: the name after other words."""
        return self.name[:1].lower() + self.name[1:]


@dataclass(frozen=True, slots=True)
class SuccessionRecord:
    """One unit that took another's place."""

    old: UnitKey
    new: UnitKey
    day: date
    kind: UnitSuccession.Kind


@dataclass(frozen=True, slots=True)
class AgencyRecord:
    """An agency and, for each level it staffs, the first day."""

    code: str
    name: str
    short_name: str
    ministry: str
    slug: str
    starts: dict[Level, date]
    line: int


@dataclass(frozen=True, slots=True)
class CentreRecord:
    """A service point with facts of its own: the provincial Centre."""

    unit: UnitKey
    slug: str
    name: str
    address: str
    managed_by: str
    valid_from: date | None
    valid_to: date | None
    source: str


@dataclass(slots=True)
class Reading:
    """Records of one file, with what was refused of it."""

    file: str
    refusals: list[Refusal] = field(default_factory=list)

    def refuse(self, row: Row, reason: str) -> None:
        """Note a line that cannot be imported."""
        self.refusals.append(Refusal(reason, row.line, self.file))


def read_units(path: Path) -> tuple[dict[UnitKey, UnitRecord], list[Refusal]]:
    """Units by list and code.

    Raises:
        ImportRefused: the file cannot be read at all.
    """
    table = read_table(path, UNIT_COLUMNS)
    reading = Reading(path.name, list(table.refusals))
    units: dict[UnitKey, UnitRecord] = {}
    for row in table.rows:
        unit = _unit(row, reading)
        if unit is None:
            continue
        if unit.key in units:
            reading.refuse(row, f"Mã {row['code']} đã có ở dòng {units[unit.key].line} trong cùng danh sách.")
        else:
            units[unit.key] = unit
    for unit in units.values():
        if unit.parent is not None and unit.parent not in units:
            reading.refusals.append(Refusal(f"Không có đơn vị cấp trên mã {unit.parent[1]}.", unit.line, path.name))
    return units, reading.refusals


def read_successions(path: Path, units: dict[UnitKey, UnitRecord]) -> tuple[list[SuccessionRecord], list[Refusal]]:
    """Who took whose place; the coordinates of both are put into `units`.

    Units are known by their codes: this table spells some names in another way than the official list.

    Raises:
        ImportRefused: the file cannot be read at all.
    """
    table = read_table(path, SUCCESSION_COLUMNS)
    reading = Reading(path.name, list(table.refusals))
    former = {code: unit for (_, code), unit in units.items() if unit.period.valid_to is not None}
    later = {code: unit for (_, code), unit in units.items() if unit.period.valid_from is not None}
    pairs: dict[tuple[UnitKey, UnitKey], tuple[UnitRecord, UnitRecord]] = {}
    for row in table.rows:
        old, new = former.get(row["old_code"]), later.get(row["new_code"])
        if old is None or new is None:
            code = row["old_code"] if old is None else row["new_code"]
            reading.refuse(row, f"Không có đơn vị mã {code} trong danh sách đơn vị hành chính.")
        elif old.parent is None or old.parent[1] != row["old_district_code"]:
            reading.refuse(row, f"{old.name} không thuộc đơn vị mã {row['old_district_code']}.")
        elif (old.key, new.key) in pairs:
            reading.refuse(row, f"{old.name} → {new.name} đã có ở dòng trước.")
        elif _place(old, row["old_lat"], row["old_lon"]) and _place(new, row["new_lat"], row["new_lon"]):
            pairs[old.key, new.key] = (old, new)
        else:
            reading.refuse(row, "Tọa độ không đúng, hoặc khác với dòng trước của cùng đơn vị.")
    return [*_kinds(pairs.values()), *_provinces(units.values())], reading.refusals


def read_agencies(path: Path) -> tuple[list[AgencyRecord], list[Refusal]]:
    """Agencies with the days they begin at each level.

    Raises:
        ImportRefused: the file cannot be read at all.
    """
    table = read_table(path, AGENCY_COLUMNS)
    reading = Reading(path.name, list(table.refusals))
    agencies: dict[str, AgencyRecord] = {}
    slugs: set[str] = set()
    for row in table.rows:
        words = {name: row[name] for name in ("code", "name", "short_name", "ministry", "slug")}
        starts, unreadable = _starts(row)
        if problem := check_words(Agency, words):
            reading.refuse(row, problem)
        elif unreadable:
            reading.refuse(row, f"Ngày không đúng: {unreadable}. Ghi dạng 2020-01-15.")
        elif words["code"] in agencies or words["slug"] in slugs:
            reading.refuse(row, f"Cơ quan {words['code']} hoặc đường dẫn {words['slug']} bị lặp.")
        else:
            agencies[words["code"]] = AgencyRecord(**words, starts=starts, line=row.line)
            slugs.add(words["slug"])
    return list(agencies.values()), reading.refusals


def read_centres(path: Path, units: dict[UnitKey, UnitRecord]) -> tuple[list[CentreRecord], list[Refusal]]:
    """Service points with facts of their own.

    Raises:
        ImportRefused: the file cannot be read at all.
    """
    table = read_table(path, CENTRE_COLUMNS)
    reading = Reading(path.name, list(table.refusals))
    centres: list[CentreRecord] = []
    for row in table.rows:
        key = (row["namespace"], row["unit_code"])
        words = {name: row[name] for name in ("slug", "name", "address", "managed_by", "source")}
        days = {name: _day(row[name]) for name in ("valid_from", "valid_to")}
        wrong = [row[name] for name, day in days.items() if row[name] and day is None]
        if key not in units:
            reading.refuse(row, f"Không có đơn vị mã {row['unit_code']} trong danh sách {row['namespace']}.")
        elif wrong:
            reading.refuse(row, f"Ngày không đúng: {', '.join(wrong)}. Ghi dạng 2020-01-15.")
        elif problem := check_words(ServicePoint, words):
            reading.refuse(row, problem)
        else:
            centres.append(CentreRecord(unit=key, valid_from=days["valid_from"], valid_to=days["valid_to"], **words))
    return centres, reading.refusals


def _unit(row: Row, reading: Reading) -> UnitRecord | None:
    period, level = Period.of(row["namespace"]), LEVELS.get(row["type"].lower())
    name = _REMARK.sub("", row["name"])
    if period is None:
        reading.refuse(row, f"Danh sách “{row['namespace']}” không rõ: cần pre-NGÀY hoặc from-NGÀY.")
    elif level is None:
        reading.refuse(row, f"Loại đơn vị “{row['type']}” không có trong danh mục.")
    elif not row["code"].isascii() or not row["code"].isdigit():
        reading.refuse(row, f"Mã đơn vị “{row['code']}” phải là số.")
    elif problem := check_words(AdministrativeUnit, {"code": row["code"], "name": name, "source": row["source"]}):
        reading.refuse(row, problem)
    else:
        parent = (row["namespace"], row["parent_code"]) if row["parent_code"] else None
        key = (row["namespace"], row["code"])
        return UnitRecord(key, parent, row["type"].lower(), level, name, row["source"], period, row.line)
    return None


def _place(unit: UnitRecord, latitude: str, longitude: str) -> bool:
    """Give a unit its coordinates; False if they are no place in Vietnam or differ from those it has."""
    try:
        place = (Decimal(latitude), Decimal(longitude))
    except InvalidOperation:
        return False
    inside = all(number.is_finite() for number in place)
    inside = inside and _LATITUDES[0] <= place[0] <= _LATITUDES[1] and _LONGITUDES[0] <= place[1] <= _LONGITUDES[1]
    known = (unit.latitude, unit.longitude)
    if not inside or known not in {(None, None), place}:
        return False
    unit.latitude, unit.longitude = place
    return True


def _kinds(pairs: Iterable[tuple[UnitRecord, UnitRecord]]) -> Iterable[SuccessionRecord]:
    """Several into one is a merger; one into one is a new name, or the same unit under another parent."""
    pairs = list(pairs)
    sizes = Tally(new.key for _, new in pairs)
    for old, new in pairs:
        if sizes[new.key] > 1:
            kind = UnitSuccession.Kind.MERGED
        elif fold(old.name) == fold(new.name):
            kind = UnitSuccession.Kind.KEPT
        else:
            kind = UnitSuccession.Kind.RENAMED
        assert new.period.valid_from is not None  # noqa: S101 - chosen by it in read_successions
        yield SuccessionRecord(old.key, new.key, new.period.valid_from, kind)


def _provinces(units: Iterable[UnitRecord]) -> Iterable[SuccessionRecord]:
    """The province of the new list took over that of the old one, where the lists hold one each."""
    provinces = [unit for unit in units if unit.level == Level.PROVINCE]
    old = [unit for unit in provinces if unit.period.valid_to is not None]
    new = [unit for unit in provinces if unit.period.valid_from is not None]
    if len(old) == len(new) == 1 and new[0].period.valid_from is not None:
        yield SuccessionRecord(old[0].key, new[0].key, new[0].period.valid_from, UnitSuccession.Kind.MERGED)


def _starts(row: Row) -> tuple[dict[Level, date], str]:
    """The day for each level that has one, and the first text that is no day."""
    starts: dict[Level, date] = {}
    for level in LOCAL_LEVELS:
        text = row[f"{level.value}_from"]
        day = _day(text)
        if text and day is None:
            return {}, text
        if day is not None:
            starts[level] = day
    return starts, ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
