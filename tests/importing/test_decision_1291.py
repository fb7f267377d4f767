"""The list of Decision 1291: 36 procedures with 48 marks, and every way a list can be wrong."""

import unicodedata
from collections import Counter as Tally
from datetime import date
from pathlib import Path

import pytest

from portal.core.importing import run
from portal.ledger.writing import head_seq
from portal.procedures.importers.decision_1291 import Decision1291Importer
from portal.procedures.importers.formats import DECISION_1291_FILE
from portal.procedures.models import (
    Address,
    AgencyPage,
    Field,
    LegalDocument,
    NoticeLevel,
    NoticeVersion,
    ProcedureIndexPage,
    ProcedurePage,
)
from portal.procedures.selectors import notice_on, versions_of
from tests.importing.conftest import HEADER, WriteCsv, import_list, refused, row

TODAY = date(2020, 1, 2)


@pytest.mark.usefixtures("the_list")
def test_36_procedures_are_public_with_48_marks() -> None:
    assert NoticeVersion.objects.in_force_on(TODAY).count() == ProcedurePage.objects.live().count() == 36
    marks = NoticeLevel.objects.values_list("level", "starts_on")
    assert Tally(marks) == {
        ("province", date(2019, 12, 1)): 20,
        ("district", date(2020, 1, 1)): 14,
        ("commune", date(2020, 1, 1)): 14,
    }


@pytest.mark.usefixtures("the_list")
def test_each_agency_has_its_page_its_procedures_and_its_fields() -> None:
    assert ProcedureIndexPage.objects.count() == 1
    assert set(AgencyPage.objects.values_list("slug", flat=True)) == {"cong-an", "quan-su", "bao-hiem-xa-hoi"}
    assert Tally(ProcedurePage.objects.values_list("agency__code", flat=True)) == {"BCA": 13, "BQP": 14, "BHXH": 9}
    for page in AgencyPage.objects.all():
        assert all(child.specific.agency_id == page.agency_id for child in page.get_children())
    orders = Field.objects.filter(agency__code="BQP").values_list("name", "order")
    assert dict(orders)["Động viên quân đội"] == 1
    assert sorted(dict(orders).values()) == [1, 2, 3, 4, 5]


@pytest.mark.usefixtures("the_list")
def test_a_title_longer_than_wagtail_keeps_is_public_whole() -> None:
    published = notice_on("BQP-14", TODAY)
    assert published is not None
    assert len(published.notice.title) == 344
    assert published.notice.title.endswith("(đối tượng từ trần)")
    page = ProcedurePage.objects.get(code="BQP-14")
    assert len(page.title) <= 255
    assert page.title.endswith("…")


@pytest.mark.usefixtures("the_list")
def test_a_notice_of_the_list_says_only_what_the_list_says() -> None:
    published = notice_on("BCA-04", TODAY)
    assert published is not None
    notice = published.notice
    assert notice.title == "Cấp lại, đổi thẻ Căn cước công dân"
    assert notice.gaps_accepted
    assert (notice.steps, notice.documents, notice.handlings) == ((), (), ())
    assert not notice.deciding_body
    [cited] = notice.legal_basis
    assert (cited.number, cited.issued_on, cited.issuer) == ("1291/QĐ-TTg", date(2019, 10, 7), "Thủ tướng Chính phủ")
    assert cited.articles == "Danh mục kèm theo, Bộ Công an, mục 4"
    assert published.version.effective_from == date(2019, 12, 1)


@pytest.mark.usefixtures("the_list")
def test_addresses_are_short_and_each_leads_to_one_procedure() -> None:
    slugs = Address.objects.values_list("agency_slug", "slug")
    assert len(set(slugs)) == 36
    assert max(len(slug) for _, slug in slugs) <= 80


@pytest.mark.usefixtures("the_list")
def test_an_imported_page_is_edited_and_published_as_any_other() -> None:
    page = ProcedurePage.objects.get(code="BQP-06")
    assert page.latest_revision is not None
    assert page.live_revision == page.latest_revision
    draft = page.get_latest_revision_as_object()
    draft.summary = "Nam công dân đến tuổi"
    draft.save_revision().publish()
    assert len(versions_of("BQP-06")) == 2


@pytest.mark.usefixtures("the_list")
def test_a_second_import_changes_nothing() -> None:
    before = head_seq(), NoticeVersion.objects.count()
    summary = import_list(DECISION_1291_FILE)
    assert (summary.created, summary.changed, summary.unchanged) == (0, 0, 36)
    assert (head_seq(), NoticeVersion.objects.count()) == before


@pytest.mark.usefixtures("seeded")
def test_importing_the_list_again_after_the_contents_changes_nothing() -> None:
    before = head_seq(), NoticeVersion.objects.count()
    assert import_list(DECISION_1291_FILE).unchanged == 36
    assert (head_seq(), NoticeVersion.objects.count()) == before


@pytest.mark.usefixtures("places")
def test_a_dry_run_leaves_no_row() -> None:
    before = head_seq()
    assert run(Decision1291Importer(DECISION_1291_FILE), dry_run=True).created == 36
    assert not ProcedurePage.objects.exists()
    assert not NoticeVersion.objects.exists()
    assert not LegalDocument.objects.exists()
    assert head_seq() == before


@pytest.mark.usefixtures("places")
def test_a_new_name_and_level_make_one_new_version_of_that_procedure_only(write_csv: WriteCsv) -> None:
    import_list(write_csv(row(), row(code="BCA-05", no="5", name="Xác nhận số")))
    summary = import_list(
        write_csv(row(name="Đổi thẻ", level_commune="x"), row(code="BCA-05", no="5", name="Xác nhận số"))
    )
    assert (summary.changed, summary.unchanged) == (1, 1)
    newest, first = versions_of("BCA-04")
    assert newest.notice.title == "Đổi thẻ"
    assert [mark.level for mark in newest.notice.levels] == ["province", "district", "commune"]
    assert first.notice.title == "Cấp lại thẻ"
    assert len(versions_of("BCA-05")) == 1


@pytest.mark.usefixtures("places")
def test_what_the_list_does_not_speak_of_stays(write_csv: WriteCsv) -> None:
    import_list(write_csv(row()))
    page = ProcedurePage.objects.get(code="BCA-04")
    page.summary = "Khi thẻ bị mất"
    [province, _district] = page.levels.all()
    province.ends_on = date(2024, 7, 1)
    page.levels = [province, _district]
    page.save_revision().publish()
    import_list(write_csv(row(name="Đổi thẻ", level_commune="true")))
    notice = versions_of("BCA-04")[0].notice
    assert notice.summary == "Khi thẻ bị mất"
    assert notice.levels[0].ends_on == date(2024, 7, 1)


@pytest.mark.usefixtures("places")
def test_two_procedures_of_one_name_get_addresses_of_their_own(write_csv: WriteCsv) -> None:
    import_list(write_csv(row(), row(code="BCA-05", no="5")))
    assert set(Address.objects.values_list("slug", flat=True)) == {"cap-lai-the", "cap-lai-the-bca-05"}


@pytest.mark.usefixtures("places")
def test_names_written_in_parts_are_composed(write_csv: WriteCsv) -> None:
    name = "Cấp lại thẻ Căn cước"
    import_list(write_csv(row(name=unicodedata.normalize("NFD", name))))
    assert ProcedurePage.objects.get(code="BCA-04").title == name


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ministry": "Bộ Y tế"}, "Không có bộ, ngành “Bộ Y tế”"),
        ({"agency": "Sở Y tế"}, "Bộ Công an không có cơ quan “Sở Y tế”"),
        ({"ministry": "Bộ Quốc phòng"}, "Bộ Quốc phòng không có cơ quan “Công an tỉnh Kon Tum”"),
        ({"code": "BQP-04"}, "Mã BQP-04 không phải của Công an tỉnh Kon Tum"),
        ({"code": "bca 4"}, "Mã có dạng"),
        ({"code": ""}, "Thiếu mã thủ tục"),
        ({"name": ""}, "Thiếu tên thủ tục"),
        ({"name": "Cấp " * 600}, "nhiều nhất 2000"),
        ({"field": ""}, "Thiếu lĩnh vực"),
        ({"field": "Cấp " * 100}, "Tên lĩnh vực"),
        ({"no": "bốn"}, "Số thứ tự “bốn”"),
        ({"level_province": "maybe"}, "Cột level_province ghi “maybe”"),
        ({"level_province": "false", "level_district": ""}, "Chưa đánh dấu cấp nào"),
        ({"name": "§¨ng ký nghÜa vô qu©n sù"}, "bảng mã tcvn3"),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_imported(write_csv: WriteCsv, changes: dict[str, str], said: str) -> None:
    good = row(code="BCA-05", no="5", name="Xác nhận số")
    words = refused(Decision1291Importer(write_csv(good, row(**changes))))
    assert "danh-muc.csv, dòng 3" in words
    assert said in words
    assert not ProcedureIndexPage.objects.exists()


@pytest.mark.usefixtures("places")
def test_a_code_given_twice_is_refused_with_both_lines(write_csv: WriteCsv) -> None:
    said = refused(Decision1291Importer(write_csv(row(), row(name="Đổi thẻ"))))
    assert "dòng 3: Mã BCA-04 đã có ở dòng 2" in said


@pytest.mark.usefixtures("places")
def test_all_refusals_are_listed_at_once(write_csv: WriteCsv) -> None:
    said = refused(Decision1291Importer(write_csv(row(name=""), row(code="BCA-05", no="x"), ["BCA-06"])))
    assert [f"dòng {line}" in said for line in (2, 3, 4)] == [True] * 3


@pytest.mark.usefixtures("places")
def test_a_code_of_another_agency_is_refused(write_csv: WriteCsv) -> None:
    import_list(write_csv(row()))
    ProcedurePage.objects.filter(code="BCA-04").update(agency=AgencyPage.objects.get().agency_id + 1)
    assert "đang là thủ tục của cơ quan" in refused(Decision1291Importer(write_csv(row())))


@pytest.mark.usefixtures("places")
def test_a_page_somebody_is_writing_on_is_not_overwritten(write_csv: WriteCsv) -> None:
    import_list(write_csv(row()))
    page = ProcedurePage.objects.get(code="BCA-04")
    page.summary = "Đang viết"
    page.save_revision()
    assert "bản nháp" in refused(Decision1291Importer(write_csv(row(name="Đổi thẻ"))))
    assert page.get_latest_revision_as_object().summary == "Đang viết"


@pytest.mark.usefixtures("places")
def test_a_page_taken_down_is_not_brought_back_by_an_import(write_csv: WriteCsv) -> None:
    import_list(write_csv(row()))
    ProcedurePage.objects.get(code="BCA-04").unpublish()
    assert "đã rút" in refused(Decision1291Importer(write_csv(row(name="Đổi thẻ"))))


@pytest.mark.usefixtures("places")
def test_a_tcvn3_file_is_refused_and_imported_once_conversion_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "danh-muc.csv"
    cells = 'BCA-04,Bé C«ng an,C«ng an tØnh Kon Tum,"CÊp, qu¶n lý c¨n c­íc",4,CÊp l¹i thÎ C¨n c­íc c«ng d©n,x,,'
    path.write_bytes(f"{','.join(HEADER)}\n{cells}\n".encode("latin-1"))
    assert "tcvn3" in refused(Decision1291Importer(path))
    assert import_list(path, convert_legacy=True).created == 1
    assert ProcedurePage.objects.get().title == "Cấp lại thẻ Căn cước công dân"


@pytest.mark.usefixtures("places")
@pytest.mark.parametrize("data", [b"code,ministry\x00", "code,ministry".encode("utf-16"), b"\xff\xfe\x00", b'"', b""])
def test_a_file_that_cannot_be_read_imports_nothing(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "danh-muc.csv"
    path.write_bytes(data)
    assert "danh-muc.csv" in refused(Decision1291Importer(path))


@pytest.mark.django_db
def test_without_places_and_home_page_the_importer_says_what_comes_first(write_csv: WriteCsv) -> None:
    said = refused(Decision1291Importer(write_csv(row())))
    assert "import_units" in said
    assert "trang chủ" in said
