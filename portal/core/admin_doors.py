"""Doors of the admin that Wagtail leaves open to everybody who may enter it.

Found by the walk of `tests/news/test_admin_walk.py`. What a window for choosing a page or a file names stays open:
editors link to what others wrote.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail.admin.auth import permission_denied
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

#: The set-up of workflows, and reports that name pages of every agency.
ADMINISTRATORS_ONLY = frozenset(
    {
        "wagtailadmin_pages:type_use",
        "wagtailadmin_pages:type_use_results",
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:page_types_usage_results",
        "wagtailadmin_workflows:task_chooser",
        "wagtailadmin_workflows:task_chooser_create",
        "wagtailadmin_workflows:task_chooser_results",
        "wagtailadmin_workflows:task_chosen",
    }
)
#: Entries of the menu of reports that lead to one of them.
HIDDEN_REPORTS = frozenset({"page-types-usage"})


class AdminDoorsMiddleware:
    """Sends everybody but administrators back to the first page of the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or match.view_name not in ADMINISTRATORS_ONLY:
            return None
        user = request.user
        refused: HttpResponse | None = None
        if user.is_authenticated and not user.is_superuser:
            refused = permission_denied(request)
        return refused


def may_explore(page: Page, request: HttpRequest) -> bool:
    """Whether the page is among those the explorer shows this user; Wagtail asks that of its children only."""
    return bool(page_permission_policy.explorable_instances(request.user).filter(pk=page.pk).exists())
