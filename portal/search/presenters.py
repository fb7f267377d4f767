"""What the search page prints, made from a SearchResult."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

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
from portal.search.filters import Filters
from portal.search.matching import Match
from portal.search.parameters import Counters, open_counters
from portal.search.presenters_answers import Answer, answers
from portal.search.presenters_facets import facets
from portal.search.presenters_reading import FLAGS, Address, place_line, reading_lines
from portal.search.service import Hit, SearchResult
from portal.search.variants import Group, group

#: What the form of the facets passes on unseen.
_HIDDEN = ("place", "audience", *FLAGS)

#: So many variants of one subject, all with nearly the score of the first, are a question back to the reader.
MANY_TIED, TIED = 3, 0.9


@dataclass(frozen=True, slots=True)
class VariantLink:
    """A result that is a variant of the one before it; `words` tell them apart."""

    code: str
    path: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One result, with those that are its variants; `is_long` titles are set smaller, `places` take it in.

    With `asks_back` the variants fit as well, and the reader has to say which is meant.
    """

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
    variants: tuple[VariantLink, ...]
    asks_back: bool
    answers: tuple[Answer, ...] = ()

    @property
    def terms_missing(self) -> bool:
        """Neither time nor fee is supplied: one line says so."""
        return self.duration.is_missing and self.fee.is_missing

    @property
    def answered(self) -> frozenset[str]:
        """The parts that were asked for, and are not said a second time."""
        return frozenset(answer.kind for answer in self.answers)


def result_context(result: SearchResult, asked: Mapping[str, list[str]], filters: Filters, day: Day) -> dict[str, Any]:
    """Everything but the browse lists; `asked` is what the address gave beside query and page."""

    def address(changed: Mapping[str, list[str]]) -> str:
        return _url({"q": [result.query.original], **asked, **changed})

    return {
        "result": result,
        "reading": reading_lines(result, address),
        "place": place_line(result, address),
        "rows": _rows(result, day),
        "facets": facets(result, filters),
        "is_filtered": bool(filters),
        "unfiltered_url": _url({"q": [result.query.original], **_kept(asked, *FLAGS)}),
        "kept": [(name, value) for name, values in _kept(asked, *_HIDDEN).items() for value in values],
        "pages": _pages(result, address),
        "first_number": (result.page - 1) * result.size + 1,
        # What a click on a result is counted under; empty where the search is not counted either.
        "counted_as": counting.countable(result.query),
    }


def browse_context(day: Day) -> dict[str, Any]:
    """Ways in without a query: agencies and their fields. Three queries."""
    outline = outline_on(day.shown)
    return {"agencies": catalogue(outline, day), "procedure_count": outline.total}


def _rows(result: SearchResult, day: Day) -> list[ResultRow]:
    """Results of one subject stand together, where the best of them stands."""
    hits = result.hits
    counters = open_counters(day.shown) if hits else {}
    rows = [_row(one, hits, counters, day) for one in group([hit.words.title for hit in hits])]
    if rows and result.page == 1 and result.match is Match.EXACT and result.query.intents:
        first, notice = rows[0], hits[0].notice
        rows[0] = replace(first, answers=answers(result.query.intents, notice, first.path, first.places, day))
    return rows


def _row(one: Group, hits: Sequence[Hit], counters: Mapping[str, Counters], day: Day) -> ResultRow:
    hit = hits[one.first]
    notice = hit.notice
    pairs = reversed(hit.document.acceptance)
    return ResultRow(
        code=notice.code,
        path=_path(hit),
        title=hit.title,
        is_long=len(notice.title) > LONGEST_HEADING,
        badges=tuple(open_badges(notice.levels, day.shown)),
        places=(*(counters[pair].words for pair in pairs if pair in counters), *_outside(notice, day)),
        duration=_one(glance_durations(notice.handlings), has_any=bool(notice.handlings)),
        fee=_one(glance_fees(notice.handlings), has_any=bool(notice.handlings)),
        agency=notice.agency.short_name or notice.agency.name,
        field=notice.field,
        snippet=hit.snippet,
        variants=tuple(_variant(hits[other.place], other.words) for other in one.others),
        asks_back=_asks_back(hit, [hits[other.place] for other in one.others]),
    )


def _variant(hit: Hit, words: str) -> VariantLink:
    return VariantLink(hit.document.code, _path(hit), hit.words.title, words)


def _asks_back(first: Hit, others: Sequence[Hit]) -> bool:
    """Whether too many fit about as well as the first for it to be the answer."""
    tied = sum(hit.score >= first.score * TIED for hit in others)
    return 1 + tied >= MANY_TIED


def _path(hit: Hit) -> str:
    return hit.path or reverse("procedures:permanent", args=[hit.document.code])


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


def _pages(result: SearchResult, address: Address) -> dict[str, Any]:
    return {
        "number": result.page,
        "count": result.pages,
        "previous": address({"page": [str(result.page - 1)]}) if result.page > 1 else "",
        "next": address({"page": [str(result.page + 1)]}) if result.page < result.pages else "",
    }


def _kept(asked: Mapping[str, list[str]], *names: str) -> dict[str, list[str]]:
    return {name: asked[name] for name in names if name in asked}


def _url(values: Mapping[str, list[str]]) -> str:
    return f"{reverse('search:results')}?{urlencode(values, doseq=True)}"
