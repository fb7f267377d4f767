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


def database(env: Environment, data_dir: Path) -> dict[str, Any]:
    """PostgreSQL where an address is given, else SQLite in the data folder.

    Raises:
        ImproperlyConfigured: the address is not one of PostgreSQL.
    """
    if env.database_url is None:
        return _sqlite(data_dir / "portal.sqlite3")
    try:
        parsed = dj_database_url.parse(env.database_url.get_secret_value())
    except ValueError:
        parsed = {}
    if parsed.get("ENGINE") != "django.db.backends.postgresql" or not parsed.get("NAME"):
        # Never the value: it holds a password.
        raise ImproperlyConfigured("PORTAL_DATABASE_URL must be postgresql://user:password@host:port/name")
    return dict(parsed)


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


def _sqlite(name: Path) -> dict[str, Any]:
    # One writer at a time and a wait instead of an error: measured for SQLite in WAL mode.
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }
