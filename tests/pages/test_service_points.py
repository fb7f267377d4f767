"""Places: what each takes in on a day, when it is open, who took over, which is nearest."""

from datetime import date, time

import pytest

from portal.places import hours, nearest, succession
from portal.places.models import AdministrativeUnit, Counter, OpeningException, OpeningHours, ServicePoint

from .conftest import Get, SetDay

THURSDAY = date(2020, 1, 2)


def text_of(get: Get, path: str) -> str:
    return get(path).content.decode()


def morning_and_afternoon(days: range = range(1, 6)) -> list[OpeningHours]:
    return [
        OpeningHours(weekday=day, opens=opens, closes=closes)
        for day in days
        for opens, closes in ((time(13), time(17)), (time(7, 30), time(11, 30)))
    ]


def test_a_week_is_told_in_few_lines() -> None:
    lines = hours.week(morning_and_afternoon(), THURSDAY)
    assert [(line.days, line.hours) for line in lines] == [
        ("Thứ Hai – Thứ Sáu", "07:30–11:30, 13:00–17:00"),
        ("Thứ Bảy – Chủ nhật", "Nghỉ"),
    ]


def test_no_hours_are_unknown_not_closed() -> None:
    assert hours.week([], THURSDAY) == []
    assert not hours.on_day([], [], THURSDAY).is_known


def test_a_holiday_goes_before_the_week() -> None:
    holiday = OpeningException(first_day=THURSDAY, last_day=THURSDAY, reason="Nghỉ lễ")
    state = hours.on_day(morning_and_afternoon(), [holiday], THURSDAY)
    assert (state.is_known, state.is_open, state.reason) == (True, False, "Nghỉ lễ")
    assert hours.on_day(morning_and_afternoon(), [holiday], date(2020, 1, 3)).is_open


def test_hours_that_ended_do_not_count() -> None:
    old = OpeningHours(weekday=4, opens=time(8), closes=time(9), valid_to=THURSDAY)
    assert not hours.on_day([old], [], THURSDAY).is_known


def test_distance_follows_the_globe() -> None:
    hanoi, saigon = nearest.Coordinates(21.0285, 105.8542), nearest.Coordinates(10.7769, 106.7009)
    assert nearest.distance(hanoi, saigon) == pytest.approx(1144, abs=5)
    assert nearest.distance(hanoi, hanoi) == 0


def test_the_nearest_place_to_a_commune_is_its_own(get: Get) -> None:
    text = text_of(get, "/noi-nop/?xa=23281&thu-tuc=BQP-06")
    near = text[text.index("Gần Phường Quang Trung nhất") :]
    assert near.index("phường Quang Trung</span>") < near.index("khoảng 1 km")


def test_only_places_that_take_the_procedure_in_are_near(get: Get) -> None:
    text = text_of(get, "/noi-nop/?xa=23281&thu-tuc=BHXH-07")
    assert "<b>1 nơi</b>" in text
    assert "Trung tâm Phục vụ hành chính công tỉnh" in text[text.index("Gần Phường Quang Trung nhất") :]


@pytest.mark.parametrize("name", ["Đắk Tô", "dak to", "ĐẮK TÔ", "  dak   to "])
def test_a_place_is_found_by_name_with_or_without_accents(get: Get, name: str) -> None:
    text = get("/noi-nop/?ten=" + name.replace(" ", "+")).content.decode()
    assert 'href="/noi-nop/huyen-dak-to/"' in text[text.index("nơi có tên") : text.index("Cấp tỉnh")]


def test_a_name_that_fits_nothing_says_so(get: Get) -> None:
    assert "Không có nơi nào tên" in text_of(get, "/noi-nop/?ten=Pari")


def test_the_centre_lists_what_it_takes_in_and_where_the_rest_goes(get: Get) -> None:
    text = text_of(get, "/noi-nop/trung-tam-tinh/")
    assert "Đang nhận 20 thủ tục" in text
    here, _, elsewhere = text.partition("Không nhận ở đây")
    assert "BCA-13" in here
    assert "14 thủ tục của" in elsewhere
    assert "nộp ở xã, phường, thị trấn" in elsewhere
    assert "BHXH-03" in elsewhere


def test_a_commune_sends_people_on_by_agency_not_by_22_lines(get: Get) -> None:
    elsewhere = text_of(get, "/noi-nop/xa-dak-blo/").partition("Không nhận ở đây")[2]
    assert "13 thủ tục của Công an tỉnh Kon Tum" in elsewhere
    assert "Trung tâm Phục vụ hành chính công tỉnh hoặc huyện, thành phố, tùy thủ tục" in elsewhere
    assert 'href="/thu-tuc/cong-an/"' in elsewhere
    assert "BCA-13" not in elsewhere


def test_what_nobody_supplied_reads_so(get: Get) -> None:
    text = text_of(get, "/noi-nop/xa-dak-blo/")
    assert 'Số quầy: <span class="na">Chưa cung cấp</span>' in text


def test_opening_hours_stand_on_the_page(get: Get, seeded: None) -> None:
    point = ServicePoint.objects.get(slug="xa-dak-blo")
    for row in morning_and_afternoon():
        row.service_point = point
        row.save()
    text = text_of(get, "/noi-nop/xa-dak-blo/")
    assert "Hôm nay mở cửa 07:30–11:30, 13:00–17:00" in text


def test_a_place_without_procedures_yet_names_its_first_day(get: Get) -> None:
    text = text_of(get, "/noi-nop/xa-dak-blo/?ngay=2019-12-20")
    assert "chưa nhận thủ tục nào" in text
    assert "?ngay=2020-01-01" in text


def test_a_closed_commune_leads_to_the_one_that_took_over(get: Get) -> None:
    text = text_of(get, "/noi-nop/xa-dak-blo/?ngay=2025-07-01")
    assert "đã ngừng tiếp nhận" in text
    assert "Nơi tiếp nhận thay" in text
    assert "xã Đăk Plô" in text
    assert "đã ngừng" not in text_of(get, "/noi-nop/xa-dak-blo/?ngay=2025-06-30")


def test_a_closed_district_offers_the_choice_of_its_communes(get: Get, set_day: SetDay) -> None:
    set_day(date(2025, 8, 1))
    text = text_of(get, "/noi-nop/huyen-dak-ha/")
    assert "Chọn nơi tiếp nhận thay" in text
    assert text.count("Trung tâm Phục vụ hành chính công xã") > 1


def test_every_commune_of_2019_has_an_heir_in_2025(seeded: None) -> None:
    day = date(2025, 7, 1)
    old = AdministrativeUnit.objects.valid_on(THURSDAY).filter(level="commune")
    assert {unit.name for unit in old if not succession.successors(unit, day)} == set()


def test_a_unit_that_still_is_succeeds_itself(seeded: None) -> None:
    unit = AdministrativeUnit.objects.valid_on(THURSDAY).filter(level="commune").first()
    assert unit is not None
    assert succession.successors(unit, THURSDAY) == [unit]


def test_a_name_used_twice_means_the_place_of_the_day(get: Get, seeded: None) -> None:
    twice = ServicePoint.objects.get(slug="xa-dak-blo")
    again = ServicePoint.objects.get(slug="huyen-dak-ha")
    new = ServicePoint.objects.create(
        unit=again.unit, level="commune", name="Nơi mới cùng tên", slug=twice.slug, valid_from=date(2025, 7, 1)
    )
    assert "Nơi mới cùng tên" in text_of(get, f"/noi-nop/{twice.slug}/?ngay=2025-07-01")
    assert "Nơi mới cùng tên" not in text_of(get, f"/noi-nop/{twice.slug}/")
    new.delete()


def test_a_counter_that_closes_takes_its_procedures_along(get: Get, seeded: None) -> None:
    counter = Counter.objects.get(service_point__slug="trung-tam-tinh", agency__code="BHXH")
    counter.valid_to = THURSDAY
    counter.save()
    assert "Đang nhận 13 thủ tục" in text_of(get, "/noi-nop/trung-tam-tinh/")
