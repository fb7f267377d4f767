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
from portal.procedures.models.workflow import PreflightApprovalTask

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
    "PreflightApprovalTask",
    "ProcedureIndexPage",
    "ProcedureLevel",
    "ProcedurePage",
    "Step",
    "Successor",
]
