"""The outreach in the admin's menu, who may change what, and what is counted when a page is served."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from portal.core.menus import PermittedMenuItem
from portal.core.permissions import NeverDeletedPolicy
from portal.news import broadcast_hooks, reports, spot_hooks, staff_hooks  # noqa: F401 - hooks of their own
from portal.news.admin_views import short_links_sheet
from portal.news.models import Outlet, ShortLink
from portal.news.viewsets import OutreachGroup

# Before the viewsets: they would register a policy of their own. What is printed must go on leading somewhere.
register_permission_policy(ShortLink, NeverDeletedPolicy(ShortLink))
register_permission_policy(Outlet, NeverDeletedPolicy(Outlet))

register_snippet(OutreachGroup)


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    view = reports.ReachReportView
    return [
        path("tuyen-truyen/lien-ket-ngan/in/", short_links_sheet, name="news_short_links_sheet"),
        path("reports/ket-qua-tuyen-truyen/", view.as_view(), name=view.index_url_name),
        path(
            "reports/ket-qua-tuyen-truyen/results/", view.as_view(results_only=True), name=view.index_results_url_name
        ),
    ]


@hooks.register("register_reports_menu_item")
def reach_report_item() -> PermittedMenuItem:
    url = reverse(reports.ReachReportView.index_url_name)
    return PermittedMenuItem(
        _("Kết quả tuyên truyền"),
        url,
        permission=reports.VIEW,
        name="outreach-reach",
        icon_name="table",
        order=120,
    )
