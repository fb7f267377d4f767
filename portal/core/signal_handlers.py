"""An image that was uploaded gets its sizes made before a reader asks for one."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_save
from wagtail.images import get_image_model

from portal.core.tasks import make_renditions


def make_renditions_ahead(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    """Left to the worker where there is one; elsewhere Wagtail makes each size when it is first shown."""
    if settings.BACKGROUND_WORKER and not raw:
        transaction.on_commit(lambda: make_renditions.enqueue(instance.pk), robust=True)


def connect() -> None:
    """Listen to the image model of this installation."""
    post_save.connect(make_renditions_ahead, sender=get_image_model(), dispatch_uid="make_renditions_ahead")
