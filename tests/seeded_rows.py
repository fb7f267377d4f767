"""All rows of a database taken out and put back, past models and signals: on each database its own quick way."""

from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

#: A table's content: columns and rows on SQLite, the text of COPY on PostgreSQL.
Rows = dict[str, Any]


def dump() -> Rows:
    """Every row of every table."""
    with connection.cursor() as cursor:
        read = _copy_out if connection.vendor == "postgresql" else _select
        return {table: read(cursor, table) for table in _tables()}


def load(rows: Rows) -> None:
    """Replace whatever is in the tables; foreign keys are checked when the caller's transaction ends."""
    with connection.cursor() as cursor:
        for table in rows:
            cursor.execute(f"DELETE FROM {_quoted(table)}")
        write = _copy_in if connection.vendor == "postgresql" else _insert
        for table, content in rows.items():
            write(cursor, table, content)
        if connection.vendor == "postgresql":
            _follow_with_sequences(cursor)


def _tables() -> list[str]:
    # Full-text tables of SQLite fill themselves by triggers on the table they belong to.
    names = connection.introspection.table_names()
    return [name for name in names if "_fts" not in name and name != "django_migrations"]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _select(cursor: CursorWrapper, table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    cursor.execute(f"SELECT * FROM {_quoted(table)}")
    return [column[0] for column in cursor.description], cursor.fetchall()


def _insert(cursor: CursorWrapper, table: str, content: tuple[list[str], list[tuple[Any, ...]]]) -> None:
    columns, values = content
    if values:
        names, marks = ", ".join(map(_quoted, columns)), ", ".join(["%s"] * len(columns))
        cursor.executemany(f"INSERT INTO {_quoted(table)} ({names}) VALUES ({marks})", values)


def _copy_out(cursor: CursorWrapper, table: str) -> bytes:
    with cursor.cursor.copy(f"COPY {_quoted(table)} TO STDOUT") as copy:
        return b"".join(bytes(part) for part in copy)


def _copy_in(cursor: CursorWrapper, table: str, content: bytes) -> None:
    if content:
        with cursor.cursor.copy(f"COPY {_quoted(table)} FROM STDIN") as copy:
            copy.write(content)


def _follow_with_sequences(cursor: CursorWrapper) -> None:
    """Let the next row of each table get a free number."""
    cursor.execute(
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND is_identity = 'YES'"
    )
    statements = [
        f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), coalesce(max({_quoted(column)}), 1), "
        f"max({_quoted(column)}) IS NOT NULL) FROM {_quoted(table)}"
        for table, column in cursor.fetchall()
    ]
    cursor.execute("; ".join(statements))
