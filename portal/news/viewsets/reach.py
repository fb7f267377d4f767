"""The reach log in the admin: what is counted by hand."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from portal.core.panels import fields
from portal.core.viewsets import AccentFreeSearch
from portal.news.models import ReachEntry
from portal.news.reach_forms import ReachEntryForm

_HEADINGS: dict[str, Any] = {
    "day": _("Ngày"),
    "campaign": _("Đợt tuyên truyền"),
    "kind": _("Việc"),
    "quantity": _("Số lượng"),
    "medium": _("Phương tiện"),
    "language": _("Ngôn ngữ"),
    "unit": _("Đơn vị hành chính"),
    "source": _("Biết từ đâu"),
    "note": _("Ghi chú"),
}


class ReachEntryIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("campaign__title", "unit__name", "source", "note")
    list_export: ClassVar[list[str]] = [*_HEADINGS]
    export_headings = _HEADINGS
    export_filename = "nhat-ky-tuyen-truyen"

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """One line in words."""
        return {
            "day": item.day,
            "campaign": str(item.campaign),
            "kind": item.get_kind_display(),
            "quantity": item.quantity,
            "medium": item.get_medium_display(),
            "language": str(item.language or ""),
            "unit": str(item.unit or ""),
            "source": item.source,
            "note": item.note,
        }


class ReachEntryViewSet(SnippetViewSet):
    model = ReachEntry
    icon = "list-ol"
    menu_label = _("Nhật ký tuyên truyền")
    index_view_class = ReachEntryIndexView
    list_display: ClassVar[list[Any]] = [
        "__str__",
        Column("campaign", label=_("Đợt tuyên truyền")),
        Column("medium", label=_("Phương tiện"), accessor="get_medium_display", sort_key="medium"),
        "language",
        "unit",
        "source",
    ]
    list_filter: ClassVar[list[str]] = ["campaign", "kind", "medium", "language", "day"]
    list_per_page = 50
    copy_view_enabled = True
    inspect_view_enabled = True
    edit_handler = ObjectList(
        [
            FieldPanel("campaign"),
            FieldRowPanel(fields("day", "kind", "quantity")),
            FieldRowPanel(fields("medium", "language")),
            FieldPanel("unit"),
            *fields("source", "note"),
        ],
        base_form_class=ReachEntryForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return ReachEntry.objects.select_related("campaign", "language", "unit")
