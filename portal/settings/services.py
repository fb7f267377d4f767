"""Settings of the servers beside the portal, made from typed environment variables.

Each server is optional: without its address an embedded stand-in does its work, so that one process
and one folder are a whole portal.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from portal.settings.env import Environment

#: Seconds: a connection is used again for this long; connecting; waiting for a lock; a transaction without a word.
CONNECTION_SECONDS = 60
CONNECT_SECONDS = 5
LOCK_SECONDS = 20
IDLE_SECONDS = 300


def database(env: Environment, data_dir: Path) -> dict[str, Any]:
    """PostgreSQL where an address is given, else SQLite in the data folder.

    Raises:
        ImproperlyConfigured: the address is not one of PostgreSQL.
    """
    if env.database_url is None:
        return sqlite(data_dir / "portal.sqlite3")
    try:
        parsed: dict[str, Any] = dict(dj_database_url.parse(env.database_url.get_secret_value()))
    except ValueError:
        parsed = {}
    if parsed.get("ENGINE") != "django.db.backends.postgresql" or not parsed.get("NAME"):
        # Never the value: it holds a password.
        raise ImproperlyConfigured("PORTAL_DATABASE_URL must be postgresql://user:password@host:port/name")
    return parsed | {
        # Each thread of a server keeps its connection, so there are as many as threads; a pool beside that
        # would add its own threads and wait 30 seconds for a database that is away.
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": _postgresql_options(env.database_timeout) | parsed.get("OPTIONS", {}),
    }


def cache(env: Environment) -> dict[str, Any]:
    """Redis where an address is given, else a cache in each process."""
    if env.redis_url is None:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {
        "BACKEND": "portal.core.cache.PatientRedisCache",
        "LOCATION": env.redis_url.get_secret_value(),
        "KEY_PREFIX": "portal",
    }


@dataclass(frozen=True, slots=True)
class ElasticsearchOptions:
    """How to reach Elasticsearch, and how our indices there are named and copied."""

    urls: tuple[str, ...]
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    prefix: str = "portal"
    replicas: int = 0


def elasticsearch(env: Environment) -> ElasticsearchOptions | None:
    """The options of the environment; None where no address is given."""
    if not env.elasticsearch_urls:
        return None
    return ElasticsearchOptions(
        urls=tuple(env.elasticsearch_urls),
        user=env.elasticsearch_user,
        password=env.elasticsearch_password.get_secret_value() if env.elasticsearch_password else "",
        ca_file=str(env.elasticsearch_ca_file or ""),
        prefix=env.elasticsearch_prefix,
        replicas=env.elasticsearch_replicas,
    )


def _postgresql_options(timeout: int) -> dict[str, Any]:
    """What libpq is given; an address may say otherwise (`?sslmode=verify-full&application_name=…`)."""
    limits = {
        "statement_timeout": timeout * 1000,
        # As long as a writer waits on SQLite; it is what an import makes an editor wait at most.
        "lock_timeout": LOCK_SECONDS * 1000,
        # A writer that was cut off must not hold the ledger's lock for ever.
        "idle_in_transaction_session_timeout": IDLE_SECONDS * 1000,
    }
    return {
        "application_name": "portal",
        "connect_timeout": CONNECT_SECONDS,
        # A server that vanished without a word: noticed after half a minute, not after two hours.
        "keepalives_idle": 15,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
    }


def sqlite(name: Path) -> dict[str, Any]:
    """The embedded database, for the whole of a small office's portal."""
    # One writer at a time and a wait instead of an error: measured for SQLite in WAL mode.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        # Opening the file for every request takes longer than what is asked of it.
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": LOCK_SECONDS,
        },
    }
