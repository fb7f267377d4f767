"""`/q/<code>`: short links, the place to type one, and their QR codes."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.news import counting, short_codes, short_links
from portal.news.models import ShortLink
from portal.news.short_codes import Mistake
from portal.printing import qr

#: Codes and their addresses are printed and never change.
_PICTURE_CACHE = "public, max-age=86400"
#: Characters of a wrong code that the answer repeats.
_LONGEST_ECHO = 20


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Where people type the number they have heard; with `?ma=` what they typed."""
    typed = request.GET.get("ma")
    if typed is None:
        return render(request, "news/short_link_start.html", {"length": short_codes.LENGTH})
    return follow(request, typed)


@require_safe
def follow(request: HttpRequest, typed: str) -> HttpResponse:
    """To where the link leads; 404 with what to check, 410 with the campaign for a link that is out of use."""
    read = short_codes.read(typed)
    link = None if read.mistake else short_links.find(read.digits)
    if link is None:
        return _not_found(request, typed, read)
    path = short_links.destination(link)
    if path is None or not link.is_active:
        context = {"link": link, "campaign_path": short_links.campaign_path(link), "noindex": True}
        return _unkept(render(request, "news/short_link_ended.html", context, status=410))
    counting.scanned(request, link)
    return _unkept(HttpResponseRedirect(path))


@require_safe
def svg(request: HttpRequest, typed: str) -> HttpResponse:
    """The QR code of a link, for print."""
    content = qr.svg_file(short_links.address(_known(typed)))
    return HttpResponse(content, content_type="image/svg+xml", headers={"Cache-Control": _PICTURE_CACHE})


@require_safe
def png(request: HttpRequest, typed: str) -> HttpResponse:
    """The same as a PNG picture."""
    content = qr.png_file(short_links.address(_known(typed)))
    return HttpResponse(content, content_type="image/png", headers={"Cache-Control": _PICTURE_CACHE})


def _known(typed: str) -> ShortLink:
    read = short_codes.read(typed)
    link = None if read.mistake else short_links.find(read.digits)
    if link is None:
        raise Http404("Không có mã này.")
    return link


def _not_found(request: HttpRequest, typed: str, read: short_codes.Typed) -> HttpResponse:
    context = {
        "typed": typed[:_LONGEST_ECHO],
        "digits": len(read.digits),
        "length": short_codes.LENGTH,
        "is_length_wrong": read.mistake is Mistake.LENGTH,
        "is_a_digit_wrong": read.mistake is Mistake.WRONG_DIGIT,
        "has_other_signs": read.mistake is Mistake.NOT_DIGITS,
        "is_empty": read.mistake is Mistake.EMPTY,
        "noindex": True,
    }
    return _unkept(render(request, "news/short_link_not_found.html", context, status=404))


def _unkept(response: HttpResponse) -> HttpResponse:
    """Asked anew each time, or scans would be missed; and the page it leads to is not told which link it was."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
