"""Work that nobody waits for: handing tasks to the worker, and what the worker has done.

Every task of the portal can run again at any time without harm, so none is handed over while one of its
kind still waits, and one that was lost or broken off is simply done again.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

#: Ours go before Wagtail's own (0), of which a bulk import leaves thousands; a reader may wait for ours.
PRIORITY = 50

#: A task that is running for so long was broken off with its worker.
BROKEN_OFF_AFTER = datetime.timedelta(hours=1)

#: Any number that nothing else in this database uses for advisory locks.
_SCHEDULING_LOCK = 1_291_2019


@dataclass(frozen=True, slots=True)
class Condition:
    """What the queue looks like."""

    waiting: int
    oldest_waiting: datetime.datetime | None
    failed: int
    broken_off: int


def enqueue_once(task: Task[Any, Any]) -> bool:
    """Hand a task without arguments to the worker unless one of its kind waits; whether it was handed over.

    Call it when the change is committed: the worker may be faster than the caller's transaction.
    """
    if settings.BACKGROUND_WORKER and _of(task).filter(status=TaskResultStatus.READY).exists():
        return False
    task.enqueue()
    return True


def enqueue_if_due(task: Task[Any, Any], period: datetime.timedelta, now: datetime.datetime) -> bool:
    """The same, unless one was handed over less than `period` ago, by whichever worker."""
    newest = _of(task).aggregate(newest=Max("enqueued_at"))["newest"]
    if newest is not None and newest > now - period:
        return False
    return enqueue_once(task)


def may_schedule() -> bool:
    """Whether no other worker is deciding what is due just now; true until this transaction ends.

    Raises:
        TransactionManagementError: outside a transaction.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("Scheduling is one transaction.")
    if connection.vendor != "postgresql":
        # Every transaction of SQLite begins with the right to write, which one process has.
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_SCHEDULING_LOCK])
        row = cursor.fetchone()
    return bool(row and row[0])


def take_up_again(now: datetime.datetime) -> int:
    """Let tasks that a worker broke off wait once more; how many there were."""
    return _broken_off(now).update(status=TaskResultStatus.READY)


def prune_results(kept: datetime.timedelta, failures_kept: datetime.timedelta) -> int:
    """Forget finished tasks older than this; how many."""
    now = timezone.now()
    deleted = 0
    for status, age in ((TaskResultStatus.SUCCESSFUL, kept), (TaskResultStatus.FAILED, failures_kept)):
        deleted += DBTaskResult.objects.filter(status=status, finished_at__lt=now - age).delete()[0]
    return deleted


def last_done(task: Task[Any, Any]) -> datetime.datetime | None:
    """When a task of this kind was last done without failing."""
    done = _of(task).filter(status=TaskResultStatus.SUCCESSFUL)
    newest: datetime.datetime | None = done.aggregate(newest=Max("finished_at"))["newest"]
    return newest


def condition(now: datetime.datetime) -> Condition:
    """The queue, for operators."""
    ready = DBTaskResult.objects.ready()
    return Condition(
        waiting=ready.count(),
        oldest_waiting=ready.order_by("enqueued_at").values_list("enqueued_at", flat=True).first(),
        failed=DBTaskResult.objects.failed().count(),
        broken_off=_broken_off(now).count(),
    )


def _of(task: Task[Any, Any]) -> Any:
    return DBTaskResult.objects.filter(task_path=task.module_path)


def _broken_off(now: datetime.datetime) -> Any:
    return DBTaskResult.objects.running().filter(started_at__lt=now - BROKEN_OFF_AFTER)
