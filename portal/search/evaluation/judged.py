"""Judged queries: what people type, and which procedures a careful reader would want for it.

Two forms of files are read. A table with tabs and the columns `class`, `query`, `relevant`, where `relevant` is
`CODE=GRADE` separated by spaces (2: the procedure wanted, 1: near it) or `-` where nothing fits. And JSON Lines, one
need a line, in which one question is written in several ways and `relevant_codes` are all wanted (grade 2).

Queries are kept letter by letter: how they are written is what is being measured.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from portal.core.importing import ImportRefused, Refusal
from portal.core.tabular import read_bytes
from portal.procedures.importers.json_files import parse_object
from portal.search.evaluation.forms import derived

#: The grade of a procedure that answers the question; lower ones are only near it.
WANTED: Final = 2
COLUMNS: Final = ("class", "query", "relevant")
#: The class whose figures the other written forms of one need are compared with.
CANONICAL: Final = "canonical"
#: Written forms that the JSON Lines bring along.
_GIVEN_FORMS: Final = ("accentless", "half", "telex", "vni", "new_tone")
_NOTHING: Final = "-"
_GRADE = re.compile(r"(\S+)=([0-9])")


@dataclass(frozen=True, slots=True)
class Judged:
    """One query with the grades of the procedures worth finding; without any, nothing that we have fits it."""

    kind: str
    query: str
    grades: Mapping[str, int]

    @property
    def wanted(self) -> tuple[str, ...]:
        """The codes one of which should come first: grade 2, or the best grade given."""
        threshold = self.threshold
        return tuple(code for code, grade in self.grades.items() if grade >= threshold)

    @property
    def threshold(self) -> int:
        """The grade from which a procedure counts as found."""
        return min(WANTED, max(self.grades.values(), default=WANTED))


def read(path: Path) -> tuple[Judged, ...]:
    """The judged queries of a file, in its order; `.jsonl` is read as JSON Lines, everything else as a table.

    Raises:
        ImportRefused: the file or a line of it cannot be read; every such line is named, in Vietnamese.
    """
    lines = _lines(path)
    parse = _needs if path.suffix == ".jsonl" else _rows
    judged: list[Judged] = []
    refusals: list[Refusal] = []
    for item in parse(lines, path.name):
        if isinstance(item, Refusal):
            refusals.append(item)
        else:
            judged.append(item)
    if not judged and not refusals:
        refusals.append(Refusal("Không có truy vấn nào trong tệp.", file=path.name))
    if refusals:
        raise ImportRefused(*refusals)
    return tuple(judged)


def _lines(path: Path) -> list[str]:
    data = read_bytes(path)
    try:
        # Not splitlines(): a query may hold any of the other characters that it takes for the end of a line.
        return data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError as error:
        line = 1 + data[: error.start].count(b"\n")
        raise ImportRefused(Refusal("Tệp không phải UTF-8. Lưu lại bằng UTF-8.", line, path.name)) from error


# --- the table ------------------------------------------------------------------------------------------


def _rows(lines: list[str], file: str) -> Iterator[Judged | Refusal]:
    if tuple(name.strip() for name in lines[0].split("\t")) != COLUMNS:
        names = ", ".join(COLUMNS)
        yield Refusal(f"Dòng đầu phải là tên ba cột {names}, cách nhau bằng dấu tab.", 1, file)
        return
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            yield _row(line.split("\t"), number, file)


def _row(cells: list[str], number: int, file: str) -> Judged | Refusal:
    if len(cells) != len(COLUMNS):
        return Refusal(f"Phải có {len(COLUMNS)} ô cách nhau bằng dấu tab, dòng này có {len(cells)}.", number, file)
    kind, query, relevant = cells[0].strip(), cells[1], cells[2].strip()
    if not kind or not query.strip():
        return Refusal("Thiếu lớp (class) hoặc truy vấn (query).", number, file)
    if relevant == _NOTHING:
        return Judged(kind, query, {})
    pairs = [_GRADE.fullmatch(part) for part in relevant.split()]
    grades = {pair[1]: int(pair[2]) for pair in pairs if pair and pair[2] != "0"}
    if not grades or len(grades) != len(pairs):
        return Refusal(
            f"Không đọc được cột relevant “{relevant}”: viết dạng BCA-04=2 BCA-01=1, mỗi mã một lần, mức từ 1; "
            "hoặc - nếu không có thủ tục nào.",
            number,
            file,
        )
    return Judged(kind, query, grades)


# --- JSON Lines -----------------------------------------------------------------------------------------


def _needs(lines: list[str], file: str) -> Iterator[Judged | Refusal]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            need = parse_object(line.encode(), file, number)
        except ImportRefused as refused:
            yield Refusal(refused.refusals[0].reason, number, file)
            continue
        if reason := _why_no_need(need):
            yield Refusal(reason, number, file)
        else:
            yield from _need(need)


def _why_no_need(need: dict[str, Any]) -> str:
    canonical, codes = need.get(CANONICAL), need.get("relevant_codes")
    if not isinstance(canonical, str) or not canonical.strip():
        return f"Thiếu truy vấn chuẩn ({CANONICAL})."
    if not isinstance(codes, list) or not codes or not all(isinstance(code, str) and code for code in codes):
        return "Thiếu danh sách mã thủ tục (relevant_codes)."
    others = [need.get(name, "") for name in _GIVEN_FORMS]
    spoken = need.get("colloquial", [])
    if not isinstance(spoken, list) or not all(isinstance(text, str) for text in (*others, *spoken)):
        return "Các cách viết phải là chữ, colloquial phải là danh sách chữ."
    return ""


def _need(need: dict[str, Any]) -> Iterator[Judged]:
    """The canonical query, its written forms (those given, then those made here), and how people would say it."""
    grades = dict.fromkeys(need["relevant_codes"], WANTED)
    yield Judged(CANONICAL, need[CANONICAL], grades)
    given = {name: need[name] for name in _GIVEN_FORMS if need.get(name, "").strip()}
    for kind, text in (derived(need[CANONICAL]) | given).items():
        yield Judged(kind, text, grades)
    for text in need.get("colloquial", []):
        if text.strip():
            yield Judged("colloquial", text, grades)
