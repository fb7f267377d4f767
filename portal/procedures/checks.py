"""System checks of this room: settings and code that would break a promise without any test page noticing."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from wagtail.models import get_page_models

from portal.core.models import BasePage
from portal.procedures.canonical import UPGRADES
from portal.procedures.notice import SCHEMA

LEGAL_ZONE = "Asia/Ho_Chi_Minh"


@register()
def addresses_stay_readable(**kwargs: Any) -> list[CheckMessage]:
    """Wagtail's own redirects fail on thousands of pages after the commit; ours live in Address."""
    found: list[CheckMessage] = []
    if getattr(settings, "WAGTAILREDIRECTS_AUTO_CREATE", True):
        found.append(
            Error(
                "WAGTAILREDIRECTS_AUTO_CREATE is on.",
                hint="Turn it off: a renamed parent with thousands of pages makes it fail after the commit.",
                id="procedures.E001",
            )
        )
    if getattr(settings, "WAGTAIL_ALLOW_UNICODE_SLUGS", True):
        found.append(
            Error(
                "WAGTAIL_ALLOW_UNICODE_SLUGS is on.",
                hint="Turn it off: /thu-tuc/<agency>/<slug>/ only answers to ASCII slugs.",
                id="procedures.E002",
            )
        )
    return found


@register()
def every_schema_can_be_read(**kwargs: Any) -> list[CheckMessage]:
    """A stored version of any schema must reach today's, or history stops answering."""
    return [
        Error(
            f"There is no upgrade from notice schema {schema}.",
            hint="Add it to portal.procedures.canonical.UPGRADES; upgrades are kept for ever.",
            id="procedures.E003",
        )
        for schema in range(1, SCHEMA)
        if schema not in UPGRADES
    ]


@register()
def legal_days_begin_in_vietnam(**kwargs: Any) -> list[CheckMessage]:
    if settings.TIME_ZONE == LEGAL_ZONE and settings.USE_TZ:
        return []
    return [
        Error(
            f"The time zone is not {LEGAL_ZONE}.",
            hint="A notice of 1 July applies from midnight in Vietnam.",
            id="procedures.E004",
        )
    ]


@register()
def no_page_is_private(**kwargs: Any) -> list[CheckMessage]:
    """Surfaces that show a notice by its code never ask a page's view restriction."""
    return [
        Error(
            f"{model.__name__} can be made private.",
            hint="Derive it from portal.core.models.BasePage and leave private_page_options empty.",
            obj=model,
            id="procedures.E005",
        )
        for model in get_page_models()
        if issubclass(model, BasePage) and model.private_page_options
    ]
