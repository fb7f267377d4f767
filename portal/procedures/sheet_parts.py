"""The pieces a posting sheet is made of, and the words of one row, paper or duration."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.procedures.enums import Channel
from portal.procedures.models import LegalDocument
from portal.procedures.notice import Document, DocumentCase, Handling, LegalRef, LevelMark, Notice
from portal.procedures.notice import Step as NoticeStep
from portal.procedures.presenters_values import audience_labels, channel_label, duration_value, fee_value

_NOT_SUPPLIED = "Chưa cung cấp"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One statement, with its label where it has one; `missing` is printed so that nobody overlooks it."""

    text: str
    label: str = ""
    missing: bool = False
    strong: bool = False

    @classmethod
    def of(cls, text: str, *, label: str = "", strong: bool = False) -> "Line":
        """The text, or "Chưa cung cấp" for an empty one."""
        return cls(text=text or _NOT_SUPPLIED, label=label, missing=not text, strong=strong and bool(text))


MISSING = Line.of("")

Cell = tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under headers; the first cell of a row is its header."""

    headers: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step, and the lines under it."""

    title: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper to bring, with a box to tick."""

    name: str
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCase:
    """The papers of one case; no label where there is only one."""

    label: str
    papers: tuple[Paper, ...]
    after: tuple[Line, ...] = ()


def day_text(day: date) -> str:
    """dd/mm/yyyy."""
    return f"{day:%d/%m/%Y}"


def count_text(number: int) -> str:
    """A count the way Vietnamese notices write it: 01, 02, 15."""
    return f"{number:02d}"


def glance(notice: Notice) -> tuple[Line, ...]:
    """Papers, place, time, fee: what to know before going, always in this order."""
    cases = [case for case in notice.documents if case.documents]
    papers = ""
    if len(cases) == 1:
        papers = _("%s loại giấy tờ") % count_text(len(cases[0].documents))
    elif cases:
        papers = _("Tùy trường hợp, xem mục d")
    return (
        Line.of(papers, label=_("Giấy tờ")),
        Line.of(notice.receiving_body.text, label=_("Nơi nộp")),
        Line.of(_only(duration_value(row.duration).text for row in notice.handlings), label=_("Thời hạn")),
        Line.of(_only(fee_value(row.fee).text for row in notice.handlings), label=_("Phí, lệ phí")),
    )


def _only(texts: Iterable[str]) -> str:
    found = list(dict.fromkeys(texts))
    return _("Tùy trường hợp, xem mục c") if len(found) > 1 else "".join(found)


def step(row: NoticeStep) -> Step:
    """A step with who acts, in which time, on which ground."""
    lines = [Line(text=row.text)] if row.text else []
    if row.actor:
        lines.append(Line(label=_("Ai làm"), text=row.actor))
    if row.duration:
        lines.append(Line(label=_("Thời hạn"), text=duration_value(row.duration).text))
    lines += _remarks(row.duration.note, row.basis)
    return Step(title=row.title, lines=tuple(lines))


def ways(rows: Sequence[Handling]) -> tuple[Table, tuple[Line, ...]]:
    """Channel × case × area with time and fee, and below it once what all rows share.

    Case and area columns stand only where a row has one.
    """
    shared = _shared(rows)
    has_case, has_area = any(row.case for row in rows), any(row.area for row in rows)
    headers = [_("Cách nộp"), *[_("Trường hợp")] * has_case, *[_("Khu vực")] * has_area]
    headers += [_("Thời hạn"), _("Phí, lệ phí")]
    cells = tuple(_way(row, shared, has_case=has_case, has_area=has_area) for row in rows)
    labels = _("Thời hạn"), _("Căn cứ"), _("Phí, lệ phí"), _("Căn cứ thu")
    after = tuple(Line(text=text, label=label) for label, text in zip(labels, shared, strict=True) if text)
    return Table(headers=tuple(headers), rows=cells), after


def _remarks_of(row: Handling) -> tuple[str, str, str, str]:
    return row.duration.note, row.basis, row.fee.note, row.fee.basis


def _shared(rows: Sequence[Handling]) -> tuple[str, ...]:
    """Of the four remarks of a row, those that every one of several rows has in the same words; "" otherwise."""
    columns = zip(*(_remarks_of(row) for row in rows), strict=True)
    return tuple(column[0] if len(column) > 1 and len(set(column)) == 1 else "" for column in columns)


def _way(row: Handling, shared: Sequence[str], *, has_case: bool, has_area: bool) -> tuple[Cell, ...]:
    note, basis, fee_note, fee_basis = (
        "" if said_below else own for own, said_below in zip(_remarks_of(row), shared, strict=True)
    )
    cells: list[Cell] = [(Line(text=channel_label(row.channel), strong=True), *_remarks(row.place, ""))]
    if has_case:
        cells.append((Line(text=row.case or _("Không nêu riêng")),))
    if has_area:
        cells.append((Line(text=row.area or _("Không nêu riêng")),))
    cells.append((Line.of(duration_value(row.duration).text, strong=True), *_remarks(note, basis)))
    cells.append((Line.of(fee_value(row.fee).text, strong=True), *_remarks(fee_note, fee_basis)))
    return tuple(cells)


def silent_channels(rows: Sequence[Handling]) -> tuple[Line, ...]:
    """One line that names the channels nothing is known of."""
    known = {row.channel for row in rows}
    silent = [str(channel.label) for channel in Channel if channel not in known]
    return (Line.of("", label=", ".join(silent)),) if silent else ()


def paper_case(case: DocumentCase) -> PaperCase:
    """The papers of one case; counts that are missing everywhere are said once."""
    uncounted = all(row.originals is None and row.copies is None for row in case.documents)
    return PaperCase(
        label=case.label,
        papers=tuple(_paper(row, with_counts=not uncounted) for row in case.documents),
        after=(Line.of("", label=_("Số bản của từng giấy tờ")),) if uncounted else (),
    )


def _paper(row: Document, *, with_counts: bool) -> Paper:
    lines = []
    if row.condition:
        lines.append(Line(label=_("Chỉ cần khi"), text=row.condition))
    if with_counts:
        lines += [
            Line.of(_copies(row.originals), label=_("Bản chính")),
            Line.of(_copies(row.copies), label=_("Bản sao")),
        ]
    if row.form is not None:
        lines.append(Line(label=_("Mẫu"), text=row.form.code or row.form.title))
    if row.bring_original:
        lines.append(Line(text=_("Mang bản chính để đối chiếu.")))
    lines += _remarks(row.note, row.basis)
    return Paper(name=row.name, lines=tuple(lines))


def _copies(number: int | None) -> str:
    if number is None:
        return ""
    return count_text(number) if number else _("Không")


def form_names(cases: Sequence[DocumentCase]) -> tuple[str, ...]:
    """Every form the papers name, once."""
    forms = [row.form for case in cases for row in case.documents if row.form is not None]
    return tuple(dict.fromkeys(f"{form.code} {form.title}".strip() for form in forms))


def audience_lines(audiences: Sequence[str]) -> tuple[Line, ...]:
    """One line each: two of the labels contain a comma."""
    return tuple(Line(text=label) for label in audience_labels(audiences)) or (MISSING,)


def legal_line(ref: LegalRef) -> Line:
    """A document with its date, issuer and articles. A plan without a date is a draft, which is said."""
    kind = "" if ref.kind in ("", LegalDocument.Kind.OTHER) else str(LegalDocument.Kind(ref.kind).label)
    sentences = [ref.title, ref.articles]
    if ref.issued_on:
        sentences.append(_("Ngày %s") % day_text(ref.issued_on))
    sentences += [ref.issuer, ref.note]
    if ref.kind == LegalDocument.Kind.PLAN and ref.issued_on is None:
        sentences.append(_("Dự thảo, chưa có số và ngày ban hành"))
    label = ref.number if ref.number.startswith(kind) else f"{kind} {ref.number}"
    return Line(label=label, text=". ".join(sentence.rstrip(".") for sentence in sentences if sentence))


def places_text(names: Sequence[str], marks: Sequence[LevelMark], day: date, most: int) -> str:
    """The places of one level on `day`: named while they are few, counted when many, or when they begin."""
    if names:
        return "; ".join(names) if len(names) <= most else _("%s điểm tiếp nhận") % len(names)
    coming = [mark.starts_on for mark in marks if mark.starts_on > day]
    if coming:
        return _("Nhận từ ngày %s") % day_text(min(coming))
    if all(mark.ends_on and mark.ends_on <= day for mark in marks):
        return _("Không còn nhận từ ngày %s") % day_text(max(mark.ends_on for mark in marks if mark.ends_on))
    return _("Không nơi nào nhận trong ngày này")


def _remarks(note: str, basis: str) -> list[Line]:
    lines = [Line(text=note)] if note else []
    if basis:
        lines.append(Line(label=_("Căn cứ"), text=basis))
    return lines
