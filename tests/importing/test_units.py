"""Places come from the tables whole: units, successors, service points, counters, and what is accepted where."""

import shutil
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from modelsearch.backends import get_search_backend

from portal.core.importing import run
from portal.ledger.models import Entry
from portal.ledger.writing import head_seq
from portal.places.importers.units import Files, PlacesImporter
from portal.places.models import AdministrativeUnit, Agency, Counter, Level, ServicePoint, UnitSuccession
from portal.procedures.acceptance import accepted_on
from tests.importing.conftest import refused

END = date(2025, 7, 1)
Kind = UnitSuccession.Kind
Change = Callable[[str, str, str], PlacesImporter]


@pytest.fixture
def change(tmp_path: Path) -> Change:
    """An importer of the packaged tables with one text in one of them replaced."""

    def change(table: str, old: str, new: str) -> PlacesImporter:
        source = getattr(Files(), table)
        path = tmp_path / source.name
        shutil.copyfile(source, path)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return PlacesImporter(replace(Files(), **{table: path}))

    return change


def unit(name: str, day: date) -> AdministrativeUnit:
    return AdministrativeUnit.objects.valid_on(day).get(name=name)


def accepted_by_point(day: date) -> Tally[tuple[str, str]]:
    """How many procedures each service point takes in; each point once for each procedure."""
    points = {point.pk: point for point in ServicePoint.objects.all()}
    taken = {
        (points[row.service_point_id].slug, points[row.service_point_id].level, row.code) for row in accepted_on(day)
    }
    return Tally((slug, level) for slug, level, _ in taken)


@pytest.mark.usefixtures("places")
def test_113_service_points_until_districts_ended_and_40_after() -> None:
    before = ServicePoint.objects.valid_on(date(2020, 1, 2))
    assert Tally(before.values_list("level", flat=True)) == {"province": 1, "district": 10, "commune": 102}
    after = ServicePoint.objects.valid_on(END)
    assert Tally(after.values_list("level", flat=True)) == {"commune": 40}
    assert not before.filter(pk__in=after).exists()


@pytest.mark.usefixtures("places")
def test_counters_stand_where_the_plan_puts_the_agencies_and_have_no_invented_number() -> None:
    counters = Counter.objects.values_list("agency__code", "service_point__level", "valid_from", "valid_to", "label")
    assert Tally(counters) == {
        ("BCA", "province", date(2019, 12, 1), END, ""): 1,
        ("BHXH", "province", date(2019, 12, 1), END, ""): 1,
        ("BCA", "district", date(2020, 1, 1), END, ""): 10,
        ("BHXH", "district", date(2020, 1, 1), END, ""): 10,
        ("BQP", "commune", date(2020, 1, 1), END, ""): 102,
    }


@pytest.mark.usefixtures("places")
def test_the_centre_has_its_sourced_address_and_days() -> None:
    centre = ServicePoint.objects.get(slug="trung-tam-tinh")
    assert centre.address == "Bưu điện tỉnh, đường Lê Hồng Phong, phường Quyết Thắng, thành phố Kon Tum"
    assert centre.managed_by == "Văn phòng Ủy ban nhân dân tỉnh Kon Tum"
    assert (centre.valid_from, centre.valid_to) == (date(2019, 4, 17), END)
    assert "359/QĐ-UBND" in centre.source
    assert centre.phone == ""
    assert not centre.opening_hours.exists()


@pytest.mark.usefixtures("places")
def test_two_old_communes_of_one_name_have_addresses_of_their_own_and_the_new_one_the_plain_address() -> None:
    slugs = ServicePoint.objects.filter(slug__startswith="xa-dak-long").values_list("slug", "valid_from")
    assert set(slugs) == {
        ("xa-dak-long-huyen-dak-glei", None),
        ("xa-dak-long-huyen-dak-ha", None),
        ("xa-dak-long", END),
    }


@pytest.mark.usefixtures("places")
def test_an_address_names_one_place_on_any_day() -> None:
    for day in (date(2020, 1, 2), END):
        slugs = list(ServicePoint.objects.valid_on(day).values_list("slug", flat=True))
        assert len(slugs) == len(set(slugs))


@pytest.mark.usefixtures("places")
def test_every_old_commune_has_one_successor_with_its_legal_ground() -> None:
    rows = UnitSuccession.objects.select_related("predecessor", "successor")
    communes = [row for row in rows if row.predecessor.level == Level.COMMUNE]
    assert len(communes) == len({row.predecessor_id for row in communes}) == 102
    assert len({row.successor_id for row in communes}) == 40
    assert {(row.date, row.legal_ground) for row in communes} == {(END, "Nghị quyết 1677/NQ-UBTVQH15")}
    [province] = [row for row in rows if row.predecessor.level == Level.PROVINCE]
    assert province.successor.name == "Tỉnh Quảng Ngãi"
    assert province.legal_ground == "Nghị quyết 202/2025/QH15"


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("Phường Quyết Thắng", "Phường Kon Tum", Kind.MERGED),
        ("Xã Đắk Trăm", "Xã Kon Đào", Kind.MERGED),
        ("Xã Mô Rai", "Xã Mô Rai", Kind.KEPT),
        ("Xã Rơ Kơi", "Xã Rờ Kơi", Kind.KEPT),
    ],
)
def test_an_old_name_leads_to_its_successor(old: str, new: str, kind: Kind) -> None:
    row = UnitSuccession.objects.get(predecessor=unit(old, date(2020, 1, 2)))
    assert row.successor == unit(new, END)
    assert row.kind == kind


@pytest.mark.usefixtures("places")
def test_a_code_given_anew_is_two_units() -> None:
    names = AdministrativeUnit.objects.filter(code="23293").order_by("valid_to").values_list("name", "valid_from")
    assert set(names) == {("Phường Thắng Lợi", None), ("Phường Kon Tum", END)}


@pytest.mark.usefixtures("places")
def test_communes_have_coordinates_and_their_districts_above_them() -> None:
    communes = AdministrativeUnit.objects.filter(level=Level.COMMUNE)
    assert not communes.filter(latitude=None).exists()
    assert unit("Xã Mô Rai", date(2020, 1, 2)).parent == unit("Huyện Sa Thầy", date(2020, 1, 2))


@pytest.mark.usefixtures("places")
def test_what_bulk_writing_goes_past_is_in_the_ledger_once_and_in_the_editors_search() -> None:
    keys = list(Entry.objects.filter(kind="service_point").values_list("key", flat=True))
    assert sorted(keys) == sorted(set(ServicePoint.objects.values_list("slug", flat=True)))
    for typed in ("Quyết Thắng", "quyet thang"):
        found = get_search_backend().search(typed, ServicePoint.objects.all())
        assert [point.slug for point in found] == ["phuong-quyet-thang"]
    assert get_search_backend().search("cong an", Agency.objects.all()).count() == 1


@pytest.mark.usefixtures("places")
def test_a_second_import_changes_nothing() -> None:
    before = head_seq()
    summary = run(PlacesImporter())
    assert (summary.created, summary.changed, summary.unchanged) == (0, 0, 537)
    assert head_seq() == before


@pytest.mark.usefixtures("places")
def test_what_editors_entered_stays() -> None:
    point = ServicePoint.objects.get(slug="huyen-sa-thay")
    point.phone, point.address = "0260", "Thị trấn Sa Thầy"
    point.save()
    counter = point.counters.get(agency__code="BCA")
    counter.label = "Quầy 3"
    counter.save()
    assert run(PlacesImporter()).changed == 0
    point.refresh_from_db()
    counter.refresh_from_db()
    assert (point.phone, point.address, counter.label) == ("0260", "Thị trấn Sa Thầy", "Quầy 3")
    assert point.counters.count() == 2


@pytest.mark.usefixtures("places")
def test_a_corrected_name_is_changed_and_announced(change: Change) -> None:
    before = head_seq()
    summary = run(change("units", "Xã Mô Rai", "Xã Mô Ray"))
    # The unit, its service point, and its successor, which has another name now.
    assert (summary.created, summary.changed) == (0, 3)
    assert list(Entry.objects.filter(seq__gt=before).values_list("kind", "key")) == [("service_point", "xa-mo-rai")]
    assert ServicePoint.objects.get(slug="xa-mo-rai", valid_from=None).name.endswith("xã Mô Ray")


@pytest.mark.django_db
def test_a_dry_run_leaves_no_row() -> None:
    before = head_seq()
    summary = run(PlacesImporter(), dry_run=True)
    assert summary.created == 537
    assert not AdministrativeUnit.objects.exists()
    assert not Agency.objects.exists()
    assert head_seq() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("table", "old", "new", "said"),
    [
        ("units", "pre-2025-07-01,610", "sau-2025,610", "dòng 4: Danh sách “sau-2025”"),
        ("units", "610,62,huyện", "610,62,bản", "dòng 4: Loại đơn vị “bản”"),
        ("units", "610,62,huyện", "61x,62,huyện", "dòng 4: Mã đơn vị “61x”"),
        ("units", "610,62,huyện", "608,62,huyện", "dòng 4: Mã 608 đã có ở dòng 3"),
        ("units", "23281,608,phường", "23281,999,phường", "Không có đơn vị cấp trên mã 999"),
        ("units", "Huyện Đắk Glei", "Huyện " + "Đắk" * 60, "dòng 4: Tên"),
        ("succession", "23284,Phường Duy Tân", "99999,Phường Duy Tân", "dòng 3: Không có đơn vị mã 99999"),
        ("succession", "Duy Tân,608", "Duy Tân,610", "dòng 3: Phường Duy Tân không thuộc đơn vị mã 610"),
        ("succession", "14.359547", "nan", "dòng 2: Tọa độ không đúng"),
        ("succession", "14.359547", "41.359547", "dòng 2: Tọa độ không đúng"),
        ("agencies", "2019-12-01", "01/12/2019", "dòng 2: Ngày không đúng: 01/12/2019"),
        ("agencies", ",quan-su,", ",cong-an,", "dòng 3: Cơ quan BQP"),
        ("agencies", ",quan-su,", ",quân sự,", "dòng 3: Đường dẫn"),
        ("centres", "01,62,", "01,63,", "dòng 2: Không có đơn vị mã 63"),
        ("centres", "2019-04-17", "2019-02-30", "dòng 2: Ngày không đúng: 2019-02-30"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_imported(
    change: Change, table: str, old: str, new: str, said: str
) -> None:
    assert said in refused(change(table, old, new))
    assert not AdministrativeUnit.objects.exists()


@pytest.mark.usefixtures("places")
def test_an_agency_keeps_its_address(change: Change) -> None:
    assert "cong-an" in refused(change("agencies", ",cong-an,", ",cong-an-tinh,"))


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("day", "province", "district", "commune"),
    [
        (date(2019, 11, 30), 0, 0, 0),
        (date(2019, 12, 1), 20, 0, 0),
        (date(2020, 1, 1), 20, 14, 14),
        (date(2025, 6, 30), 20, 14, 14),
        (END, 0, 0, 0),
    ],
)
def test_each_of_the_113_places_accepts_what_the_list_says_on_a_day(
    day: date, province: int, district: int, commune: int
) -> None:
    expected = {Level.PROVINCE: province, Level.DISTRICT: district, Level.COMMUNE: commune}
    accepted = accepted_by_point(day)
    points = ServicePoint.objects.filter(valid_to=END)
    assert points.count() == 113
    for slug, level in points.values_list("slug", "level"):
        assert accepted[slug, level] == expected[Level(level)], slug
    assert sum(accepted.values()) == province + 10 * district + 102 * commune
