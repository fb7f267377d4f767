"""`/healthz` and `/readyz`: true, quick whatever hangs, and of no use to an attacker."""

import datetime
import threading
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.ledger.models import Head
from portal.procedures.tasks import tick
from portal.search import engines, indexing
from portal.site import health
from portal.site.health import Answer, Probe, Status


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is said here must not depend on how busy this machine is."""
    monkeypatch.setattr(health, "PATIENCE_SECONDS", 30)


@pytest.fixture
def ready(transactional_db: None) -> None:
    """A database as after migrations, with an index."""
    Head.objects.get_or_create(pk=1)
    for engine in engines.every():
        indexing.rebuild(engine, may_shrink=True)


def ask(client: Client) -> tuple[int, Any]:
    response = client.get("/readyz")
    return response.status_code, response.json()


@pytest.mark.parametrize("host", ["testserver", "10.0.0.7:8000", "evil.example"])
def test_being_alive_needs_no_database_no_session_no_known_host_and_no_encryption(
    client: Client, settings: Any, host: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    # Without the `db` fixture any question to the database would fail this test.
    response = client.get("/healthz", headers={"host": host})
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_only_reading_is_answered(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_a_portal_in_order_is_ready_and_says_which_engine_answers(client: Client, ready: None) -> None:
    status, body = ask(client)
    assert (status, body["status"]) == (200, "ok"), body
    assert body["database"] == body["migrations"] == {"status": "ok"}
    assert body["search"]["engine"] == engines.main().name
    assert body["search"]["behind"] == 0
    assert body["worker"] == {"status": "ok", "used": False}


def test_a_database_that_lacks_a_migration_of_this_code_is_not_ready(client: Client, ready: None) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("procedures", "0001_initial")
    try:
        status, body = ask(client)
    finally:
        recorder.record_applied("procedures", "0001_initial")
    assert (status, body["status"], body["migrations"]["status"]) == (503, "unavailable", "unavailable")


def test_a_database_ahead_of_this_code_is_ready(client: Client, ready: None) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_applied("procedures", "9999_of_the_next_release")
    try:
        assert ask(client)[0] == 200
    finally:
        recorder.record_unapplied("procedures", "9999_of_the_next_release")


def test_without_an_index_citizens_are_still_served(client: Client, transactional_db: None) -> None:
    Head.objects.get_or_create(pk=1)
    status, body = ask(client)
    assert (status, body["status"], body["search"]) == (200, "degraded", {"status": "degraded", "engine": None})


def test_a_worker_that_was_not_seen_for_long_is_told(client: Client, ready: None, settings: Any) -> None:
    settings.BACKGROUND_WORKER = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    assert ask(client)[1]["worker"] == {"status": "degraded", "used": True, "last_seen_seconds": None}
    done = tick.enqueue()
    row = DBTaskResult.objects.filter(pk=done.id)
    row.update(status="SUCCESSFUL", finished_at=timezone.now())
    status, body = ask(client)
    assert (status, body["status"], body["worker"]["status"]) == (200, "ok", "ok")
    row.update(finished_at=timezone.now() - datetime.timedelta(minutes=10))
    status, body = ask(client)
    assert (status, body["status"], body["worker"]["last_seen_seconds"] >= 600) == (200, "degraded", True)


def probes(**changes: Any) -> dict[str, Probe]:
    well = dict.fromkeys(health.PROBES, lambda: Answer(Status.OK))
    return {name: Probe(ask) for name, ask in (well | changes).items()}


def fail() -> Answer:
    raise OperationalError("connection to server at db.example failed: password authentication failed")


@pytest.mark.parametrize(
    ("broken", "expected"),
    [
        ("database", "unavailable"),
        ("migrations", "unavailable"),
        ("cache", "degraded"),
        ("search", "degraded"),
        ("worker", "degraded"),
    ],
)
def test_only_the_database_decides_whether_citizens_can_be_served(broken: str, expected: str) -> None:
    found = health.readiness(probes(**{broken: fail}))
    assert found.status == expected
    assert "example" not in str(found.as_json())


def test_what_hangs_is_not_waited_for_and_is_asked_once_only() -> None:
    going_on = threading.Event()
    asked: list[None] = []

    def hang() -> Answer:
        asked.append(None)
        going_on.wait(60)
        return Answer(Status.OK)

    hanging = probes(database=hang)
    try:
        for _ in range(3):
            assert health.readiness(hanging, patience=0.05).status == Status.UNAVAILABLE
        assert len(asked) == 1
    finally:
        going_on.set()
    hanging["database"].start().join(10)
    assert health.readiness(hanging, patience=10).status == Status.OK


def test_a_probe_leaves_no_connection_open(ready: None) -> None:
    seen: list[Any] = []

    def look() -> Answer:
        answer = health.ask_database()
        seen.append(connection.connection)
        return answer

    assert health.readiness(probes(database=look), patience=10).status == Status.OK
    with pytest.raises(Exception, match="closed"):
        seen[0].cursor()
