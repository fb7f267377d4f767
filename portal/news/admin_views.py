"""Admin views of this room that Wagtail has no counterpart for."""

from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from wagtail.permissions import policy_registry

from portal.news import short_codes, short_links
from portal.news.enums import Medium
from portal.news.models import ShortLink
from portal.printing import qr


@dataclass(frozen=True, slots=True)
class PrintedLink:
    """One link of the list to print."""

    link: ShortLink
    code: str
    address: str
    read_aloud: str
    qr: SafeString


def short_links_sheet(request: HttpRequest) -> HttpResponse:
    """All links in use on one page to print, of one campaign or medium where `?campaign=` or `?medium=` says so."""
    if not policy_registry.get_by_type(ShortLink).user_has_any_permission(request.user, {"add", "change", "view"}):
        raise PermissionDenied
    links = ShortLink.objects.filter(is_active=True).select_related("campaign", "unit__parent", "outlet")
    if (campaign := request.GET.get("campaign", "")).isdecimal():
        links = links.filter(campaign=int(campaign[:9]))
    if (medium := request.GET.get("medium")) in Medium.values:
        links = links.filter(medium=medium)
    ordered = links.order_by("campaign__title", "medium", "unit__parent__name", "unit__name", "code")
    printed = [_printed(link) for link in ordered]
    context = {
        "campaigns": [(title, list(rows)) for title, rows in groupby(printed, lambda row: row.link.campaign.title)]
    }
    return render(request, "news/admin/short_links_sheet.html", context)


def _printed(link: ShortLink) -> PrintedLink:
    address = short_links.printed_address(link)
    return PrintedLink(
        link,
        short_codes.grouped(link.code),
        address,
        short_links.read_aloud(link),
        qr.svg_for_html(short_links.address(link), f"Mã QR: {address}"),
    )
