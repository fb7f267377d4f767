"""This room in the admin: what editors know of how people speak, who may change it, and what people search for."""

from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import Panel
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from portal.core.menus import PermittedMenuItem
from portal.core.permissions import NeverDeletedPolicy
from portal.procedures.panels import BESIDE_OTHER_NAMES
from portal.search import reports
from portal.search.admin_views import preview, preview_names
from portal.search.forms import ambiguous
from portal.search.models import ElsewhereArea, Synonym
from portal.search.panels import PREVIEW, PREVIEW_NAMES, NamesPreviewPanel
from portal.search.viewsets import SearchGroup

# Before the viewsets: they would register a policy of their own. What a table of the program brought would come back
# with the next import, so it is not deleted but put out of use.
register_permission_policy(Synonym, NeverDeletedPolicy(Synonym))
register_permission_policy(ElsewhereArea, NeverDeletedPolicy(ElsewhereArea))

register_snippet(SearchGroup)

_REPORTS = {"tim-khong-thay": reports.NothingFoundView, "tim-thay-ma-it-mo": reports.SeldomOpenedView}


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    return [
        path("tim-kiem/xem-thu-cach-goi/<int:pk>/", preview_names, name=PREVIEW_NAMES),
        path("tim-kiem/xem-thu/<str:model_name>/", preview, name=PREVIEW),
        path("tim-kiem/xem-thu/<str:model_name>/<int:pk>/", preview, name=PREVIEW),
    ]


@hooks.register(BESIDE_OTHER_NAMES)
def names_preview() -> list[Panel]:
    return [NamesPreviewPanel(heading=_("Xem thử cách gọi khác"))]


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def tell_what_else_it_means(request: HttpRequest, instance: Model) -> None:
    """Two meanings in two entries are allowed; who wrote the second should know of the first."""
    if isinstance(instance, Synonym) and instance.is_active and request.accepts("text/html"):
        for phrase, other in ambiguous(instance):
            words = {"phrase": phrase, "other": other}
            messages.warning(request, gettext("“%(phrase)s” còn có nghĩa khác, ở mục “%(other)s”.") % words)


@hooks.register("register_admin_urls")
def report_urls() -> list[URLPattern]:
    return [
        found
        for address, view in _REPORTS.items()
        for found in (
            path(f"reports/{address}/", view.as_view(), name=view.index_url_name),
            path(f"reports/{address}/results/", view.as_view(results_only=True), name=view.index_results_url_name),
        )
    ]


@hooks.register("register_reports_menu_item")
def nothing_found_item() -> PermittedMenuItem:
    url = reverse(reports.NothingFoundView.index_url_name)
    return PermittedMenuItem(
        _("Tìm không thấy"), url, name="nothing-found", permission=reports.VIEW, icon_name="search", order=100
    )


@hooks.register("register_reports_menu_item")
def seldom_opened_item() -> PermittedMenuItem:
    url = reverse(reports.SeldomOpenedView.index_url_name)
    return PermittedMenuItem(
        _("Tìm thấy mà ít mở"), url, name="seldom-opened", permission=reports.VIEW, icon_name="search", order=110
    )


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Shown in the group form beside Wagtail's own."""
    return Permission.objects.filter(content_type__app_label="search", codename="view_searchcount")
