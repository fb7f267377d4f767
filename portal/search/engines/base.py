"""What every search engine behind the portal offers. Engines find and score; they decide nothing else."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from portal.search.documents import SearchDocument
from portal.search.filters import Facets, Filters
from portal.search.matching import Rule, Wanted
from portal.search.understanding import Query


class IndexMissing(Exception):
    """There is no index that this program can read: rebuild it."""


class EngineUnavailable(Exception):
    """The engine cannot answer now, and rebuilding would not help (server away, disk full, no right to write)."""


#: What reading an answer of the wrong shape raises: another program, or a proxy, is at the server's address.
NOT_UNDERSTOOD = (AttributeError, LookupError, TypeError, ValueError)


class IndexNotWritten(EngineUnavailable):
    """A step could not be written; what the index has is still found."""


class RebuildRunning(Exception):
    """Another process is rebuilding this index."""


class NoFormerIndex(Exception):
    """There is no former index to go back to."""


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
    """One step forward: `removed` codes go first, then `documents` come; both are harmless to repeat.

    `version` is the ledger's number read before the documents were: they show at least everything up to
    it, so a writer that comes later with a lower one has read an older state.
    """

    start: Position
    end: Position
    version: int
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
    former: str = ""
    trouble: str = ""


class Engine(Protocol):
    """An engine over the index that readers see, or over a new one that is being built."""

    name: str
    #: Whether a reader's request may build a missing index. A server's index is built by commands and the worker.
    builds_in_requests: bool

    def stands_at(self, cursor: int, day: date) -> bool:
        """Whether the index has followed the ledger to `cursor` and stands for `day`.

        May be asked of what the process remembers from a moment ago.
        """

    def position(self) -> Position:
        """Where the index stands now.

        Raises:
            IndexMissing: there is none, or it cannot be read.
        """

    def generation(self) -> str:
        """Names the index that answers now; another after a rebuild, "" where there is none."""

    def known_generation(self) -> str:
        """The same as `generation`, as far as this process knows: without a call where that would cost one."""

    def is_made_by_this_code(self) -> bool:
        """Whether the index has the fields this program writes and asks for.

        Raises:
            IndexMissing: there is none.
        """

    def retrieve(self, rule: Rule | None, query: Query, filters: Filters, limit: int) -> Retrieval:
        """What `rule` accepts (None: every document), and the `limit` best by the engine's score."""

    def candidates(self, wanted: Sequence[Wanted], query: Query, limit: int) -> tuple[Candidate, ...]:
        """The `limit` best, by what the title's side scores, of the documents that hold one of `wanted`."""

    def warm(self) -> None:
        """Read into this process's memory what answers need, so that no reader waits for that.

        Raises:
            IndexMissing, EngineUnavailable
        """

    def codes_of(self, agency: str) -> Sequence[str]:
        """Codes of the documents of an agency, by the slug of its code."""

    def stamps(self) -> dict[str, str]:
        """Code -> stamp of every document."""

    def digests(self) -> dict[str, str]:
        """Code -> digest (`documents.digest`) of every document, as it was written."""

    def size(self) -> int:
        """How many documents there are."""

    def apply(self, changes: Changes) -> bool:
        """Follow the ledger by one step; False if another process has, or is doing so."""

    def building(self, documents: Iterable[SearchDocument], position: Position) -> AbstractContextManager["Engine"]:
        """A new index of `documents` that no reader sees, to bring up to date and to check inside the block.

        When the block ends well it takes the place of the old one, which answers until then; else it
        leaves nothing behind.
        """

    def rebuilding(self, *, wait: bool = True) -> AbstractContextManager[None]:
        """The right to rebuild, which one process at a time has.

        Raises:
            RebuildRunning: another has it, and `wait` is False or has been in vain.
        """

    def prune(self) -> list[str]:
        """Delete what killed rebuilds left and indices older than the former one; their names."""

    def roll_back(self) -> str:
        """Put the former index back in place; its name.

        Raises:
            NoFormerIndex: none was kept.
            RebuildRunning: another process is about to put a new one in place.
        """

    def status(self) -> Status:
        """For operators; never raises for a missing index."""
