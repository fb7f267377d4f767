"""What follows from a saved row: an image gets its sizes before a reader asks, what surrounds pages is read anew."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_delete, post_save
from wagtail.images import get_image_model

from portal.core.tasks import make_renditions


def make_renditions_ahead(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    """Left to the worker where there is one; elsewhere Wagtail makes each size when it is first shown."""
    if settings.BACKGROUND_WORKER and not raw:
        transaction.on_commit(lambda: make_renditions.enqueue(instance.pk), robust=True)


def forget_surroundings(**kwargs: Any) -> None:
    """What stands around every page changed."""
    from portal.core import surroundings

    transaction.on_commit(surroundings.forget_surroundings, robust=True)


def connect() -> None:
    """Listen to the image model of this installation, and to urgent messages."""
    # Here and not above: models are not loaded when this file is.
    from portal.core.models import Announcement, ContactSettings, StandardPage

    for model in (Announcement, ContactSettings, StandardPage):
        for signal in (post_save, post_delete):
            signal.connect(forget_surroundings, sender=model, dispatch_uid=f"forget_surroundings:{model.__name__}")
    post_save.connect(make_renditions_ahead, sender=get_image_model(), dispatch_uid="make_renditions_ahead")
