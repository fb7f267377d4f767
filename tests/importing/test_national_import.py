"""`import_procedures --format national`: all or nothing, again without a trace, and never over what is ours."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError
from django.test import Client
from modelsearch.backends import get_search_backend

from portal.core.importing import Summary, run
from portal.ledger.models import Entry
from portal.ledger.writing import head_seq
from portal.places.models import Agency
from portal.procedures.importers.decision_1291 import Decision1291Importer
from portal.procedures.importers.formats import DECISION_1291_FILE
from portal.procedures.importers.national.importer import NationalImporter
from portal.procedures.models import Field, LegalDocument, NoticeVersion, ProcedurePage
from portal.procedures.notice import Notice
from portal.procedures.selectors import notice_on
from portal.vietnamese.slugs import slugify
from tests.importing.conftest import refused
from tests.importing.national_records import HANDLINGS, PAPERS, Item, flat, structured, write_jsonl
from tests.importing.test_commands import call

DAY = datetime.date(2020, 1, 2)

pytestmark = pytest.mark.usefixtures("places")


@pytest.fixture
def jsonl(tmp_path: Path) -> Callable[..., Path]:
    def write(*items: Item, name: str = "quoc-gia.jsonl") -> Path:
        return write_jsonl(tmp_path / name, *items)

    return write


def load(*files: Path, **options: Any) -> Summary:
    summary = run(NationalImporter(files, **options))
    assert summary.refused == []
    return summary


def published(code: str, day: datetime.date = DAY) -> Notice:
    found = notice_on(code, day)
    assert found is not None
    return found.notice


def test_both_shapes_become_public_notices(jsonl: Callable[..., Path]) -> None:
    summary = load(jsonl(flat(), structured()))
    assert (summary.created, summary.changed) == (2, 0)
    notice = published("1.900001")
    assert (notice.title, notice.national_code, notice.agency.name) == (
        "Cấp giấy phép thử nghiệm 1.900001",
        "1.900001",
        "Bộ Công an",
    )
    assert [mark.level for mark in notice.levels] == ["province", "ministry"]
    assert [(row.channel, row.duration.number, row.fee.kind) for row in notice.handlings] == [
        ("online", 5, "amount"),
        ("direct", 7, "free"),
    ]
    assert [paper.name for paper in notice.documents[0].documents] == ["Đơn đề nghị", "Ảnh chân dung"]
    assert [ref.number for ref in notice.legal_basis] == ["01/2020/QH14", "02/2021/NĐ-CP"]
    assert any("Dữ liệu tham khảo từ Cơ sở dữ liệu quốc gia" in note and "12/QĐ-BCA" in note for note in notice.notes)
    assert published("1.900101").agency.name == "Bộ Quốc phòng"


def test_a_version_names_the_decision_and_begins_on_the_given_day(jsonl: Callable[..., Path]) -> None:
    load(jsonl(flat()), effective_from=datetime.date(2019, 7, 1))
    version = NoticeVersion.objects.get(code="1.900001")
    assert (version.decision, version.effective_from) == ("12/QĐ-BCA", datetime.date(2019, 7, 1))


def test_the_page_says_that_the_ministry_takes_the_papers(jsonl: Callable[..., Path], client: Client) -> None:
    load(jsonl(flat(cap_thuc_hien="Cấp bộ")))
    page = client.get("/tt/1.900001", follow=True)
    words = page.content.decode()
    assert "Cấp bộ: nộp tại bộ, cơ quan trung ương; không nộp tại quầy của tỉnh." in words
    assert "nơi nào nhận" not in words.lower()
    assert "không có nơi phải dán" in words
    sheet = client.get(page.request["PATH_INFO"] + "in/").content.decode()
    assert "Cấp bộ: nộp tại bộ, cơ quan trung ương" in sheet


def test_editors_find_an_imported_page_and_the_law_it_cites_without_accents(
    jsonl: Callable[..., Path], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        load(jsonl(flat()))
    page = ProcedurePage.objects.get(code="1.900001")
    for typed in (slugify(page.title).replace("-", " "), "1.900001", "1900001"):
        assert page in ProcedurePage.objects.autocomplete(typed)
    assert [found.number for found in get_search_backend().autocomplete("02/2021/nd", LegalDocument)] == [
        "02/2021/NĐ-CP"
    ]


def test_a_search_result_names_the_ministry_as_the_place_to_go(jsonl: Callable[..., Path], client: Client) -> None:
    load(jsonl(flat(cap_thuc_hien="Cấp bộ, Cơ quan khác")))
    words = client.get("/tim-kiem/", {"q": "1.900001"}).content.decode()
    assert "Nộp tại <b>bộ, cơ quan trung ương</b> hoặc <b>cơ quan khác</b>" in words
    assert "chưa nơi nào nhận" not in words


def test_a_level_of_the_province_without_places_says_so_beside_the_ministry(
    jsonl: Callable[..., Path], client: Client
) -> None:
    load(jsonl(flat(cap_thuc_hien="Cấp bộ, Cấp xã")))
    words = client.get("/tt/1.900001", follow=True).content.decode()
    assert "Hôm nay chưa nơi nào nhận thủ tục này." in words
    assert "Cấp bộ: nộp tại bộ" in words


def test_a_fee_in_dollars_is_shown_as_it_stands(jsonl: Callable[..., Path], client: Client) -> None:
    load(jsonl(flat(cach_thuc_thuc_hien=f"{HANDLINGS}Trực tiếp5 Ngày10 USD(mỗi lần)")))
    words = client.get("/tt/1.900001", follow=True).content.decode()
    assert "Chưa rõ mức thu" in words
    assert "10 USD (mỗi lần)" in words


def test_what_is_said_of_every_channel_is_printed_once(jsonl: Callable[..., Path], client: Client) -> None:
    cell = f"{HANDLINGS}Trực tuyến5 NgàyMiễn phíNộp tại quầy số 1Trực tiếp5 NgàyMiễn phíNộp tại quầy số 1"
    load(jsonl(flat(cach_thuc_thuc_hien=cell)))
    words = client.get("/tt/1.900001", follow=True).content.decode()
    assert words.count("Nộp tại quầy số 1") == 1
    assert "<b>Trực tuyến, Trực tiếp:</b> Nộp tại quầy số 1" in words


def test_importing_again_leaves_no_trace(jsonl: Callable[..., Path]) -> None:
    file = jsonl(flat(), structured())
    load(file)
    before = head_seq(), NoticeVersion.objects.count(), Entry.objects.count()
    summary = load(file)
    assert (summary.created, summary.changed, summary.unchanged) == (0, 0, 2)
    assert (head_seq(), NoticeVersion.objects.count(), Entry.objects.count()) == before


def test_a_record_that_changed_makes_a_version_and_keeps_the_first_day_of_its_levels(
    jsonl: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    load(jsonl(flat()))
    later = datetime.date(2020, 6, 1)
    monkeypatch.setattr(settings, "PORTAL_TODAY", later)
    summary = load(jsonl(flat(ket_qua_xu_ly="Giấy phép mới"), name="moi.jsonl"))
    assert (summary.created, summary.changed) == (0, 1)
    assert published("1.900001", later).result.text == "Giấy phép mới"
    assert {mark.starts_on for mark in published("1.900001", later).levels} == {DAY}
    assert "KQ.G01.000001" in published("1.900001").result.text


def test_an_editors_change_outlives_an_import_of_the_same_record(jsonl: Callable[..., Path]) -> None:
    file = jsonl(flat())
    load(file)
    page = ProcedurePage.objects.get(code="1.900001")
    page.summary = "Sửa bởi người biên tập"
    page.save_revision().publish()
    assert load(file).unchanged == 1
    assert published("1.900001").summary == "Sửa bởi người biên tập"


def test_a_procedure_of_ours_with_the_national_code_is_not_doubled(jsonl: Callable[..., Path]) -> None:
    assert not run(Decision1291Importer(DECISION_1291_FILE)).refused
    page = ProcedurePage.objects.get(code="BCA-04")
    page.national_code = "1.900001"
    page.save_revision().publish()
    summary = load(jsonl(flat(), structured()))
    assert (summary.created, summary.existing) == (1, 1)
    assert not ProcedurePage.objects.filter(code="1.900001").exists()
    assert "Đã có" in summary.table("")


def test_documents_that_are_kept_already_stay_as_they_are(jsonl: Callable[..., Path]) -> None:
    LegalDocument.objects.create(number="01/2020/QH14", slug="01-2020-qh14", kind="law", title="Tên của người biên tập")
    load(jsonl(flat()))
    assert LegalDocument.objects.get(number="01/2020/QH14").title == "Tên của người biên tập"
    assert LegalDocument.objects.get(number="02/2021/NĐ-CP").kind == "decree"
    assert Entry.objects.filter(kind="legal_document", key="02/2021/NĐ-CP").exists()


def test_ministries_are_agencies_of_their_own(jsonl: Callable[..., Path]) -> None:
    before = set(Agency.objects.values_list("code", flat=True))
    load(jsonl(flat(), structured()))
    assert set(Agency.objects.values_list("code", flat=True)) - before == {"BO-CA", "BO-QP"}
    assert Field.objects.get(agency__code="BO-CA").name == "Thử nghiệm"


def test_two_spellings_of_a_field_are_one_field(jsonl: Callable[..., Path]) -> None:
    load(
        jsonl(
            flat("1.900001", linh_vuc="Đầu tư tại Việt Nam"),
            flat("1.900002", linh_vuc="Đầu tư tại Việt Nam"),
            flat("1.900003", linh_vuc="Đầu tư tại Việt nam"),
        )
    )
    assert Field.objects.get(agency__code="BO-CA").name == "Đầu tư tại Việt Nam"


@pytest.mark.parametrize(
    ("changes", "flag"),
    [
        ({"cach_thuc_thuc_hien": f"{HANDLINGS}Trực tiếp120,000 VNĐ"}, "unparsed_cell"),
        ({"cach_thuc_thuc_hien": f"{HANDLINGS}Trực tiếp5 Ngày10 USD(/lần)"}, "fee_in_foreign_currency"),
        ({"cach_thuc_thuc_hien": f"{HANDLINGS}Trực tiếp5 NgàyMiễn phí(20.000 đồng)"}, "fee_unclear"),
        ({"cach_thuc_thuc_hien": f"{HANDLINGS}Trực tiếp5Miễn phí"}, "duration_without_unit"),
        ({"thanh_phan_ho_so": f"--{PAPERS}Đơn theo Mẫu số 181 bản chính"}, "count_unclear"),
        ({"thanh_phan_ho_so": ") và nộp."}, "columns_shifted"),
        ({"doi_tuong_thuc_hien": "Doanh nghiệp Việt Nam"}, "outside_code_list"),
        ({"can_cu_phap_ly": "Tên văn bản pháp lýMã văn bảnBỘ LUẬT HÀNG HẢI"}, "basis_without_number"),
    ],
)
def test_dirt_is_flagged_for_editors_and_imported(
    jsonl: Callable[..., Path], changes: dict[str, str], flag: str
) -> None:
    load(jsonl(flat(**changes), flat("1.900002")))
    assert flag in ProcedurePage.objects.get(code="1.900001").quality_flags
    assert flag not in ProcedurePage.objects.get(code="1.900002").quality_flags


def test_texts_too_long_for_a_column_are_kept_whole(jsonl: Callable[..., Path]) -> None:
    remark = "Nộp tại quầy. " * 100
    case = "Trường hợp đặc biệt " * 30
    name = "Tài liệu rất dài " * 60
    load(
        jsonl(
            flat(
                cach_thuc_thuc_hien=f"{HANDLINGS}Trực tiếp5 NgàyMiễn phí{remark}Trực tuyến5 NgàyMiễn phí{remark}",
                thanh_phan_ho_so=f"{case}{PAPERS}{name}1 bản chính",
                ten_thu_tuc="Tên thủ tục " * 60,
                dia_chi_tiep_nhan="Số 1, đường Thử nghiệm; " * 60,
            )
        )
    )
    notice = published("1.900001")
    assert f"Trực tiếp; Trực tuyến: {remark.strip()}" in notice.notes
    assert any(case.strip() in note for note in notice.notes)
    paper = notice.documents[0].documents[0]
    assert f"{paper.name} {paper.note}" == name.strip()
    assert notice.title == ("Tên thủ tục " * 60).strip()
    assert notice.receiving_body.text == ("Số 1, đường Thử nghiệm; " * 60).strip()


# --- refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "dòng 2: JSON viết sai"),
        ("[1]", "dòng 2: Nội dung phải là một nhóm khóa JSON"),
        ('{"a": 1}', "dòng 2: Không phải bản ghi thủ tục"),
        ('{"ma_thu_tuc": 5}', "dòng 2: “ma_thu_tuc” phải là chữ"),
    ],
)
def test_one_bad_line_refuses_everything_with_its_number(tmp_path: Path, line: str, said: str) -> None:
    path = write_jsonl(tmp_path / "hong.jsonl", flat())
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    assert said in refused(NationalImporter([path]))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ma_thu_tuc": ""}, "Thiếu mã thủ tục"),
        ({"ma_thu_tuc": "BCA-01"}, "Mã quốc gia: Mã quốc gia có dạng 1.013133"),
        ({"ten_thu_tuc": ""}, "Thiếu tên thủ tục"),
        ({"ten_thu_tuc": "a" * 2001}, "Tên thủ tục dài 2001 ký tự"),
        ({"cap_thuc_hien": "Cấp ấp"}, "Không rõ cấp thực hiện"),
        ({"_agency": "bo-khong-co"}, "Không biết cơ quan"),
    ],
)
def test_a_hopeless_record_refuses_everything(jsonl: Callable[..., Path], changes: dict[str, str], said: str) -> None:
    message = refused(NationalImporter([jsonl(flat("1.900009"), flat(**changes))]))
    assert f"dòng 2: {said}" in message


def test_a_code_twice_in_a_file_is_refused(jsonl: Callable[..., Path]) -> None:
    assert "Mã 1.900001 đã có ở dòng 1" in refused(NationalImporter([jsonl(flat(), flat())]))


def test_the_same_record_in_two_files_counts_once_and_another_one_is_refused(jsonl: Callable[..., Path]) -> None:
    first, second = jsonl(flat()), jsonl(flat(), name="hai.jsonl")
    assert load(first, second).created == 1
    third = jsonl(flat(ten_thu_tuc="Tên khác"), name="ba.jsonl")
    assert "dòng 1 của tệp quoc-gia.jsonl" in refused(NationalImporter([first, third]))


def test_a_page_that_no_file_made_is_never_taken_over(jsonl: Callable[..., Path]) -> None:
    file = jsonl(flat())
    load(file)
    ProcedurePage.objects.filter(code="1.900001").update(source_digest="")
    assert "không do tệp quốc gia tạo ra" in refused(NationalImporter([file]))


def test_missing_and_empty_files_are_refused(tmp_path: Path) -> None:
    assert "Không mở được tệp" in refused(NationalImporter([tmp_path / "khong-co.jsonl"]))
    assert "Không có bản ghi nào" in refused(NationalImporter([write_jsonl(tmp_path / "trong.jsonl")]))


# --- the command ----------------------------------------------------------------------------------


def test_the_command_takes_several_files_and_a_day(jsonl: Callable[..., Path]) -> None:
    files = [str(jsonl(flat())), str(jsonl(structured(), name="hai.jsonl"))]
    printed = call("import_procedures", "--format", "national", *files, "--effective-from", "2019-12-01")
    assert ["Tạo", "mới", "2"] in [line.split() for line in printed.splitlines()]
    assert NoticeVersion.objects.get(code="1.900101").effective_from == datetime.date(2019, 12, 1)


def test_a_trial_run_writes_nothing(jsonl: Callable[..., Path]) -> None:
    before = head_seq()
    assert "chạy thử" in call("import_procedures", "--format", "national", str(jsonl(flat())), "--dry-run")
    assert (head_seq(), ProcedurePage.objects.count()) == (before, 0)


def test_options_of_the_other_format_are_refused(jsonl: Callable[..., Path]) -> None:
    file = str(jsonl(flat()))
    with pytest.raises(CommandError, match="chỉ nhận một tệp"):
        call("import_procedures", "--format", "decision-1291", file, file)
    with pytest.raises(CommandError, match="không nhận --effective-from"):
        call("import_procedures", "--format", "decision-1291", file, "--effective-from", "2020-01-01")
    with pytest.raises(CommandError):
        call("import_procedures", "--format", "national", file, "--effective-from", "hôm nay")
