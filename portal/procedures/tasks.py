"""Background work of this room, each minute: what the management commands of the same names do."""

from django.utils import timezone
from django_tasks import task

from portal.core import background, clock
from portal.ledger import tick as ledger_tick
from portal.procedures import scheduling


@task(priority=background.PRIORITY)
def tick() -> int:
    """Announce what a date alone changed; how many keys."""
    return len(ledger_tick.run(clock.today()).keys)


@task(priority=background.PRIORITY)
def publish_due() -> list[int]:
    """Publish and take down what is due; how many of each, and how many failed (which the page's history tells)."""
    outcome = scheduling.publish_due(timezone.now())
    return [len(outcome.published), len(outcome.taken_down), len(outcome.failed)]
