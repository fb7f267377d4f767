"""Leaving the public site: the paths on which no `ProcedurePage.save()` with live content happens.

Expiry saves the base `Page` row only, so both models are listened to; deleting a parent deletes the
procedures below it, each with its own signal, inside one transaction.
"""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page

from portal.ledger.writing import append
from portal.procedures import publication
from portal.procedures.models import AcceptanceException, LegalDocument, ProcedurePage


@receiver(post_save, sender=ProcedurePage)
@receiver(post_save, sender=Page)
def withdraw_when_not_live(instance: Page, update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    """A page that is saved not live is not public any more; one that never was has no version to withdraw."""
    if instance.live or update_fields is not None or kwargs.get("raw"):
        return
    page = instance if isinstance(instance, ProcedurePage) else ProcedurePage.objects.filter(pk=instance.pk).first()
    _withdraw(page)


@receiver(pre_delete, sender=ProcedurePage)
def withdraw_when_deleted(instance: ProcedurePage, **kwargs: Any) -> None:
    """The versions stay: they are the archive."""
    _withdraw(instance)


def _withdraw(page: ProcedurePage | None) -> None:
    if page is None or not page.code or page.alias_of_id is not None:
        return
    with transaction.atomic():
        publication.withdraw(page.code, page.locale.language_code)


@receiver(post_delete, sender=AcceptanceException)
@receiver(post_delete, sender=LegalDocument)
def announce_deletion(instance: AcceptanceException | LegalDocument, **kwargs: Any) -> None:
    """Sent inside the deletion's own transaction."""
    append([instance.ledger_key()])
