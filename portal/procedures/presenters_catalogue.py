"""Lists of procedures: by agency, by field, by what they cite. Every count is made from Notice(D)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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
    """Agencies and their fields, in the order of their codes and the editors' order. One query."""
    known = list(Field.objects.select_related("agency"))
    slugs = {field.agency.code: field.agency.slug for field in known}
    order = {(field.agency.code, field.name): (number, field.slug) for number, field in enumerate(known)}
    return [
        _agency_entry(outline.agencies[code], slugs[code], fields, order, day)
        for code, fields in sorted(outline.by_field.items())
        if code in slugs
    ]


def _agency_entry(
    agency: AgencyRef,
    slug: str,
    fields: Mapping[str, tuple[str, ...]],
    order: dict[tuple[str, str], tuple[int, str]],
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


def citing(notices: Iterable[Published], number: str) -> list[Published]:
    """The notices that name a document as their legal basis."""
    return [item for item in notices if any(ref.number == number for ref in item.notice.legal_basis)]


def published_by(notices: Iterable[Published], number: str) -> list[Published]:
    """The notices whose version was published by a decision."""
    return [item for item in notices if item.version.decision == number]


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """Documents of one kind, each with the number of procedures that cite it."""

    label: str
    documents: tuple[tuple[LegalDocument, int], ...]


def document_groups(documents: Iterable[LegalDocument], notices: Iterable[Published]) -> list[DocumentGroup]:
    """All documents in the order of their kinds (laws first) and numbers."""
    counts = Counter(number for item in notices for number in {ref.number for ref in item.notice.legal_basis})
    by_kind: dict[str, list[tuple[LegalDocument, int]]] = defaultdict(list)
    for document in documents:
        if document.slug:
            by_kind[document.kind].append((document, counts[document.number]))
    return [
        DocumentGroup(str(kind.label), tuple(sorted(by_kind[kind], key=lambda pair: sort_key(pair[0].number))))
        for kind in LegalDocument.Kind
        if by_kind[kind]
    ]
