"""What every page of the admin gets."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from portal.core.admin_doors import HIDDEN_REPORTS, may_explore
from portal.core.viewsets import AnnouncementViewSet

register_snippet(AnnouncementViewSet)


@hooks.register("insert_global_admin_css")
def admin_css() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("construct_explorer_page_queryset")
def refuse_pages_of_others(parent_page: Page, pages: Any, request: HttpRequest) -> Any:
    if not may_explore(parent_page, request):
        raise PermissionDenied
    return pages


@hooks.register("before_move_page")
def refuse_moves_not_allowed(request: HttpRequest, page: Page, destination: Page) -> None:
    """Wagtail asks only once the move is confirmed; the page that asks for that names both."""
    if not page.permissions_for_user(request.user).can_move_to(destination):
        raise PermissionDenied


@hooks.register("construct_reports_menu")
def hide_reports(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    if not request.user.is_superuser:
        menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_REPORTS]
