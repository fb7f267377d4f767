"""The rows that national records share: ministries with their pages, fields, cited documents."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date

from portal.core.batches import batches
from portal.ledger.models import Kind
from portal.ledger.writing import Key, append
from portal.places.models import Agency
from portal.procedures import bulk
from portal.procedures.importers import tree
from portal.procedures.importers.national.agencies import Ministry
from portal.procedures.importers.national.record import Citation, Record
from portal.procedures.models import AgencyPage, Field, LegalDocument
from portal.vietnamese.slugs import slugify

UNKNOWN_FIELD = "Lĩnh vực chưa ghi"
_LONGEST_FIELD = 300
_SOURCE = "Cơ sở dữ liệu quốc gia về thủ tục hành chính"


class SharedFacts:
    """What the first reading collects: small, however many records there are."""

    def __init__(self) -> None:
        self.agencies: set[str] = set()
        self.fields: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.citations: dict[str, Citation] = {}
        self._titles: dict[str, Counter[str]] = defaultdict(Counter)

    def add(self, record: Record) -> None:
        """Take in what a record shares with others."""
        self.agencies.add(record.agency)
        name = field_name(record)
        self.fields[record.agency, field_slug(name)][name] += 1
        for citation in record.citations:
            self._cite(citation)
        if record.decision:
            self._cite(Citation(number=record.decision, kind=LegalDocument.Kind.DECISION.value))

    def _cite(self, citation: Citation) -> None:
        known = self.citations.setdefault(citation.number, citation)
        if citation.title:
            self._titles[citation.number][citation.title] += 1
        known.issued_on = known.issued_on or citation.issued_on
        known.issuer = known.issuer or citation.issuer

    def title(self, number: str) -> str:
        """The name most records give a document, the longest of equals: a single record's slip is outvoted."""
        titles = self._titles[number]
        return max(titles, key=lambda title: (titles[title], len(title), title), default="")


def field_name(record: Record) -> str:
    """The field of work, or words that say there is none."""
    return record.field[:_LONGEST_FIELD] or UNKNOWN_FIELD


def field_slug(name: str) -> str:
    """Spellings with the same slug are one field ("Việt nam", "Việt Nam")."""
    return slugify(name, max_length=100) or "linh-vuc"


def agency_page(ministry: Ministry) -> AgencyPage:
    """The ministry's agency and page, made if missing."""
    agency = Agency.objects.filter(code=ministry.code).first()
    if agency is None:
        agency = Agency(
            code=ministry.code,
            slug=ministry.slug,
            name=ministry.name,
            short_name=ministry.name,
            ministry=ministry.name,
        )
        agency.save()
    return tree.agency_page(agency)


def save_fields(facts: SharedFacts, pages: dict[str, AgencyPage]) -> dict[tuple[str, str], Field]:
    """(agency of the file, slug) -> field, with the commonest spelling for a new one."""
    fields: dict[tuple[str, str], Field] = {}
    for (name_of_agency, slug), spellings in facts.fields.items():
        agency = pages[name_of_agency].agency
        known = Field.objects.filter(agency=agency, slug=slug).first()
        if known is None:
            name = min(spellings, key=lambda word: (-spellings[word], word))
            known = Field(agency=agency, slug=slug, name=name)
            known.save()
        fields[name_of_agency, slug] = known
    return fields


def save_documents(facts: SharedFacts) -> None:
    """Documents that are not kept yet. Rows that are there are the editors' and stay as they are."""
    numbers = list(facts.citations)
    known = set(LegalDocument.objects.filter(number__in=numbers).values_list("number", flat=True))
    taken = set(LegalDocument.objects.values_list("slug", flat=True))
    rows = [_document(facts.citations[number], facts.title(number), taken) for number in numbers if number not in known]
    for batch in batches(rows, bulk.BATCH):
        LegalDocument.objects.bulk_create(batch)
    append(Key(Kind.LEGAL_DOCUMENT, row.number) for row in rows)


def documents_of(records: Iterable[Record]) -> dict[str, LegalDocument]:
    """Number -> row, for everything that some records cite."""
    numbers = {citation.number for record in records for citation in record.citations}
    numbers |= {record.decision for record in records if record.decision}
    return {row.number: row for row in LegalDocument.objects.filter(number__in=numbers)}


def _document(citation: Citation, title: str, taken: set[str]) -> LegalDocument:
    slug = base = slugify(citation.number.replace("/", "-"), max_length=70)
    count = 1
    while slug in taken:
        count += 1
        slug = f"{base}-{count}"
    taken.add(slug)
    longest = LegalDocument._meta.get_field("title").max_length
    if longest and len(title) > longest:
        title = title[: longest - 1].rpartition(" ")[0] + "…"
    return LegalDocument(
        number=citation.number,
        slug=slug,
        kind=citation.kind,
        title=title,
        issued_on=_day(citation.issued_on),
        issuer=citation.issuer[:160],
        source=_SOURCE,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
