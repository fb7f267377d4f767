"""The places a query may name, and what becomes of them."""

from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from portal.places.models import AdministrativeUnit, ServicePoint
from portal.places.succession import heirs_on, successors
from portal.search import places
from portal.search.understanding import Query, Site, understand
from tests.seeding import seed_places

IN_2020, IN_2025 = date(2020, 1, 2), date(2025, 7, 2)


@pytest.fixture
def places_of_kon_tum(db: None) -> None:
    seed_places()


def read(text: str, day: date = IN_2020) -> Query:
    site = Site(units=tuple(places.units_on(day)))
    return understand(text, lambda: site)


def slug_of(text: str, day: date = IN_2020) -> str | None:
    place = read(f"đăng ký tạm vắng {text}", day).place
    return place.slug if place else None


@pytest.mark.usefixtures("places_of_kon_tum")
@pytest.mark.parametrize(
    "typed",
    [
        "ở huyện Đắk Hà", "o huyen dak ha", "huyện Đăk Hà", "huyện Đắc Hà", "H. Đắk Hà", "tại h đắk hà", "ĐẮK HÀ",
        "Đắk Hà", "huyện Đắk Hà, tỉnh Kon Tum",
    ],
)  # fmt: skip
def test_a_district_may_be_written_in_many_ways(typed: str) -> None:
    query = read(f"đăng ký tạm vắng {typed}")

    assert query.place
    assert (query.place.name, query.place.slug) == ("Huyện Đắk Hà", "huyen-dak-ha")
    assert query.text == f"đăng ký tạm vắng {typed}"
    assert query.main.text == "đăng ký tạm vắng"


@pytest.mark.usefixtures("places_of_kon_tum")
@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("ở TP Kon Tum", "thanh-pho-kon-tum"),
        ("thành phố Kon Tum", "thanh-pho-kon-tum"),
        ("phường Quang Trung", "phuong-quang-trung"),
        ("P. Quang Trung, TP. Kon Tum", "phuong-quang-trung"),
        ("thị trấn Plei Kần", "thi-tran-plei-kan"),
        ("xã Xốp", "xa-xop"),
        ("xã Bờ Y huyện Ngọc Hồi", "xa-bo-y"),
        ("huyện Ia H'Drai", "huyen-ia-h-drai"),
        ("xã Đăk Long huyện Đắk Hà", "xa-dak-long-huyen-dak-ha"),
        ("xã Đắk Long, Đắk Glei", "xa-dak-long-huyen-dak-glei"),
    ],
)
def test_a_unit_leads_to_its_service_point(typed: str, slug: str) -> None:
    assert ServicePoint.objects.filter(slug=slug).exists()
    assert slug_of(typed) == slug


@pytest.mark.usefixtures("places_of_kon_tum")
@pytest.mark.parametrize("typed", ["ở tỉnh Kon Tum", "Kon Tum", "xã Đắk Long"])
def test_the_whole_province_and_a_name_of_two_units_narrow_nothing(typed: str) -> None:
    assert slug_of(typed) == ""


@pytest.mark.usefixtures("places_of_kon_tum")
@pytest.mark.parametrize("typed", ["Xốp", "hòa bình", "hoa binh", "thống nhất", "đoàn kết"])
def test_a_commune_called_by_an_ordinary_word_needs_its_kind(typed: str) -> None:
    assert slug_of(typed) is None


@pytest.mark.usefixtures("places_of_kon_tum")
def test_old_names_lead_to_who_serves_their_people_now() -> None:
    assert slug_of("phường Quang Trung", IN_2025) == "phuong-kon-tum"
    assert slug_of("xã Đắk Hà", IN_2025) == "xa-dak-ha"
    # A district's people went to several communes.
    assert slug_of("huyện Đắk Hà", IN_2025) == ""


@pytest.mark.usefixtures("places_of_kon_tum")
def test_units_to_come_have_no_name_yet() -> None:
    assert slug_of("xã Kon Braih") is None
    assert slug_of("xã Kon Braih", IN_2025) == "xa-kon-braih"


@pytest.mark.usefixtures("places_of_kon_tum")
def test_no_name_stands_for_two_units() -> None:
    for day in (IN_2020, IN_2025):
        names = [name for unit in places.units_on(day) for name in unit.names]
        assert len(names) == len(set(names))


@pytest.mark.usefixtures("places_of_kon_tum")
@pytest.mark.parametrize("day", [IN_2020, IN_2025])
def test_all_heirs_at_once_are_those_of_each_unit(day: date) -> None:
    heirs = heirs_on(day)

    for unit in AdministrativeUnit.objects.filter(pk__in=heirs):
        assert {one.pk for one in heirs[unit.pk]} == {one.pk for one in successors(unit, day)}, unit


@pytest.mark.django_db(transaction=True)
def test_a_process_reads_places_once_until_a_service_point_changes(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    unit = AdministrativeUnit.objects.create(code="23500", name="Xã Đắk Hà", kind="xã", level="commune")
    point = ServicePoint.objects.create(unit=unit, level="commune", name="Một cửa", slug="xa-dak-ha")
    known = places.units()

    with django_assert_num_queries(1):
        assert places.units() is known
    point.slug = "xa-moi"
    point.save()

    assert [unit.slug for unit in places.units()] == ["xa-moi"]
