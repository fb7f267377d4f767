"""How this process and what it depends on are: for load balancers, containers and people on duty.

Each dependency is asked in a thread of its own, all at once, and whoever does not answer in time counts
as away: the answer never hangs on them. Nothing that helps an attacker is told: no address, no version,
no error text.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portal.core import background
from portal.core.cache import PatientRedisCache
from portal.procedures.tasks import tick
from portal.search import health as search_health

#: Seconds for all answers together.
PATIENCE_SECONDS = 0.9
#: The worker ticks each minute; after this long without one it is missed.
WORKER_LATE_SECONDS = 5 * 60


class Status(StrEnum):
    """Of the portal, or of one thing it depends on."""

    OK = "ok"
    DEGRADED = "degraded"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a dependency said; `details` are for people."""

    status: Status
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether citizens can be served, and each dependency by its name."""

    status: Status
    parts: Mapping[str, Answer]

    def as_json(self) -> dict[str, Any]:
        """For a machine."""
        parts = {name: {"status": part.status.value, **part.details} for name, part in self.parts.items()}
        return {"status": self.status.value, **parts}


class Probe:
    """Asks one dependency; while an earlier question is still out, that one is waited for and no other asked."""

    def __init__(self, ask: Callable[[], Answer]) -> None:
        self.ask = ask
        self._lock = threading.Lock()
        self._question: _Question | None = None

    def start(self) -> "_Question":
        """Begin to ask, or join the question that is out."""
        with self._lock:
            if self._question is None or not self._question.is_alive():
                self._question = _Question(self.ask)
                self._question.start()
            return self._question


class _Question(threading.Thread):
    def __init__(self, ask: Callable[[], Answer]) -> None:
        super().__init__(daemon=True)
        self._ask = ask
        self.answer = Answer(Status.UNAVAILABLE)

    def run(self) -> None:
        try:
            self.answer = self._ask()
        except Exception:  # noqa: BLE001 - whatever it is, the dependency cannot be used; doctor says more
            self.answer = Answer(Status.UNAVAILABLE)
        finally:
            connections.close_all()


def ask_database() -> Answer:
    """It answers a question."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Answer(Status.OK)


def ask_migrations() -> Answer:
    """Its tables are at least as new as this code."""
    missing = _expected_migrations() - set(MigrationRecorder(connection).applied_migrations())
    return Answer(Status.UNAVAILABLE if missing else Status.OK)


def ask_cache() -> Answer:
    """The shared cache, if there is one; the portal works without."""
    cache = caches["default"]
    if not isinstance(cache, PatientRedisCache):
        return Answer(Status.OK, {"shared": False})
    try:
        return Answer(Status.OK if cache.answers() else Status.DEGRADED, {"shared": True})
    finally:
        cache.disconnect()


def ask_search() -> Answer:
    """The engine that answers, and how far its index is behind the ledger."""
    engines = search_health.look()
    fit = [engine for engine in engines if engine.answers and engine.has_index]
    if not fit:
        return Answer(Status.DEGRADED, {"engine": None})
    answering = next((engine for engine in fit if not (engine.is_main and search_health.is_degraded())), fit[0])
    is_well = answering.is_main and not search_health.is_degraded()
    details = {"engine": answering.name, "documents": answering.documents, "behind": answering.behind}
    return Answer(Status.OK if is_well else Status.DEGRADED, details)


def ask_worker() -> Answer:
    """Seconds since the worker last announced the day."""
    if not settings.BACKGROUND_WORKER:
        return Answer(Status.OK, {"used": False})
    seen = background.last_done(tick)
    seconds = round((timezone.now() - seen).total_seconds()) if seen else None
    is_late = seconds is None or seconds > WORKER_LATE_SECONDS
    return Answer(Status.DEGRADED if is_late else Status.OK, {"used": True, "last_seen_seconds": seconds})


#: Without these no citizen can be served; the others are done without.
ESSENTIAL = ("database", "migrations")

PROBES = {
    "database": Probe(ask_database),
    "migrations": Probe(ask_migrations),
    "cache": Probe(ask_cache),
    "search": Probe(ask_search),
    "worker": Probe(ask_worker),
}


def readiness(probes: Mapping[str, Probe] = PROBES, patience: float | None = None) -> Readiness:
    """Ask everything at once; returns after `patience` (PATIENCE_SECONDS) at the latest."""
    until = time.monotonic() + (PATIENCE_SECONDS if patience is None else patience)
    questions = {name: probe.start() for name, probe in probes.items()}
    for question in questions.values():
        question.join(max(0.0, until - time.monotonic()))
    parts = {name: question.answer for name, question in questions.items()}
    return Readiness(_sum_up(parts), parts)


def _sum_up(parts: Mapping[str, Answer]) -> Status:
    if any(parts[name].status != Status.OK for name in ESSENTIAL if name in parts):
        return Status.UNAVAILABLE
    return Status.OK if all(part.status == Status.OK for part in parts.values()) else Status.DEGRADED


_expected: set[tuple[str, str]] = set()


def _expected_migrations() -> set[tuple[str, str]]:
    # Reading the files takes longer than anything else here, and they never change under a running process.
    if not _expected:
        _expected.update(MigrationLoader(None).disk_migrations)
    return _expected
