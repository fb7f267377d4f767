"""What every search engine behind the portal offers. Engines find and score; they decide nothing else."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from portal.search.documents import SearchDocument
from portal.search.filters import Facets, Filters
from portal.search.matching import Rule
from portal.search.understanding import Query, Term


class IndexMissing(Exception):
    """There is no index that this program can read: rebuild it."""


class EngineUnavailable(Exception):
    """The engine cannot answer now, and rebuilding would not help (disk full, no right to write)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Up to where an index has followed the ledger, and for which day.

    `mark` is the moment of the ledger row `cursor` stands on: another database may have given out the
    same number.
    """

    cursor: int
    mark: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """One step forward: `removed` codes go first, then `documents` come; both are harmless to repeat."""

    start: Position
    end: Position
    removed: tuple[str, ...]
    documents: tuple[SearchDocument, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document found (without its full text) and the engine's own score of it, higher is better."""

    document: SearchDocument
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """What a rule accepts: how many, how many of them pass the filters, counts, and the best-scored."""

    accepted: int
    total: int
    facets: Facets
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """For operators."""

    engine: str
    location: str
    position: Position | None
    documents: int
    size: int


class Engine(Protocol):
    """An engine; also the Statistics that `matching.rules` asks."""

    name: str

    def position(self) -> Position:
        """Where the index stands.

        Raises:
            IndexMissing: there is none, or it cannot be read.
        """

    def generation(self) -> str:
        """Names the index that answers now; another after a rebuild, "" where there is none."""

    def retrieve(self, rule: Rule | None, query: Query, filters: Filters, limit: int) -> Retrieval:
        """What `rule` accepts (None: every document), and the `limit` best by the engine's score."""

    def documents(self) -> Sequence[SearchDocument]:
        """Every document without its full text, in the order of codes; shared, not to be changed."""

    def stamps(self) -> dict[str, str]:
        """Code -> stamp of every document."""

    def size(self) -> int:
        """How many documents there are."""

    def known(self, identifiers: Sequence[str]) -> tuple[str, ...]:
        """Those of `identifiers` that some document bears."""

    def frequencies(self, terms: Sequence[Term]) -> dict[Term, int]:
        """In how many documents each term stands on the title's side."""

    def apply(self, changes: Changes) -> bool:
        """Follow the ledger by one step; False if another process has, or is doing so."""

    def rebuild(self, documents: Sequence[SearchDocument], position: Position) -> None:
        """Put a new index in the place of the old one, which answers until then."""

    def rebuilding(self) -> AbstractContextManager[None]:
        """The right to rebuild, which one process at a time has; waits for it."""

    def status(self) -> Status:
        """For operators; never raises for a missing index."""
