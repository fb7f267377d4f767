"""Background work of this room: bringing the index up to date, so that no reader's request has to."""

from django_tasks import task

from portal.core import background
from portal.search import engines, indexing


@task(priority=background.PRIORITY)
def drain() -> int:
    """Follow the ledger to its head; how many steps."""
    return indexing.catch_up(engines.current())
