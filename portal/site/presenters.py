"""What the home page prints."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.http import urlencode

from portal.ledger.remembering import remember
from portal.news.presenters_articles import home_news
from portal.places.models import LOCAL_LEVELS, ServicePoint
from portal.procedures.acceptance import accepted_on
from portal.procedures.days import Day
from portal.procedures.outline import outline_on
from portal.procedures.presenters_catalogue import catalogue
from portal.procedures.presenters_places import point_url
from portal.procedures.presenters_values import place_word

if TYPE_CHECKING:
    from portal.site.models import HomePage


@dataclass(frozen=True, slots=True)
class LevelEntry:
    """A kind of place: how many there are and how many procedures they take in on the day."""

    word: str
    points: int
    procedures: int
    url: str


@dataclass(frozen=True, slots=True)
class Situation:
    """A tile that leads into the search."""

    title: str
    text: str
    url: str


def home_context(page: "HomePage", day: Day) -> dict[str, Any]:
    """Search, campaigns, situations, agencies and fields, places, news; every count is computed for the day."""
    outline = outline_on(day.shown)
    return {
        **day.context(),
        **home_news(day.shown),
        "canonical_path": "/",
        "total": outline.total,
        "agencies": catalogue(outline, day),
        "levels": _levels(day),
        "examples": [(row.text, _search_url(row.text)) for row in page.example_queries.all()],
        "situations": [Situation(row.title, row.text, _search_url(row.query)) for row in page.life_situations.all()],
    }


def _search_url(query: str) -> str:
    return f"{reverse('search:results')}?{urlencode({'q': query})}"


def _levels(day: Day) -> list[LevelEntry]:
    """Kept while the ledger does not grow: it follows from places, counters and versions, thousands of pairs."""
    return _make_levels(day) if day.is_other else remember("levels", day.today, lambda: _make_levels(day))


def _make_levels(day: Day) -> list[LevelEntry]:
    points = list(ServicePoint.objects.valid_on(day.shown).only("pk", "slug", "level"))
    codes: dict[str, set[str]] = defaultdict(set)
    for row in accepted_on(day.shown):
        codes[row.level].add(row.code)
    entries = []
    for level in LOCAL_LEVELS:
        at_level = [point for point in points if point.level == level]
        if not at_level:
            continue
        is_one = len(at_level) == 1
        url = point_url(at_level[0]) if is_one else f"{reverse('procedures:service_points')}"
        anchor = "" if is_one else f"#cap-{level.value}"
        entries.append(LevelEntry(place_word(level), len(at_level), len(codes[level]), url + day.query + anchor))
    return entries
