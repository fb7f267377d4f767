"""The engine that needs no server: SQLite's FTS5 in a file of its own.

Full-text tables of their own for short fields and body, because FTS5's `bm25()` has one length norm for a whole
row: beside a long body, titles would stop counting. Nothing that a reader typed reaches FTS5 as
syntax: words are letters and digits only, and quoted.
"""

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from pathlib import Path

from django.conf import settings
from pydantic import ValidationError

from portal.search.documents import SearchDocument, from_content, to_content
from portal.search.engines.base import (
    Candidate,
    Changes,
    EngineUnavailable,
    IndexMissing,
    NoFormerIndex,
    Position,
    Retrieval,
    Status,
)
from portal.search.engines.embedded import index_file, passages, reading, writing
from portal.search.filters import Filters, facets
from portal.search.highlights import Passage
from portal.search.matching import Match, Rule, Wanted
from portal.search.understanding import Query


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """All documents of one state of the index, read once per process."""

    state: tuple[object, ...]
    by_id: dict[int, SearchDocument]
    in_order: tuple[SearchDocument, ...]


class EmbeddedEngine:
    """Finds in the file named by the setting SEARCH_INDEX_FILE, or in a new generation that is being built."""

    name = "embedded"
    builds_in_requests = True

    _snapshot: _Snapshot | None = None
    _snapshot_lock = threading.Lock()

    def __init__(self, path: Path | None = None) -> None:
        #: The link to the current index, or the file of a new one.
        self.path = path or Path(settings.SEARCH_INDEX_FILE)

    def stands_at(self, cursor: int, day: date) -> bool:
        """Whether the index has come so far."""
        position = self.position()
        return position.cursor == cursor and position.day == day

    def position(self) -> Position:
        """Where the index stands."""
        with self._reading() as connection:
            return reading.position(connection)

    def generation(self) -> str:
        """Names the file that answers now."""
        try:
            return f"{os.path.realpath(self.path)} {index_file.identity(self.path)}"
        except IndexMissing:
            return ""

    def known_generation(self) -> str:
        """Names the file that answers now."""
        return self.generation()

    def retrieve(self, rule: Rule | None, query: Query, filters: Filters, limit: int) -> Retrieval:
        """What `rule` accepts, in one consistent view of the file."""
        with self._reading() as connection:
            by_id = self._documents(connection).by_id
            accepted = list(by_id) if rule is None else reading.accepted(connection, rule)
            kept = [key for key in accepted if filters.allows(by_id[key])] if filters else accepted
            scores = reading.scores(connection, query, kept, with_body=True)
        return Retrieval(
            accepted=len(accepted),
            total=len(kept),
            facets=facets((by_id[key] for key in accepted), filters),
            candidates=_best(kept, scores, by_id, limit),
        )

    def candidates(self, wanted: Sequence[Wanted], query: Query, limit: int) -> tuple[Candidate, ...]:
        """The best of what holds one of `wanted`."""
        with self._reading() as connection:
            by_id = self._documents(connection).by_id
            found = reading.accepted(connection, Rule(match=Match.RELATED, wanted=tuple(wanted)))
            return _best(found, reading.scores(connection, query, found, with_body=False), by_id, limit)

    def documents(self) -> Sequence[SearchDocument]:
        """Every document without its body, in the order of codes."""
        with self._reading() as connection:
            return self._documents(connection).in_order

    def passages(self, code: str, number: int) -> tuple[Passage, ...] | None:
        """What a snippet of a version may be cut from; None where the index has another version."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT content FROM passages WHERE id = (SELECT id FROM document WHERE code = ? AND stamp LIKE ?)",
                [code, f"{number}:%"],
            ).fetchone()
        return passages.unpacked(row[0]) if row else None

    def stamps(self) -> dict[str, str]:
        """Code -> stamp."""
        with self._reading() as connection:
            return dict(connection.execute("SELECT code, stamp FROM document"))

    def digests(self) -> dict[str, str]:
        """Code -> digest."""
        with self._reading() as connection:
            return dict(connection.execute("SELECT code, digest FROM document"))

    def size(self) -> int:
        """How many documents there are."""
        return len(self.documents())

    def is_made_by_this_code(self) -> bool:
        """A file of another schema counts as missing anyway."""
        self.position()
        return True

    def warm(self) -> None:
        """Read all documents."""
        self.documents()

    def codes_of(self, agency: str) -> list[str]:
        """Codes of the documents of an agency."""
        return [document.code for document in self.documents() if document.agency == agency]

    def apply(self, changes: Changes) -> bool:
        """Write one step, unless another process holds the file or has moved it on."""
        index_file.identity(self.path)
        with index_file.broken_means_missing():
            connection = index_file.connect(self.path, timeout=0)
            try:
                connection.execute("BEGIN IMMEDIATE")
                if reading.position(connection) != changes.start:
                    return False
                for code in changes.removed:
                    writing.remove(connection, code)
                for document in changes.documents:
                    writing.remove(connection, document.code)
                    writing.insert(connection, document)
                if changes.removed or changes.documents:
                    writing.count_change(connection)
                writing.write_position(connection, changes.end)
                connection.execute("COMMIT")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                    return False
                raise
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                connection.close()
        return True

    @contextmanager
    def building(self, documents: Iterable[SearchDocument], position: Position) -> Iterator["EmbeddedEngine"]:
        """A new file; it takes the place of the old one when the block ends well."""
        index_file.require_fts5()
        with index_file.new_generation(self.path) as file:
            with index_file.filling(file) as connection:
                for document in documents:
                    writing.insert(connection, document)
                connection.execute("INSERT INTO meta VALUES ('schema', ?)", [str(index_file.SCHEMA)])
                writing.count_change(connection)
                writing.write_position(connection, position)
            yield EmbeddedEngine(file)
        index_file.forget()

    def rebuilding(self, *, wait: bool = True) -> AbstractContextManager[None]:
        """The right to rebuild this file."""
        return index_file.rebuilding(self.path, wait=wait)

    def prune(self) -> list[str]:
        """Delete the files that killed rebuilds left."""
        return index_file.prune(self.path)

    def roll_back(self) -> str:
        """No former file is kept: a new one takes seconds."""
        raise NoFormerIndex(str(self.path))

    def status(self) -> Status:
        """Where the index is and how far it has come."""
        try:
            position, documents = self.position(), len(self.stamps())
            size = self.path.stat().st_size
        except (IndexMissing, EngineUnavailable) as error:
            return Status(
                engine=self.name, location=str(self.path), position=None, documents=0, size=0, trouble=str(error)
            )
        return Status(engine=self.name, location=str(self.path), position=position, documents=documents, size=size)

    @contextmanager
    def trying(self, document: SearchDocument) -> Iterator["TrialEngine"]:
        """This index as it would be with `document` in the place of the one with its code.

        Raises:
            IndexMissing, EngineUnavailable
        """
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
            with self._reading() as connection:
                snapshot = self._documents(connection)
                connection.backup(copy)
            yield TrialEngine(copy, snapshot, document)

    def _reading(self) -> AbstractContextManager[sqlite3.Connection]:
        return index_file.reading(self.path)

    def _documents(self, connection: sqlite3.Connection) -> _Snapshot:
        file = connection.execute("PRAGMA database_list").fetchone()[2]
        changed = connection.execute("SELECT value FROM meta WHERE key = 'changes'").fetchone()
        # Of the file that is open, not of the one the link leads to by now: a new one may count as many changes.
        state = (file, changed)
        with self._snapshot_lock:
            snapshot = EmbeddedEngine._snapshot
            if snapshot is not None and snapshot.state == state:
                return snapshot
            rows = connection.execute("SELECT id, content FROM document ORDER BY code")
            try:
                by_id = {key: from_content(content) for key, content in rows}
            except ValidationError as error:
                raise IndexMissing("a document of the index cannot be read") from error
            snapshot = _Snapshot(state, by_id, tuple(by_id.values()))
            EmbeddedEngine._snapshot = snapshot
        return snapshot


class TrialEngine(EmbeddedEngine):
    """A copy of an index in memory, with one document changed: it finds and scores as the index would, and is gone.

    It stands for a moment and follows nothing.
    """

    builds_in_requests = False

    def __init__(self, copy: sqlite3.Connection, former: _Snapshot, document: SearchDocument) -> None:
        super().__init__()
        self._copy = copy
        with index_file.broken_means_missing():
            writing.remove(copy, document.code)
            key = writing.insert(copy, document)
        by_id = {key: former_one for key, former_one in former.by_id.items() if former_one.code != document.code}
        by_id[key] = from_content(to_content(document))
        in_order = tuple(sorted(by_id.values(), key=lambda one: one.code))
        self._changed = _Snapshot((key, former.state), by_id, in_order)

    def stands_at(self, cursor: int, day: date) -> bool:
        """Always."""
        return True

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with index_file.broken_means_missing():
            yield self._copy

    def _documents(self, connection: sqlite3.Connection) -> _Snapshot:
        return self._changed


def _best(
    keys: Iterable[int], scores: Mapping[int, float], by_id: Mapping[int, SearchDocument], limit: int
) -> tuple[Candidate, ...]:
    best = nsmallest(limit, keys, key=lambda key: (-scores.get(key, 0.0), by_id[key].code))
    return tuple(Candidate(by_id[key], scores.get(key, 0.0)) for key in best)
