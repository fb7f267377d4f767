"""What staff see of the campaigns together: how much of each is logged and counted, and the way to its results."""

from typing import Any, ClassVar

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from portal.news.enums import AiringStatus
from portal.news.models import CampaignPage, CampaignVisits, ReachEntry, ShortLinkScans

VIEW = "news.view_reachentry"


def _sum(rows: QuerySet[Any], campaign: str) -> Coalesce:
    """The counts of a campaign as a query of their own: joins of several would multiply each other."""
    of_one = rows.filter(**{campaign: OuterRef("pk")}).order_by().values(campaign)
    return Coalesce(Subquery(of_one.annotate(total=Sum("count")).values("total"), output_field=IntegerField()), 0)


def _results_url(campaign: CampaignPage) -> str | None:
    return reverse("news:reach", args=[campaign.slug]) if campaign.live else None


class ReachReportView(ReportView):
    """`Kết quả tuyên truyền`: all campaigns, newest first."""

    page_title = _("Kết quả tuyên truyền")
    header_icon = "table"
    index_url_name = "news_reach_report"
    index_results_url_name = "news_reach_report_results"
    permission_policy = ModelPermissionPolicy(ReachEntry)
    permission_required = "view"
    default_ordering = "-starts_on"
    export_filename = "ket-qua-tuyen-truyen"
    list_export: ClassVar[list[str]] = ["title", "starts_on", "scans", "opened", "aired", "logged"]
    export_headings: ClassVar[dict[str, Any]] = {
        "title": _("Đợt tuyên truyền"),
        "starts_on": _("Từ ngày"),
        "scans": _("Lượt mở liên kết ngắn"),
        "opened": _("Lượt mở trang"),
        "aired": _("Lượt phát đã xác nhận"),
        "logged": _("Dòng nhật ký"),
    }
    columns: ClassVar[list[BaseColumn]] = [
        TitleColumn("title", label=_("Đợt tuyên truyền"), get_url=_results_url, sort_key="title"),
        NumberColumn("scans", label=_("Lượt mở liên kết ngắn"), sort_key="scans"),
        NumberColumn("opened", label=_("Lượt mở trang"), sort_key="opened"),
        NumberColumn("aired", label=_("Lượt phát đã xác nhận"), sort_key="aired"),
        NumberColumn("logged", label=_("Dòng nhật ký"), sort_key="logged"),
    ]

    def get_base_queryset(self) -> QuerySet[CampaignPage]:
        is_aired = Q(slots__airings__status=AiringStatus.AIRED)
        return CampaignPage.objects.annotate(
            scans=_sum(ShortLinkScans.objects.all(), "link__campaign"),
            opened=_sum(CampaignVisits.objects.all(), "campaign"),
            aired=Count("slots__airings", filter=is_aired, distinct=True),
            logged=Count("reach_entries", distinct=True),
        )
