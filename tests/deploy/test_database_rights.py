"""What the web processes' role may do in a migrated database, on a real PostgreSQL."""

import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from tests.servers import address

from .conftest import DEPLOY, PROJECT_DIR

pytestmark = pytest.mark.services
DATABASE = f"portal_rights_{os.getpid()}"


@pytest.fixture(scope="module")
def superuser() -> str:
    """Address of a PostgreSQL whose role may make roles, as that of deploy/local/services."""
    return address("PORTAL_DATABASE_URL")


@pytest.fixture(scope="module")
def database(superuser: str) -> Iterator[str]:
    """A database migrated as portal_owner, with the rights of rights.sql; dropped afterwards."""
    own = _with_path(superuser, DATABASE)
    with psycopg.connect(superuser, autocommit=True) as connection:
        for role in ("portal_owner", "portal_web"):
            connection.execute(
                sql.SQL("DO $$ BEGIN CREATE ROLE {}; EXCEPTION WHEN duplicate_object THEN END $$").format(
                    sql.Identifier(role)
                )
            )
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER portal_owner TEMPLATE template0 ENCODING 'UTF8'").format(
                sql.Identifier(DATABASE)
            )
        )
        try:
            as_owner = f"{own}?options={quote('-c role=portal_owner')}"
            _run(as_owner, "manage.py", "migrate", "--noinput", "--verbosity", "0")
            _run(as_owner, str(DEPLOY / "postgresql" / "rights.py"))
            yield own
        finally:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))


@pytest.fixture
def web(database: str) -> Iterator[psycopg.Connection]:
    """A connection that works as portal_web; what it wrote is rolled back."""
    with psycopg.connect(database) as connection:
        connection.execute("SET ROLE portal_web")
        yield connection
        connection.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE procedures_noticeversion SET number = number + 1",
        "DELETE FROM procedures_noticeversion",
        "TRUNCATE procedures_noticeversion CASCADE",
        "ALTER TABLE procedures_noticeversion DISABLE TRIGGER ALL",
        "DROP TRIGGER procedures_version_is_final ON procedures_noticeversion",
        "DROP TABLE procedures_noticeversion CASCADE",
        "DELETE FROM django_migrations",
        "CREATE TABLE own_table (id integer)",
    ],
)
def test_what_was_published_cannot_be_changed_or_removed(web: psycopg.Connection, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute(statement)


def test_everything_else_an_editor_needs_can_be_read_and_written(web: psycopg.Connection) -> None:
    tables = [name for (name,) in web.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    assert len(tables) > 50
    closed = {"procedures_noticeversion": {"UPDATE", "DELETE"}, "django_migrations": {"INSERT", "UPDATE", "DELETE"}}
    for table in tables:
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            (allowed,) = web.execute("SELECT has_table_privilege(%s, %s)", [table, right]).fetchone() or (None,)
            assert allowed is (right not in closed.get(table, set())), f"{right} on {table}"
    (sequences,) = web.execute(
        "SELECT bool_and(has_sequence_privilege(c.oid, 'USAGE')) FROM pg_class c WHERE c.relkind = 'S'"
    ).fetchone() or (None,)
    assert sequences is True


def _with_path(address: str, name: str) -> str:
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}", query=""))


def _run(address: str, *words: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, *words],
        cwd=PROJECT_DIR,
        env=environment | {"PORTAL_DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
