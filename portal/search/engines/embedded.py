"""The engine that needs no server: SQLite's FTS5 in a file of its own.

Full-text tables of their own for short fields and body, because FTS5's `bm25()` has one length norm for a whole
row: beside a long body, titles would stop counting. Nothing that a reader typed reaches FTS5 as
syntax: words are letters and digits only, and quoted.
"""

import json
import os
import sqlite3
import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from django.conf import settings
from pydantic import TypeAdapter, ValidationError

from portal.search.documents import SearchDocument, Words, parts
from portal.search.engines import index_file
from portal.search.engines.base import Candidate, Changes, EngineUnavailable, IndexMissing, Position, Retrieval, Status
from portal.search.filters import Filters, facets
from portal.search.matching import Rule, Side
from portal.search.understanding import Query, Term

OLDEST_SQLITE = (3, 35, 0)

#: Weights of `short`'s columns in bm25(): title accented, folded, pairs; other names the same, a little
#: higher because an editor wrote them for search; field; codes.
_SHORT_WEIGHTS = "2.0, 3.0, 3.0, 2.5, 4.0, 4.0, 0.5, 1.0, 1.0, 1.0"
#: Weights of `body`'s columns: accented, folded, pairs.
_BODY_WEIGHTS = "0.5, 1.0, 1.0"
#: The body's score beside the short fields'. Measured best in the trials at 3 with a weight of 1 to 4 on
#: titles; here the body only re-ranks what titles accepted, so it counts less.
_BODY_SHARE = 0.5

_TITLE_COLUMNS = "title names field codes"
_TITLE_ACCENTED_COLUMNS = "title_accented names_accented field_accented"

_DOCUMENT = TypeAdapter(SearchDocument)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """All documents of one state of the index, read once per process."""

    state: tuple[object, ...]
    by_id: dict[int, SearchDocument]
    in_order: tuple[SearchDocument, ...]


class EmbeddedEngine:
    """Finds in the file named by the setting SEARCH_INDEX_FILE."""

    name = "embedded"

    _snapshot: _Snapshot | None = None
    _snapshot_lock = threading.Lock()

    @property
    def path(self) -> Path:
        """The link to the current index."""
        return Path(settings.SEARCH_INDEX_FILE)

    def position(self) -> Position:
        """Where the index stands."""
        with index_file.reading(self.path) as connection:
            return _position(connection)

    def generation(self) -> str:
        """Names the file that answers now."""
        try:
            return f"{os.path.realpath(self.path)} {index_file.identity(self.path)}"
        except IndexMissing:
            return ""

    def retrieve(self, rule: Rule | None, query: Query, filters: Filters, limit: int) -> Retrieval:
        """What `rule` accepts, in one consistent view of the file."""
        with index_file.reading(self.path) as connection:
            by_id = self._documents(connection).by_id
            accepted = list(by_id) if rule is None else _accepted(connection, rule)
            kept = [key for key in accepted if filters.allows(by_id[key])]
            scores = _scores(connection, query, kept)
        best = sorted(kept, key=lambda key: (-scores.get(key, 0.0), by_id[key].code))[:limit]
        return Retrieval(
            accepted=len(accepted),
            total=len(kept),
            facets=facets((by_id[key] for key in accepted), filters),
            candidates=tuple(Candidate(by_id[key], scores.get(key, 0.0)) for key in best),
        )

    def documents(self) -> Sequence[SearchDocument]:
        """Every document without its body, in the order of codes."""
        with index_file.reading(self.path) as connection:
            return self._documents(connection).in_order

    def stamps(self) -> dict[str, str]:
        """Code -> stamp."""
        with index_file.reading(self.path) as connection:
            return dict(connection.execute("SELECT code, stamp FROM document"))

    def size(self) -> int:
        """How many documents there are."""
        return len(self.documents())

    def known(self, identifiers: Sequence[str]) -> tuple[str, ...]:
        """Those of `identifiers` that lead to a document."""
        with index_file.reading(self.path) as connection:
            return tuple(
                value
                for value in identifiers
                if connection.execute("SELECT 1 FROM identifier WHERE value = ?", [value]).fetchone()
            )

    def frequencies(self, terms: Sequence[Term]) -> dict[Term, int]:
        """In how many documents each term stands on the title's side."""
        with index_file.reading(self.path) as connection:
            return {term: len(_holding(connection, term, Side.TITLE)) for term in terms}

    def apply(self, changes: Changes) -> bool:
        """Write one step, unless another process holds the file or has moved it on."""
        index_file.identity(self.path)
        with index_file.broken_means_missing():
            connection = index_file.connect(self.path, timeout=0)
            try:
                connection.execute("BEGIN IMMEDIATE")
                if _position(connection) != changes.start:
                    return False
                for code in changes.removed:
                    _remove(connection, code)
                for document in changes.documents:
                    _remove(connection, document.code)
                    _insert(connection, document)
                _write_position(connection, changes.end)
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

    def rebuild(self, documents: Sequence[SearchDocument], position: Position) -> None:
        """Write a new file and put it in the place of the old one."""
        require_fts5()
        with index_file.new_generation(self.path) as connection:
            for document in documents:
                _insert(connection, document)
            connection.execute("INSERT INTO meta VALUES ('schema', ?)", [str(index_file.SCHEMA)])
            _write_position(connection, position)
        index_file.forget()

    def rebuilding(self) -> AbstractContextManager[None]:
        """The right to rebuild this file."""
        return index_file.rebuilding(self.path)

    def status(self) -> Status:
        """Where the index is and how far it has come."""
        try:
            position, documents = self.position(), len(self.stamps())
            size = self.path.stat().st_size
        except (IndexMissing, EngineUnavailable):
            position, documents, size = None, 0, 0
        return Status(engine=self.name, location=str(self.path), position=position, documents=documents, size=size)

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
                by_id = {key: _DOCUMENT.validate_json(content) for key, content in rows}
            except ValidationError as error:
                raise IndexMissing("a document of the index cannot be read") from error
            snapshot = _Snapshot(state, by_id, tuple(by_id.values()))
            EmbeddedEngine._snapshot = snapshot
        return snapshot


def require_fts5() -> None:
    """Refuse an SQLite that cannot carry the index, with the reason.

    Raises:
        EngineUnavailable: too old, or built without FTS5.
    """
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        wanted = ".".join(map(str, OLDEST_SQLITE))
        raise EngineUnavailable(f"SQLite {sqlite3.sqlite_version} is older than {wanted}")
    probe = sqlite3.connect(":memory:")
    try:
        probe.execute("CREATE VIRTUAL TABLE probe USING fts5(word)")
    except sqlite3.OperationalError as error:
        raise EngineUnavailable(f"This SQLite has no FTS5: {error}") from error
    finally:
        probe.close()


# --- reading ---------------------------------------------------------------------------------------


def _position(connection: sqlite3.Connection) -> Position:
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    if meta.get("schema") != str(index_file.SCHEMA):
        raise IndexMissing("the index has another schema")
    try:
        return Position(cursor=int(meta["cursor"]), mark=meta["mark"], day=date.fromisoformat(meta["day"]))
    except (KeyError, ValueError) as error:
        raise IndexMissing("the index does not say where it stands") from error


def _accepted(connection: sqlite3.Connection, rule: Rule) -> list[int]:
    """Ids of the documents a rule accepts, in no order."""
    found: set[int] = set()
    for value in rule.identifiers:
        found.update(key for (key,) in connection.execute("SELECT id FROM identifier WHERE value = ?", [value]))
    if rule.terms:
        holding = {term: _holding(connection, term, rule.side) for term in rule.terms}
        counts = Counter(key for keys in holding.values() for key in keys)
        enough = {key for key, count in counts.items() if count >= rule.needed}
        if rule.telling:
            enough &= set().union(*(holding[term] for term in rule.telling))
        if rule.pairs and enough:
            enough &= _with_a_pair(connection, rule.pairs, rule.side)
        found |= enough
    return list(found)


def _holding(connection: sqlite3.Connection, term: Term, side: Side) -> set[int]:
    """Ids of the documents in which a term stands."""
    words = _any_of(term.accents or (term.key,))
    columns = _TITLE_ACCENTED_COLUMNS if term.accents else _TITLE_COLUMNS
    found = _matching(connection, "short", f"{{{columns}}} : ({words})")
    if side is Side.PURPOSE:
        column = "accented" if term.accents else "folded"
        found |= _matching(connection, "about", f"{column} : ({words})")
    return found


def _with_a_pair(connection: sqlite3.Connection, pairs: Sequence[str], side: Side) -> set[int]:
    words = _any_of(pairs)
    found = _matching(connection, "short", words)
    return found | _matching(connection, "about", words) if side is Side.PURPOSE else found


def _matching(connection: sqlite3.Connection, table: str, expression: str) -> set[int]:
    statement = f"SELECT rowid FROM {table} WHERE {table} MATCH ?"  # noqa: S608 - one of three constants
    return {key for (key,) in connection.execute(statement, [expression])}


def _scores(connection: sqlite3.Connection, query: Query, keys: Sequence[int]) -> dict[int, float]:
    """BM25 of the short fields and, with its share, of the body; documents without a word are left out."""
    words = [term.key for term in query.terms]
    words += [spelling for term in query.terms for spelling in term.accents[:1]]
    if not words or not keys:
        return {}
    expression = _any_of([*words, *query.pairs])
    only = json.dumps(list(keys))
    scores: dict[int, float] = {}
    # The + keeps SQLite from asking FTS5 once for each row: 50 times slower over thousands of documents.
    for table, weights, share in (("short", _SHORT_WEIGHTS, 1.0), ("body", _BODY_WEIGHTS, _BODY_SHARE)):
        statement = (
            f"SELECT rowid, bm25({table}, {weights}) FROM {table} "  # noqa: S608 - constants
            f"WHERE {table} MATCH ? AND +rowid IN (SELECT value FROM json_each(?))"
        )
        for key, score in connection.execute(statement, [expression, only]):
            # FTS5 gives better matches a smaller number.
            scores[key] = scores.get(key, 0.0) - score * share
    return scores


def _any_of(words: Iterable[str]) -> str:
    """An FTS5 expression of quoted words; nothing in them can be syntax."""
    return " OR ".join('"' + word.replace('"', "") + '"' for word in words)


# --- writing ---------------------------------------------------------------------------------------


def _insert(connection: sqlite3.Connection, document: SearchDocument) -> None:
    kept = replace(document, about=Words(), body=Words())
    key = connection.execute(
        "INSERT INTO document (code, stamp, content) VALUES (?, ?, ?)",
        [document.code, document.stamp, _DOCUMENT.dump_json(kept).decode()],
    ).lastrowid
    connection.executemany(
        "INSERT INTO identifier (value, id) VALUES (?, ?)", [(value, key) for value in document.identifiers]
    )
    names = document.names
    short: list[Sequence[str]] = [
        document.title.accented,
        document.title.folded,
        document.title.pairs,
        [word for name in names for word in name.accented],
        [word for name in names for word in name.folded],
        [pair for name in names for pair in name.pairs],
        document.field_words.accented,
        document.field_words.folded,
        document.field_words.pairs,
        [word for code in document.codes for word in parts(code)],
    ]
    about: list[Sequence[str]] = [document.about.accented, document.about.folded, document.about.pairs]
    body: list[Sequence[str]] = [document.body.accented, document.body.folded, document.body.pairs]
    _insert_words(connection, "short", key, short)
    _insert_words(connection, "about", key, about)
    _insert_words(connection, "body", key, body)


def _insert_words(
    connection: sqlite3.Connection, table: str, key: int | None, columns: Sequence[Sequence[str]]
) -> None:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    places = ", ".join("?" * (len(columns) + 1))
    connection.execute(
        f"INSERT INTO {table} (rowid, {', '.join(names)}) VALUES ({places})",  # noqa: S608 - our own columns
        [key, *map(" ".join, columns)],
    )


def _remove(connection: sqlite3.Connection, code: str) -> None:
    row = connection.execute("SELECT id FROM document WHERE code = ?", [code]).fetchone()
    if row is None:
        return
    for statement in (
        "DELETE FROM short WHERE rowid = ?",
        "DELETE FROM about WHERE rowid = ?",
        "DELETE FROM body WHERE rowid = ?",
        "DELETE FROM identifier WHERE id = ?",
        "DELETE FROM document WHERE id = ?",
    ):
        connection.execute(statement, row)


def _write_position(connection: sqlite3.Connection, position: Position) -> None:
    values = {"cursor": str(position.cursor), "mark": position.mark, "day": position.day.isoformat()}
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())
    # Counts writes, so that a process knows when the documents it keeps in memory are old.
    connection.execute(
        "INSERT INTO meta VALUES ('changes', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )
