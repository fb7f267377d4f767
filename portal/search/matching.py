"""Which procedures answer a query: one rule, in Python, for every engine.

The accepted set gives totals, facets and `match`; ranking happens inside it. A procedure is accepted
by the words of its title, its other names and its field. Its full text re-ranks and admits only on
the last rung, `related`; and where nothing fits, the answer is that nothing fits.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from portal.search.understanding import Query, Term

#: In a small collection every word of the trade is frequent, and leaving it out would lose sense:
#: "quân sự" stands in a third of 36 procedures. The rule below is for thousands.
FREQUENT_FROM = 200
#: A word in more than this share of the documents says little and has the longest list to read.
FREQUENT_SHARE = 0.25
#: Weight of the words that no document holds, beyond which a query is about something else.
#: "kết hôn": `hôn` is unknown and carries more than half of what "đăng ký kết hôn" says.
MOST_UNKNOWN = 0.34

_ALL_OF = 2
_ALL_BUT_ONE_OF = 5


class Match(StrEnum):
    """How a result set answers its query."""

    EXACT = "exact"
    RELATED = "related"
    NONE = "none"


class Side(StrEnum):
    """Where a rule looks: title, other names and field; or these and the full text."""

    TITLE = "title"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Accept what bears one of `identifiers`, or holds at least `needed` of `terms` on `side`.

    With `pairs`, at least one of these pairs of neighbours must stand there as well: single syllables
    meet by chance in a long text.
    """

    match: Match
    identifiers: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    needed: int = 0
    side: Side = Side.TITLE
    pairs: tuple[str, ...] = ()


class Statistics(Protocol):
    """What an engine can say of its documents before anything is searched."""

    def size(self) -> int:
        """How many documents there are."""

    def known(self, identifiers: Sequence[str]) -> tuple[str, ...]:
        """Those of `identifiers` that some document bears."""

    def frequencies(self, terms: Sequence[Term], side: Side) -> dict[Term, int]:
        """In how many documents each term stands on `side`."""


def required(count: int) -> int:
    """How many of `count` distinct terms must match: Lucene's `2<-1 5<70%`.

    All of one or two, all but one of three to five, 70 % (rounded down) of more.
    """
    if count <= _ALL_OF:
        return count
    if count <= _ALL_BUT_ONE_OF:
        return count - 1
    return count * 70 // 100


def rules(query: Query, statistics: Statistics) -> Iterator[Rule]:
    """The rungs to try in turn; the first that accepts anything is the answer."""
    known = statistics.known(query.identifiers)
    if known:
        yield Rule(match=Match.EXACT, identifiers=known)
    if query.only_numbers or not query.terms:
        return
    if query.has_accents:
        yield _title_rule(query.terms, statistics)
    yield _title_rule(tuple(Term(term.key) for term in query.terms), statistics)
    related = _related_rule(query, statistics)
    if related is not None:
        yield related


def _title_rule(terms: Sequence[Term], statistics: Statistics) -> Rule:
    kept = _without_frequent(terms, statistics)
    return Rule(match=Match.EXACT, terms=kept, needed=required(len(kept)))


def _without_frequent(terms: Sequence[Term], statistics: Statistics) -> tuple[Term, ...]:
    if statistics.size() < FREQUENT_FROM:
        return tuple(terms)
    limit = statistics.size() * FREQUENT_SHARE
    frequencies = statistics.frequencies(terms, Side.TITLE)
    telling = tuple(term for term in terms if frequencies[term] <= limit)
    return telling or tuple(terms)


def _related_rule(query: Query, statistics: Statistics) -> Rule | None:
    size = statistics.size()
    frequencies = statistics.frequencies(query.terms, Side.EVERYTHING)
    weights = {term: _weight(frequency, size) for term, frequency in frequencies.items()}
    known = tuple(term for term in query.terms if frequencies[term])
    unknown_weight = sum(weight for term, weight in weights.items() if not frequencies[term])
    if not known or unknown_weight > MOST_UNKNOWN * sum(weights.values()):
        return None
    return Rule(match=Match.RELATED, terms=known, needed=required(len(known)), side=Side.EVERYTHING, pairs=query.pairs)


def _weight(frequency: int, documents: int) -> float:
    """Inverse document frequency, as Lucene's BM25 has it; never negative."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))
