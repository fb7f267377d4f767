"""What the tables of the index file say: which documents a rule accepts, and their scores."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from portal.search.engines.base import IndexMissing, Position
from portal.search.engines.embedded.index_file import SCHEMA
from portal.search.matching import LONGEST_FOR_BODY, Rule, Side, Wanted
from portal.search.understanding import Query, Term

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


def position(connection: sqlite3.Connection) -> Position:
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    if meta.get("schema") != str(SCHEMA):
        raise IndexMissing("the index has another schema")
    try:
        return Position(cursor=int(meta["cursor"]), mark=meta["mark"], day=date.fromisoformat(meta["day"]))
    except (KeyError, ValueError) as error:
        raise IndexMissing("the index does not say where it stands") from error


def accepted(connection: sqlite3.Connection, rule: Rule) -> list[int]:
    """Ids of the documents a rule accepts, in no order."""
    found: set[int] = set()
    for value in rule.identifiers:
        found.update(key for (key,) in connection.execute("SELECT id FROM identifier WHERE value = ?", [value]))
    holders: dict[tuple[Term, Side], set[int]] = {}
    for wanted in rule.wanted:
        found |= _holding_enough(connection, wanted, holders)
    return list(found)


def _holding_enough(
    connection: sqlite3.Connection, wanted: Wanted, holders: dict[tuple[Term, Side], set[int]]
) -> set[int]:
    """Ids of the documents that hold what is wanted; readings of one query share most of their words."""
    side = wanted.side
    for term in (*wanted.terms, *wanted.telling):
        if (term, side) not in holders:
            holders[term, side] = holding(connection, term, side)
    counts = Counter(key for term in wanted.terms for key in holders[term, side])
    enough = {key for key, count in counts.items() if count >= wanted.needed}
    if wanted.telling:
        enough &= set().union(*(holders[term, side] for term in wanted.telling))
    if wanted.pairs and enough:
        enough &= _with_a_pair(connection, wanted.pairs, side)
    return enough


def holding(connection: sqlite3.Connection, term: Term, side: Side) -> set[int]:
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


def scores(connection: sqlite3.Connection, query: Query, keys: Sequence[int], *, with_body: bool) -> dict[int, float]:
    """BM25 of the short fields and, with its share, of the body; documents without a word are left out."""
    words = [term.key for term in query.all_terms]
    words += [spelling for term in query.all_terms for spelling in term.accents[:1]]
    if not words or not keys:
        return {}
    words += [pair for reading in query.readings for pair in reading.pairs]
    expression = _any_of(dict.fromkeys(words))
    only = json.dumps(list(keys))
    found: dict[int, float] = {}
    tables = [("short", _SHORT_WEIGHTS, 1.0)]
    if with_body and len(query.terms) <= LONGEST_FOR_BODY:
        tables.append(("body", _BODY_WEIGHTS, _BODY_SHARE))
    # The + keeps SQLite from asking FTS5 once for each row: 50 times slower over thousands of documents.
    for table, weights, share in tables:
        statement = (
            f"SELECT rowid, bm25({table}, {weights}) FROM {table} "  # noqa: S608 - constants
            f"WHERE {table} MATCH ? AND +rowid IN (SELECT value FROM json_each(?))"
        )
        for key, score in connection.execute(statement, [expression, only]):
            # FTS5 gives better matches a smaller number.
            found[key] = found.get(key, 0.0) - score * share
    return found


def _any_of(words: Iterable[str]) -> str:
    """An FTS5 expression of quoted words; nothing in them can be syntax."""
    return " OR ".join('"' + word.replace('"', "") + '"' for word in words)
