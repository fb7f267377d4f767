"""The settings an installation may change, read once from typed environment variables.

Every variable is named PORTAL_<FIELD>, listed with its meaning in docs/settings.md. A value of the
wrong type stops the start with a message that names the variable.
"""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from django.core.exceptions import ImproperlyConfigured
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PROJECT_DIR = Path(__file__).resolve().parents[2]

CommaSeparated = Annotated[list[str], NoDecode]


class Environment(BaseSettings):
    """One field, one variable: the field's name in capitals after PORTAL_."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_", frozen=True, extra="ignore")

    secret_key: SecretStr | None = Field(
        None, description="Django's SECRET_KEY; production refuses to start without it"
    )
    allowed_hosts: CommaSeparated = Field([], description="Host names the site answers to, separated by commas")
    base_url: str = Field(
        "http://localhost:8000", description="Public address without a slash at the end; used in QR codes and print"
    )
    data_dir: Path = Field(
        PROJECT_DIR / "var", description="Folder for the SQLite database, the embedded search index and uploads"
    )
    static_dir: Path | None = Field(
        None, description="Folder of collected static files; empty means `static` in the data folder"
    )
    today: date | None = Field(
        None, description="A fixed day for demonstrations (YYYY-MM-DD); leave empty in production"
    )
    site_name: str = Field("Thủ tục hành chính", description="Name in the head of every page")
    province_name: str = Field("tỉnh Kon Tum", description="Province, as it is written after the site name")
    administrative_office: str = Field(
        "Ủy ban nhân dân tỉnh Kon Tum", description="Publisher named at the foot of every page"
    )
    log_level: str = Field("INFO", description="Level of the root logger")
    log_format: Literal["plain", "json"] = Field("plain", description="Lines for people, or one JSON object a line")

    database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL as postgresql://user:password@host:port/name; empty means SQLite in the data folder",
    )
    database_timeout: int = Field(
        30, ge=0, description="Seconds after which PostgreSQL gives up on one statement; 0 for never"
    )
    redis_url: SecretStr | None = Field(
        None, description="Redis as redis://:password@host:port/0 for the cache all processes share; empty means none"
    )
    elasticsearch_urls: CommaSeparated = Field(
        [], description="Addresses of the Elasticsearch nodes, separated by commas; empty means the embedded engine"
    )
    elasticsearch_user: str = Field("", description="Name to log in to Elasticsearch with; empty where security is off")
    elasticsearch_password: SecretStr | None = Field(None, description="Password of that user")
    elasticsearch_ca_file: Path | None = Field(None, description="Certificate authority of the Elasticsearch nodes")
    # A wildcard in it would make everybody's indices ours, to be tidied away.
    elasticsearch_prefix: str = Field(
        "portal",
        pattern=r"^[a-z0-9][a-z0-9-]{0,60}$",
        description="First part of the names of our indices and aliases: small letters, digits, hyphens",
    )
    elasticsearch_replicas: int = Field(
        0, ge=0, description="Copies of each shard; 1 or more where there are several nodes"
    )

    @field_validator("allowed_hosts", "elasticsearch_urls", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return [part.strip() for part in value.split(",") if part.strip()]
        return value

    @field_validator(
        "secret_key",
        "static_dir",
        "today",
        "database_url",
        "redis_url",
        "elasticsearch_password",
        "elasticsearch_ca_file",
        mode="before",
    )
    @classmethod
    def _blank_is_none(cls, value: object) -> object:
        return value or None

    @field_validator("base_url")
    @classmethod
    def _no_slash_at_end(cls, value: str) -> str:
        return value.rstrip("/")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The environment of this process; read once.

    Raises:
        ImproperlyConfigured: a value cannot be read; names each such variable, never its value.
    """
    try:
        return Environment()
    except ValidationError as error:
        wrong = "; ".join(f"PORTAL_{str(part['loc'][0]).upper()}: {part['msg']}" for part in error.errors())
        raise ImproperlyConfigured(f"{wrong} (see docs/settings.md)") from None
