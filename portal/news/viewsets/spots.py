"""Spots in the admin: the words, their approval, and which of them the notices have overtaken."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, MultipleChoiceFilter
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet
from wagtailmedia.edit_handlers import MediaChooserPanel

from portal.core import clock
from portal.core.panels import OldFontPanel, ReadOnlyTemplatePanel, fields
from portal.core.viewsets import AccentFreeSearch
from portal.news.enums import SPOT_MEDIA, TranslationStatus
from portal.news.following import Superseded, follow_newest, superseded_by_spot
from portal.news.models import CampaignPage, Language, Spot
from portal.news.panels import PROCEDURE
from portal.news.spot_forms import SpotForm
from portal.procedures.listing import RowsFilter

OUTDATED, CURRENT = "outdated", "current"


class SpotFilterSet(WagtailFilterSet):
    """Campaign, language, medium, translation, whether readers see it, whether it is outdated."""

    campaign = RowsFilter(
        label=_("Đợt tuyên truyền"), queryset=CampaignPage.objects.all(), widget=CheckboxSelectMultiple
    )
    language = RowsFilter(label=_("Ngôn ngữ"), queryset=Language.objects.all(), widget=CheckboxSelectMultiple)
    medium = MultipleChoiceFilter(
        label=_("Phương tiện"),
        choices=[(medium.value, medium.label) for medium in SPOT_MEDIA],
        widget=CheckboxSelectMultiple,
    )
    translation_status = MultipleChoiceFilter(
        label=_("Bản dịch"), choices=TranslationStatus.choices, widget=CheckboxSelectMultiple
    )
    live = ChoiceFilter(
        label=_("Trạng thái"),
        empty_label=_("Tất cả"),
        choices=[("true", _("Đang hiện công khai")), ("false", _("Chưa hiện công khai"))],
        widget=RadioSelect,
        method="public",
    )
    follows = ChoiceFilter(
        label=_("Theo bản công bố"),
        empty_label=_("Tất cả"),
        choices=[(OUTDATED, _("Đã có bản mới hơn")), (CURRENT, _("Đúng bản đang có hiệu lực"))],
        widget=RadioSelect,
        method="following",
    )

    class Meta:
        model = Spot
        fields: ClassVar[list[str]] = []

    def public(self, rows: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        return rows.filter(live=state == "true")

    def following(self, rows: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
        outdated = list(superseded_by_spot(clock.today()))
        return rows.filter(pk__in=outdated) if state == OUTDATED else rows.exclude(pk__in=outdated)


class OutdatedColumn(BaseColumn):
    """Which notices have a newer version, with the way to say that somebody has looked at the words again."""

    cell_template_name = "news/admin/outdated_cell.html"

    def __init__(self, name: str, *, superseded: Mapping[int, list[Superseded]], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.superseded = superseded

    def get_cell_context_data(self, instance: Spot, parent_context: dict[str, Any]) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {
            **context,
            "superseded": self.superseded.get(instance.pk, []),
            "review_url": review_url(instance),
        }


def _state(spot: Spot) -> str:
    """What readers see; Wagtail's own words for it ask the database twice a row."""
    if not spot.live:
        return gettext("Chưa hiện công khai")
    return gettext("Đang hiện, có bản nháp mới") if spot.has_unpublished_changes else gettext("Đang hiện công khai")


class SpotIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("title", "script", "language__name", "campaign__title")

    @cached_property
    def columns(self) -> list[BaseColumn]:
        """What has been overtaken is asked for once a list."""
        superseded = superseded_by_spot(clock.today())
        return [*super().columns, OutdatedColumn("outdated", label=_("Theo bản công bố"), superseded=superseded)]

    def get_base_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_base_queryset()
        return rows.select_related("campaign", "language")


class OutdatedPanel(ReadOnlyTemplatePanel):
    """On top of the form: the notices these words follow have newer versions."""

    class BoundPanel(ReadOnlyTemplatePanel.BoundPanel):
        """Empty for words nothing has overtaken."""

        template_name = "news/admin/outdated_panel.html"

        def facts(self) -> dict[str, Any]:
            pk = self.instance.pk
            found = superseded_by_spot(clock.today(), [pk]).get(pk, []) if pk else []
            return {"superseded": found, "review_url": review_url(self.instance) if found else ""}

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.facts()["superseded"])


class SpotViewSet(SnippetViewSet):
    model = Spot
    icon = "media"
    menu_label = _("Lời phát")
    index_view_class = SpotIndexView
    filterset_class = SpotFilterSet
    list_display: ClassVar[list[Any]] = [
        "title",
        "campaign",
        "language",
        Column("medium", label=_("Phương tiện"), accessor="get_medium_display", sort_key="medium"),
        Column("translation_status", label=_("Bản dịch"), accessor="get_translation_status_display"),
        Column("state", label=_("Trạng thái"), accessor=_state, sort_key="live"),
    ]
    list_per_page = 50
    copy_view_enabled = True
    edit_handler = ObjectList(
        [
            OldFontPanel(),
            OutdatedPanel(heading=_("Đã có bản công bố mới hơn")),
            PageChooserPanel("campaign", "news.CampaignPage"),
            FieldPanel("title"),
            FieldRowPanel(fields("medium", "language")),
            FieldPanel("script"),
            FieldRowPanel(fields("translation_status", "length_seconds")),
            MultiFieldPanel(
                [
                    MediaChooserPanel("media"),
                    FieldPanel("external_url"),
                    FieldPanel("transcript"),
                    FieldPanel("captions", help_text=_("Tệp .vtt, chữ UTF-8, không quá 1 MB.")),
                    FieldPanel("speaker"),
                ],
                heading=_("Bản thu"),
            ),
            InlinePanel(
                "sources",
                [PageChooserPanel("procedure", PROCEDURE), FieldPanel("number")],
                heading=_("Lời dựa vào bản công bố của thủ tục nào"),
                label=_("thủ tục"),
            ),
            MultiFieldPanel(
                [FieldRowPanel(fields("approved_by", "approved_on")), FieldPanel("is_sample")], heading=_("Duyệt lời")
            ),
            FieldPanel("note", help_text=_("Chỉ biên tập viên thấy.")),
        ],
        base_form_class=SpotForm,
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's, and the page on which an editor says that words were looked at again."""
        return [*super().get_urlpatterns(), path("xem-lai/<int:pk>/", self.review, name="review")]

    def review(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What changed since the words were written; POST notes that they still hold."""
        if not self.permission_policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        spot = get_object_or_404(Spot, pk=pk)
        found = superseded_by_spot(clock.today(), [pk]).get(pk, [])
        edit_url = reverse(self.get_url_name("edit"), args=[pk])
        if request.method == "POST" and self._note_review(request, spot, found):
            return redirect(edit_url)
        context = {"spot": spot, "superseded": found, "edit_url": edit_url, "header_icon": self.icon}
        return render(request, "news/admin/review_spot.html", context)

    @staticmethod
    def _note_review(request: HttpRequest, spot: Spot, found: list[Superseded]) -> bool:
        """Whether the review was noted; says why not."""
        if spot.workflow_in_progress:
            messages.error(request, gettext("Lời này đang chờ duyệt. Hãy đợi duyệt xong, hoặc rút lại rồi làm tiếp."))
            return False
        if not found:
            messages.warning(request, gettext("Lời này đã theo bản đang có hiệu lực."))
            return True
        follow_newest(spot, request.user, clock.today())
        if superseded_by_spot(clock.today(), [spot.pk]):
            messages.success(
                request, gettext("Đã ghi vào bản nháp. Hãy gửi duyệt để trang công khai ghi theo bản mới.")
            )
        else:
            messages.success(request, gettext("Đã ghi: lời này theo bản đang có hiệu lực."))
        return True


def review_url(spot: Spot) -> str:
    """Where an editor says that the words of a spot were looked at again."""
    return reverse(f"{Spot.snippet_viewset.get_url_name('review')}", args=[spot.pk])
