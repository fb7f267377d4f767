"""What the search page prints, made from a SearchResult."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.places.models import Level
from portal.procedures.days import Day
from portal.procedures.notice import LONGEST_HEADING, Notice
from portal.procedures.outline import outline_on
from portal.procedures.presenters_catalogue import catalogue
from portal.procedures.presenters_handlings import GlanceValue, glance_durations, glance_fees
from portal.procedures.presenters_values import (
    LevelBadge,
    Value,
    is_open,
    level_badges,
    open_badges,
    outside_words,
    place_word,
)
from portal.search import counting
from portal.search.filters import FacetValue, Filters
from portal.search.parameters import Counters, open_counters
from portal.search.service import Hit, SearchResult

#: Names of the filters in an address, and their headings.
_FACETS = {"level": _("Nộp ở cấp nào"), "agency": _("Cơ quan"), "field": _("Lĩnh vực")}

#: Level of the facet in the order people think of them.
_LEVELS = list(Level.values)

#: Choices of a facet seen at once: a common word has hits in more than a hundred fields of the national catalogue.
MOST_CHOICES = 8


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result; `is_long` titles are set smaller, `places` are where it is handed in."""

    code: str
    path: str
    title: SafeString
    is_long: bool
    badges: tuple[LevelBadge, ...]
    places: tuple[str, ...]
    duration: Value
    fee: Value
    agency: str
    field: str
    snippet: SafeString

    @property
    def terms_missing(self) -> bool:
        """Neither time nor fee is supplied: one line says so."""
        return self.duration.is_missing and self.fee.is_missing


@dataclass(frozen=True, slots=True)
class Choice:
    """One check box of a facet."""

    value: str
    name: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A group of check boxes: `choices` are seen at once, `more` is behind a disclosure."""

    name: str
    heading: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...] = ()


def result_context(result: SearchResult, asked: Mapping[str, list[str]], filters: Filters, day: Day) -> dict[str, Any]:
    """Everything but the browse lists; `asked` are the filters as the address gave them."""
    counters = open_counters(day.shown) if result.hits else {}
    return {
        "result": result,
        "rows": [_row(hit, counters, day) for hit in result.hits],
        "facets": [facet for facet in _facets(result, filters) if len(facet.choices) > 1 or _is_chosen(facet)],
        "is_filtered": bool(filters),
        "unfiltered_url": _url({"q": [result.query.original]}),
        "kept": [(name, value) for name in ("place", "audience") for value in asked.get(name, [])],
        "pages": _pages(result, asked),
        "first_number": (result.page - 1) * result.size + 1,
        # What a click on a result is counted under; empty where the search is not counted either.
        "counted_as": counting.countable(result.query),
    }


def browse_context(day: Day) -> dict[str, Any]:
    """Ways in without a query: agencies and their fields. Three queries."""
    outline = outline_on(day.shown)
    return {"agencies": catalogue(outline, day), "procedure_count": outline.total}


def _row(hit: Hit, counters: Mapping[str, Counters], day: Day) -> ResultRow:
    notice = hit.notice
    pairs = reversed(hit.document.acceptance)
    return ResultRow(
        code=notice.code,
        path=hit.path or reverse("procedures:permanent", args=[notice.code]),
        title=hit.title,
        is_long=len(notice.title) > LONGEST_HEADING,
        badges=tuple(open_badges(notice.levels, day.shown)),
        places=(*(counters[pair].words for pair in pairs if pair in counters), *_outside(notice, day)),
        duration=_one(glance_durations(notice.handlings), has_any=bool(notice.handlings)),
        fee=_one(glance_fees(notice.handlings), has_any=bool(notice.handlings)),
        agency=notice.agency.short_name or notice.agency.name,
        field=notice.field,
        snippet=hit.snippet,
    )


def _outside(notice: Notice, day: Day) -> Iterator[str]:
    """Where papers go at levels that have no counters here: nobody in the province will ever take them in."""
    for badge in level_badges(mark for mark in notice.levels if is_open(mark, day.shown)):
        if outside_words(badge.level):
            yield place_word(badge.level, inside=True)


def _one(values: Iterable[GlanceValue], *, has_any: bool) -> Value:
    """One value for a line of a list: the only one, the two of them, or "it depends"."""
    shown = [glance.value for glance in values]
    if len(shown) == 1:
        return Value(shown[0].text, "", shown[0].is_none)
    stated = [value.text for value in shown if not value.is_missing]
    if not stated and (shown or not has_any):
        return Value()
    if len(stated) == len(shown) == 2:  # noqa: PLR2004 - two fit in a line
        return Value(_("%(first)s hoặc %(second)s, tùy trường hợp") % {"first": stated[0], "second": stated[1]})
    return Value(_("Tùy trường hợp"))


def _facets(result: SearchResult, filters: Filters) -> list[Facet]:
    chosen = {"level": filters.levels, "agency": filters.agencies, "field": filters.fields}
    return [
        _facet(name, str(heading), [_choice(name, value, chosen[name]) for value in _sorted(name, result)])
        for name, heading in _FACETS.items()
    ]


def _facet(name: str, heading: str, choices: list[Choice]) -> Facet:
    """The first choices in sight, and every chosen one; two more are not worth a disclosure."""
    if len(choices) <= MOST_CHOICES + 2:
        return Facet(name, heading, tuple(choices))
    first = set(choices[:MOST_CHOICES])
    return Facet(
        name,
        heading,
        tuple(choice for choice in choices if choice in first or choice.is_chosen),
        tuple(choice for choice in choices if choice not in first and not choice.is_chosen),
    )


def _sorted(name: str, result: SearchResult) -> list[FacetValue]:
    values = list(result.facets[name])
    return sorted(values, key=lambda value: _LEVELS.index(value.key)) if name == "level" else values


def _choice(name: str, value: FacetValue, chosen: frozenset[str]) -> Choice:
    words = str(Level(value.key).label) if name == "level" else value.name
    return Choice(value.key, words, value.count, value.key in chosen)


def _is_chosen(facet: Facet) -> bool:
    return any(choice.is_chosen for choice in facet.choices)


def _pages(result: SearchResult, asked: Mapping[str, list[str]]) -> dict[str, Any]:
    def url(page: int) -> str:
        return _url({"q": [result.query.original], **asked, "page": [str(page)]})

    return {
        "number": result.page,
        "count": result.pages,
        "previous": url(result.page - 1) if result.page > 1 else "",
        "next": url(result.page + 1) if result.page < result.pages else "",
    }


def _url(values: Mapping[str, list[str]]) -> str:
    return f"{reverse('search:results')}?{urlencode(values, doseq=True)}"
