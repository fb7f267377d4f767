"""Reading judged queries: both forms of files, and what is said of broken ones."""

import json
import unicodedata
from pathlib import Path

import pytest

from portal.core.importing import ImportRefused
from portal.search.evaluation.forms import derived
from portal.search.evaluation.judged import Judged, read
from portal.search.evaluation.records import Collection, collection_for

HEAD = "class\tquery\trelevant\n"


def table(folder: Path, *lines: str, head: str = HEAD) -> Path:
    file = folder / "truy-van.tsv"
    file.write_text(head + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def needs(folder: Path, *records: object) -> Path:
    file = folder / "nhu-cau.jsonl"
    file.write_text("".join(f"{json.dumps(record)}\n" for record in records), encoding="utf-8")
    return file


def refusals(path: Path) -> list[str]:
    with pytest.raises(ImportRefused) as caught:
        read(path)
    return [str(refusal) for refusal in caught.value.refusals]


def test_a_table_gives_class_query_and_grades_in_its_order(tmp_path: Path) -> None:
    file = table(tmp_path, "partial\tcon dấu\tBCA-08=2 BCA-01=1", "", "none\tsổ đỏ\t-")

    assert read(file) == (Judged("partial", "con dấu", {"BCA-08": 2, "BCA-01": 1}), Judged("none", "sổ đỏ", {}))


def test_a_query_is_kept_letter_by_letter(tmp_path: Path) -> None:
    odd = ' "căn\u2028  ' + unicodedata.normalize("NFD", "cước") + "\N{SOFT HYPHEN} "

    assert read(table(tmp_path, f"odd\t{odd}\tA=2"))[0].query == odd


def test_a_file_with_windows_line_ends_and_a_mark_at_its_start_is_the_same(tmp_path: Path) -> None:
    file = tmp_path / "windows.tsv"
    file.write_bytes(b"\xef\xbb\xbfclass\tquery\trelevant\r\npartial\tcon\tA=2\r\n")

    assert read(file) == (Judged("partial", "con", {"A": 2}),)


def test_what_is_wanted_are_the_procedures_of_grade_two_or_else_of_the_best_grade() -> None:
    assert Judged("x", "q", {"A": 2, "B": 1, "C": 2}).wanted == ("A", "C")
    assert Judged("x", "q", {"A": 1}).wanted == ("A",)
    assert Judged("x", "q", {}).wanted == ()


def test_one_need_becomes_every_written_form_of_it(tmp_path: Path) -> None:
    need = {
        "canonical": "hóa đơn",
        "telex": "hoas ddown",
        "colloquial": ["biên lai", " "],
        "relevant_codes": ["1.000001"],
    }

    found = read(needs(tmp_path, need))

    assert {judged.kind: judged.query for judged in found} == {
        "canonical": "hóa đơn",
        "accentless": "hoa don",
        "nfd": unicodedata.normalize("NFD", "hóa đơn"),
        "upper": "HÓA ĐƠN",
        "new_tone": "hoá đơn",
        "tcvn3": "hãa ®¬n",
        "vni_windows": "hoùa ñôn",
        "telex": "hoas ddown",
        "colloquial": "biên lai",
    }
    assert all(judged.grades == {"1.000001": 2} for judged in found)


def test_a_form_given_in_the_file_is_taken_before_one_made_here(tmp_path: Path) -> None:
    need = {"canonical": "hóa đơn", "accentless": "hoa don do", "relevant_codes": ["1.000001"]}

    assert {judged.kind: judged.query for judged in read(needs(tmp_path, need))}["accentless"] == "hoa don do"


def test_capitals_are_pasted_from_tcvn3_as_small_letters() -> None:
    assert derived("Ủy ban")["tcvn3"] == "ñy ban"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("partial\tcon dấu", "dòng 2: Phải có 3 ô cách nhau bằng dấu tab, dòng này có 2."),
        ("partial\t  \tA=2", "dòng 2: Thiếu lớp (class) hoặc truy vấn (query)."),
        ("partial\tcon dấu\t", "Không đọc được cột relevant “”"),
        ("partial\tcon dấu\tBCA-04", "Không đọc được cột relevant “BCA-04”"),
        ("partial\tcon dấu\tBCA-04=2 BCA-04=1", "Không đọc được cột relevant"),
        ("partial\tcon dấu\tBCA-04=0", "Không đọc được cột relevant"),
    ],
)
def test_a_line_that_cannot_be_read_is_named_with_its_reason(tmp_path: Path, line: str, reason: str) -> None:
    assert reason in refusals(table(tmp_path, line))[0]


def test_every_broken_line_is_named_at_once(tmp_path: Path) -> None:
    assert len(refusals(table(tmp_path, "one", "partial\tcon dấu\tA=2", "two"))) == 2


def test_other_columns_are_refused(tmp_path: Path) -> None:
    reason = refusals(table(tmp_path, "a\tb\tc", head="query\tclass\trelevant\n"))[0]

    assert "Dòng đầu phải là tên ba cột class, query, relevant, cách nhau bằng dấu tab." in reason


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"relevant_codes": ["1.000001"]}, "Thiếu truy vấn chuẩn (canonical)."),
        ({"canonical": "a"}, "Thiếu danh sách mã thủ tục (relevant_codes)."),
        ({"canonical": "a", "relevant_codes": []}, "Thiếu danh sách mã thủ tục (relevant_codes)."),
        ({"canonical": "a", "relevant_codes": ["x"], "telex": 1}, "Các cách viết phải là chữ"),
        ({"canonical": "a", "relevant_codes": ["x"], "colloquial": "b"}, "colloquial phải là danh sách chữ."),
        (["canonical"], "Nội dung phải là một nhóm khóa JSON."),
    ],
)
def test_a_need_that_cannot_be_read_is_named_with_its_reason(tmp_path: Path, record: object, reason: str) -> None:
    assert reason in refusals(needs(tmp_path, record))[0]


def test_files_that_hold_nothing_are_refused(tmp_path: Path) -> None:
    empty = tmp_path / "trống.jsonl"
    empty.touch()

    assert "Không có truy vấn nào trong tệp." in refusals(empty)[0]
    assert "Không có truy vấn nào trong tệp." in refusals(table(tmp_path))[0]
    assert "Không mở được tệp" in refusals(tmp_path / "không có.tsv")[0]


def test_text_in_another_encoding_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "latin.tsv"
    file.write_bytes(HEAD.encode() + b"x\t\xe9\tA=2\n")

    assert "latin.tsv, dòng 2: Tệp không phải UTF-8. Lưu lại bằng UTF-8." in refusals(file)[0]


def test_queries_for_national_codes_are_asked_of_the_catalogue_alone() -> None:
    national, ours, hopeless = Judged("x", "q", {"1.000001": 2}), Judged("x", "q", {"BCA-04": 2}), Judged("x", "q", {})

    assert collection_for([national, hopeless]) is Collection.CATALOGUE
    assert collection_for([national, ours]) is Collection.AMONG_OTHERS
    assert collection_for([hopeless]) is Collection.AMONG_OTHERS
