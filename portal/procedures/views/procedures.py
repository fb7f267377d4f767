"""A procedure on a day, its history, and the short link that never dies."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.procedures.days import Day, asked_day
from portal.procedures.models import Address
from portal.procedures.presenters import page_context
from portal.procedures.presenters_ended import ended_context, history_context, not_yet_context
from portal.procedures.presenters_versions import in_force
from portal.procedures.selectors import Published, address_at, current_address, versions_of


@require_safe
def detail(request: HttpRequest, agency_slug: str, slug: str) -> HttpResponse:
    """The notice in force on `?ngay=`: the procedure, an ended one, or "not published on that day"."""
    day = asked_day(request)
    address = _address(agency_slug, slug)
    if not address.is_current:
        return _to_current(address, "procedures:detail", request)
    versions = _versions(address)
    published = in_force(versions, day.shown)
    if published is None:
        return render(request, "procedures/not_yet_page.html", not_yet_context(versions, address, day))
    if not published.version.is_in_force_kind:
        return render(request, "procedures/ended_page.html", ended_context(published, versions, address, day))
    return render(request, "procedures/procedure_page.html", page_context(published, versions, address, day))


@require_safe
def history(request: HttpRequest, agency_slug: str, slug: str) -> HttpResponse:
    """Every version with what it changed."""
    address = _address(agency_slug, slug)
    if not address.is_current:
        return _to_current(address, "procedures:history", request)
    day = asked_day(request)
    return render(request, "procedures/history_page.html", history_context(_versions(address), address, day))


@require_safe
def permanent(request: HttpRequest, code: str) -> HttpResponse:
    """`/tt/BCA-04`, printed on sheets and read aloud: leads to today's address, in either case of letters.

    An ended procedure keeps its address, where the reader learns when and why it ended.
    """
    address = current_address(code.upper())
    if address is None:
        raise Http404
    return redirect(_url("procedures:detail", address, request))


def _address(agency_slug: str, slug: str) -> Address:
    address = address_at(agency_slug, slug)
    if address is None:
        raise Http404
    return address


def _versions(address: Address) -> list[Published]:
    versions = versions_of(address.code)
    if not versions:
        raise Http404
    return versions


def _to_current(address: Address, name: str, request: HttpRequest) -> HttpResponse:
    current = current_address(address.code)
    if current is None:
        raise Http404
    return HttpResponsePermanentRedirect(_url(name, current, request))


def _url(name: str, address: Address, request: HttpRequest) -> str:
    """The address with the day the reader asked for."""
    day: Day = asked_day(request)
    return reverse(name, args=[address.agency_slug, address.slug]) + day.query
