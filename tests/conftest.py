"""Shared set-up: a migrated database made once, a fixed clock, no network but this machine."""

import hashlib
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from pytest_django import DjangoDbBlocker
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

PROJECT_DIR = Path(__file__).resolve().parents[1]


class ByFile(LoadScopeScheduling):
    """One worker runs a whole file, so its slow fixtures are made once; the browser tests share one server too."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::", 1)[0]
        return "tests/browser" if file.startswith("tests/browser/") else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> ByFile:
    """Used by `make test`, which runs two workers."""
    return ByFile(config, log)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """Keep what `django_db_modify_db_settings` put in place instead of dropping it first."""
    return connections["default"].vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On SQLite start from a copy of a migrated file: migrating costs 10 to 16 seconds a worker."""
    connection = connections["default"]
    if connection.vendor != "sqlite":
        return
    target = tmp_path_factory.mktemp("db") / "test.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = str(target)
    template = _template()
    if template.exists():
        shutil.copyfile(template, target)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Store the migrated file for the next run; the name holds a hash of every migration."""
    connection = connections["default"]
    template = _template()
    if connection.vendor == "sqlite" and not template.exists():
        template.parent.mkdir(parents=True, exist_ok=True)
        with django_db_blocker.unblock():
            unfinished = template.with_suffix(f".{id(connection)}.tmp")
            unfinished.unlink(missing_ok=True)
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(unfinished)])
            unfinished.replace(template)


def _template() -> Path:
    digest = hashlib.sha256((PROJECT_DIR / "uv.lock").read_bytes())
    for migration in sorted((PROJECT_DIR / "portal").glob("*/migrations/*.py")):
        digest.update(migration.name.encode() + migration.read_bytes())
    return PROJECT_DIR / "var" / f"test-template-{digest.hexdigest()[:16]}.sqlite3"


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has its own search index file and uploads."""
    monkeypatch.setattr(settings, "SEARCH_INDEX_FILE", tmp_path / "search.sqlite3")
    monkeypatch.setattr(settings, "MEDIA_ROOT", str(tmp_path / "media"))
