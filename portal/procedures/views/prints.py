"""The posting sheet of a procedure: as a page to print, and as a tagged PDF."""

import logging
from dataclasses import asdict, dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from portal.core import clock
from portal.core.models import ContactSettings
from portal.places.models import Level
from portal.printing import qr, typst_runner
from portal.procedures import sheets
from portal.procedures.days import Day, asked_day
from portal.procedures.models import Address
from portal.procedures.notice import Notice
from portal.procedures.presenters_places import where_accepted
from portal.procedures.selectors import Published, address_at, current_address, notice_on

logger = logging.getLogger(__name__)

TEMPLATE = "procedures/typst/a4.typ"
_NO_INDEX = "noindex, nofollow"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What an address and `?ngay=` name."""

    address: Address
    day: Day
    published: Published
    sheet: sheets.Sheet


@require_safe
def sheet(request: HttpRequest, agency_slug: str, slug: str) -> HttpResponse:
    """The sheet as a page; 404 before the first version, the newest address for a former one."""
    address = _address(agency_slug, slug)
    if not address.is_current:
        return _moved("procedures:sheet", address, request)
    asked = _asked(request, address)
    context = {
        **asked.day.context(),
        "sheet": asked.sheet,
        "qr": qr.svg_for_html(asked.sheet.url, asked.sheet.qr_label),
        "detail_url": _url("procedures:detail", address, asked.day),
        "pdf_url": _url("procedures:sheet_pdf", address, asked.day),
        "noindex": True,
    }
    response = render(request, "procedures/sheet.html", context)
    response["X-Robots-Tag"] = _NO_INDEX
    return response


@require_safe
def sheet_pdf(request: HttpRequest, agency_slug: str, slug: str) -> HttpResponse:
    """The sheet as PDF; 503 with a way to the page when it cannot be made just now."""
    address = _address(agency_slug, slug)
    if not address.is_current:
        return _moved("procedures:sheet_pdf", address, request)
    asked = _asked(request, address)
    version = asked.published.version
    data = {**asdict(asked.sheet), "qr": qr.svg_file(asked.sheet.url)}
    etag = quote_etag(typst_runner.digest(TEMPLATE, data, created=version.recorded_at))
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        unchanged = HttpResponseNotModified()
        unchanged["ETag"] = etag
        return unchanged
    try:
        pdf = typst_runner.compile(TEMPLATE, data, created=version.recorded_at)
    except typst_runner.PrintingFailed:
        logger.exception("No PDF of %s version %s", version.code, version.number)
        return _unavailable(request, asked)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"{version.code}-ban-{version.number}-{asked.day.shown:%Y-%m-%d}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "public, no-cache"
    response["ETag"] = etag
    response["X-Robots-Tag"] = _NO_INDEX
    return response


def _unavailable(request: HttpRequest, asked: _Asked) -> HttpResponse:
    context = {"sheet": asked.sheet, "sheet_url": _url("procedures:sheet", asked.address, asked.day), "noindex": True}
    response = render(request, "procedures/sheet_unavailable.html", context, status=503)
    response["Retry-After"] = "30"
    response["X-Robots-Tag"] = _NO_INDEX
    return response


def _address(agency_slug: str, slug: str) -> Address:
    address = address_at(agency_slug, slug)
    if address is None:
        raise Http404("Không có thủ tục ở địa chỉ này.")
    return address


def _moved(name: str, former: Address, request: HttpRequest) -> HttpResponse:
    current = current_address(former.code)
    if current is None:
        raise Http404("Không có thủ tục ở địa chỉ này.")
    return redirect(_url(name, current, asked_day(request)), permanent=True)


def _url(name: str, address: Address, day: Day) -> str:
    return reverse(name, kwargs={"agency_slug": address.agency_slug, "slug": address.slug}) + day.query


def _asked(request: HttpRequest, address: Address) -> _Asked:
    day = asked_day(request)
    published = notice_on(address.code, day.shown)
    if published is None:
        raise Http404("Ngày này chưa có bản nào của thủ tục.")
    setting = sheets.Setting(
        day=day.shown,
        today=day.today,
        clock_is_fixed=clock.is_fixed(),
        url=settings.BASE_URL + reverse("procedures:permanent", kwargs={"code": address.code}),
    )
    built = sheets.build(published.notice, published.version, _acceptance(published.notice, day), _contact(), setting)
    return _Asked(address, day, published, built)


def _acceptance(notice: Notice, day: Day) -> sheets.AcceptanceSummary:
    where = where_accepted(notice, day.shown)
    names = {
        Level.PROVINCE: [place.name for place in where.province],
        Level.DISTRICT: [place.name for place in where.districts],
        Level.COMMUNE: [place.name for group in where.communes for place in group.places],
    }
    return sheets.AcceptanceSummary(
        places=tuple(sheets.Places(level=level, names=tuple(found)) for level, found in names.items() if found),
        paused=tuple((suspension.name, suspension.reason) for suspension in where.suspensions),
    )


def _contact() -> sheets.Contact:
    stored = ContactSettings.of_the_site()
    return sheets.Contact(
        publisher=settings.ADMINISTRATIVE_OFFICE,
        feedback_address=stored.feedback_address,
        hotline=stored.hotline,
        email=stored.email,
    )
