"""The file of the embedded index: opening it, and putting a new one in its place.

The path of the settings is a symbolic link to the current generation (`search.sqlite3` ->
`search.sqlite3.<generation>`). SQLite names a database's write-ahead log after the real file and
deletes it by that name: were one file renamed over another, a connection still open on the old one
could delete or read the new one's log. With a link, each generation keeps its own log.
"""

import contextlib
import os
import sqlite3
import threading
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from portal.core import locks
from portal.search.engines.base import EngineUnavailable, IndexMissing, RebuildRunning

#: Raised when the tables change; an index of another schema is rebuilt.
SCHEMA = 5

OLDEST_SQLITE = (3, 35, 0)

#: Seconds a reader waits for a lock; in WAL mode readers hardly ever do.
READ_TIMEOUT = 1.0

#: Result codes that say "later", not "broken".
_PASSING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
#: Result codes that a new file on the same disk would meet again.
_LASTING = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_NOMEM)

_TOKENIZER = "tokenize = \"unicode61 remove_diacritics 0 tokenchars '_'\""

TABLES = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE document "
    "(id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL, digest TEXT NOT NULL, "
    "content TEXT NOT NULL)",
    # Beside the documents, which are all read at once, and these are not.
    "CREATE TABLE passages (id INTEGER PRIMARY KEY, content BLOB NOT NULL)",
    "CREATE TABLE identifier (value TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (value, id)) WITHOUT ROWID",
    "CREATE INDEX identifier_document ON identifier (id)",
    "CREATE VIRTUAL TABLE short USING fts5(title_accented, title, title_pairs, names_accented, names, names_pairs, "
    f"field_accented, field, field_pairs, codes, {_TOKENIZER})",
    f"CREATE VIRTUAL TABLE about USING fts5(accented, folded, pairs, {_TOKENIZER})",
    f"CREATE VIRTUAL TABLE body USING fts5(accented, folded, pairs, {_TOKENIZER})",
)


class _Held:
    """A connection of one thread, closed when the thread or its use of the file ends."""

    def __init__(self, path: Path, identity: tuple[int, int]) -> None:
        self.identity = identity
        self.process = os.getpid()
        self.connection = connect(path, timeout=READ_TIMEOUT)
        self.connection.execute("PRAGMA query_only = 1")

    def __del__(self) -> None:
        # A connection that came through fork() belongs to the parent: closing it here would touch its locks.
        connection = getattr(self, "connection", None)
        if connection is not None and self.process == os.getpid():
            connection.close()


_held = threading.local()
#: Connections inherited through fork(), kept from being closed.
_inherited: list[_Held] = []


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


def connect(path: Path, timeout: float) -> sqlite3.Connection:
    """A connection in autocommit mode to the generation that `path` leads to now."""
    real = os.path.realpath(path)
    return sqlite3.connect(
        f"{Path(real).as_uri()}?mode=rw", uri=True, timeout=timeout, isolation_level=None, check_same_thread=False
    )


def identity(path: Path) -> tuple[int, int]:
    """Device and inode of the current generation.

    Raises:
        IndexMissing: there is none.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise IndexMissing(str(error)) from error
    return found.st_dev, found.st_ino


def reader(path: Path) -> sqlite3.Connection:
    """This thread's connection to the current generation; a new one after a rebuild or a fork."""
    current = identity(path)
    held: _Held | None = getattr(_held, "value", None)
    if held is not None and held.process != os.getpid():
        _inherited.append(held)
        held = None
    if held is None or held.identity != current:
        with broken_means_missing():
            held = _Held(path, current)
        _held.value = held
    return held.connection


def forget() -> None:
    """Close this thread's connection."""
    _held.value = None


@contextlib.contextmanager
def broken_means_missing() -> Iterator[None]:
    """Tell a file that must be rebuilt from trouble that a rebuild cannot mend."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in _PASSING or code in _LASTING:
            raise EngineUnavailable(str(error)) from error
        forget()
        raise IndexMissing(str(error)) from error


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """One consistent view of the index for several statements.

    Raises:
        IndexMissing, EngineUnavailable
    """
    connection = reader(path)
    with broken_means_missing():
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


@contextlib.contextmanager
def new_generation(path: Path) -> Iterator[Path]:
    """The file of a new generation, empty; when the block ends well it takes the place of the current one.

    Raises:
        EngineUnavailable: the folder cannot be written.
    """
    fresh = path.with_name(f"{path.name}.{uuid.uuid4().hex[:12]}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
            for statement in TABLES:
                connection.execute(statement)
        yield fresh
        _point(path, fresh)
    except (OSError, sqlite3.Error) as error:
        raise EngineUnavailable(str(error)) from error
    finally:
        if not _is_current(path, fresh):
            forget()
            _remove(path, lambda name: name.startswith(fresh.name))
    _remove(path, lambda name: not name.startswith(fresh.name))


@contextlib.contextmanager
def filling(generation: Path) -> Iterator[sqlite3.Connection]:
    """One transaction into a file that nobody reads yet, without waiting for the disk."""
    with contextlib.closing(sqlite3.connect(generation, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
        # WAL only now: everything is in the file itself then.
        connection.execute("PRAGMA journal_mode = WAL")


@contextlib.contextmanager
def rebuilding(path: Path, *, wait: bool) -> Iterator[None]:
    """The right to rebuild, which one process at a time has; the system takes it back from one that is killed.

    Raises:
        EngineUnavailable: the folder cannot be written.
        RebuildRunning: another process has it, and `wait` is False.
    """
    with contextlib.ExitStack() as held:
        try:
            held.enter_context(locks.exclusive_file(path.with_name(f"{path.name}.lock"), wait=wait))
        except OSError as error:
            raise EngineUnavailable(str(error)) from error
        except locks.Taken as error:
            raise RebuildRunning(str(path)) from error
        yield


def prune(path: Path) -> list[str]:
    """Delete every generation but the current one; their names."""
    current = Path(os.path.realpath(path)).name
    return _remove(path, lambda name: not name.startswith(current))


def _is_current(path: Path, generation: Path) -> bool:
    with contextlib.suppress(OSError):
        return path.samefile(generation)
    return False


def _point(path: Path, target: Path) -> None:
    link = target.with_name(f"{target.name}.link")
    link.symlink_to(target.name)
    link.replace(path)


def _remove(path: Path, is_old: Callable[[str], bool]) -> list[str]:
    # Open connections keep their unlinked files until they close.
    removed = []
    for leftover in sorted(path.parent.glob(f"{path.name}.*")):
        if leftover.suffix != ".lock" and is_old(leftover.name):
            with contextlib.suppress(OSError):
                leftover.unlink()
                removed.append(leftover.name)
    return removed
