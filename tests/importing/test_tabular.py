"""Files that people make: what is read, and what is said of a file that cannot be."""

from pathlib import Path

import pytest

from portal.core.importing import ImportRefused
from portal.core.tabular import Table, read_table


def read(path: Path, data: bytes, **options: bool) -> Table:
    path = path / "tep.csv"
    path.write_bytes(data)
    return read_table(path, ["code", "name"], ["note"], **options)


def refusal(path: Path, data: bytes) -> str:
    with pytest.raises(ImportRefused) as refused:
        read(path, data)
    return str(refused.value)


def test_rows_know_the_line_they_begin_on(tmp_path: Path) -> None:
    table = read(tmp_path, 'code,name\na,"hai\ndòng"\n\nb,một\n'.encode())
    assert [(row.line, row["name"]) for row in table.rows] == [(2, "hai\ndòng"), (5, "một")]


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    table = read(tmp_path, "code,name\r\na,Đăk\r\n".encode("utf-8-sig"))
    assert table.rows[0].cells == {"code": "a", "name": "Đăk"}


def test_text_is_composed(tmp_path: Path) -> None:
    decomposed = "Đa\u0306\u0301k"
    assert read(tmp_path, f"code,name\na,{decomposed}\n".encode()).rows[0]["name"] == "Đắk"


def test_a_broken_quote_names_its_line_and_keeps_what_came_before(tmp_path: Path) -> None:
    table = read(tmp_path, 'code,name\na,một\nb,"hai\nc,ba\n'.encode())
    assert [row["code"] for row in table.rows] == ["a"]
    assert "dòng 3" in str(table.refusals[0])
    assert "ngoặc kép" in str(table.refusals[0])


def test_a_line_with_too_few_or_too_many_cells_is_refused(tmp_path: Path) -> None:
    table = read(tmp_path, "code,name\na\nb,hai\nc,ba,thừa\n".encode())
    assert [row["code"] for row in table.rows] == ["b"]
    assert [refusal.line for refusal in table.refusals] == [2, 4]


def test_every_wrong_column_is_named_at_once(tmp_path: Path) -> None:
    said = refusal(tmp_path, b"code,code,other\n1,2,3\n")
    assert "Thiếu cột: name" in said
    assert "Cột bị lặp: code" in said
    assert "Cột không biết: other" in said


def test_a_header_of_very_many_columns_is_refused_at_once(tmp_path: Path) -> None:
    assert "Cột bị lặp: code" in refusal(tmp_path, ",".join(["code", "code", *map(str, range(200_000))]).encode())


def test_another_separator_is_named(tmp_path: Path) -> None:
    assert "dấu phẩy" in refusal(tmp_path, b"code;name\n1;2\n")


def test_a_nul_byte_is_refused_with_its_line(tmp_path: Path) -> None:
    said = refusal(tmp_path, b"code,name\na,b\nc,d\x00\n")
    assert "dòng 3" in said
    assert "NUL" in said


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258"])
def test_another_encoding_is_refused_unless_it_is_to_be_converted(tmp_path: Path, encoding: str) -> None:
    text = "code,name\na,Đăng ký quân sự\n"
    if encoding == "cp1258":
        # This code page writes tones as marks of their own.
        text = text.replace("ự", "ư\u0323").replace("ý", "y\u0301")
    data = text.encode(encoding)
    said = refusal(tmp_path, data)
    assert encoding in said
    assert "UTF-8" in said
    assert read(tmp_path, data, convert_legacy=True).rows[0]["name"] == "Đăng ký quân sự"


def test_a_tcvn3_file_is_refused_unless_it_is_to_be_converted(tmp_path: Path) -> None:
    data = "code,name\na,§¨ng ký nghÜa vô qu©n sù lÇn ®Çu\n".encode("latin-1")
    assert "tcvn3" in refusal(tmp_path, data)
    assert read(tmp_path, data, convert_legacy=True).rows[0]["name"] == "Đăng ký nghĩa vụ quân sự lần đầu"


def test_one_tcvn3_cell_in_a_unicode_file_is_refused_with_its_line(tmp_path: Path) -> None:
    data = "code,name\na,Đăng ký lần đầu\nb,§¨ng ký nghÜa vô qu©n sù\n".encode()
    table = read(tmp_path, data)
    assert [row["code"] for row in table.rows] == ["a"]
    assert "dòng 3" in str(table.refusals[0])
    assert "tcvn3" in str(table.refusals[0])
    assert read(tmp_path, data, convert_legacy=True).rows[1]["name"] == "Đăng ký nghĩa vụ quân sự"


@pytest.mark.parametrize("data", [bytes(range(1, 256)) * 4, b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, data: bytes) -> None:
    assert refusal(tmp_path, data)


@pytest.mark.parametrize("data", [b"", b"\n \n"])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "trống" in refusal(tmp_path, data)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="Không mở được"):
        read_table(tmp_path / "khong-co.csv", ["code"])


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="Không mở được"):
        read_table(tmp_path, ["code"])
