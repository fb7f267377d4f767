"""A migrated database on this machine's throw-away PostgreSQL server, kept as a template for later runs.

Databases are copied by `CREATE DATABASE … TEMPLATE`, which needs a second and nobody connected to the
template; nothing ever connects to it, it is only made and copied.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connections
from django.db.backends.utils import CursorWrapper

#: Databases of single runs, named by portal.settings.test after their process.
_RUN = re.compile(r"portal_test_(\d+)(_\w+)?")


def start_from_copy(template: str) -> None:
    """Let Django create the suite's database as a copy of `template`, if there is one."""
    with _server() as cursor:
        for name in _names(cursor):
            if (run := _RUN.fullmatch(name)) and not _is_alive(int(run[1])):
                cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        if _exists(cursor, template):
            connections["default"].settings_dict["TEST"]["TEMPLATE"] = template


def keep_copy(template: str) -> None:
    """Keep the suite's freshly migrated database as `template`."""
    connection = connections["default"]
    name = connection.settings_dict["NAME"]
    with _server() as cursor:
        if _exists(cursor, template):
            return
        # The copy needs the original to itself.
        connection.close()
        try:
            cursor.execute(f'CREATE DATABASE {template} TEMPLATE "{name}"')
        except DatabaseError:
            # Another worker was faster.
            if not _exists(cursor, template):
                raise


@contextmanager
def _server() -> Iterator[CursorWrapper]:
    with connections["default"]._nodb_cursor() as cursor:
        yield cursor


def _exists(cursor: CursorWrapper, name: str) -> bool:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    return cursor.fetchone() is not None


def _names(cursor: CursorWrapper) -> list[str]:
    cursor.execute("SELECT datname FROM pg_database")
    return [name for (name,) in cursor.fetchall()]


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
