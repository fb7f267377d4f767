"""`diff_national`: ours and the national record side by side, never matched by title."""

import csv
import io
from pathlib import Path

import pytest
from django.core.management import CommandError

from portal.procedures.importers.national.pages import notice_of
from portal.procedures.importers.national.shapes import parse
from portal.procedures.models import DocumentItem, Handling, ProcedurePage
from portal.procedures.national_differences import DIFFERENT, NOT_COMPARABLE, compare
from portal.procedures.notice import Document, DocumentCase, Duration, Fee, Notice
from portal.procedures.notice import Handling as Way
from tests.importing.national_records import HANDLINGS, flat, write_jsonl
from tests.importing.test_commands import call

pytestmark = pytest.mark.usefixtures("the_list")


@pytest.fixture
def ours(the_list: None) -> ProcedurePage:
    """BCA-04 with contents, and with the national code of the record."""
    page = ProcedurePage.objects.get(code="BCA-04")
    page.national_code = "1.900001"
    page.handlings = [
        Handling(channel="direct", duration=10, duration_unit="day", fee_kind="none"),
        Handling(channel="online", duration=5, duration_unit="working_day", fee_kind="amount", fee_amount=70_000),
    ]
    page.documents = [DocumentItem(name="Đơn đề nghị", originals=1), DocumentItem(name="Sổ hộ khẩu", copies=1)]
    page.save_revision().publish()
    return page


@pytest.fixture
def record(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "quoc-gia.jsonl", flat(), flat("1.900002"))


def rows(*words: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(call("diff_national", *words, "--output", "csv"))))


@pytest.mark.usefixtures("ours")
def test_time_fee_and_papers_stand_side_by_side(record: Path) -> None:
    found = {(row["part"], row["ours"], row["national"], row["result"]) for row in rows(str(record))}
    assert ("Thời hạn, trực tiếp", "10 ngày", "07 ngày", DIFFERENT) in found
    assert ("Phí, lệ phí, trực tuyến", "70.000\xa0đồng", "50.000\xa0đồng (mỗi lần)", DIFFERENT) in found
    assert ("Giấy tờ", "Sổ hộ khẩu; 1 bản sao", "không nêu", DIFFERENT) in found
    parts = {part for part, *_ in found}
    assert "Thời hạn, trực tuyến" not in parts, "five working days on both sides"
    assert "Phí, lệ phí, trực tiếp" not in parts, "nobody pays on either side"


@pytest.mark.usefixtures("ours")
def test_the_text_names_both_codes_and_counts(record: Path) -> None:
    printed = call("diff_national", str(record))
    assert "BCA-04 – 1.900001" in printed
    assert "Đã so 1 thủ tục" in printed


def test_without_a_national_code_nothing_is_compared(record: Path) -> None:
    assert "Đã so 0 thủ tục" in call("diff_national", str(record))


def test_a_table_says_which_record_belongs_to_which_procedure(record: Path, tmp_path: Path) -> None:
    table = tmp_path / "doi-chieu.csv"
    table.write_text("code,national_code\nBCA-05,1.900002\nBCA-06,1.999999\n", encoding="utf-8")
    printed = call("diff_national", str(record), "--map", str(table))
    assert "BCA-05 – 1.900002" in printed
    assert "Không có trong các tệp: BCA-06 (1.999999)." in printed
    assert "BCA-05" not in call("diff_national", str(record), "--map", str(table), "--code", "BCA-06")


def test_what_one_side_does_not_say_cannot_be_compared() -> None:
    record = parse(flat(cach_thuc_thuc_hien=f"{HANDLINGS}Trực tiếp5Miễn phí(20.000 đồng)", thanh_phan_ho_so="--"))
    mine = Notice(
        code="BCA-04",
        title="Cấp lại thẻ",
        handlings=(Way(channel="direct", duration=Duration(number=5, unit="day"), fee=Fee(kind="free")),),
        documents=(DocumentCase(documents=(Document(name="Đơn"),)),),
    )
    assert {row.result for row in compare(mine, notice_of(record))} == {NOT_COMPARABLE}


def test_a_code_or_a_file_that_is_not_there_is_told(record: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không có thủ tục BCA-99"):
        call("diff_national", str(record), "--code", "BCA-99")
    broken = tmp_path / "hong.jsonl"
    broken.write_text("{\n", encoding="utf-8")
    with pytest.raises(CommandError, match="dòng 1: JSON viết sai"):
        call("diff_national", str(broken))
