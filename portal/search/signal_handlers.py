"""The ledger grew: the worker brings the index up to date. Without one, the next search does."""

from typing import Any

from django.conf import settings
from django.dispatch import receiver

from portal.core.background import enqueue_once
from portal.ledger.writing import grew
from portal.search.tasks import drain


@receiver(grew)
def follow_soon(**kwargs: Any) -> None:
    if settings.BACKGROUND_WORKER:
        enqueue_once(drain)
