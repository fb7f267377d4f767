"""The ledger grew: the worker brings the index up to date. Without one, the next search does.

Deleting what editors know leaves a ledger row: cascades send this signal but never call `delete()`.
"""

from typing import Any

from django.conf import settings
from django.db.models import Model
from django.db.models.signals import post_delete
from django.dispatch import receiver

from portal.core.background import enqueue_once
from portal.ledger.models import Kind
from portal.ledger.writing import Key, append, grew
from portal.search.models import EditorsPick, ElsewhereArea, PickedProcedure, Synonym
from portal.search.tasks import drain


@receiver(grew)
def follow_soon(**kwargs: Any) -> None:
    if settings.BACKGROUND_WORKER:
        enqueue_once(drain)


@receiver(post_delete, sender=Synonym)
@receiver(post_delete, sender=EditorsPick)
@receiver(post_delete, sender=PickedProcedure)
@receiver(post_delete, sender=ElsewhereArea)
def announce_deletion(instance: Model, **kwargs: Any) -> None:
    """Sent inside the deletion's own transaction."""
    append([Key(Kind.SEARCH_WORDS, str(instance._meta.model_name))])
