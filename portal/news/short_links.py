"""Short links: found by their code, where they lead, made for many units at once, read aloud."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from portal.news import short_codes
from portal.news.models import ShortLink
from portal.places.models import AdministrativeUnit
from portal.procedures.selectors import current_address


@dataclass(frozen=True, slots=True)
class Made:
    """What came of making links: the new ones, and how many were there already."""

    links: list[ShortLink]
    there_already: int


def find(code: str) -> ShortLink | None:
    """The link of a code, in use or not."""
    return ShortLink.objects.select_related("campaign").filter(code=code).first()


def destination(link: ShortLink) -> str | None:
    """The path it leads to: its procedure, else its campaign; None while neither is public.

    It is made of rows of this portal and never of what a reader sent.
    """
    if link.procedure and link.procedure.code and (address := current_address(link.procedure.code)):
        return reverse("procedures:detail", kwargs={"agency_slug": address.agency_slug, "slug": address.slug})
    return campaign_path(link)


def campaign_path(link: ShortLink) -> str | None:
    """Where its campaign is; None while that is not public."""
    return reverse("news:campaign", args=[link.campaign.slug]) if link.campaign.live else None


def address(link: ShortLink) -> str:
    """The full address, as the QR code holds it."""
    return settings.BASE_URL + reverse("news:short_link", args=[link.code])


def printed_address(link: ShortLink) -> str:
    """The address to print beside the QR code, for people who type: `tthc.example/q/4826-7193`."""
    return f"{urlsplit(settings.BASE_URL).netloc}{reverse('news:short_links')}{short_codes.grouped(link.code)}"


def read_aloud(link: ShortLink) -> str:
    """The address in words, for a speaker at the microphone. Only its digits have to be heard right."""
    host = urlsplit(settings.BASE_URL).netloc
    for sign, word in ((".", " chấm "), ("-", " gạch ngang "), (":", " hai chấm ")):
        host = host.replace(sign, word)
    return f"{host} gạch chéo q gạch chéo {short_codes.spoken(link.code)}"


@transaction.atomic
def make(draft: ShortLink, units: Iterable[AdministrativeUnit | None]) -> Made:
    """One link like `draft` for each unit; None is "of no unit". Those that are there already stay as they are."""
    same = ShortLink.objects.filter(
        campaign=draft.campaign, procedure=draft.procedure, medium=draft.medium, outlet=draft.outlet, is_active=True
    )
    there = set(same.values_list("unit", flat=True))
    wanted = list(units)
    links = [
        ShortLink.objects.create(
            campaign=draft.campaign,
            procedure=draft.procedure,
            medium=draft.medium,
            outlet=draft.outlet,
            unit=unit,
            note=draft.note,
        )
        for unit in wanted
        if (unit.pk if unit else None) not in there
    ]
    return Made(links, len(wanted) - len(links))
