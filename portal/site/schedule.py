"""What the worker does without being asked, and how often."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task

from portal.core import background
from portal.core.tasks import prune_results
from portal.procedures.tasks import publish_due, tick
from portal.search.tasks import drain, record_searches

#: A little less than a minute, so that a round which comes a moment early does not skip one.
MINUTE = datetime.timedelta(seconds=50)
TEN_MINUTES = datetime.timedelta(minutes=10)
DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Job:
    """A task without arguments and the time between two of it."""

    task: Task[Any, Any]
    period: datetime.timedelta


#: The day first: what it announces is searched for at once.
JOBS = (
    Job(tick, MINUTE),
    Job(publish_due, MINUTE),
    Job(drain, MINUTE),
    Job(record_searches, TEN_MINUTES),
    Job(prune_results, DAY),
)


def enqueue_due(now: datetime.datetime | None = None, jobs: Sequence[Job] = JOBS) -> list[str]:
    """Hand over what is due; names of the tasks. Two workers that do so at once hand it over once."""
    now = now or timezone.now()
    with transaction.atomic():
        if not background.may_schedule():
            return []
        background.take_up_again(now)
        return [job.task.name for job in jobs if background.enqueue_if_due(job.task, job.period, now)]
