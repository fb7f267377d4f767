"""From a Record to a page with its rows. What is too long for a column goes whole into the notes."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Final

from portal.core import clock
from portal.procedures.importers.national.record import HandlingRow, PaperRow, Record
from portal.procedures.importers.national.texts import one_line
from portal.procedures.importers.saving import page_title
from portal.procedures.models import (
    DocumentItem,
    Field,
    Handling,
    LegalBasis,
    LegalDocument,
    ProcedureLevel,
    ProcedurePage,
    Step,
)
from portal.procedures.notice import Notice, from_page
from portal.procedures.presenters_values import channel_label

#: A paper's name that is longer reads as a text: its first clause is the name, the rest a note.
LONGEST_NAME: Final = 250
_CLAUSE_END: Final = re.compile(r"[.;:](?=\s)")
_BRACKET: Final = re.compile(r"(?<=\S) (?=\()")

_SEE_NOTES: Final = "xem mục Lưu ý"


def digest(record: Record) -> str:
    """Hash of everything the record says, as parsed: a better parser counts as a change."""
    return hashlib.sha256(json.dumps(asdict(record), ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def notice_of(record: Record) -> Notice:
    """The Notice a record would give, without writing anything; for comparing."""
    page = ProcedurePage(code=record.code)
    documents = {citation.number: LegalDocument(number=citation.number) for citation in record.citations}
    fill(page, record, Field(name=record.field), documents, clock.today())
    return from_page(page)


def fill(
    page: ProcedurePage,
    record: Record,
    field: Field,
    documents: Mapping[str, LegalDocument],
    effective_from: date,
) -> None:
    """Put what the record says onto the page, unsaved. Levels that stay keep the day they began."""
    notes = _Notes(record.notes)
    page.title = page_title(record.title)
    page.legal_title = record.title if page.title != record.title else ""
    page.national_code = record.code
    page.field = field
    page.audiences = list(record.audiences)
    page.receiving_body = record.receiving_body
    page.deciding_body = record.deciding_body
    page.coordinating_bodies = record.coordinating_bodies
    page.result = record.result
    page.conditions = record.conditions
    page.conditions_none = record.conditions_none
    page.decision = documents.get(record.decision)
    page.effective_from = effective_from
    page.gaps_accepted = True
    page.source_digest = digest(record)
    page.steps = [Step(title=row.title, text=row.text, sort_order=order) for order, row in enumerate(record.steps)]
    page.documents = [_paper(row, order, notes) for order, row in enumerate(record.papers)]
    page.handlings = [_handling(row, order, notes) for order, row in enumerate(record.handlings)]
    page.levels = _levels(page, record.levels, effective_from)
    page.legal_basis = [
        LegalBasis(document=documents[citation.number], sort_order=order)
        for order, citation in enumerate(record.citations)
    ]
    page.notes = notes.text()


class _Notes:
    """The notes of a page: the record's own, and before them what did not fit a column."""

    def __init__(self, own: Iterable[str]) -> None:
        self._own = list(own)
        self._moved: dict[str, list[str]] = {}

    def keep(self, label: str, text: str, limit: int) -> str:
        """The text if it fits; else a pointer to the note that now holds it. Equal texts share a note."""
        if len(text) <= limit and "\n" not in text:
            return text
        labels = self._moved.setdefault(text, [])
        if label not in labels:
            labels.append(label)
        return _SEE_NOTES

    def text(self) -> str:
        moved = [f"{'; '.join(labels)}: {text}" for text, labels in self._moved.items()]
        return "\n".join([*moved, *self._own])


def _paper(row: PaperRow, order: int, notes: _Notes) -> DocumentItem:
    name, rest = _split_name(row.name)
    case = row.case
    if len(case) > _limit(DocumentItem, "case"):
        short = case[: LONGEST_NAME - 1].rpartition(" ")[0] + "…"
        notes.keep(f"Trường hợp “{short}”", case, 0)
        case = short
    return DocumentItem(
        case=case,
        name=name,
        originals=row.originals,
        copies=row.copies,
        note=" ".join(filter(None, (rest, row.note))),
        sort_order=order,
    )


def _split_name(name: str) -> tuple[str, str]:
    """The name, and what of it is read below it; never parted inside brackets if there is another place."""
    if len(name) <= LONGEST_NAME:
        return name, ""
    ends = [found.end() for found in _CLAUSE_END.finditer(name, 0, LONGEST_NAME)]
    ends += [found.start() for found in _BRACKET.finditer(name, 0, LONGEST_NAME)]
    good = [end for end in ends if name.count("(", 0, end) == name.count(")", 0, end)]
    longest = _limit(DocumentItem, "name")
    if good:
        cut = max(good)
    elif len(name) <= longest:
        return name, ""
    else:
        cut = max(name.rfind(" ", 0, longest), 0) or longest
    return name[:cut].strip(), name[cut:].strip()


def _handling(row: HandlingRow, order: int, notes: _Notes) -> Handling:
    label = channel_label(row.channel)
    if len(row.remark) <= _limit(Handling, "place"):
        place = one_line(row.remark)
    else:
        notes.keep(label, row.remark, 0)
        place = ""
    case = row.case
    if len(case) > _limit(Handling, "case"):
        notes.keep("Trường hợp", case, 0)
        case = case[: LONGEST_NAME - 1].rpartition(" ")[0] + "…"
    return Handling(
        channel=row.channel,
        case=case,
        place=place,
        duration=row.duration,
        duration_unit=row.duration_unit,
        duration_note=notes.keep(f"Thời hạn ({label.lower()})", one_line(row.duration_note), 300),
        fee_kind=row.fee_kind,
        fee_amount=row.fee_amount,
        fee_note=notes.keep(f"Phí, lệ phí ({label.lower()})", one_line(row.fee_note), 600),
        sort_order=order,
    )


def _levels(page: ProcedurePage, levels: Iterable[str], effective_from: date) -> list[ProcedureLevel]:
    starts = {row.level: row.starts_on for row in page.levels.all() if row.ends_on is None}
    return [
        ProcedureLevel(level=level, starts_on=starts.get(level, effective_from), sort_order=order)
        for order, level in enumerate(levels)
    ]


def _limit(model: type[Handling] | type[DocumentItem], name: str) -> int:
    return int(getattr(model._meta.get_field(name), "max_length", 0) or 0)
