"""What a reader narrows a search to."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from portal.search.documents import SearchDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Values of one kind widen (level commune or district), kinds narrow (and agency Police).

    `agencies` and `fields` are slugs. A place is the pairs `level|agency` of its open counters and the
    codes it does not take in for now: documents hold no places.
    """

    levels: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    place: str = ""
    pairs: frozenset[str] = frozenset()
    excepted: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.levels or self.agencies or self.fields or self.audiences or self.place)

    def allows(self, document: SearchDocument, *, but: str = "") -> bool:
        """Whether a document passes every filter, that of the kind `but` left out."""
        if self.place and (document.code in self.excepted or self.pairs.isdisjoint(document.acceptance)):
            return False
        return (
            (but == "level" or _meets(self.levels, document.levels))
            and (but == "agency" or _meets(self.agencies, document.agency_keys))
            and (but == "field" or _meets(self.fields, (document.field,)))
            and (but == "audience" or _meets(self.audiences, document.audiences))
        )


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value to narrow by; `key` is what the filter takes, `name` what people read."""

    key: str
    name: str
    count: int


Facets = Mapping[str, tuple[FacetValue, ...]]


def facets(documents: Iterable[SearchDocument], filters: Filters) -> Facets:
    """Counts over an accepted set. A kind's own filter does not narrow its own counts: readers may add a value."""
    accepted = list(documents)
    return {kind: _count(_narrowed(accepted, filters, kind), values) for kind, values in _VALUES.items()}


def _narrowed(documents: list[SearchDocument], filters: Filters, kind: str) -> list[SearchDocument]:
    return [document for document in documents if filters.allows(document, but=kind)] if filters else documents


def _count(
    documents: list[SearchDocument], values: Callable[[list[SearchDocument]], Iterable[tuple[str, str]]]
) -> tuple[FacetValue, ...]:
    counts = Counter(values(documents))
    return tuple(
        FacetValue(key, name, count)
        for (key, name), count in sorted(counts.items(), key=lambda item: (-item[1], item[0][1]))
    )


#: Kind -> key and name of each value, as often as it stands in documents: one pass without a call for each, since a
#: common word is in half of the national catalogue.
_VALUES: dict[str, Callable[[list[SearchDocument]], Iterable[tuple[str, str]]]] = {
    "level": lambda documents: ((level, level) for document in documents for level in document.levels),
    "agency": lambda documents: ((document.agency, document.agency_name) for document in documents),
    "field": lambda documents: ((document.field, document.field_name) for document in documents if document.field),
}


def _meets(wanted: frozenset[str], values: Iterable[str]) -> bool:
    return not wanted or not wanted.isdisjoint(values)
