"""Background work of this room: bringing the index up to date, so that no reader's request has to."""

from django_tasks import task

from portal.core import background
from portal.search import indexing


@task(priority=background.PRIORITY)
def drain() -> None:
    """Bring every index of this installation to now."""
    indexing.catch_up_all()
