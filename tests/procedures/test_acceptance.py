"""The SQL of acceptance against its slow twin, over small random worlds, and the rule's edges by hand."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.places.models import AdministrativeUnit, Agency, Counter, Level, ServicePoint
from portal.procedures.acceptance import accepted_on, accepted_on_slowly
from portal.procedures.models import AcceptanceException, NoticeLevel, NoticeVersion, ProcedurePage

pytestmark = pytest.mark.django_db

EPOCH = date(2020, 1, 1)
days = st.integers(0, 8).map(lambda n: EPOCH + timedelta(days=n))


@st.composite
def intervals(draw: st.DrawFn) -> tuple[date, date | None]:
    start = draw(days)
    end = draw(st.none() | st.integers(1, 6).map(lambda n: start + timedelta(days=n)))
    return start, end


versions_strategy = st.lists(
    st.tuples(
        st.sampled_from(["A-01", "A-02"]),
        st.sampled_from(["published", "corrected", "withdrawn", "abolished"]),
        intervals(),
        st.lists(st.tuples(st.sampled_from(Level.values), intervals(), st.integers(0, 1)), max_size=3),
    ),
    max_size=5,
)
points_strategy = st.lists(
    st.tuples(
        st.sampled_from(Level.values), intervals(), st.lists(st.tuples(st.integers(0, 1), intervals()), max_size=2)
    ),
    max_size=3,
)
exceptions_strategy = st.lists(st.tuples(st.sampled_from(["A-01", "A-02"]), st.integers(0, 2), intervals()), max_size=2)


def build_world(versions: list, points: list, exceptions: list) -> None:
    agencies = [
        Agency.objects.create(code=f"A{n}", name=f"Cơ quan {n}", short_name=f"CQ {n}", ministry="Bộ", slug=f"cq-{n}")
        for n in range(2)
    ]
    numbers: dict[str, int] = {}
    for index, (code, kind, (start, end), levels) in enumerate(versions):
        numbers[code] = numbers.get(code, 0) + 1
        version = NoticeVersion.objects.create(
            code=code,
            number=numbers[code],
            kind=kind,
            effective_from=start,
            effective_to=end,
            recorded_at=timezone.now(),
            schema=1,
            content="{}",
            digest=f"{index:064}",
        )
        for level, (level_start, level_end), agency in levels:
            NoticeLevel.objects.create(
                version=version, agency=agencies[agency], level=level, starts_on=level_start, ends_on=level_end
            )
    made = []
    for index, (level, (start, end), counters) in enumerate(points):
        unit = AdministrativeUnit.objects.create(code=str(index), name=f"Đơn vị {index}", kind="xã", level=level)
        point = ServicePoint.objects.create(
            unit=unit, level=level, name=f"Điểm {index}", slug=f"diem-{index}", valid_from=start, valid_to=end
        )
        made.append(point)
        for agency, (counter_start, counter_end) in counters:
            Counter.objects.create(
                service_point=point, agency=agencies[agency], valid_from=counter_start, valid_to=counter_end
            )
    for code, index, (start, end) in exceptions:
        if index < len(made):
            AcceptanceException.objects.create(
                code=code, service_point=made[index], valid_from=start, valid_to=end, reason="thử"
            )


def twin(day: date) -> list:
    return accepted_on_slowly(
        day,
        versions=list(NoticeVersion.objects.all()),
        levels=list(NoticeLevel.objects.all()),
        points=list(ServicePoint.objects.all()),
        counters=list(Counter.objects.all()),
        exceptions=list(AcceptanceException.objects.all()),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(versions=versions_strategy, points=points_strategy, exceptions=exceptions_strategy)
def test_the_query_and_the_rule_in_words_agree_on_every_day(versions: list, points: list, exceptions: list) -> None:
    with transaction.atomic():
        build_world(versions, points, exceptions)
        for offset in range(-1, 16):
            day = EPOCH + timedelta(days=offset)
            # Two levels rows of one version may name the same point; both count them alike.
            assert sorted(accepted_on(day)) == twin(day)
        transaction.set_rollback(True)


def accepted_codes(day: date) -> list[str]:
    return [row.code for row in accepted_on(day)]


def test_a_procedure_is_accepted_from_the_day_version_level_point_and_counter_all_hold(
    live_page: ProcedurePage, commune: ServicePoint
) -> None:
    assert accepted_codes(date(2019, 12, 31)) == []
    assert accepted_codes(date(2020, 1, 1)) == ["BQP-06"]
    assert accepted_codes(date(2025, 6, 30)) == ["BQP-06"]
    assert accepted_codes(date(2025, 7, 1)) == []


def test_a_withdrawn_procedure_is_accepted_nowhere_from_that_day(
    live_page: ProcedurePage, commune: ServicePoint
) -> None:
    live_page.unpublish()
    assert accepted_codes(date(2020, 1, 1)) == ["BQP-06"]
    assert accepted_codes(date(2020, 1, 2)) == []


def test_an_exception_stops_one_procedure_at_one_place_for_its_days(
    live_page: ProcedurePage, commune: ServicePoint, make_page: Callable[..., ProcedurePage]
) -> None:
    live_page.get_parent().add_child(instance=make_page("BQP-07"))
    AcceptanceException.objects.create(
        code="BQP-06",
        service_point=commune,
        valid_from=date(2020, 2, 3),
        valid_to=date(2020, 2, 5),
        reason="Thiếu cán bộ",
    )
    assert accepted_codes(date(2020, 2, 2)) == ["BQP-06", "BQP-07"]
    assert accepted_codes(date(2020, 2, 4)) == ["BQP-07"]
    assert accepted_codes(date(2020, 2, 5)) == ["BQP-06", "BQP-07"]


def test_the_query_can_ask_for_some_procedures_or_one_place(live_page: ProcedurePage, commune: ServicePoint) -> None:
    day = date(2020, 1, 2)
    assert accepted_on(day, code="BQP-06", service_point_id=commune.pk) == accepted_on(day)
    assert accepted_on(day, code="BQP-07") == []
    assert accepted_on(day, codes=["BQP-06", "BQP-07"]) == accepted_on(day)
    assert accepted_on(day, codes=["BQP-07"]) == accepted_on(day, codes=[]) == []
    assert accepted_on(day, service_point_id=commune.pk + 1) == []
