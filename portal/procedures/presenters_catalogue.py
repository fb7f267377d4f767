"""Lists of procedures: by agency, by field, by what they cite. Every count is made from Notice(D)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse

from portal.places.models import Agency
from portal.procedures.days import Day
from portal.procedures.models import Field, LegalDocument
from portal.procedures.notice import LONGEST_HEADING, AgencyRef, Notice
from portal.procedures.outline import Outline
from portal.procedures.presenters_values import LevelBadge, open_badges
from portal.procedures.selectors import Published, addresses
from portal.vietnamese.keys import sort_key
from portal.vietnamese.slugs import slugify

#: A list of agencies names every field of an agency with up to FEW_FIELDS, MAIN_FIELDS of one that has more:
#: ministries have up to 44, and a phone shows eight rows.
FEW_FIELDS = 8
MAIN_FIELDS = 6


@dataclass(frozen=True, slots=True)
class ProcedureItem:
    """A procedure in a list."""

    code: str
    title: str
    url: str
    badges: tuple[LevelBadge, ...]
    is_long: bool


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """A field of work and the codes in it."""

    name: str
    slug: str
    url: str
    codes: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, slots=True)
class AgencyEntry:
    """An agency with the fields in which it has procedures on the day."""

    code: str
    name: str
    short_name: str
    slug: str
    url: str
    count: int
    fields: tuple[FieldEntry, ...]

    @property
    def main_fields(self) -> tuple[FieldEntry, ...]:
        """What a list of agencies shows: all fields where they are few, else those with the most procedures."""
        if len(self.fields) <= FEW_FIELDS:
            return self.fields
        largest = sorted(self.fields, key=lambda field: -field.count)[:MAIN_FIELDS]
        return tuple(field for field in self.fields if field in largest)

    @property
    def other_fields(self) -> int:
        """How many fields `main_fields` leaves out."""
        return len(self.fields) - len(self.main_fields)


def crumbs(notice: Notice, day: Day) -> list[tuple[str, str]]:
    """(words, address) of the agency and the field of a notice. One query, two where the field was renamed."""
    if not notice.agency.code:
        return []
    field = Field.objects.filter(agency__code=notice.agency.code, name=notice.field).select_related("agency").first()
    agency = field.agency if field else Agency.objects.filter(code=notice.agency.code).first()
    if agency is None:
        return []
    words = notice.agency.short_name or notice.agency.name
    links = [(words, reverse("procedures:agency", args=[agency.slug]) + day.query)]
    slug = field.slug if field else slugify(notice.field, max_length=100)
    if slug:
        links.append((notice.field, reverse("procedures:field", args=[agency.slug, slug]) + day.query))
    return links


def catalogue(outline: Outline, day: Day) -> list[AgencyEntry]:
    """Agencies, the province's own first, and their fields in the editors' order, then by name. One query.

    No database orders Vietnamese names as people do.
    """
    known = sorted(
        Field.objects.select_related("agency"), key=lambda field: (field.agency.code, field.order, sort_key(field.name))
    )
    slugs = {field.agency.code: field.agency.slug for field in known}
    order = {(field.agency.code, field.name): (number, field.slug) for number, field in enumerate(known)}
    return [
        _agency_entry(outline.agencies[code], slugs[code], outline.by_field[code], order, day)
        for code in sorted(outline.by_field, key=outline.place_of)
        if code in slugs
    ]


def _agency_entry(
    agency: AgencyRef,
    slug: str,
    fields: Mapping[str, tuple[str, ...]],
    order: Mapping[tuple[str, str], tuple[int, str]],
    day: Day,
) -> AgencyEntry:
    entries = []
    last = (len(order), "")
    for name in sorted(fields, key=lambda name: order.get((agency.code, name), last)):
        field_slug = order.get((agency.code, name), last)[1] or slugify(name, max_length=100)
        url = reverse("procedures:field", args=[slug, field_slug]) + day.query if field_slug else ""
        entries.append(FieldEntry(name, field_slug, url, fields[name]))
    return AgencyEntry(
        code=agency.code,
        name=agency.name,
        short_name=agency.short_name or agency.name,
        slug=slug,
        url=reverse("procedures:agency", args=[slug]) + day.query,
        count=sum(len(found) for found in fields.values()),
        fields=tuple(entries),
    )


def items(notices: Iterable[Published], day: Day, known: dict[str, str] | None = None) -> dict[str, ProcedureItem]:
    """Code -> what a list prints. One query, none where the addresses are given."""
    notices = list(notices)
    urls = addresses(item.notice.code for item in notices) if known is None else known
    return {
        item.notice.code: ProcedureItem(
            item.notice.code,
            item.notice.list_title,
            urls.get(item.notice.code, "") + day.query if item.notice.code in urls else "",
            tuple(open_badges(item.notice.levels, day.shown)),
            len(item.notice.list_title) > LONGEST_HEADING,
        )
        for item in notices
    }


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document, how many there are, and the address of their list."""

    label: str
    count: int
    url: str


def document_order(documents: Iterable[tuple[int, str, str]]) -> list[int]:
    """Keys of documents (key, kind, number) in the order of their kinds, laws first, and numbers."""
    order = {kind.value: place for place, kind in enumerate(LegalDocument.Kind)}
    return [key for key, _, _ in sorted(documents, key=lambda row: (order[row[1]], sort_key(row[2])))]


def document_kinds(documents: Iterable[tuple[int, str, str]], query: str) -> list[DocumentKind]:
    """The kinds there are, each with its count. `query` names the day, as `Day.query` does."""
    counts = Counter(kind for _, kind, _ in documents)
    start = reverse("procedures:legal_documents") + (f"{query}&" if query else "?")
    return [
        DocumentKind(str(kind.label), counts[kind.value], f"{start}loai={kind.value}")
        for kind in LegalDocument.Kind
        if counts[kind.value]
    ]


def document_groups(
    documents: Iterable[LegalDocument], citations: Mapping[str, tuple[str, ...]]
) -> list[tuple[str, list[tuple[LegalDocument, int]]]]:
    """Documents in their order under the names of their kinds, each with the number of procedures that cite it."""
    return [
        (label, [(document, len(citations.get(document.number, ()))) for document in found])
        for label, found in groupby(documents, key=lambda document: document.get_kind_display())
    ]
