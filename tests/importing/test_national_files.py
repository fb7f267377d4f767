"""The real files of the national catalogue, where they are: nothing refused, nothing lost, dirt counted.

They are not part of the project: PORTAL_NATIONAL_DATA names their folder, `../shared/data/national` is the default.
"""

import dataclasses
import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.core.importing import Refusal, run
from portal.procedures import source_marks
from portal.procedures.importers.national import handlings, legal, papers
from portal.procedures.importers.national.importer import NationalImporter
from portal.procedures.importers.national.reading import read_lines
from portal.procedures.importers.national.record import Record
from portal.procedures.importers.national.texts import tidy
from portal.procedures.models import NoticeVersion, ProcedurePage
from tests.conftest import PROJECT_DIR

FOLDER = Path(os.environ.get("PORTAL_NATIONAL_DATA", PROJECT_DIR / "../shared/data/national"))
FILES = sorted(FOLDER.glob("tthc_*.jsonl"))

pytestmark = pytest.mark.skipif(not FILES, reason=f"no files of the national catalogue in {FOLDER}")

#: Words that become values: headings, codes of lists, numbers of documents, marks of steps.
_NOTHING = re.compile("Không có thông tin")
_STEP_MARKS = re.compile(r"Bước ?\d+|^[+*•-]? ?[a-zđ]\)|(?<=[.;:,)]) ?[a-zđ]\) ?(?=Bước)", re.I | re.M)
_PAPER_WORDS = re.compile(f"{papers.HEADER}|bản chính|bản sao|{_STEP_MARKS.pattern}", re.I | re.M)
_HANDLING_WORDS = re.compile(
    f"{handlings.HEADER}|Trực tuyến|Trực tiếp|Dịch vụ bưu chính|Ngày làm việc|Ngày|Giờ|Tháng|Miễn phí|"
    "Không có thông tin|Việt Nam Đồng|VNĐ"
)
_LEGAL_WORDS = re.compile(
    rf"{legal.HEADER}|Không có thông tin|{legal.NUMBER.pattern}|"
    "(?i:Bộ luật|Luật|Nghị định|Quyết định|Thông tư liên tịch|Thông tư|Nghị quyết|Pháp lệnh|Chỉ thị|số)"
)
#: Values of code lists, and keys of the national site.
NOT_TEXT = {"formality_id", "detail_url", "_agency", "cap_thuc_hien", "doi_tuong_thuc_hien", "ket_qua_xu_ly"}


@pytest.fixture(scope="module")
def records() -> list[Record]:
    lines = [line for path in FILES for line in read_lines(path)]
    assert [line for line in lines if isinstance(line, Refusal)] == []
    return [line.record for line in lines if not isinstance(line, Refusal)]


def test_every_record_is_read_and_no_code_comes_twice(records: list[Record]) -> None:
    assert len(records) == 2846
    assert len({record.code for record in records}) == 2846
    assert all(record.title and record.levels and record.steps for record in records)


def test_most_cells_are_parted_and_the_rest_says_so(records: list[Record]) -> None:
    marks = Counter(
        flag for record in records for phrase, flag in source_marks.FLAG_OF.items() if phrase in repr(record)
    )
    assert marks["unparsed_cell"] < 100
    assert marks["columns_shifted"] == 25
    assert marks["count_unclear"] < 100
    assert marks["fee_unclear"] < 500
    assert sum(bool(record.papers) for record in records) > 2780
    assert sum(len(record.steps) > 1 for record in records) > 1800
    assert sum(bool(record.citations) for record in records) > 2700


def test_no_letter_of_a_record_is_lost(records: list[Record]) -> None:
    by_code = {record.code: record for record in records}
    lost = {}
    for path in FILES:
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            if "ma_thu_tuc" in item and (missing := lost_of(item, by_code[item["ma_thu_tuc"]])):
                lost[item["ma_thu_tuc"]] = missing
    assert lost == {}


def lost_of(item: dict[str, str], record: Record) -> dict[str, str]:
    """Column -> letters that stand in it and not in what was made of it."""
    order = (record.steps, record.papers, record.notes)
    columns: dict[str, tuple[re.Pattern[str], tuple[Any, ...]]] = {
        "trinh_tu_thuc_hien": (_STEP_MARKS, order),
        "thanh_phan_ho_so": (_PAPER_WORDS, order),
        "cach_thuc_thuc_hien": (_HANDLING_WORDS, (record.handlings,)),
        "can_cu_phap_ly": (_LEGAL_WORDS, (record.citations, record.notes)),
    }
    columns |= dict.fromkeys(item.keys() - NOT_TEXT - columns.keys(), (_NOTHING, (record,)))
    found = {}
    for name, (valued, parts) in columns.items():
        kept = letters(" ".join(_texts(parts)))
        # A document that is cited twice in the same words is kept once.
        rest = letters(valued.sub(" ", tidy(item[name]))) - kept - (kept if name == "can_cu_phap_ly" else Counter())
        if rest:
            found[name] = "".join(rest.elements())
    return found


def letters(text: str) -> Counter[str]:
    return Counter(char for char in text.lower() if char.isalpha())


def _texts(value: Any) -> Iterator[str]:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        value = dataclasses.asdict(value)
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, str):
        yield value


@pytest.mark.usefixtures("places")
def test_a_whole_ministry_is_imported_and_imported_again() -> None:
    file = FOLDER / "tthc_bo-tu-phap.jsonl"
    first = run(NationalImporter([file]))
    assert (first.created, first.refused) == (271, [])
    assert NoticeVersion.objects.count() == ProcedurePage.objects.count() == 271
    assert run(NationalImporter([file])).unchanged == 271
