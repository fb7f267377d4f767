"""Lists of procedures, the documents they rest on, and their forms."""

import re
from collections.abc import Sequence

from django.core.files.storage import default_storage
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.places.models import Agency
from portal.procedures.days import asked_day, asked_page
from portal.procedures.models import FormFile, LegalDocument
from portal.procedures.outline import outline_on
from portal.procedures.presenters_catalogue import catalogue, citing, document_groups, items, published_by
from portal.procedures.selectors import notices_on

#: Rows of a list on one page: 36 procedures fit, 2,000 do not.
PAGE_SIZE = 60

_SHA256 = re.compile(r"[0-9a-f]{64}")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every procedure of the day, with the ways in: search, agency, field."""
    day = asked_day(request)
    outline = outline_on(day.shown)
    page = _page(request, outline.codes)
    context = {
        **day.context(),
        "nav_current": "procedures",
        "agencies": catalogue(outline, day),
        "total": outline.total,
        "page": page,
        "procedures": list(items(notices_on(day.shown, codes=page.object_list), day).values()),
        "canonical_path": reverse("procedures:index"),
    }
    return render(request, "procedures/index_page.html", context)


@require_safe
def agency(request: HttpRequest, agency_slug: str) -> HttpResponse:
    """The procedures of one agency, field by field."""
    return _agency_list(request, agency_slug, None)


@require_safe
def field(request: HttpRequest, agency_slug: str, field_slug: str) -> HttpResponse:
    """The procedures of one field."""
    return _agency_list(request, agency_slug, field_slug)


def _agency_list(request: HttpRequest, agency_slug: str, field_slug: str | None) -> HttpResponse:
    day = asked_day(request)
    body = get_object_or_404(Agency, slug=agency_slug)
    entry = next((found for found in catalogue(outline_on(day.shown), day) if found.code == body.code), None)
    fields = [found for found in (entry.fields if entry else ()) if field_slug in {None, found.slug}]
    if field_slug is not None and not fields:
        raise Http404
    listed = items(notices_on(day.shown, codes=[code for found in fields for code in found.codes]), day)
    context = {
        **day.context(),
        "nav_current": "procedures",
        "agency": body,
        "entry": entry,
        "field": fields[0] if field_slug is not None else None,
        "fields": [(found, [listed[code] for code in found.codes]) for found in fields],
        "total": len(listed),
        "canonical_path": request.path,
    }
    return render(request, "procedures/agency_page.html", context)


@require_safe
def legal_documents(request: HttpRequest) -> HttpResponse:
    """The documents procedures rest on, by kind and number."""
    day = asked_day(request)
    context = {
        **day.context(),
        "nav_current": "documents",
        "groups": document_groups(LegalDocument.objects.all(), notices_on(day.shown)),
        "canonical_path": request.path,
    }
    return render(request, "procedures/legal_documents_page.html", context)


@require_safe
def legal_document(request: HttpRequest, slug: str) -> HttpResponse:
    """One document: what it is, which procedures cite it, which it publishes."""
    document = get_object_or_404(LegalDocument, slug=slug)
    day = asked_day(request)
    notices = notices_on(day.shown)
    citations, publications = citing(notices, document.number), published_by(notices, document.number)
    listed = items({item.notice.code: item for item in [*citations, *publications]}.values(), day)
    context = {
        **day.context(),
        "nav_current": "documents",
        "document": document,
        "is_draft_plan": document.kind == LegalDocument.Kind.PLAN and document.issued_on is None,
        "citations": [listed[item.notice.code] for item in citations],
        "publications": [listed[item.notice.code] for item in publications],
        "canonical_path": request.path,
    }
    return render(request, "procedures/legal_document_page.html", context)


@require_safe
def form_file(request: HttpRequest, sha256: str, filename: str) -> FileResponse:
    """A form by the hash of its bytes; the name in the address is for people only."""
    if not _SHA256.fullmatch(sha256):
        raise Http404
    form = get_object_or_404(FormFile, sha256=sha256)
    try:
        stored = default_storage.open(FormFile.path_of(sha256))
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(stored, as_attachment=True, filename=form.filename)
    response["X-Content-Type-Options"] = "nosniff"
    # The address holds the hash, so what it names never changes.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _page(request: HttpRequest, rows: Sequence[str]) -> Page:
    try:
        return Paginator(rows, PAGE_SIZE).page(asked_page(request))
    except EmptyPage as error:
        raise Http404 from error
