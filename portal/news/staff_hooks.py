"""The staff's work in the admin: what reviewers are told, the roads that pass no form, and what is to be read again."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.models import Page

from portal.core.bulk_publication import refuse_with_reasons
from portal.news.home_panel import REPORT, ReviewMenuItem, ReviewPanel, WritingPanel, review_report, works_on_outreach
from portal.news.models import ArticlePage, CampaignPage, SecondPersonApprovalTask, Spot
from portal.news.preflight import gaps, warnings

REVIEWED = (ArticlePage, CampaignPage, Spot)
PUBLISH_BUTTON = "action-publish"


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def tell_reviewer_why_not(request: HttpRequest, content: Model) -> None:
    """Why there is no "approve" button: everything that stands against it, on top of what is under review."""
    if request.method != "GET" or not isinstance(content, REVIEWED):
        return
    task = content.current_workflow_task
    if not isinstance(task, SecondPersonApprovalTask) or not task.user_can_access_editor(content, request.user):
        return
    reasons = task.reasons_against(content, request.user)
    if reasons:
        messages.warning(request, gettext("Chưa duyệt được: %(reasons)s") % {"reasons": " ".join(reasons)})


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def warn_of_heavy_files(request: HttpRequest, spot: Model) -> None:
    if isinstance(spot, Spot) and request.accepts("text/html"):
        for text in warnings(spot):
            messages.warning(request, text)


@hooks.register("before_copy_page")
def refuse_public_copies(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy begins as a draft; an alias would change with its source, past the approval."""
    if request.method != "POST" or not issubclass(page.specific_class, (ArticlePage, CampaignPage)):
        return None
    if not request.POST.get("publish_copies") and not request.POST.get("alias"):
        return None
    messages.error(request, gettext("Bản sao phải được duyệt: hãy sao chép thành bản nháp rồi gửi duyệt."))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


@hooks.register("before_bulk_action")
def refuse_bulk_publication_with_gaps(
    request: HttpRequest, action_type: str, objects: Iterable[Model], action: Any
) -> HttpResponse | None:
    """Publishing from the list passes no form; where no workflow stands over the pages it is checked here."""
    return refuse_with_reasons(request, action_type, objects, action, _refusals)


@hooks.register("construct_snippet_action_menu")
def hide_publish_button(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Wagtail shows it to whoever may take a spot down; the form would refuse it."""
    if context.get("model") is Spot and Spot.get_default_workflow() is not None:
        menu_items[:] = [item for item in menu_items if item.name != PUBLISH_BUTTON]


@hooks.register("after_edit_page")
def lead_checkers_home(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Wagtail goes on to the list of pages, which is closed to who only approves."""
    is_reviewed = isinstance(page, (ArticlePage, CampaignPage)) and request.accepts("text/html")
    if is_reviewed and request.POST.get("action-workflow-action") and not works_on_outreach(request):
        return redirect("wagtailadmin_home")
    return None


@hooks.register("construct_homepage_panels")
def show_work(request: HttpRequest, panels: list[Any]) -> None:
    panels.extend((WritingPanel(), ReviewPanel()))


@hooks.register("register_admin_urls")
def review_urls() -> list[URLPattern]:
    return [path("ra-soat-tin-bai/", review_report, name=REPORT)]


@hooks.register("register_reports_menu_item")
def review_menu_item() -> ReviewMenuItem:
    return ReviewMenuItem()


def _refusals(draft: Page) -> Iterator[str]:
    found = gaps(draft)
    if found:
        yield f"{draft}: " + " ".join(str(gap.message) for gap in found)
