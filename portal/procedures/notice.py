"""The Notice: what the public reads about a procedure, as one value.

Fields follow Nghị định 63/2010/NĐ-CP, Điều 8 khoản 2 (a to h). Frozen standard-library dataclasses;
every field but code and title has a "not supplied" value, so a half-empty draft can be shown too.
A Notice freezes the words it cites (agency name, document number and title, hash of a form file)
and holds no URL.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from portal.core.html import plain_text
from portal.procedures.enums import FeeKind, Given
from portal.vietnamese.unicode import nfc

if TYPE_CHECKING:
    from portal.procedures.models import DocumentItem as DocumentRow
    from portal.procedures.models import Handling as HandlingRow
    from portal.procedures.models import ProcedurePage
    from portal.procedures.models.rows import Timed

#: Version of this shape; raised with a new entry in canonical.UPGRADES and a new golden file.
SCHEMA = 1

#: A longer legal title is too long to read as a heading; its short title is used instead.
LONGEST_HEADING = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text the law asks for: stated, expressly none ("Không"), or not supplied yet."""

    given: str = Given.MISSING.value
    text: str = ""

    def __bool__(self) -> bool:
        return self.given != Given.MISSING.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """Number and unit; `number` None is "not supplied", unit "" with a number is dirt to flag."""

    number: int | None = None
    unit: str = ""
    note: str = ""

    def __bool__(self) -> bool:
        return self.number is not None or self.unit == "same_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """One of five statements (enums.FeeKind); amount in whole đồng."""

    kind: str = FeeKind.MISSING.value
    amount: int | None = None
    note: str = ""
    basis: str = ""

    def __bool__(self) -> bool:
        return self.kind != FeeKind.MISSING.value


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyRef:
    """The agency's words on the day of publication."""

    code: str = ""
    name: str = ""
    short_name: str = ""
    ministry: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelMark:
    """Accepted at this level in [starts_on, ends_on)."""

    level: str
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """b) One step: who does what, in which time."""

    title: str
    text: str = ""
    actor: str = ""
    duration: Duration = Duration()
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRef:
    """A form by its code and the hash of its bytes ("" where no file is supplied)."""

    code: str = ""
    title: str = ""
    filename: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """d) One paper; None counts are "not supplied"."""

    name: str
    originals: int | None = None
    copies: int | None = None
    form: FormRef | None = None
    condition: str = ""
    bring_original: bool = False
    note: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentCase:
    """Papers needed in one case; the label is "" where there is only one."""

    label: str = ""
    documents: tuple[Document, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """c, đ and fee of one channel × case × area."""

    channel: str
    case: str = ""
    area: str = ""
    place: str = ""
    duration: Duration = Duration()
    fee: Fee = Fee()
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalRef:
    """A cited document with the words it had, and the articles."""

    number: str
    kind: str = ""
    title: str = ""
    articles: str = ""
    issued_on: date | None = None
    issuer: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcedureRef:
    """Another procedure, by code and title."""

    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Everything the public reads about one procedure but where it is accepted (see acceptance.py)."""

    code: str
    title: str
    language: str = "vi"
    national_code: str = ""
    short_title: str = ""
    summary: str = ""
    agency: AgencyRef = AgencyRef()
    field: str = ""
    levels: tuple[LevelMark, ...] = ()
    steps: tuple[Step, ...] = ()
    documents: tuple[DocumentCase, ...] = ()
    dossier_sets: int | None = None
    handlings: tuple[Handling, ...] = ()
    audiences: tuple[str, ...] = ()
    receiving_body: Text = Text()
    deciding_body: Text = Text()
    coordinating_bodies: Text = Text()
    result: Text = Text()
    conditions: Text = Text()
    notes: tuple[str, ...] = ()
    legal_basis: tuple[LegalRef, ...] = ()
    feedback_address: Text = Text()
    gaps_accepted: bool = False
    lifecycle: str = "in_force"
    successors: tuple[ProcedureRef, ...] = ()

    @property
    def heading(self) -> str:
        """The words for h1: the short title where the legal one is too long to read as a heading."""
        return self.short_title if self.short_title and len(self.title) > LONGEST_HEADING else self.title

    @property
    def list_title(self) -> str:
        """The words for lists and crumbs."""
        return self.short_title or self.title


def from_page(page: "ProcedurePage") -> Notice:
    """Build the Notice of a live page, a revision or an unsaved preview.

    Reads only child managers, with `prefetch_related` for what rows refer to (`select_related` is
    ignored on a draft's rows), so all three give the same value.
    """
    agency = page.agency
    return Notice(
        code=page.code or "",
        # Wagtail keeps 255 characters of a title; some legal names are longer.
        title=_line(page.legal_title or page.title),
        language=page.locale.language_code if page.locale_id else "vi",
        national_code=page.national_code,
        short_title=_line(page.short_title),
        summary=_line(page.summary),
        agency=AgencyRef(code=agency.code, name=agency.name, short_name=agency.short_name, ministry=agency.ministry)
        if agency
        else AgencyRef(),
        field=page.field.name if page.field else "",
        levels=tuple(
            LevelMark(level=row.level, starts_on=row.starts_on, ends_on=row.ends_on)
            for row in page.levels.all()
            if row.starts_on
        ),
        steps=tuple(
            Step(
                title=_line(row.title),
                text=_lines(row.text),
                actor=_line(row.actor),
                duration=_duration(row),
                basis=_line(row.basis),
            )
            for row in page.steps.all()
        ),
        documents=_cases(page.documents.prefetch_related("form")),
        dossier_sets=page.dossier_sets,
        handlings=tuple(_handling(row) for row in page.handlings.all()),
        audiences=tuple(page.audiences or ()),
        receiving_body=_text(page.receiving_body),
        deciding_body=_text(page.deciding_body),
        coordinating_bodies=_text(page.coordinating_bodies),
        result=_text(page.result),
        conditions=_text(page.conditions, none=page.conditions_none),
        notes=tuple(filter(None, (_line(line) for line in _lines(page.notes).splitlines()))),
        legal_basis=tuple(
            LegalRef(
                number=row.document.number,
                kind=row.document.kind,
                title=_line(row.document.title),
                articles=_line(row.articles),
                issued_on=row.document.issued_on,
                issuer=_line(row.document.issuer),
                note=_line(row.document.note),
            )
            for row in page.legal_basis.prefetch_related("document")
            if row.document_id
        ),
        feedback_address=_text(page.feedback_address),
        gaps_accepted=page.gaps_accepted,
        lifecycle=page.lifecycle,
        successors=tuple(
            ProcedureRef(code=row.procedure.code or "", title=_line(row.procedure.legal_title or row.procedure.title))
            for row in page.successors.prefetch_related("procedure")
            if row.procedure_id
        ),
    )


def _line(text: str) -> str:
    return " ".join(_lines(text).split())


def _lines(text: str) -> str:
    return nfc(plain_text(text or "")).replace("\x00", "").strip()


def _text(text: str, *, none: bool = False) -> Text:
    stated = _lines(text)
    if stated:
        return Text(given=Given.STATED.value, text=stated)
    return Text(given=Given.NONE.value if none else Given.MISSING.value)


def _duration(row: "Timed") -> Duration:
    return Duration(number=row.duration, unit=row.duration_unit, note=_line(row.duration_note))


def _handling(row: "HandlingRow") -> Handling:
    return Handling(
        channel=row.channel,
        case=_line(row.case),
        area=_line(row.area),
        place=_line(row.place),
        duration=_duration(row),
        fee=Fee(kind=row.fee_kind, amount=row.fee_amount, note=_line(row.fee_note), basis=_line(row.fee_basis)),
        basis=_line(row.basis),
    )


def _cases(rows: Iterable["DocumentRow"]) -> tuple[DocumentCase, ...]:
    grouped: dict[str, list[Document]] = {}
    for row in rows:
        grouped.setdefault(_line(row.case), []).append(_document(row))
    return tuple(DocumentCase(label=label, documents=tuple(documents)) for label, documents in grouped.items())


def _document(row: "DocumentRow") -> Document:
    form = None
    if row.form_id and row.form is not None:
        form = FormRef(code=row.form.code, title=row.form.title, filename=row.form.filename, sha256=row.form.sha256)
    elif row.form_code:
        form = FormRef(code=_line(row.form_code))
    return Document(
        name=_line(row.name),
        originals=row.originals,
        copies=row.copies,
        form=form,
        condition=_line(row.condition),
        bring_original=row.bring_original,
        note=_line(row.note),
        basis=_line(row.basis),
    )
