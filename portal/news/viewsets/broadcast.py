"""Outlets and the broadcast schedule in the admin."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from portal.core.forms import KeptSlugForm
from portal.core.panels import ReadOnlyTemplatePanel, fields
from portal.core.viewsets import AccentFreeChooserViewSet, AccentFreeSearch
from portal.news.broadcast_admin_views import RecordView, WeekView
from portal.news.broadcast_forms import BroadcastSlotForm
from portal.news.models import BroadcastSlot, Outlet
from portal.news.presenters_schedule import conflict_words, next_days, repeat_words, time_words
from portal.news.selectors import broadcast_slots

_WEEK = "wagtailsnippets_news_broadcastslot:week"
_RECORD = "wagtailsnippets_news_broadcastslot:record"


class OutletIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("name", "channel", "unit__name", "note")


class OutletChooserViewSet(AccentFreeChooserViewSet):
    folded_columns = ("name", "channel")


class OutletViewSet(SnippetViewSet):
    model = Outlet
    icon = "site"
    menu_label = _("Báo, đài, loa")
    index_view_class = OutletIndexView
    chooser_viewset_class = OutletChooserViewSet
    list_display: ClassVar[list[Any]] = [
        "name",
        Column("kind", label=_("Loại"), accessor="get_kind_display", sort_key="kind"),
        "unit",
        "channel",
        "valid_from",
        "valid_to",
    ]
    list_filter: ClassVar[list[str]] = ["kind"]
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel(fields("kind", "unit")),
            FieldRowPanel(fields("channel", "website")),
            FieldPanel("languages", widget=CheckboxSelectMultiple),
            FieldPanel("contact", help_text=_("Chỉ hiện trong trang quản trị.")),
            FieldRowPanel(fields("valid_from", "valid_to")),
            *fields("note", "slug"),
        ],
        base_form_class=KeptSlugForm,
    )


class DaysPanel(ReadOnlyTemplatePanel):
    """On which days the slot as it is stored falls next, and what is in its way there."""

    class BoundPanel(ReadOnlyTemplatePanel.BoundPanel):
        template_name = "news/admin/days_panel.html"

        def is_shown(self) -> bool:
            """Only of a stored slot: of a new one nothing is known yet."""
            return super().is_shown() and self.instance.pk is not None

        def facts(self) -> dict[str, Any]:
            """Of the stored slot: the one of the form may hold what cannot be saved."""
            stored = broadcast_slots().get(pk=self.instance.pk)
            return {"slot": stored, "next_days": next_days(stored), "conflicts": conflict_words(stored)}


class BroadcastSlotIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("programme", "outlet__name", "campaign__title", "note", "source")

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        week = HeaderButton(gettext("Lịch theo tuần"), url=reverse(_WEEK), icon_name="calendar-alt")
        return [*super().header_buttons, week]


class BroadcastSlotViewSet(SnippetViewSet):
    model = BroadcastSlot
    icon = "calendar-alt"
    menu_label = _("Lịch phát")
    index_view_class = BroadcastSlotIndexView
    list_display: ClassVar[list[Any]] = [
        "programme",
        "outlet",
        Column("repeats", label=_("Lặp lại"), accessor=repeat_words),
        Column("time", label=_("Giờ"), accessor=lambda slot: time_words(slot.starts_at) or gettext("Chưa cung cấp")),
        "starts_on",
        Column("until", label=_("Đến hết ngày"), accessor="last_day"),
        Column("campaign", label=_("Đợt tuyên truyền"), accessor="campaign"),
    ]
    list_filter: ClassVar[list[str]] = ["campaign", "outlet", "frequency"]
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = True
    edit_handler = ObjectList(
        [
            *fields("campaign", "outlet", "spot", "programme"),
            FieldRowPanel(fields("starts_on", "starts_at", "length_minutes")),
            MultiFieldPanel(
                [FieldRowPanel(fields("frequency", "interval")), *fields("weekdays", "until")], heading=_("Lặp lại")
            ),
            DaysPanel(heading=_("Các ngày tới")),
            *fields("source", "note"),
        ],
        base_form_class=BroadcastSlotForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[BroadcastSlot]:
        return broadcast_slots()

    def get_urlpatterns(self) -> list[URLPattern]:
        names = {"week_url_name": _WEEK, "record_url_name": _RECORD}
        return [
            *super().get_urlpatterns(),
            path("tuan/", self.construct_view(WeekView, **names), name="week"),
            path("ket-qua/<int:pk>/<str:week>/", self.construct_view(RecordView, **names), name="record"),
        ]
