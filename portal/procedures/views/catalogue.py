"""Lists of procedures, the documents they rest on, and their forms."""

import re
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

from django.core.files.storage import default_storage
from django.core.paginator import EmptyPage, Page, Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.places.models import Agency
from portal.procedures.days import Day, asked_day, asked_page
from portal.procedures.models import FormFile, LegalDocument
from portal.procedures.outline import citations_on, outline_on
from portal.procedures.presenters_catalogue import (
    ProcedureItem,
    catalogue,
    document_groups,
    document_kinds,
    document_order,
    items,
)
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
        **_page_context(request, page),
        "nav_current": "procedures",
        "agencies": catalogue(outline, day),
        "total": outline.total,
        "procedures": list(items(notices_on(day.shown, codes=page.object_list), day).values()),
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
    page = _page(request, [(found, code) for found in fields for code in found.codes])
    context = {
        **day.context(),
        **_page_context(request, page),
        "nav_current": "procedures",
        "agency": body,
        "entry": entry,
        "field": fields[0] if field_slug is not None else None,
        "fields": _grouped_items(page, day),
    }
    return render(request, "procedures/agency_page.html", context)


@require_safe
def legal_documents(request: HttpRequest) -> HttpResponse:
    """The documents procedures rest on, by kind and number; `?loai=` leaves one kind."""
    day = asked_day(request)
    known = list(LegalDocument.objects.exclude(slug="").values_list("pk", "kind", "number"))
    kind = _asked_kind(request)
    page = _page(request, document_order(row for row in known if kind in {None, row[1]}))
    found = LegalDocument.objects.in_bulk(page.object_list)
    context = {
        **day.context(),
        **_page_context(request, page, **({"loai": kind} if kind else {})),
        "nav_current": "documents",
        "kind": kind,
        "kinds": document_kinds(known, day.query),
        "groups": document_groups([found[pk] for pk in page.object_list if pk in found], citations_on(day.shown).basis),
    }
    return render(request, "procedures/legal_documents_page.html", context)


@require_safe
def legal_document(request: HttpRequest, slug: str) -> HttpResponse:
    """One document: what it is, which procedures it publishes, which cite it."""
    document = get_object_or_404(LegalDocument, slug=slug)
    day = asked_day(request)
    citations = citations_on(day.shown)
    published, cited = (codes.get(document.number, ()) for codes in (citations.published, citations.basis))
    page = _page(request, [*(("published", code) for code in published), *(("cited", code) for code in cited)])
    context = {
        **day.context(),
        **_page_context(request, page),
        "nav_current": "documents",
        "document": document,
        "is_draft_plan": document.kind == LegalDocument.Kind.PLAN and document.issued_on is None,
        "publication_count": len(published),
        "citation_count": len(cited),
        **dict(_grouped_items(page, day)),
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


def _grouped_items(page: Page, day: Day) -> list[tuple[Any, list[ProcedureItem]]]:
    """The rows (group, code) of a page as (group, items); one that ended since the list was made is left out."""
    listed = items(notices_on(day.shown, codes=[code for _, code in page.object_list]), day)
    return [
        (group, [listed[code] for _, code in rows if code in listed])
        for group, rows in groupby(page.object_list, key=itemgetter(0))
    ]


def _asked_kind(request: HttpRequest) -> str | None:
    kind = request.GET.get("loai")
    if kind and kind not in LegalDocument.Kind:
        raise Http404
    return kind or None


def _page_context(request: HttpRequest, page: Page, **kept: str) -> dict[str, Any]:
    """What the links between pages need, and the address under which this one is known; `kept` narrow the list."""
    number = {"page": page.number} if page.number > 1 else {}
    query = urlencode(kept | number)
    return {
        "page": page,
        "total": page.paginator.count,
        "kept_query": f"{urlencode(kept)}&" if kept else "",
        "canonical_path": f"{request.path}?{query}" if query else request.path,
    }


def _page(request: HttpRequest, rows: Sequence[object]) -> Page:
    try:
        return Paginator(rows, PAGE_SIZE).page(asked_page(request))
    except EmptyPage as error:
        raise Http404 from error
