"""Putting documents into the tables of the index file, and taking them out."""

import sqlite3
from collections.abc import Sequence

from portal.search.documents import SearchDocument, digest, parts, to_content
from portal.search.engines.base import Position
from portal.search.engines.embedded import passages


def insert(connection: sqlite3.Connection, document: SearchDocument) -> int:
    """The id it was given."""
    cursor = connection.execute(
        "INSERT INTO document (code, stamp, digest, content) VALUES (?, ?, ?, ?)",
        [document.code, document.stamp, digest(document), to_content(document)],
    )
    key = cursor.lastrowid or 0
    connection.execute("INSERT INTO passages (id, content) VALUES (?, ?)", [key, passages.packed(document.passages)])
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
    return key


def _insert_words(connection: sqlite3.Connection, table: str, key: int, columns: Sequence[Sequence[str]]) -> None:
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    places = ", ".join("?" * (len(columns) + 1))
    connection.execute(
        f"INSERT INTO {table} (rowid, {', '.join(names)}) VALUES ({places})",  # noqa: S608 - our own columns
        [key, *map(" ".join, columns)],
    )


def remove(connection: sqlite3.Connection, code: str) -> None:
    row = connection.execute("SELECT id FROM document WHERE code = ?", [code]).fetchone()
    if row is None:
        return
    for statement in (
        "DELETE FROM short WHERE rowid = ?",
        "DELETE FROM about WHERE rowid = ?",
        "DELETE FROM body WHERE rowid = ?",
        "DELETE FROM passages WHERE id = ?",
        "DELETE FROM identifier WHERE id = ?",
        "DELETE FROM document WHERE id = ?",
    ):
        connection.execute(statement, row)


def write_position(connection: sqlite3.Connection, position: Position) -> None:
    values = {"cursor": str(position.cursor), "mark": position.mark, "day": position.day.isoformat()}
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())


def count_change(connection: sqlite3.Connection) -> None:
    """Let processes know that the documents they keep in memory are old."""
    connection.execute(
        "INSERT INTO meta VALUES ('changes', '1') ON CONFLICT (key) DO UPDATE SET value = CAST(value AS INTEGER) + 1"
    )
