"""One record of the national catalogue, parsed: the values of a page before there are rows or keys."""

import dataclasses
from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class StepRow:
    """One step of the order of work."""

    title: str
    text: str = ""


@dataclass(slots=True, kw_only=True)
class PaperRow:
    """One paper; None counts are not stated or not readable."""

    name: str
    case: str = ""
    originals: int | None = None
    copies: int | None = None
    note: str = ""


@dataclass(slots=True, kw_only=True)
class HandlingRow:
    """One way to apply; `remark` is the description of the catalogue ("Mô tả"), lines kept."""

    channel: str
    case: str = ""
    duration: int | None = None
    duration_unit: str = ""
    duration_note: str = ""
    fee_kind: str = "missing"
    fee_amount: int | None = None
    fee_note: str = ""
    remark: str = ""


@dataclass(slots=True, kw_only=True)
class Citation:
    """A cited document: its number and the name the record gives it."""

    number: str
    title: str = ""
    kind: str = "other"
    issued_on: str = ""
    issuer: str = ""


@dataclass(slots=True, kw_only=True)
class Record:
    """Everything a record says, in our words for it. `notes` holds what no field takes, one line a note."""

    code: str
    title: str
    agency: str
    field: str = ""
    decision: str = ""
    levels: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    steps: list[StepRow] = dataclasses.field(default_factory=list)
    papers: list[PaperRow] = dataclasses.field(default_factory=list)
    handlings: list[HandlingRow] = dataclasses.field(default_factory=list)
    citations: list[Citation] = dataclasses.field(default_factory=list)
    receiving_body: str = ""
    deciding_body: str = ""
    coordinating_bodies: str = ""
    result: str = ""
    conditions: str = ""
    conditions_none: bool = False
    notes: list[str] = dataclasses.field(default_factory=list)
