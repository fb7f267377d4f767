"""What editors see of the counted searches: what found nothing, and what was found and not opened."""

from datetime import date
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import ExpressionWrapper, F, FloatField, QuerySet, Sum
from django.forms import RadioSelect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, NumberColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from portal.core import clock
from portal.search.counting.stores import DAY
from portal.search.models import SearchCount

#: Days that may be looked back on, and the first choice.
PERIODS = {"7": _("7 ngày qua"), "30": _("30 ngày qua"), "90": _("90 ngày qua")}
USUAL_PERIOD = "30"
#: Searches with results before a share of opened ones says anything.
ENOUGH_FOR_A_SHARE = 20

VIEW = "search.view_searchcount"
#: Where a synonym is added, in the admin of the room's knowledge.
SYNONYM_FORM = "wagtailsnippets_search_synonym:add"


def synonym_form_url(user: User) -> str:
    """Where this editor may add a synonym; "" for one who may not, or where the portal has none."""
    try:
        return reverse(SYNONYM_FORM) if user.has_perm("search.add_synonym") else ""
    except NoReverseMatch:
        return ""


class PeriodFilterSet(WagtailFilterSet):
    """How far back."""

    days = ChoiceFilter(
        label=_("Thời gian"),
        choices=[*PERIODS.items()],
        empty_label=None,
        widget=RadioSelect,
        method="since",
    )

    class Meta:
        model = SearchCount
        fields: ClassVar[list[str]] = []

    def since(self, rows: QuerySet[Any], name: str, days: str) -> QuerySet[Any]:
        """Nothing: the view has to leave rows out before they are summed."""
        return rows


class DoColumn(BaseColumn):
    """What can be done about a search: see what it finds now, teach the portal a word."""

    cell_template_name = "search/admin/do_cell.html"

    def get_cell_context_data(self, instance: dict[str, Any], parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        found = f"{reverse('search:results')}?{urlencode({'q': instance['text']})}"
        return {**context, "found_url": found, "synonym_url": synonym_form_url(context["request"].user)}


class SearchReportView(ReportView):
    """Searches of a period, summed by their words."""

    header_icon = "search"
    permission_policy = ModelPermissionPolicy(SearchCount)
    permission_required = "view"
    filterset_class = PeriodFilterSet
    export_headings: ClassVar[dict[str, Any]] = {
        "text": _("Câu tìm"),
        "total": _("Số lần tìm"),
        "empty": _("Không có kết quả"),
        "answered": _("Có kết quả"),
        "opened": _("Mở kết quả"),
        "share": _("Lượt mở trên 100 lần tìm"),
    }

    @property
    def first_day(self) -> date:
        """The first day of the period that was asked for."""
        asked = self.request.GET.get("days", "")
        return clock.today() - DAY * (int(asked if asked in PERIODS else USUAL_PERIOD) - 1)

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = SearchCount.objects.filter(day__gte=self.first_day).values("text")
        return rows.annotate(
            total=Sum("searches"),
            empty=Sum("without_results"),
            opened=Sum("clicks"),
            answered=Sum("searches") - Sum("without_results"),
        )

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """With the usual period chosen where the address names none, so that the page says which it is."""
        chosen = self.request.GET.copy()
        chosen.setdefault("days", USUAL_PERIOD)
        return {**super().get_filterset_kwargs(), "data": chosen}


class NothingFoundView(SearchReportView):
    """`Tìm không thấy`: what no procedure answered, most asked first."""

    page_title = _("Tìm không thấy")
    index_url_name = "search_nothing_found"
    index_results_url_name = "search_nothing_found_results"
    export_filename = "tim-khong-thay"
    default_ordering = "-empty"
    list_export: ClassVar[list[str]] = ["text", "empty", "total"]
    columns: ClassVar[list[BaseColumn]] = [
        Column("text", label=_("Câu tìm"), sort_key="text"),
        NumberColumn("empty", label=_("Không có kết quả"), sort_key="empty"),
        NumberColumn("total", label=_("Số lần tìm"), sort_key="total"),
        DoColumn("do", label=_("Xử lý")),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().filter(empty__gt=0)


def _share(row: dict[str, Any]) -> int:
    return round(row["share"])


class SeldomOpenedView(SearchReportView):
    """`Tìm thấy mà ít mở`: what was asked often and answered with nothing people wanted, lowest share first."""

    page_title = _("Tìm thấy mà ít mở")
    index_url_name = "search_seldom_opened"
    index_results_url_name = "search_seldom_opened_results"
    export_filename = "tim-thay-ma-it-mo"
    default_ordering = "share"
    list_export: ClassVar[list[str]] = ["text", "answered", "opened", "share"]
    columns: ClassVar[list[BaseColumn]] = [
        Column("text", label=_("Câu tìm"), sort_key="text"),
        NumberColumn("answered", label=_("Có kết quả"), sort_key="answered"),
        NumberColumn("opened", label=_("Mở kết quả"), sort_key="opened"),
        Column("share", label=_("Lượt mở trên 100 lần tìm"), accessor=_share, sort_key="share"),
        DoColumn("do", label=_("Xử lý")),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        rows = super().get_base_queryset().filter(answered__gte=ENOUGH_FOR_A_SHARE)
        return rows.annotate(share=ExpressionWrapper(F("opened") * 100.0 / F("answered"), FloatField()))

    def to_row_dict(self, item: dict[str, Any]) -> dict[str, Any]:
        """As on the page, in whole numbers."""
        return {**super().to_row_dict(item), "share": _share(item)}
