"""Narrowing a search: by level, agency, field, audience and place; counts beside it."""

from datetime import date

import pytest

from portal.core import clock
from portal.places.models import AdministrativeUnit, Agency, Counter, ServicePoint
from portal.procedures.models import AcceptanceException
from portal.procedures.notice import Notice
from portal.search.parameters import UnknownValue, open_counters, read_filters
from portal.search.service import SearchRequest, SearchResult, search
from tests.search.publishing import publish, short_notice


def find(text: str = "", **asked: list[str]) -> SearchResult:
    return search(SearchRequest(text=text, filters=read_filters(asked, clock.today()), size=50))


def counts(result: SearchResult, kind: str) -> dict[str, int]:
    return {value.key: value.count for value in result.facets[kind]}


@pytest.fixture
def commune(plan: list[Notice]) -> ServicePoint:
    unit = AdministrativeUnit.objects.create(code="23500", name="Xã Đắk Hà", kind="xã", level="commune")
    point = ServicePoint.objects.create(unit=unit, level="commune", name="Một cửa xã Đắk Hà", slug="xa-dak-ha")
    Counter.objects.create(service_point=point, agency=Agency.objects.get(code="BQP"))
    return point


def test_without_a_query_only_counts_come(plan: list[Notice]) -> None:
    result = find()

    assert result.hits == ()
    assert result.total == 0
    assert counts(result, "level") == {"province": 20, "district": 14, "commune": 14}
    assert counts(result, "agency") == {"bqp": 14, "bca": 13, "bhxh": 9}


def test_a_filter_alone_lists_what_it_lets_through(plan: list[Notice]) -> None:
    assert find(level=["province"]).total == 20
    assert find(agency=["BHXH"]).total == 9


@pytest.mark.parametrize("named", ["BCA", "bca", "cong-an-tinh", "Công an tỉnh Kon Tum", "CÔNG AN TỈNH KON TUM"])
def test_an_agency_may_be_named_in_any_way(plan: list[Notice], named: str) -> None:
    result = find(agency=[named])

    assert result.total == 13
    assert {hit.document.agency for hit in result.hits} == {"bca"}


@pytest.mark.parametrize("named", ["Nghĩa vụ quân sự", "nghia-vu-quan-su", "nghia vu quan su"])
def test_a_field_may_be_named_in_any_way(plan: list[Notice], named: str) -> None:
    assert find(field=[named]).total == 7


def test_values_of_one_kind_widen_and_kinds_narrow(plan: list[Notice]) -> None:
    assert find(level=["commune", "province"]).total == 34
    assert find(level=["commune"], agency=["BCA"]).total == 0


def test_every_count_is_what_its_filter_then_gives(plan: list[Notice]) -> None:
    result = find("cấp")

    for kind in ("level", "agency", "field"):
        for value in result.facets[kind]:
            assert find("cấp", **{kind: [value.key]}).total == value.count
            if kind != "level":
                assert find("cấp", **{kind: [value.name]}).total == value.count


def test_a_filter_does_not_narrow_its_own_counts(plan: list[Notice]) -> None:
    assert counts(find("cấp", level=["commune"]), "level") == counts(find("cấp"), "level")
    assert counts(find("cấp", level=["commune"]), "agency") != counts(find("cấp"), "agency")


def test_filters_never_bring_up_lesser_results(plan: list[Notice]) -> None:
    result = find("an ninh trật tự", level=["commune"])

    assert result.total == 0
    assert result.accepted == 1


def test_an_audience_narrows(db: None) -> None:
    publish([short_notice("BQP-21", audiences=("citizen",)), short_notice("BQP-22", audiences=("enterprise",))])

    assert [hit.document.code for hit in find(audience=["enterprise"]).hits] == ["BQP-22"]


def test_a_place_gives_what_its_open_counters_take(commune: ServicePoint) -> None:
    assert find(place=["xa-dak-ha"]).total == 14

    Counter.objects.create(service_point=commune, agency=Agency.objects.get(code="BCA"))
    assert find(place=["xa-dak-ha"]).total == 14, "the Police take nothing in at communes"

    AcceptanceException.objects.create(
        code="BQP-06", service_point=commune, valid_from=date(2020, 1, 1), reason="Thiếu người"
    )
    assert find(place=["xa-dak-ha"]).total == 13


def test_a_counter_that_is_closed_takes_nothing(commune: ServicePoint) -> None:
    Counter.objects.update(valid_from=date(2020, 1, 3))

    assert find(place=["xa-dak-ha"]).total == 0


def test_an_exception_that_is_over_is_over(commune: ServicePoint) -> None:
    AcceptanceException.objects.create(
        code="BQP-06", service_point=commune, valid_from=date(2019, 1, 1), valid_to=date(2020, 1, 2), reason="Xong"
    )

    assert find(place=["xa-dak-ha"]).total == 14


@pytest.mark.parametrize(
    "asked", [{"level": ["ward"]}, {"audience": ["everybody"]}, {"place": ["nowhere"]}, {"place": ["x" * 500]}]
)
def test_what_the_portal_does_not_have_is_refused_in_words(db: None, asked: dict[str, list[str]]) -> None:
    with pytest.raises(UnknownValue, match="hông có"):
        read_filters(asked, clock.today())


def test_empty_values_do_not_filter(plan: list[Notice]) -> None:
    assert not read_filters({"level": [""], "agency": [" "], "place": [""]}, clock.today())


def test_places_are_counted_by_level_and_agency_in_people_words(commune: ServicePoint) -> None:
    assert open_counters(clock.today())["commune|BQP"].words == "Một cửa xã Đắk Hà"

    town = AdministrativeUnit.objects.create(code="23501", name="Thị trấn", kind="thị trấn", level="commune")
    point = ServicePoint.objects.create(unit=town, level="commune", name="Một cửa thị trấn", slug="thi-tran")
    Counter.objects.create(service_point=point, agency=Agency.objects.get(code="BQP"))

    assert open_counters(clock.today())["commune|BQP"].words == "2 xã, thị trấn"
