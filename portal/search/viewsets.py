"""What editors know of how people speak, in the admin."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from portal.core.viewsets import AccentFreeSearch
from portal.search.models import EditorsPick, ElsewhereArea, Synonym
from portal.search.panels import EDITORS_PICK_EDIT_HANDLER, ELSEWHERE_AREA_EDIT_HANDLER, SYNONYM_EDIT_HANDLER
from portal.search.phrases import phrases

_ACTIVE = BooleanColumn("is_active", label=_("Đang dùng"), sort_key="is_active")


class SynonymIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("wordings", "meanings", "note", "source")


class SynonymViewSet(SnippetViewSet):
    model = Synonym
    icon = "openquote"
    menu_label = _("Từ đồng nghĩa, viết tắt")
    index_view_class = SynonymIndexView
    list_display: ClassVar[list[Any]] = [
        "__str__",
        "kind",
        # A cross would look as if something were wrong.
        Column("is_upper_case_only", label=_("Chỉ khi viết hoa"), accessor=lambda row: "✓" * row.is_upper_case_only),
        "note",
        _ACTIVE,
    ]
    list_filter: ClassVar[list[str]] = ["kind", "is_two_way", "is_upper_case_only", "is_active"]
    list_per_page = 50
    edit_handler = SYNONYM_EDIT_HANDLER
    inspect_view_enabled = True
    copy_view_enabled = False


class EditorsPickIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("phrases", "note")


class EditorsPickViewSet(SnippetViewSet):
    model = EditorsPick
    icon = "pick"
    menu_label = _("Kết quả chọn sẵn")
    index_view_class = EditorsPickIndexView
    list_display: ClassVar[list[Any]] = [
        "__str__",
        Column("procedures", label=_("Thủ tục đứng đầu"), accessor=lambda row: ", ".join(row.codes())),
        "note",
        _ACTIVE,
    ]
    list_filter: ClassVar[list[str]] = ["is_active"]
    list_per_page = 50
    edit_handler = EDITORS_PICK_EDIT_HANDLER
    inspect_view_enabled = True
    copy_view_enabled = False


class ElsewhereAreaIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("area", "subjects", "note", "source")


class ElsewhereAreaViewSet(SnippetViewSet):
    model = ElsewhereArea
    icon = "redirect"
    menu_label = _("Lĩnh vực không có ở đây")
    index_view_class = ElsewhereAreaIndexView
    list_display: ClassVar[list[Any]] = [
        "area",
        Column("subjects", label=_("Số từ"), accessor=lambda row: len(phrases(row.subjects))),
        "note",
        _ACTIVE,
    ]
    list_filter: ClassVar[list[str]] = ["is_active"]
    list_per_page = 50
    edit_handler = ELSEWHERE_AREA_EDIT_HANDLER
    inspect_view_enabled = True
    copy_view_enabled = False


class SearchGroup(SnippetViewSetGroup):
    """One menu entry for what the search goes by."""

    items = (SynonymViewSet, EditorsPickViewSet, ElsewhereAreaViewSet)
    menu_label = _("Tìm kiếm")
    menu_name = "search-words"
    menu_icon = "search"
    menu_order = 230
