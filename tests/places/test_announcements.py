"""Every change of a place leaves its ledger row in the same transaction."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from portal.ledger import reading, tick, writing
from portal.ledger.models import Kind, TickMark
from portal.ledger.writing import Key
from portal.places.models import (
    AdministrativeUnit,
    Agency,
    Counter,
    Level,
    OpeningException,
    OpeningHours,
    ServicePoint,
)

pytestmark = pytest.mark.django_db

POINT_ROW = Key(Kind.SERVICE_POINT, "xa-dak-ha")


@pytest.fixture
def agency() -> Agency:
    return Agency.objects.create(code="BQP", name="Bộ Chỉ huy", short_name="Quân sự", ministry="BQP", slug="quan-su")


@pytest.fixture
def point() -> ServicePoint:
    unit = AdministrativeUnit.objects.create(code="23500", name="Xã Đắk Hà", kind="xã", level=Level.COMMUNE)
    return ServicePoint.objects.create(unit=unit, level=Level.COMMUNE, name="Một cửa xã Đắk Hà", slug="xa-dak-ha")


def rows_since(start: int) -> tuple[Key, ...]:
    return reading.read(start).keys


def test_saving_a_point_its_counter_hours_or_closure_announces_the_point(point: ServicePoint, agency: Agency) -> None:
    for part in (
        point,
        Counter(service_point=point, agency=agency),
        OpeningHours(service_point=point, weekday=1, opens=time(7), closes=time(11, 30)),
        OpeningException(
            service_point=point, first_day=date(2020, 1, 23), last_day=date(2020, 1, 29), reason="Nghỉ Tết"
        ),
    ):
        start = writing.head_seq()
        part.save()
        assert rows_since(start) == (POINT_ROW,)


def test_deleting_a_point_announces_it_once_with_all_that_hangs_on_it(point: ServicePoint, agency: Agency) -> None:
    Counter.objects.create(service_point=point, agency=agency)
    start = writing.head_seq()
    point.delete()
    assert rows_since(start) == (POINT_ROW,)


def test_a_rolled_back_change_announces_nothing(point: ServicePoint) -> None:
    start = writing.head_seq()
    with pytest.raises(RuntimeError), transaction.atomic():
        point.save()
        raise RuntimeError
    assert rows_since(start) == ()


def test_the_same_code_can_name_another_unit_from_another_day(point: ServicePoint) -> None:
    AdministrativeUnit.objects.create(
        code="23500", name="Xã khác", kind="xã", level=Level.COMMUNE, valid_from=date(2025, 7, 1)
    )
    twin = AdministrativeUnit(code="23500", name="Lần thứ ba", kind="xã", level=Level.COMMUNE)
    with pytest.raises(ValidationError):
        twin.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


@pytest.mark.parametrize(
    ("day", "expected"),
    [(date(2019, 12, 31), False), (date(2020, 1, 1), True), (date(2025, 6, 30), True), (date(2025, 7, 1), False)],
)
def test_a_dated_fact_holds_from_its_first_day_to_the_day_before_its_end(
    day: date, expected: bool, point: ServicePoint
) -> None:
    point.valid_from, point.valid_to = date(2020, 1, 1), date(2025, 7, 1)
    point.save()
    assert point.is_valid_on(day) is expected
    assert ServicePoint.objects.valid_on(day).exists() is expected


def test_an_interval_that_ends_before_it_starts_is_refused(point: ServicePoint) -> None:
    point.valid_from, point.valid_to = date(2020, 1, 2), date(2020, 1, 2)
    with pytest.raises(ValidationError) as refused:
        point.full_clean()
    assert "valid_to" in refused.value.message_dict


def test_the_tick_announces_a_counter_that_starts_and_a_closure_that_ends(point: ServicePoint, agency: Agency) -> None:
    Counter.objects.create(service_point=point, agency=agency, valid_from=date(2020, 3, 2))
    OpeningException.objects.create(
        service_point=point, first_day=date(2020, 4, 1), last_day=date(2020, 4, 3), reason="Mất điện"
    )
    TickMark.objects.update_or_create(pk=1, defaults={"day": date(2020, 3, 1)})
    assert tick.run(date(2020, 3, 2)).keys == (POINT_ROW,)
    assert tick.run(date(2020, 3, 31)).keys == ()
    assert tick.run(date(2020, 4, 1)).keys == (POINT_ROW,)
    assert tick.run(date(2020, 4, 3)).keys == ()
    assert tick.run(date(2020, 4, 4)).keys == (POINT_ROW,)


def test_closing_hours_before_opening_are_refused(point: ServicePoint) -> None:
    hours = OpeningHours(service_point=point, weekday=1, opens=time(11), closes=time(7))
    with pytest.raises(ValidationError):
        hours.full_clean()
