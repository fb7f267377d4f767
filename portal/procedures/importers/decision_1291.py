"""The list of Decision 1291/QĐ-TTg: names, fields and level marks, and nothing of the contents.

The levels begin on the days of the province's plan (sections I.2, II.1.a, II.2): the Centre in
December 2019, districts and communes on 1 January 2020.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

from portal.core.importing import Importer, Refusal, Step, Summary, check_words
from portal.core.tabular import Row, read_table
from portal.ledger.models import Kind
from portal.ledger.writing import Key, append
from portal.places.models import LOCAL_LEVELS, Agency, Level
from portal.procedures.importers import saving, tree
from portal.procedures.models import Field, LegalBasis, LegalDocument, ProcedureLevel, ProcedurePage
from portal.vietnamese.slugs import slugify

COLUMNS = ("code", "ministry", "agency", "field", "no", "name", "level_province", "level_district", "level_commune")
OPTIONAL_COLUMNS = ("source_note",)

STARTS = {
    Level.PROVINCE: date(2019, 12, 1),
    Level.DISTRICT: date(2020, 1, 1),
    Level.COMMUNE: date(2020, 1, 1),
}

DECISION_NUMBER = "1291/QĐ-TTg"
_DECISION = {
    "slug": slugify(DECISION_NUMBER.replace("/", "-")),
    "kind": LegalDocument.Kind.DECISION,
    "title": "Phê duyệt Danh mục thủ tục hành chính thuộc thẩm quyền giải quyết của các cơ quan trung ương được tổ "
    "chức theo ngành dọc đóng tại địa phương đưa ra tiếp nhận tại Trung tâm Phục vụ hành chính công cấp tỉnh, Bộ phận "
    "Tiếp nhận và Trả kết quả giải quyết thủ tục hành chính cấp huyện, xã",
    "issued_on": date(2019, 10, 7),
    "issuer": "Thủ tướng Chính phủ",
    "source": "Kế hoạch triển khai Quyết định 1291/QĐ-TTg của Ủy ban nhân dân tỉnh Kon Tum (dự thảo)",
}


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the list."""

    code: str
    agency: Agency
    field: str
    number: int
    name: str
    levels: tuple[Level, ...]
    line: int

    @property
    def page_title(self) -> str:
        """The name as Wagtail's title holds it."""
        return saving.page_title(self.name)

    @property
    def legal_title(self) -> str:
        """The whole name where the page title is cut."""
        return self.name if self.page_title != self.name else ""

    @property
    def citation(self) -> str:
        """Where the decision names this procedure."""
        return f"Danh mục kèm theo, {self.agency.ministry}, mục {self.number}"


class Decision1291Importer(Importer):
    """Publishes each procedure of the list with its name and places; contents come by `import_contents`."""

    subject: ClassVar[str] = "Thủ tục theo Danh mục kèm theo Quyết định 1291/QĐ-TTg"

    def __init__(self, path: Path, *, convert_legacy: bool = False) -> None:
        super().__init__()
        self.path = path
        self.convert_legacy = convert_legacy
        self.records: dict[str, Record] = {}

    def read(self) -> int:
        table = read_table(self.path, COLUMNS, OPTIONAL_COLUMNS, convert_legacy=self.convert_legacy)
        self.refusals += table.refusals
        agencies = {agency.name: agency for agency in Agency.objects.all()}
        for row in table.rows:
            self._read_row(row, agencies)
        owners = ProcedurePage.objects.filter(code__in=self.records).values_list("code", "agency__code")
        for code, owner in owners:
            record = self.records[code]
            if owner != record.agency.code:
                self.refuse(f"Mã {code} đang là thủ tục của cơ quan {owner}.", line=record.line, file=self.path.name)
        self._look_for_home()
        return len(self.records)

    def write(self, step: Step) -> Summary:
        summary = Summary()
        decision = self._decision()
        fields = self._fields()
        pages = {page.code: page for page in ProcedurePage.objects.filter(code__in=self.records)}
        for record in self.records.values():
            page = pages.get(record.code)
            field = fields[record.agency.pk, record.field]
            if page is None:
                self._create(record, field, decision)
            elif changed := _correct(page, record, field, decision):
                saving.publish(page, record.line, self.path.name)
            summary.count(created=page is None, changed=page is not None and changed)
            step()
        return summary

    def _look_for_home(self) -> None:
        try:
            tree.home_page()
        except tree.NoHomePage as missing:
            self.refuse(missing)

    def _read_row(self, row: Row, agencies: dict[str, Agency]) -> None:
        agency = agencies.get(row["agency"])
        if reason := self._why_not(row, agency, agencies) or _marks_problem(row):
            self.refusals.append(Refusal(reason, row.line, self.path.name))
        elif agency is not None:
            levels = tuple(level for level in LOCAL_LEVELS if row.flag(f"level_{level.value}"))
            self.records[row["code"]] = Record(
                row["code"], agency, row["field"], int(row["no"]), row["name"], levels, row.line
            )

    def _why_not(self, row: Row, agency: Agency | None, agencies: dict[str, Agency]) -> str:
        if agency is None or agency.ministry != row["ministry"]:
            if row["ministry"] in {known.ministry for known in agencies.values()}:
                return f"{row['ministry']} không có cơ quan “{row['agency']}”."
            return f"Không có bộ, ngành “{row['ministry']}”. Nhập cơ quan trước bằng import_units."
        if problem := _words_problem(row):
            return problem
        if row["code"] in self.records:
            return f"Mã {row['code']} đã có ở dòng {self.records[row['code']].line}."
        if not row["code"].startswith(f"{agency.code}-"):
            return f"Mã {row['code']} không phải của {agency.name} (mã bắt đầu bằng {agency.code}-)."
        return ""

    def _decision(self) -> LegalDocument:
        decision, is_new = LegalDocument.objects.get_or_create(number=DECISION_NUMBER, defaults=_DECISION)
        if is_new:
            append([Key(Kind.LEGAL_DOCUMENT, decision.number)])
        return decision

    def _fields(self) -> dict[tuple[int, str], Field]:
        """The fields of the list, the new ones in its order."""
        fields: dict[tuple[int, str], Field] = {}
        for record in self.records.values():
            key = (record.agency.pk, record.field)
            if key not in fields:
                order = sum(agency_id == record.agency.pk for agency_id, _ in fields) + 1
                fields[key], _is_new = Field.objects.get_or_create(
                    agency=record.agency,
                    name=record.field,
                    defaults={"slug": slugify(record.field, max_length=100), "order": order},
                )
        return fields

    def _create(self, record: Record, field: Field, decision: LegalDocument) -> None:
        parent = tree.agency_page(record.agency)
        page = ProcedurePage(
            title=record.page_title,
            legal_title=record.legal_title,
            code=record.code,
            agency=record.agency,
            field=field,
            effective_from=min(STARTS[level] for level in record.levels),
            # The list gives names and places only; the public page names what is missing.
            gaps_accepted=True,
        )
        page.slug = tree.free_slug(parent, page)
        page.levels = _levels(record)
        page.legal_basis = [LegalBasis(document=decision, articles=record.citation, sort_order=0)]
        saving.create(parent, page, record.line, self.path.name)


def _words_problem(row: Row) -> str:
    for column, what in (("code", "mã thủ tục"), ("name", "tên thủ tục"), ("field", "lĩnh vực")):
        if not row[column]:
            return f"Thiếu {what}."
    # The length of a text column is checked by forms only.
    longest = ProcedurePage._meta.get_field("legal_title").max_length
    if len(row["name"]) > longest:
        return f"Tên thủ tục dài {len(row['name'])} ký tự, nhiều nhất {longest}."
    if not (row["no"].isascii() and row["no"].isdigit()):
        return f"Số thứ tự “{row['no']}” phải là số."
    return check_words(ProcedurePage, {"code": row["code"]}) or check_words(Field, {"name": row["field"]})


def _marks_problem(row: Row) -> str:
    marks = {level: row.flag(f"level_{level.value}") for level in LOCAL_LEVELS}
    for level, mark in marks.items():
        if mark is None:
            return f"Cột level_{level.value} ghi “{row[f'level_{level.value}']}”: chỉ nhận true hoặc false."
    return "" if any(marks.values()) else "Chưa đánh dấu cấp nào."


def _levels(record: Record) -> list[ProcedureLevel]:
    return [
        ProcedureLevel(level=level.value, starts_on=STARTS[level], sort_order=order)
        for order, level in enumerate(record.levels)
    ]


def _correct(page: ProcedurePage, record: Record, field: Field, decision: LegalDocument) -> bool:
    """Bring a page in line with the list; what the list does not speak of stays. Returns whether anything differed."""
    wanted = {"title": record.page_title, "legal_title": record.legal_title, "field_id": field.pk}
    changed = any(getattr(page, name) != value for name, value in wanted.items())
    for name, value in wanted.items():
        setattr(page, name, value)
    marks = {(row.level, row.starts_on): row for row in page.levels.all()}
    levels = _levels(record)
    if set(marks) != {(row.level, row.starts_on) for row in levels}:
        for row in levels:
            former = marks.get((row.level, row.starts_on))
            row.ends_on = former.ends_on if former else None
        page.levels = levels
        changed = True
    cited = list(page.legal_basis.all())
    if all(row.document_id != decision.pk for row in cited):
        page.legal_basis = [*cited, LegalBasis(document=decision, articles=record.citation, sort_order=len(cited))]
        changed = True
    return changed
