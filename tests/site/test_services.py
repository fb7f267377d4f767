"""What the addresses of the environment become: embedded stand-ins, or servers with limits on every wait."""

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection, transaction
from django.db.utils import ConnectionHandler
from pydantic import SecretStr, ValidationError
from pytest_django import DjangoDbBlocker

from portal.settings import services
from portal.settings.env import Environment
from tests.servers import address

ADDRESS = "postgresql://portal:p%40ss@db.example:5433/portal"


def environment(**values: Any) -> Environment:
    return Environment.model_validate({"database_url": None, "redis_url": None, "elasticsearch_urls": [], **values})


def database(url: str, **values: Any) -> dict[str, Any]:
    return services.database(environment(database_url=SecretStr(url), **values), Path("var"))


def test_without_addresses_one_folder_is_a_whole_portal() -> None:
    assert services.database(environment(), Path("var"))["ENGINE"].endswith("sqlite3")
    assert "locmem" in services.cache(environment())["BACKEND"]
    assert services.elasticsearch(environment()) is None


def test_a_connection_to_postgresql_is_kept_checked_and_never_waits_for_ever() -> None:
    made = database(ADDRESS, database_timeout=7)
    assert (made["HOST"], made["PORT"], made["PASSWORD"]) == ("db.example", 5433, "p@ss")
    assert made["CONN_HEALTH_CHECKS"] is True
    assert made["CONN_MAX_AGE"] > 0
    assert made["OPTIONS"]["connect_timeout"] == 5
    assert "statement_timeout=7000" in made["OPTIONS"]["options"]
    assert "lock_timeout=20000" in made["OPTIONS"]["options"]


def test_the_address_may_say_how_to_encrypt_and_what_to_call_the_connection() -> None:
    options = database(f"{ADDRESS}?sslmode=verify-full&sslrootcert=/ca.pem&application_name=portal-web")["OPTIONS"]
    assert (options["sslmode"], options["sslrootcert"]) == ("verify-full", "/ca.pem")
    assert options["application_name"] == "portal-web"


@pytest.mark.parametrize(
    "url", ["mysql://a:geheim@b/c", "postgresql://a:geheim@b", "geheim", "postgresql://a:geheim@b:port/c"]
)
def test_another_database_is_refused_without_its_password(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="PORTAL_DATABASE_URL") as refused:
        database(url)
    assert "geheim" not in str(refused.value)


@pytest.mark.parametrize("prefix", ["", "*", "kon*", "-portal", "Portal", "a,b", "a/b", "a b", ".kibana"])
def test_a_first_part_that_would_take_in_other_indices_is_refused(prefix: str) -> None:
    with pytest.raises(ValidationError, match="elasticsearch_prefix"):
        environment(elasticsearch_prefix=prefix)


def test_redis_is_the_shared_cache() -> None:
    made = services.cache(environment(redis_url=SecretStr("redis://:secret@cache.example:6379/0")))
    assert made["BACKEND"] == "portal.core.cache.PatientRedisCache"
    assert made["LOCATION"].startswith("redis://")


@pytest.mark.services
class TestOverPostgresql:
    """A connection made from PORTAL_DATABASE_URL, beside the suite's own database."""

    @pytest.fixture
    def handler(self, django_db_blocker: DjangoDbBlocker) -> Any:
        handler = ConnectionHandler({"default": database(address("PORTAL_DATABASE_URL"), database_timeout=1)})
        with django_db_blocker.unblock():
            yield handler
            handler["default"].close()

    def test_a_statement_that_takes_too_long_is_given_up(self, handler: ConnectionHandler) -> None:
        with handler["default"].cursor() as cursor, pytest.raises(OperationalError, match="statement timeout"):
            cursor.execute("SELECT pg_sleep(30)")

    def test_a_kept_connection_that_the_server_closed_is_replaced_before_it_is_used(
        self, handler: ConnectionHandler
    ) -> None:
        kept = handler["default"]
        with kept.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid(), current_setting('application_name')")
            process, name = cursor.fetchone()
        assert name == "portal"
        other = kept.copy()
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [process])
        other.close()
        # What Django does before each request.
        kept.close_if_unusable_or_obsolete()
        with kept.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            assert cursor.fetchone() != (process,)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="the suite runs on SQLite, which has one writer")
def test_a_writer_that_waits_for_a_lock_too_long_gets_an_error_and_not_a_standstill() -> None:
    other = connection.copy()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_head")
            with other.cursor() as second:
                second.execute("SET lock_timeout = '50ms'")
                with pytest.raises(OperationalError, match="lock timeout"):
                    second.execute("UPDATE ledger_head SET seq = seq")
    finally:
        other.close()
