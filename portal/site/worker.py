"""The worker: runs tasks one after another, and hands itself what is due each minute.

The loop over the queue is that of django-tasks-db; this adds the schedule and a database that may be
away for a while.
"""

import logging
import time
from collections.abc import Callable
from types import FrameType

from django.db import DatabaseError, InterfaceError, connections
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker

from portal.site import schedule
from portal.site.rounds import Rounds

logger = logging.getLogger(__name__)

#: Seconds between two looks at the queue, between two looks at the schedule, and until a lost database is tried again.
LOOK_SECONDS = 1.0
ROUND_SECONDS = 15.0
WAIT_SECONDS = 5.0


class PatientWorker(Worker):
    """The loop over the queue, which a second SIGTERM on the way out does not turn into a failure."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        if self.running or self.running_task:
            super().shutdown(signum, frame)


class Scheduler(Rounds):
    """Looks at the schedule until it is told to stop; whatever fails, it looks again."""

    def __init__(self) -> None:
        super().__init__("scheduler", schedule.enqueue_due, ROUND_SECONDS)


def run_for_ever(say_ready: Callable[[], object]) -> None:
    """Work until SIGTERM or SIGINT, which lets the task in hand end first.

    `say_ready` is called as soon as these signals are heard.
    """
    worker = _worker(batch=False)
    worker.configure_signals()
    say_ready()
    scheduler = Scheduler()
    scheduler.start()
    try:
        while worker.running:
            try:
                worker.run()
            except (DatabaseError, InterfaceError):
                logger.exception("The queue could not be read; trying again")
                connections.close_all()
                time.sleep(WAIT_SECONDS)
    finally:
        scheduler.stop()


def run_once() -> int:
    """Hand over what is due, do all that waits, and end; how many tasks were done."""
    schedule.enqueue_due()
    worker = _worker(batch=True)
    worker.run()
    return int(worker._run_tasks)


def _worker(*, batch: bool) -> PatientWorker:
    return PatientWorker(
        queue_names=[DEFAULT_TASK_QUEUE_NAME],
        interval=LOOK_SECONDS,
        batch=batch,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
