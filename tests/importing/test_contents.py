"""Contents from JSON: published as a new version where something differs, refused whole where something is wrong."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from portal.core.importing import Summary, run
from portal.ledger.models import Entry
from portal.ledger.writing import head_seq
from portal.procedures.importers.contents import CHANGE_REASON, ContentsImporter, packaged_files
from portal.procedures.models import LegalDocument, NoticeVersion, ProcedurePage
from portal.procedures.notice import Notice
from portal.procedures.selectors import notice_on, versions_of
from tests.importing.conftest import refused

pytestmark = pytest.mark.usefixtures("the_list")

CODE = "BQP-06"
DECREE = {"number": "13/2016/NĐ-CP", "kind": "decree", "title": "Đăng ký nghĩa vụ quân sự", "issued_on": "2016-02-19"}
CONTENTS: dict[str, Any] = {
    "short_title": "Đăng ký lần đầu",
    "other_names": ["đi khám nghĩa vụ"],
    "audiences": ["citizen"],
    "dossier_sets": 1,
    "conditions_none": True,
    "notes": ["Mang theo giấy tờ gốc", "Không ủy quyền"],
    "steps": [{"title": "Nộp phiếu", "actor": "Người đăng ký"}, {"title": "Nhận giấy", "duration": 1}],
    "documents": [{"name": "Phiếu tự khai", "originals": 1, "form_code": "03/GNN-2016"}],
    "handlings": [{"channel": "direct", "duration": 1, "duration_unit": "day", "fee_kind": "none"}],
    "legal_basis": [{"number": "13/2016/NĐ-CP", "articles": "Điều 4"}],
    "sources": ["Điều 4"],
}

WriteJson = Callable[..., Path]


@pytest.fixture
def write_json(tmp_path: Path) -> WriteJson:
    def write(procedures: object, documents: object = (DECREE,), name: str = "noi-dung.json") -> Path:
        path = tmp_path / name
        path.write_text(json.dumps({"procedures": procedures, "documents": documents}), encoding="utf-8")
        return path

    return write


def import_contents(*paths: Path, dry_run: bool = False) -> Summary:
    return run(ContentsImporter(paths), dry_run=dry_run)


def notice() -> Notice:
    published = notice_on(CODE, date(2020, 1, 2))
    assert published is not None
    return published.notice


def test_every_key_reaches_the_notice_and_the_name_stays(write_json: WriteJson) -> None:
    title = notice().title
    summary = import_contents(write_json({CODE: CONTENTS}))
    assert (summary.created, summary.changed) == (1, 1)
    now = notice()
    assert now.title == title
    assert (now.short_title, now.audiences, now.dossier_sets) == ("Đăng ký lần đầu", ("citizen",), 1)
    assert now.conditions.given == "none"
    assert now.notes == ("Mang theo giấy tờ gốc", "Không ủy quyền")
    assert [(step.title, step.duration.number) for step in now.steps] == [("Nộp phiếu", None), ("Nhận giấy", 1)]
    [case] = now.documents
    assert case.documents[0].form is not None
    assert case.documents[0].form.code == "03/GNN-2016"
    assert [(row.channel, row.fee.kind) for row in now.handlings] == [("direct", "none")]
    assert [(ref.number, ref.articles) for ref in now.legal_basis] == [
        ("13/2016/NĐ-CP", "Điều 4"),
        ("1291/QĐ-TTg", "Danh mục kèm theo, Bộ Quốc phòng, mục 6"),
    ]
    page = ProcedurePage.objects.get(code=CODE)
    assert [row.text for row in page.other_names.all()] == ["đi khám nghĩa vụ"]


def test_the_version_says_why_and_editors_find_it_as_the_newest_revision(write_json: WriteJson) -> None:
    import_contents(write_json({CODE: CONTENTS}))
    assert [version.version.reason for version in versions_of(CODE)] == [CHANGE_REASON, ""]
    page = ProcedurePage.objects.get(code=CODE)
    assert not page.has_unpublished_changes
    assert page.get_latest_revision_as_object().short_title == "Đăng ký lần đầu"


def test_a_key_left_out_leaves_what_editors_wrote(write_json: WriteJson) -> None:
    import_contents(write_json({CODE: CONTENTS}))
    import_contents(write_json({CODE: {"summary": "Nam công dân"}}))
    assert notice().summary == "Nam công dân"
    assert len(notice().steps) == 2


def test_a_second_import_changes_nothing(write_json: WriteJson) -> None:
    path = write_json({CODE: CONTENTS})
    import_contents(path)
    before = head_seq(), NoticeVersion.objects.count()
    assert import_contents(path).unchanged == 2
    assert (head_seq(), NoticeVersion.objects.count()) == before


def test_the_packaged_contents_fit_and_a_second_import_changes_nothing() -> None:
    assert not run(ContentsImporter(packaged_files())).refused
    before = head_seq(), NoticeVersion.objects.count()
    summary = run(ContentsImporter(packaged_files()))
    assert (summary.created, summary.changed) == (0, 0)
    assert (head_seq(), NoticeVersion.objects.count()) == before


def test_new_other_names_make_no_version_but_are_announced(write_json: WriteJson) -> None:
    import_contents(write_json({CODE: CONTENTS}))
    before = head_seq(), NoticeVersion.objects.count()
    assert import_contents(write_json({CODE: CONTENTS | {"other_names": ["khám tuyển"]}})).changed == 1
    assert NoticeVersion.objects.count() == before[1]
    assert ("procedure", CODE) in Entry.objects.filter(seq__gt=before[0]).values_list("kind", "key")


def test_a_document_cited_in_new_words_gives_its_procedures_a_version(write_json: WriteJson) -> None:
    import_contents(write_json({CODE: CONTENTS}))
    summary = import_contents(write_json({CODE: CONTENTS}, [DECREE | {"title": "Quy định đăng ký nghĩa vụ quân sự"}]))
    assert summary.changed == 2
    assert notice().legal_basis[0].title == "Quy định đăng ký nghĩa vụ quân sự"
    assert versions_of(CODE)[1].notice.legal_basis[0].title == "Đăng ký nghĩa vụ quân sự"


def test_html_is_reduced_to_its_words(write_json: WriteJson) -> None:
    text = '<p onclick="x()">Nộp <b>phiếu</b></p><script>alert(1)</script>'
    import_contents(write_json({CODE: {"result": text, "steps": [{"title": text}]}}))
    assert notice().result.text == "Nộp phiếu"
    assert notice().steps[0].title == "Nộp phiếu"


def test_a_dry_run_leaves_no_row(write_json: WriteJson) -> None:
    before = head_seq(), NoticeVersion.objects.count()
    assert import_contents(write_json({CODE: CONTENTS}), dry_run=True).changed == 1
    assert (head_seq(), NoticeVersion.objects.count()) == before
    assert not LegalDocument.objects.filter(number=DECREE["number"]).exists()
    assert notice().steps == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": "Tên khác"}, "title: khóa không biết"),
        ({"steps": [{"title": "A", "days": 3}]}, "steps.1.days: khóa không biết"),
        ({"steps": [{"text": "A"}]}, "steps.1.title: thiếu"),
        ({"steps": [{"title": "A", "duration": "ba"}]}, "steps.1.duration: phải là số nguyên"),
        ({"steps": [{"title": "A", "duration": -1}]}, "steps.1.duration: không được âm"),
        ({"dossier_sets": 10**9}, "dossier_sets: quá lớn"),
        ({"documents": [{"name": ""}]}, "documents.1.name: để trống"),
        ({"documents": "Đơn"}, "documents: phải là danh sách"),
        ({"handlings": [{"channel": "fax"}]}, "handlings.1.channel: không có trong danh mục"),
        ({"handlings": [{"channel": "direct", "fee_kind": "amount"}]}, "handlings.1: Mức thu (đồng)"),
        ({"handlings": [{"channel": "direct", "fee_kind": "free", "fee_amount": 5}]}, "Phí, lệ phí"),
        ({"audiences": ["ai"]}, "audiences.1: không có trong danh mục"),
        ({"short_title": "x" * 200}, "Tên ngắn"),
        ({"steps": [{"title": "x" * 400}]}, "steps.1: Bước"),
        ({"other_names": ["x" * 200]}, "other_names.1: Cách gọi khác"),
        ({"summary": "a\x00b"}, "summary: có ký tự NUL"),
        ({"legal_basis": [{"number": "99/2099/NĐ-CP"}]}, "không có văn bản số 99/2099/NĐ-CP"),
    ],
)
def test_wrong_contents_are_named_and_nothing_is_imported(
    write_json: WriteJson, change: dict[str, object], said: str
) -> None:
    path = write_json({"BQP-07": {"summary": "Đúng"}, CODE: CONTENTS | change})
    words = refused(ContentsImporter([path]))
    assert f"noi-dung.json: {CODE}" in words
    assert said in words
    assert not LegalDocument.objects.filter(number=DECREE["number"]).exists()


def test_an_unknown_procedure_is_refused(write_json: WriteJson) -> None:
    assert "Không có thủ tục mã BQP-99" in refused(ContentsImporter([write_json({"BQP-99": {}})]))


def test_a_procedure_in_two_files_is_refused(write_json: WriteJson) -> None:
    paths = [write_json({CODE: {}}, []), write_json({CODE: {}}, [], name="hai.json")]
    assert f"{CODE} đã có trong tệp noi-dung.json" in refused(ContentsImporter(paths))


@pytest.mark.parametrize(
    ("documents", "said"),
    [
        ([DECREE, DECREE], "Văn bản 13/2016/NĐ-CP có hai lần"),
        ([DECREE, DECREE | {"number": "13/2016/ND-CP"}], "cùng một đường dẫn"),
        ([DECREE | {"kind": "law of the sea"}], "documents 1, kind: không có trong danh mục"),
        ([DECREE | {"issued_on": "19/02/2016"}], "documents 1, issued_on: ngày phải có dạng"),
        ([DECREE | {"title": "x" * 600}], "Trích yếu"),
        ({"number": "1"}, "“documents” phải là danh sách"),
        (["13/2016/NĐ-CP"], "documents 1, bản ghi: phải là một nhóm khóa"),
    ],
)
def test_wrong_documents_are_refused(write_json: WriteJson, documents: object, said: str) -> None:
    assert said in refused(ContentsImporter([write_json({}, documents)]))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b'{"procedures": {\n"BQP-06": {,}}}', "dòng 2: JSON viết sai"),
        ('{"procedures": {}}'.encode("utf-16"), "không phải UTF-8"),
        ("§¨ng".encode("latin-1"), "không phải UTF-8"),
        (b'{"procedures": {"BQP-06": {}, "BQP-06": {}}}', "Khóa “BQP-06” có hai lần"),
        (b'{"procedures": {"BQP-06": {"dossier_sets": NaN}}}', "NaN không phải là số"),
        (b"[]", "phải là một nhóm khóa"),
        (b'{"thu_tuc": {}}', "Khóa không biết: thu_tuc"),
        (b'{"procedures": []}', "“procedures” phải là một nhóm khóa"),
        (b"", "JSON viết sai"),
        (b"[" * 100_000, "quá sâu"),
        (b'{"procedures": ' + b"9" * 5_000 + b"}", "số quá dài"),
        (rb'{"procedures": {"BQP-06": {"summary": "\ud800"}}}', "Unicode hỏng"),
    ],
)
def test_a_file_that_is_no_such_json_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "noi-dung.json"
    path.write_bytes(data)
    assert said in refused(ContentsImporter([path]))


def test_a_page_somebody_is_writing_on_is_not_overwritten(write_json: WriteJson) -> None:
    page = ProcedurePage.objects.get(code=CODE)
    page.summary = "Đang viết"
    page.save_revision()
    assert "bản nháp" in refused(ContentsImporter([write_json({CODE: CONTENTS})]))
    assert page.get_latest_revision_as_object().summary == "Đang viết"
