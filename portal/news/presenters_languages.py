"""Languages: found by any spelling of their names, and what there is to hear and read in each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.news.models import CampaignPage, Language
from portal.news.presenters_spots import PAGE_LANGUAGE, SpotItem, live_spots, spot_items
from portal.vietnamese.unicode import fold

#: Longer than any name of a language; the rest of what somebody pasted is not looked at.
LONGEST_NAME = 60

#: "tiếng" (language) stands before most names and says nothing.
_LANGUAGE_WORD = "tieng"


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A language in the list."""

    name: str
    url: str
    spellings: tuple[str, ...]
    spot_count: int


@dataclass(frozen=True, slots=True)
class CampaignSpots:
    """The spots of one campaign in a language."""

    title: str
    url: str
    anchor: str
    spots: tuple[SpotItem, ...]


def languages_context(asked: str) -> dict[str, Any]:
    """All languages; those a text names, first. Two queries."""
    name = " ".join(asked.split())[:LONGEST_NAME]
    languages = list(_languages())
    found = find_languages(languages, name) if name else []
    return {
        "nav_current": "news",
        "noindex": bool(name),
        "canonical_path": reverse("news:languages"),
        "name": name,
        "found": [_link(language) for language in found],
        "languages": [_link(language) for language in languages],
    }


def language_context(language: Language, today: date) -> dict[str, Any]:
    """Every live spot in a language, newest campaign first. Three queries, and one for the spellings."""
    spots = live_spots(language=language.pk)
    items = dict(zip((spot.pk for spot in spots), spot_items(spots, today), strict=True))
    pages = CampaignPage.objects.in_bulk({spot.campaign_id for spot in spots})
    order = sorted(spots, key=lambda spot: (pages[spot.campaign_id].starts_on, spot.campaign_id), reverse=True)
    return {
        "nav_current": "news",
        "canonical_path": reverse("news:language", args=[language.code]),
        "language": language,
        "is_page_language": language.code == PAGE_LANGUAGE,
        "spellings": _other_spellings(language),
        "campaigns": [
            CampaignSpots(
                pages[key].title,
                reverse("news:campaign", args=[pages[key].slug]),
                f"dot-{key}",
                tuple(items[spot.pk] for spot in rows),
            )
            for key, rows in groupby(order, key=lambda spot: spot.campaign_id)
        ],
        "description": _("Lời thông báo bằng %(language)s: nghe, xem, đọc.") % {"language": language.name},
    }


def find_languages(languages: Iterable[Language], text: str) -> list[Language]:
    """Those one of whose names, however it is written, is or begins with the text; exact ones alone where there are.

    Accents, hyphens and blanks do not count: "xe dang", "Xê-đăng" and "xơđăng" name one language.
    """
    asked = _key(text)
    if not asked:
        return []
    keys = [(language, {_key(name) for name in _names(language)}) for language in languages]
    exact = [language for language, names in keys if asked in names]
    return exact or [language for language, names in keys if any(name.startswith(asked) for name in names)]


def _key(text: str) -> str:
    letters = "".join(letter for letter in fold(text) if letter.isalnum())
    return letters.removeprefix(_LANGUAGE_WORD)


def _names(language: Language) -> list[str]:
    return [language.code, language.name, *(spelling.text for spelling in language.spellings.all())]


def _languages() -> Iterable[Language]:
    live = Q(spots__live=True, spots__campaign__live=True)
    something = ~Q(spots__script="") | Q(spots__media__isnull=False) | ~Q(spots__external_url="")
    counted = Language.objects.annotate(spot_count=Count("spots", filter=live & something))
    # Counting takes the order of the model away.
    return counted.order_by("order", "name").prefetch_related("spellings")


def _link(language: Language) -> LanguageLink:
    url = reverse("news:language", args=[language.code])
    return LanguageLink(language.name, url, _other_spellings(language), language.spot_count)


def _other_spellings(language: Language) -> tuple[str, ...]:
    """The spellings that look different from the name and from each other."""
    shown = {language.name.casefold().removeprefix("tiếng ")}
    found = []
    for spelling in language.spellings.all():
        bare = spelling.text.casefold().removeprefix("tiếng ")
        if bare not in shown:
            shown.add(bare)
            found.append(spelling.text)
    return tuple(found)
