"""Check boxes to narrow a search, with counts."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.places.models import Level
from portal.search.filters import FacetValue, Filters
from portal.search.service import SearchResult

#: Names of the filters in an address, and their headings.
_FACETS = {"level": _("Nộp ở cấp nào"), "agency": _("Cơ quan"), "field": _("Lĩnh vực")}

#: Level of the facet in the order people think of them.
_LEVELS = list(Level.values)

#: Choices of a facet seen at once: a common word has hits in more than a hundred fields of the national catalogue.
MOST_CHOICES = 8


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


def facets(result: SearchResult, filters: Filters) -> list[Facet]:
    """The facets that narrow something; one that was chosen stands in any case."""
    return [facet for facet in _facets(result, filters) if len(facet.choices) > 1 or _is_chosen(facet)]


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
