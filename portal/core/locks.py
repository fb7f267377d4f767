"""Rights that one process at a time has, across all machines that share the database."""

import fcntl
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import Error, connection

#: Seconds between two looks at a right that another session has.
_LOOK_SECONDS = 0.2


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
        file = hashlib.blake2b(name.encode(), digest_size=8).hexdigest()
        with exclusive_file(Path(settings.DATA_DIR) / "locks" / file, wait=wait):
            yield


@contextmanager
def exclusive_file(path: Path, *, wait: bool) -> Iterator[None]:
    """The same among the processes of this machine, by a lock on a file, which stays when the lock goes.

    Raises:
        Taken: another process has it, and `wait` is False.
        OSError: the file cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Taken(path.name) from error
        yield


@contextmanager
def _advisory(name: str, *, wait: bool) -> Iterator[None]:
    key = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), signed=True)
    while not _try(key):
        if not wait:
            raise Taken(name)
        # Asking again, as a statement that waits is ended by the limits of portal.settings.services.
        time.sleep(_LOOK_SECONDS)
    try:
        yield
    finally:
        _give_back(key)


def _try(key: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [key])
        row = cursor.fetchone()
    return bool(row and row[0])


def _give_back(key: int) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [key])
    except Error:
        # The session is lost, or its transaction failed. The right ends with the session, and what went wrong
        # inside the block is what the caller must hear of.
        connection.close()
