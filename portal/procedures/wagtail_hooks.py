"""Procedures in the admin: menu, list, and what must not happen to a procedure's page."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from django.contrib.auth.models import Permission, User
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button
from wagtail.models import Page, WorkflowMixin, WorkflowState
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from portal.core.bulk_publication import refuse_with_reasons
from portal.core.permissions import NeverDeletedPolicy
from portal.procedures.admin_views import republish_citing
from portal.procedures.citations import CITED, citing_pages
from portal.procedures.home_panel import WorkPanel
from portal.procedures.listing import ProcedureListingViewSet
from portal.procedures.models import AgencyPage, FormFile, PreflightApprovalTask, ProcedureIndexPage, ProcedurePage
from portal.procedures.notice import from_page
from portal.procedures.obstacles import note_quality_of_draft, obstacles
from portal.procedures.preflight import legal_gaps
from portal.procedures.scheduling import register_failure  # noqa: F401 - a hook of its own
from portal.procedures.viewsets import CatalogueGroup

# Before the viewsets: they would register a policy of their own.
register_permission_policy(FormFile, NeverDeletedPolicy(FormFile))
register_snippet(CatalogueGroup)

REPUBLISH = "procedures_republish"
STAYS_WITH_AGENCY = gettext_noop(
    "Không chuyển thủ tục sang cơ quan khác: hãy tạo thủ tục mới ở cơ quan kia và ghi “Đã được thay thế” ở đây."
)
#: Menu entries that lead to wagtail.org or show what no office here works with.
HIDDEN_MENU_ITEMS = frozenset({"help"})


@hooks.register("register_admin_viewset")
def procedure_listing() -> ProcedureListingViewSet:
    return ProcedureListingViewSet("procedure_listing")


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    route = "trich-dan/<str:app_label>/<str:model_name>/<str:pk>/"
    return [path(route, republish_citing, name=REPUBLISH)]


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Shown in the group form beside Wagtail's own."""
    return Permission.objects.filter(content_type__app_label="procedures", codename="backdate_notice")


@hooks.register("construct_main_menu")
def hide_menu_items(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    menu_items[:] = [item for item in menu_items if item.name not in HIDDEN_MENU_ITEMS]


@hooks.register("construct_homepage_panels")
def show_waiting_work(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(WorkPanel())


@hooks.register("before_edit_page")
def tell_reviewer_what_is_missing(request: HttpRequest, page: Page) -> None:
    """Why there is no "approve" button: every obstacle, on top of the page under review."""
    task = page.current_workflow_task
    if request.method != "GET" or not isinstance(page, ProcedurePage) or not isinstance(task, PreflightApprovalTask):
        return
    if not task.user_can_access_editor(page, request.user):
        return
    found = task.obstacles(page, request.user)
    if found:
        reasons = " ".join(str(gap.message) for gap in found)
        messages.warning(request, gettext("Chưa duyệt được: %(reasons)s") % {"reasons": reasons})


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def tell_editor_why_it_was_sent_back(request: HttpRequest, page: Page | Model) -> None:
    """The reviewer's words on top of the page or snippet; Wagtail keeps them behind two clicks and in an e-mail."""
    if not isinstance(page, WorkflowMixin):
        return
    state = page.current_workflow_state
    if request.method != "GET" or state is None:
        return
    task_state = state.current_task_state
    if state.status != WorkflowState.STATUS_NEEDS_CHANGES or task_state is None:
        return
    words = task_state.get_comment() or gettext("người duyệt không ghi lời nhắn.")
    messages.warning(request, gettext("Trả lại để sửa: %(words)s") % {"words": words})


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_editor_what_follows(request: HttpRequest, page: Page) -> None:
    """Notes quality for the list, and says what the editor may not expect; never while the form saves itself."""
    if not isinstance(page, ProcedurePage):
        return
    note_quality_of_draft(page)
    if not request.accepts("text/html"):
        return
    if page.go_live_at and page.effective_from and timezone.localdate(page.go_live_at) > page.effective_from:
        messages.warning(
            request,
            gettext(
                "Giờ lên trang (%(live)s) sau ngày áp dụng (%(from)s): trong khoảng đó nội dung đã có hiệu lực "
                "mà người dân chưa đọc được."
            )
            % {"live": f"{timezone.localdate(page.go_live_at):%d/%m/%Y}", "from": f"{page.effective_from:%d/%m/%Y}"},
        )
    goes_public = bool(request.POST.get("action-publish") or request.POST.get("action-submit"))
    missing = legal_gaps(from_page(page)) if goes_public and page.gaps_accepted else ()
    if missing:
        listed = " ".join(str(gap.message) for gap in missing)
        messages.warning(request, gettext("Trang công khai sẽ ghi “Chưa cung cấp”: %(gaps)s") % {"gaps": listed})


@hooks.register("before_copy_page")
def refuse_copies_that_would_be_public(request: HttpRequest, page: Page) -> HttpResponse | None:
    """A copy has no code yet, so it can only be a draft; an alias would be the same procedure twice."""
    specific = page.specific_class
    if specific in (AgencyPage, ProcedureIndexPage):
        return _refuse(request, page, gettext("Mỗi cơ quan chỉ có một trang, nên không sao chép trang này được."))
    if specific is not ProcedurePage or request.method != "POST":
        return None
    if request.POST.get("alias"):
        return _refuse(request, page, gettext("Không tạo bí danh cho thủ tục: mỗi mã chỉ có một trang."))
    if request.POST.get("publish_copies"):
        return _refuse(
            request, page, gettext("Bản sao chưa có mã nên chưa công bố được. Hãy sao chép thành bản nháp rồi ghi mã.")
        )
    return None


@hooks.register("before_move_page")
def refuse_moves_to_another_agency(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """The tree says who may edit, the agency who decides: a move would part them without a word."""
    if page.specific_class is not ProcedurePage or page.get_parent() == destination:
        return None
    return _refuse(request, page, gettext(STAYS_WITH_AGENCY))


@hooks.register("before_bulk_action")
def refuse_bulk_moves(
    request: HttpRequest, action_type: str, objects: Iterable[Model], action: Any
) -> HttpResponse | None:
    if action_type != "move" or not any(
        isinstance(row, Page) and row.specific_class is ProcedurePage for row in objects
    ):
        return None
    messages.error(request, gettext(STAYS_WITH_AGENCY))
    return redirect(action.next_url)


@hooks.register("before_bulk_action")
def refuse_bulk_publication_with_gaps(
    request: HttpRequest, action_type: str, objects: Iterable[Model], action: Any
) -> HttpResponse | None:
    """Publishing from the list passes no form, so it is checked here: all or nothing, and every reason at once."""
    return refuse_with_reasons(request, action_type, objects, action, partial(_refusals, request))


@hooks.register("before_delete_page")
def say_what_stays(request: HttpRequest, page: Page) -> None:
    if request.method == "GET" and page.specific_class is ProcedurePage and page.live:
        messages.warning(
            request,
            gettext(
                "Các bản đã công bố vẫn được giữ trong lịch sử; địa chỉ cũ và mã QR sẽ báo thủ tục đã rút khỏi trang."
            ),
        )


@hooks.register("after_edit_snippet")
def offer_to_publish_again(request: HttpRequest, instance: Model) -> None:
    """A shared row changed: its notices keep the old words until somebody publishes them again."""
    if not isinstance(instance, CITED) or not request.accepts("text/html"):
        return
    count = citing_pages(instance).count()
    if count:
        text = ngettext(
            "%(count)d thủ tục đang công bố vẫn ghi theo nội dung cũ.",
            "%(count)d thủ tục đang công bố vẫn ghi theo nội dung cũ.",
            count,
        )
        button = messages.button(_republish_url(instance), gettext("Công bố bản mới cho các thủ tục này"))
        messages.warning(request, text % {"count": count}, buttons=[button])


@hooks.register("register_snippet_listing_buttons")
def citations_button(snippet: Model, user: User, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, CITED) and user.has_perm(f"{snippet._meta.app_label}.change_{snippet._meta.model_name}"):
        yield Button(gettext("Thủ tục trích dẫn"), url=_republish_url(snippet), icon_name="list-ul", priority=50)


def _republish_url(row: Model) -> str:
    return reverse(REPUBLISH, args=[row._meta.app_label, row._meta.model_name, row.pk])


def _refusals(request: HttpRequest, draft: Page) -> Iterator[str]:
    found = obstacles(draft, request.user) if isinstance(draft, ProcedurePage) else ()
    if found:
        yield f"{draft.title}: " + " ".join(str(gap.message) for gap in found)


def _refuse(request: HttpRequest, page: Page, message: str) -> HttpResponse:
    messages.error(request, message)
    parent = page.get_parent()
    return redirect("wagtailadmin_explore", parent.pk)
