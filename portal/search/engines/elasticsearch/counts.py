"""What this process knows of the words in the index, so that most searches need one call, not two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.search.engines.elasticsearch.writing import Standing
from portal.search.understanding import Term

#: Words and identifiers kept: what people type repeats, and what they mistype need not be kept for ever.
MOST = 20_000

#: Term or identifier -> in how many documents. Never changed, only replaced, so that threads need no lock.
Counts = Mapping[Term | str, int]

_known: tuple[object, Counts] = (None, {})


@dataclass(frozen=True, slots=True)
class Counted:
    """The Statistics of one query."""

    documents: int
    counts: Counts

    def size(self) -> int:
        return self.documents

    def known(self, identifiers: Sequence[str]) -> tuple[str, ...]:
        return tuple(value for value in identifiers if self.counts.get(value))

    def frequencies(self, terms: Sequence[Term]) -> dict[Term, int]:
        return {term: self.counts[term] for term in terms}


def of(standing: Standing) -> Counts:
    """What is known of an index as it stands."""
    state, known = _known
    return known if state == _state(standing) else {}


def remember(standing: Standing, counts: Counts) -> None:
    """Keep what was counted; what belongs to a former state goes."""
    global _known  # noqa: PLW0603 - one memory a process
    _known = _state(standing), counts if len(counts) <= MOST else {}


def _state(standing: Standing) -> object:
    """Every step writes the position, even one that leaves it where it was (`reconcile`)."""
    return standing.index, standing.primary_term, standing.seq_no
