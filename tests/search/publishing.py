"""Publishing notices for tests: the 36 procedures of Decision 1291, without the pages behind them."""

import csv
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from portal.ledger.models import Entry, Head, Kind
from portal.places.models import LOCAL_LEVELS, Agency
from portal.procedures import canonical
from portal.procedures.models import Address, Field, NoticeLevel, NoticeVersion
from portal.procedures.notice import SCHEMA, AgencyRef, LevelMark, Notice
from portal.search.documents import SearchDocument
from portal.search.engines.base import Engine, Position
from portal.vietnamese.slugs import slugify

PLAN = Path(__file__).resolve().parents[2] / "portal/procedures/data/decision-1291-procedures.csv"
FIRST_DAY = date(2019, 12, 1)
RECORDED_AT = datetime(2019, 12, 1, tzinfo=UTC)


def plan_notices() -> list[Notice]:
    """Name, agency, field and levels of the 36, as the plan gives them."""
    with PLAN.open(encoding="utf-8", newline="") as file:
        return [_notice(row) for row in csv.DictReader(file)]


def _notice(row: dict[str, str]) -> Notice:
    return Notice(
        code=row["code"],
        title=row["name"],
        agency=AgencyRef(
            code=row["code"].split("-")[0],
            name=row["agency"],
            short_name=row["agency"].removesuffix(" Kon Tum"),
            ministry=row["ministry"],
        ),
        field=row["field"],
        levels=tuple(
            LevelMark(level=level, starts_on=FIRST_DAY) for level in LOCAL_LEVELS if row[f"level_{level}"] == "true"
        ),
    )


def short_notice(code: str = "BQP-06", title: str = "Đăng ký nghĩa vụ quân sự lần đầu", **values: Any) -> Notice:
    """A notice accepted at communes, with whatever else a test needs."""
    agency = AgencyRef(code="BQP", name="Bộ Chỉ huy Quân sự tỉnh", short_name="Quân sự", ministry="Bộ Quốc phòng")
    levels = (LevelMark(level="commune", starts_on=FIRST_DAY),)
    return replace(Notice(code=code, title=title, agency=agency, field="Nghĩa vụ quân sự", levels=levels), **values)


def publish(notices: Iterable[Notice]) -> None:
    """Write versions, addresses and levels as publication does, in three inserts, with a ledger row each."""
    given = list(notices)
    agencies = {code: _agency(notice) for notice in given if (code := notice.agency.code)}
    for notice in given:
        if notice.field:
            Field.objects.get_or_create(
                agency=agencies[notice.agency.code], slug=slugify(notice.field)[:100], defaults={"name": notice.field}
            )
    numbers = {code: NoticeVersion.objects.filter(code=code).count() for code in {n.code for n in given}}
    versions = NoticeVersion.objects.bulk_create([_version(notice, numbers[notice.code] + 1) for notice in given])
    NoticeLevel.objects.bulk_create(
        [
            NoticeLevel(
                version=version,
                agency=agencies[notice.agency.code],
                level=mark.level,
                starts_on=mark.starts_on,
                ends_on=mark.ends_on,
            )
            for version, notice in zip(versions, given, strict=True)
            for mark in notice.levels
        ]
    )
    Address.objects.bulk_create(
        [Address(agency_slug="co-quan", slug=slugify(notice.code), code=notice.code) for notice in given],
        ignore_conflicts=True,
    )
    announce(*(notice.code for notice in given))


def fill(engine: Engine, documents: Iterable[SearchDocument], position: Position) -> None:
    """Put an index of these documents in place."""
    with engine.building(documents, position):
        pass


def withdraw(code: str) -> None:
    """Write a version that ends a notice, with its ledger row."""
    former = NoticeVersion.objects.filter(code=code).latest("number")
    NoticeVersion.objects.create(
        code=code,
        number=former.number + 1,
        kind="withdrawn",
        effective_from=FIRST_DAY,
        recorded_at=RECORDED_AT,
        schema=SCHEMA,
        content=former.content,
        digest=f"{code}/{former.number + 1}",
    )
    announce(code)


def announce(*codes: str) -> None:
    """Ledger rows for procedures, as the last act of a change."""
    head, _ = Head.objects.get_or_create(pk=1)
    Entry.objects.bulk_create(
        [
            Entry(seq=head.seq + offset, kind=Kind.PROCEDURE, key=code, at=RECORDED_AT)
            for offset, code in enumerate(codes, start=1)
        ]
    )
    head.seq += len(codes)
    head.save()


def _agency(notice: Notice) -> Agency:
    agency, _ = Agency.objects.get_or_create(
        code=notice.agency.code,
        defaults={
            "name": notice.agency.name,
            "short_name": notice.agency.short_name,
            "ministry": notice.agency.ministry,
            "slug": slugify(notice.agency.short_name),
        },
    )
    return agency


def _version(notice: Notice, number: int) -> NoticeVersion:
    return NoticeVersion(
        code=notice.code,
        language=notice.language,
        number=number,
        kind="published",
        effective_from=FIRST_DAY,
        recorded_at=RECORDED_AT,
        schema=SCHEMA,
        content=canonical.dump(notice),
        digest=f"{notice.code}/{number}",
    )
