"""The pieces a posting sheet is made of, and the words of one row, paper or duration."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from portal.procedures.models import LegalDocument
from portal.procedures.notice import Document, DocumentCase, FormRef, Handling, LegalRef, LevelMark, Notice
from portal.procedures.notice import Step as NoticeStep
from portal.procedures.presenters import draft_note
from portal.procedures.presenters_handlings import (
    GlanceValue,
    HandlingRow,
    Handlings,
    glance_durations,
    glance_fees,
    present_handlings,
)
from portal.procedures.presenters_values import (
    Value,
    audience_labels,
    duration_value,
    is_open,
    outside_words,
    place_word,
)

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
class Key:
    """One field of the box at the top."""

    label: str
    lines: tuple[Line, ...]


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


def day_text(day: date) -> str:
    """dd/mm/yyyy."""
    return f"{day:%d/%m/%Y}"


def count_text(number: int) -> str:
    """A count the way Vietnamese notices write it: 01, 02, 15."""
    return f"{number:02d}"


def glance(notice: Notice, day: date, accepting: Collection[str]) -> tuple[Key, ...]:
    """Papers, place, time, fee: what to know before going, always in this order.

    `accepting` are the levels with a place that takes the procedure in on the day.
    """
    cases = [case for case in notice.documents if case.documents]
    papers = _("%s loại giấy tờ") % len(cases[0].documents) if len(cases) == 1 else ""
    fee = _values(notice, glance_fees)
    if fee == (MISSING,):
        fee = (MISSING, Line(text=_("Chưa cung cấp không có nghĩa là miễn phí.")))
    return (
        Key(label=_("Giấy tờ"), lines=(Line.of(papers or (_("Tùy trường hợp") if cases else ""), strong=True),)),
        Key(label=_("Nơi nộp"), lines=_open_levels(notice, day, accepting)),
        Key(label=_("Thời hạn"), lines=_values(notice, glance_durations)),
        Key(label=_("Phí, lệ phí"), lines=fee),
    )


def _values(notice: Notice, present: Callable[[Iterable[Handling]], tuple[GlanceValue, ...]]) -> tuple[Line, ...]:
    if not notice.handlings:
        return (MISSING,)
    lines: list[Line] = []
    for item in present(notice.handlings):
        lines += [*value_lines(item.value), *([Line(text=item.label)] if item.label else [])]
    return tuple(lines) or (Line(text=_("Tùy trường hợp"), strong=True),)


def _open_levels(notice: Notice, day: date, accepting: Collection[str]) -> tuple[Line, ...]:
    """The levels of the page's own glance: one that is open but has no place today is none to go to."""
    lines: list[Line] = []
    for mark in notice.levels:
        if is_open(mark, day) and not outside_words(mark.level) and mark.level not in accepting:
            continue
        if mark.ends_on is None or mark.ends_on > day:
            lines.append(Line(text=place_word(mark.level), strong=True))
            if not is_open(mark, day):
                lines.append(Line(text=_("nhận từ %s") % day_text(mark.starts_on)))
    return tuple(lines) or (Line(text=_("Chưa nơi nào nhận"), strong=True),)


def step(row: NoticeStep) -> Step:
    """A step with who acts, in which time, on which ground."""
    lines = [Line(text=row.text)] if row.text else []
    if row.actor:
        lines.append(Line(label=_("Người làm"), text=row.actor))
    if row.duration or row.duration.note:
        lines += value_lines(duration_value(row.duration), label=_("Thời gian"))
    lines += _remarks("", row.basis)
    return Step(title=row.title, lines=tuple(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The table of channels, and the sentences before and after it."""

    before: tuple[Line, ...]
    table: Table
    after: tuple[Line, ...]


def ways(rows: Sequence[Handling]) -> Ways:
    """Channel × case × area with time and fee, joined as on the procedure's page; columns only where they differ."""
    shown = present_handlings(rows)
    headers = [
        *[_("Cách nộp")] * shown.has_channel_column,
        *[_("Trường hợp")] * shown.has_case_column,
        *[_("Khu vực")] * shown.has_area_column,
        _("Thời hạn"),
        _("Phí, lệ phí"),
    ]
    before: tuple[Line, ...] = ()
    if shown.common_channels:
        sentence = _("Cách nộp: %s") % ", ".join(shown.common_channels).lower()
        before = (Line(text=sentence + (_("; thời hạn và phí như nhau.") if len(shown.common_channels) > 1 else ".")),)
    after = [Line.of("", label=", ".join(shown.missing_channels))] if shown.missing_channels else []
    after += [Line(text=note) for note in shown.notes]
    after += [Line(label=channel, text=place) for channel, place in shown.places]
    after += _remarks("", "; ".join(shown.bases))
    table = Table(headers=tuple(headers), rows=tuple(_way(row, shown) for row in shown.rows))
    return Ways(before=before, table=table, after=tuple(after))


def _way(row: HandlingRow, shown: Handlings) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    if shown.has_channel_column:
        cells.append((Line(text=row.channels, strong=True),))
    if shown.has_case_column:
        cells.append((Line(text=row.case or _("Các trường hợp khác"), strong=not cells),))
    if shown.has_area_column:
        cells.append((Line(text=row.area or _("Các nơi khác"), strong=not cells),))
    return (*cells, value_lines(row.duration), value_lines(row.fee))


def value_lines(value: Value, *, label: str = "") -> tuple[Line, ...]:
    """A value in bold, its note on a line of its own."""
    return (Line.of(value.text, label=label, strong=True), *_remarks(value.note, ""))


def paper_cases(cases: Iterable[DocumentCase]) -> tuple[tuple[PaperCase, ...], tuple[Line, ...]]:
    """The papers by case, and what is said of all of them: that no counts are supplied, once.

    Papers without a case, beside others with one, belong to all.
    """
    found = [case for case in cases if case.documents]
    every = _("Mọi trường hợp") if len(found) > 1 else ""
    uncounted = bool(found) and not any(_is_counted(row) for case in found for row in case.documents)
    printed = tuple(
        PaperCase(
            label=case.label or every, papers=tuple(_paper(row, with_counts=not uncounted) for row in case.documents)
        )
        for case in found
    )
    return printed, (Line.of("", label=_("Số bản của từng giấy tờ")),) if uncounted else ()


def _is_counted(row: Document) -> bool:
    return row.originals is not None or row.copies is not None


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
        lines.append(Line(label=_("Mẫu"), text=_form_name(row.form)))
    if row.bring_original:
        lines.append(Line(text=_("Mang theo bản chính để cán bộ đối chiếu, xong nhận lại.")))
    lines += _remarks(row.note, row.basis)
    return Paper(name=row.name, lines=tuple(lines))


def _copies(number: int | None) -> str:
    if number is None:
        return ""
    return count_text(number) if number else _("Không")


def form_lines(cases: Iterable[DocumentCase]) -> tuple[Line, ...]:
    """Every form the papers name, and those of which no file is supplied."""
    forms = [row.form for case in cases for row in case.documents if row.form is not None]
    names = dict.fromkeys(_form_name(form) for form in forms)
    without = dict.fromkeys(_form_name(form) for form in forms if not form.sha256)
    lines = [Line.of("; ".join(names), label=_("Mẫu đơn, tờ khai"))]
    if without:
        lines.append(Line.of("", label=_("Tệp mẫu của %s") % "; ".join(without)))
    return tuple(lines)


def _form_name(form: FormRef) -> str:
    return " – ".join(filter(None, (form.code, form.title)))


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
        sentences.append(draft_note())
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
