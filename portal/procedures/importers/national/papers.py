"""Papers, from one cell without separators or from a table with counts."""

import re
from typing import Final

from portal.procedures.importers.national.record import PaperRow
from portal.procedures.importers.national.texts import CAPITAL, SMALL, one_line, stated
from portal.procedures.source_marks import COUNT_UNCLEAR, UNPARSED, marked

HEADER: Final = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"

# The count ends an item: what follows is the end, or the next item without a blank. A name may itself end in a
# count ("… : 01 bản chính1 bản chính").
_COUNT: Final = re.compile(
    r"(?<!\d)(\d+) bản (?:chính(?:,(\d+) bản sao)?|sao)(?=$|(?!\d+ bản (?:chính|sao)(?:$|\S))[^\s.,;:)])"
)
_YEAR_AND_COUNT: Final = re.compile(r"((?:19|20)\d\d)(\d)")
_AFTER_YEAR: Final = re.compile(r"(?:/|năm )$")
_FORM_FILE: Final = re.compile(r"\.(?:docx?|pdf|xlsx?|rar|zip)$", re.I)
# Where a name ends and a file name begins without a blank between them.
_SEAM: Final = re.compile(rf"(?<=[{SMALL}.;,)])(?=[{CAPITAL}])|(?<=[;)])(?=\d)")
_MOST_COPIES: Final = 32_767


def parse_cell(cell: str) -> list[PaperRow]:
    """Papers under the heading of their case; a rest without a count is a paper without a count."""
    heading, *tables = cell.split(HEADER)
    papers: list[PaperRow] = []
    for number, table in enumerate(tables, start=1):
        found, rest = _items(table, _heading(heading))
        papers += found
        if number < len(tables):
            heading = rest
        elif _heading(rest):
            papers.append(PaperRow(case=_heading(heading), name=_name(rest)))
    return papers


def is_table(cell: str) -> bool:
    """Whether the cell has the header of the table at all."""
    return HEADER in cell


def parse_table_row(name: str, forms: str, counts: str) -> PaperRow | None:
    """One row of the structured shape."""
    words = _name(name)
    if not words and not one_line(f"{forms}{counts}"):
        return None
    row = PaperRow(name=words or "(không ghi tên)", note=_form_note(", ".join(forms.split("\n"))))
    found = re.fullmatch(r"\s*Bản chính ?: ?(\d{1,4})\s+Bản sao ?: ?(\d{1,4})\s*", counts)
    if found:
        row.originals, row.copies = int(found[1]), int(found[2])
    elif stated(counts):
        row.note = "; ".join(filter(None, (row.note, marked(COUNT_UNCLEAR, one_line(counts)))))
    return row


def _heading(text: str) -> str:
    return one_line(text).strip("-+*•: ")


def _items(table: str, case: str) -> tuple[list[PaperRow], str]:
    papers = []
    position = 0
    for found in _COUNT.finditer(table):
        papers.append(_paper(table[position : found.start()], found, case))
        position = found.end()
    return papers, table[position:]


def _paper(before: str, count: re.Match[str], case: str) -> PaperRow:
    digits = count[1]
    row = PaperRow(case=case, name=_name(before))
    split = _YEAR_AND_COUNT.fullmatch(digits)
    if split and _AFTER_YEAR.search(before):
        row.name, digits = _name(before + split[1]), split[2]
    elif len(digits) > 1 and (digits[0] == "0" or not _ends_a_word(before)):
        row.note = marked(COUNT_UNCLEAR, f"“{count[0]}”")
        digits = ""
    if digits and len(digits) < len(str(_MOST_COPIES)):
        is_copy = count[0].endswith("bản sao") and count[2] is None
        row.originals = None if is_copy else int(digits)
        row.copies = int(digits) if is_copy else int(count[2][:4]) if count[2] else None
    elif digits:
        row.note = marked(COUNT_UNCLEAR, f"“{count[0]}”")
    _take_form_name(row)
    if not row.name:
        row.name = marked(UNPARSED, f"“{count[0]}”")
    return row


def _name(text: str) -> str:
    """The name without the bullet before it and the comma or semicolon of its list behind it."""
    return one_line(text).lstrip("-+*• ").rstrip(";, ")


def _ends_a_word(before: str) -> bool:
    """Whether digits after this text can only be a count: nothing that itself ends in a number or a sign."""
    return bool(re.search(rf"[{SMALL});]$", before))


def _take_form_name(row: PaperRow) -> None:
    """The name of a form file stands behind the paper's name: parted where the seam is certain."""
    if not _FORM_FILE.search(row.name):
        return
    seams = list(_SEAM.finditer(row.name))
    if len(seams) == 1:
        at = seams[0].start()
        row.note = "; ".join(filter(None, (row.note, _form_note(row.name[at:]))))
        row.name = _name(row.name[:at])


def _form_note(files: str) -> str:
    names = one_line(files)
    return f"Tệp mẫu ở nguồn: {names}" if names else ""
