"""Publishing from a list of the admin: it passes no form, so what a form would ask is asked here."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import Page

Refusals = Callable[[Page], Iterable[str]]


def refuse_with_reasons(
    request: HttpRequest, action_type: str, objects: Iterable[Model], action: Any, refusals: Refusals
) -> HttpResponse | None:
    """Back to the list with every reason at once, where one draft has any: all are published or none.

    For hooks on `before_bulk_action`; `refusals` says of a draft what stands against it.
    """
    pages = [page for page in objects if isinstance(page, Page)]
    if action_type != "publish" or not pages:
        return None
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        pages = [below for page in pages for below in page.get_descendants(inclusive=True)]
    refused = [reason for page in pages for reason in refusals(page.get_latest_revision_as_object())]
    for reason in refused:
        messages.error(request, reason)
    return redirect(action.next_url) if refused else None
