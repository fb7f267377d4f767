"""Reading a CSV file that people made: bytes to checked rows, or one clear sentence about what is wrong."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portal.core.importing import ImportRefused, Refusal
from portal.vietnamese.legacy import UnreadableText, decode, decode_bytes, detect
from portal.vietnamese.unicode import nfc

#: A table of procedures is far smaller; a larger file is another file.
MOST_BYTES = 20_000_000

_UNICODE = frozenset({"utf-8", "utf-8-sig"})
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_TRUE = frozenset({"true", "1", "x", "có"})
_FALSE = frozenset({"false", "0", "", "không"})


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line it begins on, and its cells by column name, stripped and composed (NFC)."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def flag(self, column: str) -> bool | None:
        """A yes or no; None for a word that is neither."""
        word = self[column].lower()
        if word in _TRUE:
            return True
        return False if word in _FALSE else None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows that could be read, and every refusal."""

    rows: tuple[Row, ...]
    refusals: tuple[Refusal, ...] = field(default=())


def read_table(
    path: Path, required: Sequence[str], optional: Sequence[str] = (), *, convert_legacy: bool = False
) -> Table:
    """Read a comma-separated file with a header line.

    Text must be UTF-8. With `convert_legacy` other encodings (UTF-16, CP1258, TCVN3, VNI, VISCII),
    also single cells of them shown as Latin letters, are turned into Unicode; without it they are refused,
    since nobody would see a wrong guess.

    Raises:
        ImportRefused: the file as a whole cannot be read, or its columns are not the ones expected.
    """
    text = _text(path, convert_legacy=convert_legacy)
    records = _records(text, path.name)
    header_line, header = next(records, (1, []))
    columns = [nfc(name).strip() for name in header]
    _check_columns(columns, required, optional, header_line, path.name)
    rows: list[Row] = []
    refusals: list[Refusal] = []
    try:
        for line, cells in records:
            if not any(cell.strip() for cell in cells):
                continue
            row = _row(columns, cells, line, path.name, convert_legacy=convert_legacy)
            if isinstance(row, Refusal):
                refusals.append(row)
            else:
                rows.append(row)
    except ImportRefused as broken:
        refusals += broken.refusals
    return Table(tuple(rows), tuple(refusals))


def read_bytes(path: Path) -> bytes:
    """The bytes of a file given by a person.

    Raises:
        ImportRefused: there is no such file, it cannot be opened, or it is far too large.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise ImportRefused(Refusal(f"Tệp quá lớn ({size // 1_000_000} MB).", file=path.name))
        return path.read_bytes()
    except OSError as error:
        raise ImportRefused(Refusal(f"Không mở được tệp: {error.strerror}.", file=str(path))) from error


def _text(path: Path, *, convert_legacy: bool) -> str:
    data = read_bytes(path)
    if b"\x00" in data and not data.startswith(_WIDE_MARKS):
        line = data[: data.index(b"\x00")].count(b"\n") + 1
        raise ImportRefused(Refusal("Có ký tự NUL: tệp hỏng hoặc không phải là tệp CSV.", line, path.name))
    try:
        text, encoding = decode_bytes(data)
    except UnreadableText as error:
        raise ImportRefused(Refusal(str(error), file=path.name)) from error
    if encoding not in _UNICODE and not convert_legacy:
        reason = f"Tệp dùng bảng mã {encoding}, không phải UTF-8. Lưu lại bằng UTF-8, hoặc thêm --convert-legacy."
        raise ImportRefused(Refusal(reason, file=path.name))
    if not text.strip():
        raise ImportRefused(Refusal("Tệp trống.", file=path.name))
    return text


def _records(text: str, file: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on; a broken quote ends the reading."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            reason = "Dấu ngoặc kép không khép hoặc đặt sai chỗ; các dòng sau chưa đọc được."
            raise ImportRefused(Refusal(reason, line, file)) from error


def _check_columns(
    columns: Sequence[str], required: Sequence[str], optional: Sequence[str], line: int, file: str
) -> None:
    if len(columns) == 1 and any(mark in columns[0] for mark in ";\t"):
        raise ImportRefused(Refusal("Các cột phải cách nhau bằng dấu phẩy (,).", line, file))
    problems = []
    if missing := [name for name in required if name not in columns]:
        problems.append(f"Thiếu cột: {', '.join(missing)}.")
    if twice := sorted(name for name, count in Counter(columns).items() if count > 1):
        problems.append(f"Cột bị lặp: {', '.join(name or '(không tên)' for name in twice)}.")
    known = {*required, *optional}
    if unknown := [name for name in dict.fromkeys(columns) if name not in known]:
        problems.append(f"Cột không biết: {', '.join(name or '(không tên)' for name in unknown)}.")
    if problems:
        raise ImportRefused(*(Refusal(problem, line, file) for problem in problems))


def _row(columns: Sequence[str], cells: Sequence[str], line: int, file: str, *, convert_legacy: bool) -> Row | Refusal:
    if len(cells) != len(columns):
        return Refusal(f"Có {len(cells)} ô, cần {len(columns)} ô.", line, file)
    values: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=True):
        encoding = detect(cell)
        text = cell
        if encoding is not None:
            if not convert_legacy and nfc(cell) == cell:
                reason = f"Ô “{column}” viết bằng bảng mã {encoding}. Sửa thành Unicode, hoặc thêm --convert-legacy."
                return Refusal(reason, line, file)
            text = decode(cell, encoding)
        values[column] = nfc(text).strip()
    return Row(line, values)
