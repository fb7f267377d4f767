"""Deleting a fact of a place leaves a ledger row: cascades send this signal but never call `delete()`."""

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from portal.ledger.writing import append
from portal.places.models import Agency, Announced, Counter, OpeningException, OpeningHours, ServicePoint


@receiver(post_delete, sender=Agency)
@receiver(post_delete, sender=ServicePoint)
@receiver(post_delete, sender=Counter)
@receiver(post_delete, sender=OpeningHours)
@receiver(post_delete, sender=OpeningException)
def announce_deletion(instance: Announced, **kwargs: Any) -> None:
    """Sent inside the deletion's own transaction."""
    append([instance.ledger_key()])
