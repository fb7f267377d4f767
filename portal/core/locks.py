"""Rights that one process at a time has, across all machines that share the database."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import Error, OperationalError, connection
from psycopg.errors import LockNotAvailable, QueryCanceled


class Taken(Exception):
    """Another process has the right."""


@contextmanager
def exclusive(name: str, *, wait: bool) -> Iterator[None]:
    """Hold the right `name` during the block. The system takes it back from a process that is killed.

    On PostgreSQL an advisory lock of the session (not to be had through a pooler that hands out
    transactions), on SQLite, which lives on one machine, a lock on a file in the data folder.

    Raises:
        Taken: another process has it, and `wait` is False, or the database lets nobody wait for so long.
    """
    if connection.vendor == "postgresql":
        with _advisory(name, wait=wait):
            yield
    else:
        with _file(name, wait=wait):
            yield


@contextmanager
def _advisory(name: str, *, wait: bool) -> Iterator[None]:
    key = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)
    if not (_wait_for(key) if wait else _try(key)):
        raise Taken(name)
    try:
        yield
    finally:
        _give_back(key)


def _wait_for(key: int) -> bool:
    """False where `lock_timeout` or `statement_timeout` ended the wait."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [key])
    except OperationalError as error:
        if isinstance(error.__cause__, LockNotAvailable | QueryCanceled):
            return False
        raise
    return True


def _try(key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        return bool(cursor.fetchone()[0])


def _give_back(key: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
    except Error:
        # The session is lost, or its transaction failed. The right ends with the session, and what went wrong
        # inside the block is what the caller must hear of.
        connection.close()


@contextmanager
def _file(name: str, *, wait: bool) -> Iterator[None]:
    folder = Path(settings.DATA_DIR) / "locks"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / hashlib.blake2b(name.encode(), digest_size=8).hexdigest()).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Taken(name) from error
        yield
