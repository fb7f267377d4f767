"""Shared set-up: a migrated database made once, a fixed clock, no network but this machine."""

import functools
import hashlib
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

from portal.core.breaker import CircuitBreaker
from portal.search import asking, indexing, kept_answers, knowledge, places, shown
from portal.search.engines.elasticsearch import client
from portal.search.engines.elasticsearch.engine import ElasticsearchEngine
from tests import migrated_server, seeding
from tests.search.elastic import delete_indices

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
    django_db_modify_db_settings_parallel_suffix: None,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_blocker: DjangoDbBlocker,
) -> None:
    """Start from a copy of a migrated database: migrating costs 10 to 16 seconds a worker."""
    connection = connections["default"]
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            migrated_server.start_from_copy(_template_name())
        return
    target = tmp_path_factory.mktemp("db") / "test.sqlite3"
    connection.settings_dict["TEST"]["NAME"] = str(target)
    template = _template_file()
    if template.exists():
        shutil.copyfile(template, target)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Store the migrated database for the next run; the name holds a hash of every migration."""
    connection = connections["default"]
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            migrated_server.keep_copy(_template_name())
        elif not _template_file().exists():
            _keep_file()
        seeding.keep_migrated()


def _keep_file() -> None:
    connection, template = connections["default"], _template_file()
    template.parent.mkdir(parents=True, exist_ok=True)
    unfinished = template.with_suffix(f".{id(connection)}.tmp")
    unfinished.unlink(missing_ok=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(unfinished)])
    unfinished.replace(template)


def _template_file() -> Path:
    return PROJECT_DIR / "var" / f"test-template-{_digest()}.sqlite3"


def _template_name() -> str:
    return f"portal_test_template_{_digest()}"


@functools.cache
def _digest() -> str:
    digest = hashlib.sha256((PROJECT_DIR / "uv.lock").read_bytes())
    for migration in sorted((PROJECT_DIR / "portal").glob("*/migrations/*.py")):
        digest.update(migration.name.encode() + migration.read_bytes())
    digest.update(repr(settings.INSTALLED_APPS).encode())
    return digest.hexdigest()[:16]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """A transactional test ends by emptying every table: put back what migrations made, for whichever test is next.

    After the last one the suite's database is gone, and the connection leads to the one of the environment: a
    developer's own, whose rows must stay.
    """
    yield
    if nextitem is not None and _empties_tables(item):
        with item.config.stash[blocking_manager_key].unblock():
            seeding.seed_nothing()


def _empties_tables(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    asked = getattr(item, "fixturenames", ())
    return bool(marker and marker.kwargs.get("transaction")) or bool({"transactional_db", "live_server"} & {*asked})


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test has its own search index file and uploads."""
    monkeypatch.setattr(settings, "SEARCH_INDEX_FILE", tmp_path / "search.sqlite3")
    # A test may write versions by hand, whose digests are no digests.
    shown.forget()
    kept_answers.forget()
    knowledge.forget()
    places.forget()
    monkeypatch.setattr(settings, "MEDIA_ROOT", str(tmp_path / "media"))
    monkeypatch.setattr(indexing, "_writing", {})
    monkeypatch.setattr(indexing, "_building", {})


@pytest.fixture(autouse=True)
def _own_elasticsearch(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Where the suite runs on servers, every test has its own index, and no test passes by the fallback alone."""
    options = settings.SEARCH_ELASTICSEARCH
    if options is None:
        yield
        return
    own = replace(options, prefix=f"{options.prefix}-{uuid.uuid4().hex[:8]}")
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", own)
    # As the embedded one: a test publishes and searches, without a worker.
    monkeypatch.setattr(ElasticsearchEngine, "builds_in_requests", True)
    monkeypatch.setattr(asking, "BUDGET", 30.0)
    monkeypatch.setattr(client, "CALL", 20.0)
    monkeypatch.setattr(asking, "breaker", _NoFallback())
    yield
    settings.SEARCH_ELASTICSEARCH = own
    delete_indices()


@pytest.fixture
def embedded_only(_own_elasticsearch: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests about the embedded engine's own file: no other engine answers."""
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", None)


class _NoFallback(CircuitBreaker):
    def __init__(self) -> None:
        super().__init__(failures=1, pause=0)

    def failed(self) -> bool:
        raise AssertionError("Elasticsearch did not answer, and the embedded engine would have stood in for it")
