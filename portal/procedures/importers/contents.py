"""Contents with their legal basis for procedures that are already published, and the documents they cite.

A page is published again only when its notice or its other names really differ; its name, levels and
place in the list are the list's, so contents never touch them.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from pydantic import BaseModel
from pydantic import ValidationError as ShapeError

from portal.core.importing import Importer, Refusal, Step, Summary, check_words, explain
from portal.ledger.models import Kind
from portal.ledger.writing import Key, append
from portal.procedures import canonical
from portal.procedures.importers import saving
from portal.procedures.importers.contents_schema import (
    CitationContents,
    LegalDocumentContents,
    ProcedureContents,
    reasons,
)
from portal.procedures.importers.decision_1291 import DECISION_NUMBER
from portal.procedures.importers.json_files import read_json
from portal.procedures.models import (
    DocumentItem,
    Handling,
    LegalBasis,
    LegalDocument,
    NoticeVersion,
    OtherName,
    ProcedurePage,
)
from portal.procedures.models import Step as StepRow
from portal.procedures.notice import from_page
from portal.vietnamese.slugs import slugify

M = TypeVar("M", bound=BaseModel)

DATA = Path(__file__).resolve().parents[1] / "data"

#: Said with the version that contents make.
CHANGE_REASON = "Bổ sung nội dung theo văn bản pháp luật"

_TEXT_FIELDS = (
    "short_title",
    "summary",
    "audiences",
    "dossier_sets",
    "receiving_body",
    "deciding_body",
    "coordinating_bodies",
    "result",
    "conditions",
    "conditions_none",
    "feedback_address",
)
_ROW_MODELS: dict[str, type[models.Model]] = {"steps": StepRow, "documents": DocumentItem, "handlings": Handling}
_DOCUMENT_FIELDS = ("kind", "title", "issued_on", "issuer", "note", "source")


def packaged_files() -> list[Path]:
    """The contents kept with the program, legal documents first."""
    return [*sorted(DATA.glob("legal-documents*.json")), *sorted(DATA.glob("contents-*.json"))]


class ContentsImporter(Importer):
    """Fills published procedures from JSON files ({"procedures": {code: ...}} or {"documents": [...]})."""

    subject: ClassVar[str] = "Nội dung thủ tục và văn bản pháp luật"

    def __init__(self, files: Sequence[Path]) -> None:
        super().__init__()
        self.files = files
        self.documents: dict[str, LegalDocumentContents] = {}
        self.procedures: dict[str, tuple[ProcedureContents, str]] = {}

    def read(self) -> int:
        for path in self.files:
            content = read_json(path)
            if unknown := sorted(content.keys() - {"procedures", "documents"}):
                self.refuse(f"Khóa không biết: {', '.join(unknown)}.", file=path.name)
            self._read_documents(content.get("documents", []), path.name)
            self._read_procedures(content.get("procedures", {}), path.name)
        self._check_references()
        return len(self.documents) + len(self.procedures)

    def write(self, step: Step) -> Summary:
        summary = Summary()
        self._save_documents(summary, step)
        documents = {document.number: document for document in LegalDocument.objects.all()}
        for page in ProcedurePage.objects.filter(code__in=self.procedures).order_by("code"):
            contents, file = self.procedures[page.code or ""]
            before = _names(page)
            _fill(page, contents, documents)
            changed = before != _names(page) or _published(page) != canonical.dump(from_page(page))
            if changed:
                page.change_reason = CHANGE_REASON
                saving.publish(page, file=file)
            summary.count(created=False, changed=changed)
            step()
        return summary

    def _read_documents(self, items: Any, file: str) -> None:
        if not isinstance(items, list):
            self.refuse("“documents” phải là danh sách.", file=file)
            return
        for number, item in enumerate(items, start=1):
            document = self._parse(LegalDocumentContents, item, f"documents {number}", file)
            if document is None:
                continue
            values = {name: getattr(document, name) for name in ("number", *_DOCUMENT_FIELDS)}
            if problem := check_words(LegalDocument, values):
                self.refuse(f"{document.number}: {problem}", file=file)
            elif document.number in self.documents:
                self.refuse(f"Văn bản {document.number} có hai lần.", file=file)
            else:
                self.documents[document.number] = document

    def _read_procedures(self, items: Any, file: str) -> None:
        if not isinstance(items, dict):
            self.refuse("“procedures” phải là một nhóm khóa.", file=file)
            return
        for code, item in items.items():
            contents = self._parse(ProcedureContents, item, code, file)
            if contents is None:
                continue
            if code in self.procedures:
                self.refuse(f"{code} đã có trong tệp {self.procedures[code][1]}.", file=file)
                continue
            self.procedures[code] = (contents, file)
            for problem in _problems(contents):
                self.refuse(f"{code}, {problem}", file=file)

    def _parse(self, model: type[M], item: Any, place: str, file: str) -> M | None:
        try:
            return model.model_validate(item)
        except ShapeError as error:
            self.refusals += [Refusal(f"{place}, {reason}", file=file) for reason in reasons(error)]
            return None

    def _check_references(self) -> None:
        codes = set(ProcedurePage.objects.filter(code__in=self.procedures).values_list("code", flat=True))
        numbers = set(LegalDocument.objects.values_list("number", flat=True)) | self.documents.keys()
        for code, (contents, file) in self.procedures.items():
            if code not in codes:
                self.refuse(f"Không có thủ tục mã {code}. Nhập danh mục trước bằng import_procedures.", file=file)
            for citation in contents.legal_basis or ():
                if citation.number not in numbers:
                    self.refuse(f"{code}: không có văn bản số {citation.number}.", file=file)
        slugs: dict[str, str] = {}
        for number in sorted(numbers):
            other = slugs.setdefault(_slug(number), number)
            if other != number:
                self.refuse(f"Văn bản {number} và {other} sẽ có cùng một đường dẫn.")

    def _save_documents(self, summary: Summary, step: Step) -> None:
        known = {row.number: row for row in LegalDocument.objects.filter(number__in=self.documents)}
        keys: list[Key] = []
        for number, document in self.documents.items():
            values = {name: getattr(document, name) for name in _DOCUMENT_FIELDS}
            row = known.get(number) or LegalDocument(number=number, slug=_slug(number))
            changed = any(getattr(row, name) != value for name, value in values.items())
            summary.count(created=number not in known, changed=changed)
            if number not in known or changed:
                for name, value in values.items():
                    setattr(row, name, value)
                row.save()
                keys.append(Key(Kind.LEGAL_DOCUMENT, number))
            step()
        append(keys)


def _slug(number: str) -> str:
    return slugify(number.replace("/", "-"))


def _problems(contents: ProcedureContents) -> Iterable[str]:
    """What Django says of the values: lengths, choices, a fee with its amount."""
    given = {name: value for name in _TEXT_FIELDS if (value := getattr(contents, name)) is not None}
    if problem := check_words(ProcedurePage, given):
        yield problem
    for name, model in _ROW_MODELS.items():
        for number, row in enumerate(getattr(contents, name) or (), start=1):
            if problem := _row_problem(model(**row.model_dump())):
                yield f"{name}.{number}: {problem}"
    for number, text in enumerate(contents.other_names or (), start=1):
        if problem := check_words(OtherName, {"text": text}):
            yield f"other_names.{number}: {problem}"
    for number, citation in enumerate(contents.legal_basis or (), start=1):
        if problem := check_words(LegalBasis, {"articles": citation.articles}):
            yield f"legal_basis.{number}: {problem}"


def _row_problem(row: models.Model) -> str:
    try:
        row.clean_fields(exclude={"page"})
        row.clean()
    except ValidationError as error:
        return explain(error, type(row))
    return ""


def _fill(page: ProcedurePage, contents: ProcedureContents, documents: Mapping[str, LegalDocument]) -> None:
    """Put what the file gives onto the page, unsaved."""
    for name in _TEXT_FIELDS:
        value = getattr(contents, name)
        if value is not None:
            setattr(page, name, list(map(str, value)) if isinstance(value, list) else value)
    if contents.notes is not None:
        page.notes = "\n".join(contents.notes)
    for name, model in _ROW_MODELS.items():
        rows = getattr(contents, name)
        if rows is not None:
            setattr(page, name, [model(**row.model_dump(), sort_order=order) for order, row in enumerate(rows)])
    if contents.other_names is not None:
        page.other_names = [OtherName(text=text, sort_order=order) for order, text in enumerate(contents.other_names)]
    if contents.legal_basis is not None:
        page.legal_basis = _citations(page, contents.legal_basis, documents)


def _citations(
    page: ProcedurePage, wanted: Iterable[CitationContents], documents: Mapping[str, LegalDocument]
) -> list[LegalBasis]:
    """The documents of the file, then the decision whose list names the procedure: that one is the list's."""
    rows = [LegalBasis(document=documents[row.number], articles=row.articles) for row in wanted]
    numbers = {row.document.number for row in rows}
    rows += [
        LegalBasis(document=row.document, articles=row.articles)
        for row in page.legal_basis.prefetch_related("document")
        if row.document.number == DECISION_NUMBER and row.document.number not in numbers
    ]
    for order, row in enumerate(rows):
        row.sort_order = order
    return rows


def _names(page: ProcedurePage) -> list[str]:
    return [row.text for row in page.other_names.all()]


def _published(page: ProcedurePage) -> str:
    """The canonical text of the newest version: a cited document's new words show as a difference too."""
    newest = NoticeVersion.objects.filter(code=page.code, language=page.locale.language_code).order_by("-number")
    stored = newest.values_list("content", "schema").first()
    return canonical.in_todays_schema(*stored) if stored else ""
