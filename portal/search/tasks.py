"""Background work of this room, so that no reader's request has to: the index, and the counts of searches."""

from django_tasks import task

from portal.core import background, clock
from portal.search import counting, indexing


@task(priority=background.PRIORITY)
def drain() -> None:
    """Bring every index of this installation to now."""
    indexing.catch_up_all()


@task(priority=background.PRIORITY)
def record_searches() -> int:
    """Write down how often what was searched for, as far as the cache knows; how many queries."""
    return counting.record(clock.today())
