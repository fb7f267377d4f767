"""Short links in the admin: made one by one or for all communes at once, counted, listed for print and microphone."""

from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, NumberColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, IndexView, SnippetViewSet

from portal.core.panels import fields
from portal.core.viewsets import AccentFreeSearch
from portal.news import short_links
from portal.news.link_forms import ShortLinksForm
from portal.news.models import ShortLink

_COMMON = [
    FieldPanel("campaign"),
    FieldPanel("procedure"),
    FieldRowPanel(fields("medium", "outlet")),
]

_HEADINGS: dict[str, Any] = {
    "printed": _("Địa chỉ để in"),
    "aloud": _("Đọc là"),
    "address": _("Địa chỉ trong mã QR"),
    "campaign": _("Đợt tuyên truyền"),
    "medium": _("Phương tiện"),
    "unit": _("Đơn vị hành chính"),
    "above": _("Thuộc"),
    "outlet": _("Báo, đài, loa"),
    "scanned": _("Lượt mở"),
    "is_active": _("Đang dùng"),
    "note": _("Ghi chú"),
}


class ShortLinkIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("code", "campaign__title", "unit__name", "outlet__name", "note")
    list_export: ClassVar[list[str]] = [*_HEADINGS]
    export_headings = _HEADINGS
    export_filename = "lien-ket-ngan"

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """One link as whoever prints or reads it needs it."""
        return {
            "printed": short_links.printed_address(item),
            "aloud": short_links.read_aloud(item),
            "address": short_links.address(item),
            "campaign": str(item.campaign),
            "medium": item.get_medium_display(),
            "unit": str(item.unit or ""),
            "above": str(item.unit.parent or "") if item.unit else "",
            "outlet": str(item.outlet or ""),
            "scanned": item.scanned,
            "is_active": gettext("Có") if item.is_active else gettext("Không"),
            "note": item.note,
        }

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        asked = urlencode({name: value for name, value in self.request.GET.items() if name in ("campaign", "medium")})
        sheet = f"{reverse('news_short_links_sheet')}?{asked}"
        return [*super().header_more_buttons, Button(_("In danh sách kèm mã QR"), sheet, icon_name="doc-full")]


class ShortLinksCreateView(CreateView):
    """Makes one link or many; what is there already is not made again."""

    making = ObjectList(
        [*_COMMON, FieldPanel("for_whom"), *fields("unit", "note")], base_form_class=ShortLinksForm
    ).bind_to_model(ShortLink)
    made: short_links.Made

    def get_panel(self) -> Any:
        """Not that of the edit view, with which one link is changed."""
        return self.making

    def get_form_class(self) -> Any:
        return self.making.get_form_class()

    def save_instance(self) -> ShortLink:
        self.made = self.form.make()
        return self.made.links[0] if self.made.links else self.form.instance

    def save_action(self) -> HttpResponse:
        made, there = len(self.made.links), self.made.there_already
        if made:
            messages.success(self.request, ngettext("Đã tạo %d liên kết.", "Đã tạo %d liên kết.", made) % made)
        if there:
            messages.warning(self.request, gettext("%d liên kết như thế đã có, giữ nguyên.") % there)
        if not made and not there:
            messages.error(self.request, gettext("Chưa tạo được: ngày hôm nay không có đơn vị nào ở cấp này."))
        return redirect(self.get_success_url())

    def run_after_hook(self) -> HttpResponse | None:
        """Other rooms' work after a row was made, where one was."""
        return super().run_after_hook() if self.made.links else None


class ShortLinkViewSet(SnippetViewSet):
    model = ShortLink
    icon = "link"
    menu_label = _("Liên kết ngắn, mã QR")
    index_view_class = ShortLinkIndexView
    add_view_class = ShortLinksCreateView
    list_display: ClassVar[list[Any]] = [
        "__str__",
        Column("campaign", label=_("Đợt tuyên truyền"), sort_key="campaign__title"),
        Column("medium", label=_("Phương tiện"), accessor="get_medium_display", sort_key="medium"),
        Column("unit", label=_("Đơn vị hành chính"), sort_key="unit__name"),
        Column("outlet", label=_("Báo, đài, loa"), sort_key="outlet__name"),
        NumberColumn("scans", label=_("Lượt mở"), accessor="scanned", sort_key="scanned"),
        BooleanColumn("is_active", label=_("Đang dùng"), sort_key="is_active"),
    ]
    list_filter: ClassVar[list[str]] = ["campaign", "medium", "is_active"]
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = True
    edit_handler = ObjectList(
        [
            *(FieldPanel(name, read_only=True) for name in ("campaign", "procedure", "medium", "unit")),
            *fields("outlet", "is_active", "note"),
        ]
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[ShortLink]:
        links = ShortLink.objects.select_related("campaign", "unit__parent", "outlet")
        return links.annotate(scanned=Coalesce(Sum("scans__count"), 0))
