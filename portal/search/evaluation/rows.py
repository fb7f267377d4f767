"""The rows of this installation's database copied into an SQLite file that has the same tables."""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

#: What search does not need, and must not lie about in a folder: accounts, sessions, tasks.
_LEFT_OUT: Final = (
    "auth_user",
    "django_admin_log",
    "django_migrations",
    "django_session",
    "django_tasks",
    "modelsearch_",
    "wagtailsearch_",
    "wagtailusers_",
)
_SEARCH: Final = "search_"
_BATCH: Final = 500


def copy_into(file: Path, *, only_search: bool = False) -> None:
    """Replace the rows of `file` by those of this installation; with `only_search` those that editors wrote for search.

    The file's tables must have been made by the same migrations.
    """
    with contextlib.closing(sqlite3.connect(file)) as target, target, transaction.atomic():
        present = {row[0] for row in target.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in _tables(only_search=only_search):
            if table in present:
                _copy(table, target)


def _tables(*, only_search: bool) -> Iterator[str]:
    for table in connection.introspection.table_names():
        if table.startswith(_SEARCH) if only_search else not table.startswith(_LEFT_OUT):
            yield table


def _copy(table: str, target: sqlite3.Connection) -> None:
    name = connection.ops.quote_name(table)
    target.execute(f"DELETE FROM {name}")  # noqa: S608 - the name of a table of ours
    with connection.cursor() as source:
        source.execute(f"SELECT * FROM {name}")  # noqa: S608
        columns = [column[0] for column in source.description]
        into = f"INSERT INTO {name} ({', '.join(map(connection.ops.quote_name, columns))})"
        marks = ", ".join("?" for _ in columns)
        while batch := source.fetchmany(_BATCH):
            target.executemany(f"{into} VALUES ({marks})", map(_plain, batch))


def _plain(row: Iterable[Any]) -> list[Any]:
    return [_value(value) for value in row]


def _value(value: Any) -> Any:  # noqa: PLR0911 - a table with one answer a line
    """A value of PostgreSQL as Django keeps it in SQLite; those of SQLite are so already."""
    match value:
        case datetime():
            return str(value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value)
        case date() | time():
            return value.isoformat()
        case timedelta():
            return value // timedelta(microseconds=1)
        case Decimal():
            return str(value)
        case UUID():
            return value.hex
        case memoryview():
            return bytes(value)
    return value
