"""Reading what a press kit is made of: the published campaign, its live spots, and the notices of its procedures."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Exists, FilteredRelation, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core import clock
from portal.core.html import plain_text
from portal.core.models import ContactSettings, PortalImage
from portal.ledger.remembering import remember
from portal.news import short_links
from portal.news.enums import Medium
from portal.news.models import CampaignPage, CampaignProcedure, Language, ShortLink, SpotSource
from portal.news.press_kit.material import Link, Material, Picture, Place, Procedure, Script, day_text
from portal.places.models import LOCAL_LEVELS, Level
from portal.procedures.acceptance import accepted_on
from portal.procedures.notice import Notice
from portal.procedures.presenters_values import place_word
from portal.procedures.selectors import notices_with_addresses
from portal.vietnamese.unicode import nfc

#: A link with an address; one to a page or document of the CMS has none in the source and keeps its words only.
_LINK = re.compile(r"<a\b[^>]*?\bhref=\"([^\"]{1,300})\"[^>]*>(.*?)</a>", re.IGNORECASE | re.DOTALL)
_LIST_ITEM = re.compile(r"<li\b[^>]*>", re.IGNORECASE)


def read(slug: str, day: date) -> Material | None:
    """The material of a campaign on `day`; None where none is published. Eight queries."""
    campaign = _campaign(slug)
    if campaign is None:
        return None
    codes, followed = _codes(campaign)
    known, places = _published(codes, {source.code for rows in followed.values() for source in rows}, day)
    scripts, missing_languages = _scripts(campaign, followed, known)
    return Material(
        slug=campaign.slug,
        title=nfc(campaign.title),
        message=nfc(campaign.message),
        audience=nfc(campaign.audience),
        starts_on=campaign.starts_on,
        ends_on=campaign.ends_on,
        period_note=nfc(campaign.period_note),
        carried_out_by=nfc(campaign.carried_out_by),
        law=_law(campaign),
        plan=". ".join(nfc(part).rstrip(".") for part in (campaign.plan_section, campaign.plan_note) if part),
        release=text_of(campaign.press_release),
        background_short=text_of(campaign.background_short),
        background_long=text_of(campaign.background_long),
        press_contact=nfc(campaign.press_contact),
        led_line=" ".join(nfc(campaign.led_line).split()),
        poster_line=nfc(campaign.poster_line),
        questions=tuple((nfc(row.question), text_of(row.answer)) for row in campaign.questions.all()),
        procedures=tuple(known[code] for code in codes if code in known),
        places=places,
        scripts=scripts,
        pictures=tuple(_picture(row.picture, row.caption) for row in campaign.pictures.select_related("picture")),
        missing_languages=missing_languages,
        page=Link(url=settings.BASE_URL + reverse("news:campaign", args=[campaign.slug])),
        links=_links(campaign),
        publisher=settings.ADMINISTRATIVE_OFFICE,
        hotline=campaign.hotline or "",
        feedback_address=campaign.feedback_address or "",
        is_sample=campaign.is_sample,
        day=day,
        clock_is_fixed=clock.is_fixed(),
        published_at=campaign.last_published_at or campaign.first_published_at,
    )


def _campaign(slug: str) -> Any:
    """A live campaign with the site's contact data."""
    contact = ContactSettings.objects.filter(site__is_default_site=True)
    return (
        CampaignPage.objects.live()
        .filter(slug=slug)
        .annotate(
            hotline=Subquery(contact.values("hotline")[:1]),
            feedback_address=Subquery(contact.values("feedback_address")[:1]),
        )
        .select_related("legal_document")
        .first()
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """A procedure whose words a spot follows; `number` is the version, 0 where it is not known."""

    code: str
    number: int


def _codes(campaign: CampaignPage) -> tuple[tuple[str, ...], dict[int, list[_Source]]]:
    """The procedures of the campaign, and those its live spots follow, by the key of the spot. One query for both."""
    of_campaign = CampaignProcedure.objects.filter(page=campaign).order_by()
    of_spots = SpotSource.objects.filter(spot__campaign=campaign, spot__live=True).order_by()
    rows = of_campaign.values_list("sort_order", "procedure__code", Value(0), Value(0)).union(
        of_spots.values_list("sort_order", "procedure__code", "spot_id", Coalesce("number", 0)), all=True
    )
    codes: list[str] = []
    followed: dict[int, list[_Source]] = defaultdict(list)
    for _order, code, spot, number in sorted(rows, key=lambda row: (row[0] or 0, row[1] or "")):
        if code and spot:
            followed[spot].append(_Source(code, number))
        elif code:
            codes.append(code)
    return tuple(codes), followed


def text_of(rich_text: str) -> str:
    """The words of formatted text, a paragraph a line, items of lists with a dash, addresses of links behind them."""
    return nfc(plain_text(_LIST_ITEM.sub("<li>- ", _LINK.sub(_spelt_out, rich_text))))


def _spelt_out(link: re.Match[str]) -> str:
    """On paper nobody can press a link: "xem giấy tờ" becomes "xem giấy tờ (tthc.example/tt/BQP-06)"."""
    address, words = link.groups()
    host = settings.BASE_URL.split("://", 1)[-1]
    return f"{words} ({host}{address})" if address.startswith("/") else f"{words} ({address})"


# --- what the notices say -------------------------------------------------------------------------


def _published(
    codes: tuple[str, ...], followed: Collection[str], day: date
) -> tuple[dict[str, Procedure], tuple[Place, ...]]:
    """The procedures by code, and where those of the campaign are taken in; kept until the ledger grows."""
    wanted = (codes, tuple(sorted(followed)))
    name = f"press-kit:{day}:{hashlib.sha256(repr(wanted).encode()).hexdigest()}"
    return remember(name, clock.today(), lambda: _read_published(*wanted, day))


def _read_published(
    codes: tuple[str, ...], followed: tuple[str, ...], day: date
) -> tuple[dict[str, Procedure], tuple[Place, ...]]:
    published, urls = notices_with_addresses(day, {*codes, *followed})
    known = {
        item.notice.code: Procedure(
            code=item.notice.code,
            title=item.notice.list_title,
            legal_title=item.notice.title,
            agency=item.notice.agency.short_name or item.notice.agency.name,
            field=item.notice.field,
            url=settings.BASE_URL + urls.get(item.notice.code, f"/tt/{item.notice.code}"),
            version=item.version.number,
        )
        for item in published
    }
    notices = {item.notice.code: item.notice for item in published}
    return known, _places([notices[code] for code in codes if code in notices], known, day)


def _places(notices: list[Notice], known: dict[str, Procedure], day: date) -> tuple[Place, ...]:
    """From the nearest level to the farthest. A level without an open place is left out unless it is still to begin."""
    wanted = {notice.code for notice in notices}
    open_points: dict[tuple[str, str], set[int]] = defaultdict(set)
    for row in accepted_on(day):
        if row.code in wanted:
            open_points[row.level, row.code].add(row.service_point_id)
    found = (_place(level, notices, open_points, known, day) for level in reversed(LOCAL_LEVELS))
    return tuple(place for place in found if place is not None)


def _place(
    level: Level,
    notices: list[Notice],
    open_points: dict[tuple[str, str], set[int]],
    known: dict[str, Procedure],
    day: date,
) -> Place | None:
    points: set[int] = set()
    begins: list[date] = []
    procedures: list[Procedure] = []
    for notice in notices:
        starts = [
            mark.starts_on
            for mark in notice.levels
            if mark.level == level and (mark.ends_on is None or mark.ends_on > day)
        ]
        here = open_points.get((level, notice.code), set())
        if starts and (here or min(starts) > day):
            points |= here
            begins.append(min(starts))
            procedures.append(known[notice.code])
    if not procedures:
        return None
    return Place(
        level=level.value,
        name=place_word(level),
        count=len(points),
        begins=min(begins),
        is_coming=not points,
        procedures=tuple(procedures),
    )


# --- what the campaign says -----------------------------------------------------------------------


def _law(campaign: CampaignPage) -> str:
    document = campaign.legal_document
    if document is None:
        return ""
    if document.issued_on is None:
        return str(document)
    return _("%(number)s ngày %(day)s") % {"number": document, "day": day_text(document.issued_on)}


def _scripts(
    campaign: CampaignPage, followed: Mapping[int, list[_Source]], known: Mapping[str, Procedure]
) -> tuple[tuple[Script, ...], tuple[str, ...]]:
    """The live spots by language, and the languages the campaign should have without words in any. One query."""
    live = FilteredRelation("spots", condition=Q(spots__campaign=campaign, spots__live=True))
    wanted = campaign.languages.through.objects.filter(campaignpage=campaign, language=OuterRef("pk"))
    languages = (
        Language.objects.alias(spot=live)
        .annotate(is_wanted=Exists(wanted))
        .filter(Q(is_wanted=True) | Q(spot__isnull=False))
        .order_by("order", "name", "spot__pk")
    )
    rows = list(languages.values("code", "name", "is_wanted", *(f"spot__{field}" for field in _SPOT_FIELDS)))
    scripts = [_script(row, followed.get(row["spot__pk"], []), known) for row in rows if row["spot__pk"]]
    spoken = {script.language for script in scripts if script.text}
    missing = dict.fromkeys(row["name"] for row in rows if row["is_wanted"] and row["code"] not in spoken)
    return tuple(scripts), tuple(missing)


#: What a script says of its spot.
_SPOT_FIELDS = ("pk", "title", "medium", "script", "note", "approved_by", "approved_on", "is_sample")


def _script(row: Mapping[str, Any], sources: Iterable[_Source], known: Mapping[str, Procedure]) -> Script:
    approved = nfc(row["spot__approved_by"])
    if approved and row["spot__approved_on"]:
        approved = _("%(who)s, ngày %(day)s") % {"who": approved, "day": day_text(row["spot__approved_on"])}
    versioned = [source for source in sources if source.number]
    return Script(
        title=nfc(row["spot__title"]),
        medium=row["spot__medium"],
        medium_name=str(Medium(row["spot__medium"]).label),
        language=row["code"],
        language_name=row["name"],
        text=nfc(row["spot__script"]).strip(),
        note=nfc(row["spot__note"]),
        approved=approved,
        is_sample=row["spot__is_sample"],
        follows=tuple(_("%(code)s bản %(number)s") % {"code": s.code, "number": s.number} for s in versioned),
        outdated=tuple(
            _("%(code)s: lời theo bản %(old)s, nay có bản %(new)s")
            % {"code": source.code, "old": source.number, "new": known[source.code].version}
            for source in versioned
            if source.code in known and known[source.code].version != source.number
        ),
    )


def _picture(image: PortalImage, caption: str) -> Picture:
    why_not = ""
    if not (image.credit.strip() and image.rights.strip()):
        why_not = _("chưa ghi người chụp hoặc quyền sử dụng")
    elif not default_storage.exists(image.file.name):
        why_not = _("tệp ảnh không còn")
    return Picture(
        title=nfc(image.title),
        shows=nfc(image.description),
        caption=nfc(caption),
        credit=nfc(image.credit),
        rights=nfc(image.rights),
        file="" if why_not else image.file.name,
        size=image.file_size or 0,
        why_not=why_not,
    )


def _links(campaign: CampaignPage) -> dict[str, Link]:
    """The oldest link of each medium that is for no unit, outlet or procedure of its own."""
    rows = ShortLink.objects.filter(campaign=campaign, is_active=True, unit=None, outlet=None, procedure=None)
    found: dict[str, Link] = {}
    for link in rows.order_by("pk"):
        found.setdefault(link.medium, Link(url=short_links.address(link)))
    return found
