"""The procedure as editors keep it, and the versions the public reads."""

from portal.procedures.models.catalogue import Field, FormFile, LegalDocument
from portal.procedures.models.pages import AgencyPage, ProcedureIndexPage, ProcedurePage
from portal.procedures.models.rows import (
    DocumentItem,
    Handling,
    LegalBasis,
    OtherName,
    ProcedureLevel,
    Step,
    Successor,
)
from portal.procedures.models.versions import AcceptanceException, Address, NoticeLevel, NoticeVersion

__all__ = [
    "AcceptanceException",
    "Address",
    "AgencyPage",
    "DocumentItem",
    "Field",
    "FormFile",
    "Handling",
    "LegalBasis",
    "LegalDocument",
    "NoticeLevel",
    "NoticeVersion",
    "OtherName",
    "ProcedureIndexPage",
    "ProcedureLevel",
    "ProcedurePage",
    "Step",
    "Successor",
]
