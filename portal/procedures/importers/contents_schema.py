"""The shape of the files `import_contents` reads: JSON with known keys only, every text plain.

HTML is not expected; what comes all the same loses its tags here, by `portal.core.html`.
"""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from portal.core.html import plain_text
from portal.procedures.enums import Audience, Channel, DurationUnit, FeeKind
from portal.procedures.models import LegalDocument
from portal.vietnamese.unicode import nfc


def _words(text: str) -> str:
    if "\x00" in text:
        raise ValueError("có ký tự NUL")
    return nfc(plain_text(text)).strip()


Text = Annotated[str, AfterValidator(_words)]
Name = Annotated[Text, Field(min_length=1)]
Count = Annotated[int, Field(ge=0, le=32_767, strict=True)]


class _Model(BaseModel):
    # A key nobody knows is a fact that would be lost.
    model_config = ConfigDict(extra="forbid", frozen=True)


class StepContents(_Model):
    """A row of `steps`."""

    title: Name
    text: Text = ""
    actor: Text = ""
    duration: Count | None = None
    duration_unit: DurationUnit = DurationUnit.UNKNOWN
    duration_note: Text = ""
    basis: Text = ""


class DocumentContents(_Model):
    """A row of `documents`."""

    case: Text = ""
    name: Name
    originals: Count | None = None
    copies: Count | None = None
    form_code: Text = ""
    condition: Text = ""
    bring_original: bool = False
    note: Text = ""
    basis: Text = ""


class HandlingContents(_Model):
    """A row of `handlings`."""

    channel: Channel
    case: Text = ""
    area: Text = ""
    place: Text = ""
    duration: Count | None = None
    duration_unit: DurationUnit = DurationUnit.UNKNOWN
    duration_note: Text = ""
    fee_kind: FeeKind = FeeKind.MISSING
    fee_amount: Annotated[int, Field(ge=0, strict=True)] | None = None
    fee_note: Text = ""
    fee_basis: Text = ""
    basis: Text = ""


class CitationContents(_Model):
    """A row of `legal_basis`; the number is one of the legal documents."""

    number: Name
    articles: Text = ""


class ProcedureContents(_Model):
    """What is known of one procedure; a key left out leaves the page's value as it is.

    `sources` tells editors where a fact was read; it stays in the file.
    """

    short_title: Text | None = None
    summary: Text | None = None
    other_names: list[Name] | None = None
    audiences: list[Audience] | None = None
    dossier_sets: Count | None = None
    receiving_body: Text | None = None
    deciding_body: Text | None = None
    coordinating_bodies: Text | None = None
    result: Text | None = None
    conditions: Text | None = None
    conditions_none: bool | None = None
    notes: list[Name] | None = None
    feedback_address: Text | None = None
    steps: list[StepContents] | None = None
    documents: list[DocumentContents] | None = None
    handlings: list[HandlingContents] | None = None
    legal_basis: list[CitationContents] | None = None
    sources: list[str] | None = None


class LegalDocumentContents(_Model):
    """A document that contents cite."""

    number: Name
    kind: LegalDocument.Kind
    title: Text = ""
    issued_on: date | None = None
    issuer: Text = ""
    note: Text = ""
    source: Text = ""


_REASONS = {
    "extra_forbidden": "khóa không biết",
    "missing": "thiếu",
    "string_type": "phải là chữ",
    "int_type": "phải là số nguyên",
    "bool_parsing": "phải là true hoặc false",
    "bool_type": "phải là true hoặc false",
    "list_type": "phải là danh sách",
    "model_type": "phải là một nhóm khóa",
    "dict_type": "phải là một nhóm khóa",
    "string_too_short": "để trống",
    "too_short": "để trống",
    "greater_than_equal": "không được âm",
    "less_than_equal": "quá lớn",
    "enum": "không có trong danh mục",
}


def reasons(error: ValidationError) -> list[str]:
    """What is wrong, one sentence each: where in the record, and why."""
    return [f"{_path(item['loc'])}: {_reason(item)}" for item in error.errors()]


def _path(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in location) or "bản ghi"


def _reason(item: Any) -> str:
    if item["type"].startswith("date"):
        return "ngày phải có dạng 2020-01-15"
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    reason = _REASONS.get(item["type"], "giá trị không đúng")
    return f"{reason} ({item['input']!r:.60})" if item["type"] == "enum" else reason
