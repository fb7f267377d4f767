"""Rights that one process at a time has, across all machines that share the database."""

import fcntl
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


class Taken(Exception):
    """Another process has the right."""


@contextmanager
def exclusive(name: str, *, wait: bool) -> Iterator[None]:
    """Hold the right `name` during the block. The system takes it back from a process that is killed.

    On PostgreSQL an advisory lock of the session (not to be had through a pooler that hands out
    transactions), on SQLite, which lives on one machine, a lock on a file in the data folder.

    Raises:
        Taken: another process has it, and `wait` is False.
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
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_lock(%s)", [key])
        else:
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
            if not cursor.fetchone()[0]:
                raise Taken(name)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])


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
