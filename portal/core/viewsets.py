"""Parts of the admin's listings and choosers, and the list of urgent messages."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm, SearchFilterMixin
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from portal.core import clock
from portal.core.admin_search.words import index_text, query_words
from portal.core.forms import OffersConversion
from portal.core.models import Announcement
from portal.core.panels import OldFontPanel, fields


class AccentFreeSearch:
    """Mixin for a listing: finds every typed word in the named columns, with or without accents.

    The admin's index (docs/adr/0011-admin-search.md) has fewer columns than the lists show. The lists of one
    province are short enough to be folded in Python.
    """

    folded_columns: ClassVar[tuple[str, ...]] = ()
    is_searchable = True
    is_searching: bool
    search_query: str

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows in which every word of the query occurs."""
        if not self.is_searching:
            return queryset
        return rows_with(queryset, self.folded_columns, self.search_query)


class AccentFreeFilterForm(SearchFilterMixin, BaseFilterForm):
    """The search box of a chooser whose rows are in no index; a subclass names the columns."""

    folded_columns: ClassVar[tuple[str, ...]] = ()

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        """The rows in which every word of the query occurs."""
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        return rows_with(objects, self.folded_columns, self.search_query) if self.is_searching else objects


class AccentFreeChooserViewSet(SnippetChooserViewSet):
    """A chooser with the search box that Wagtail gives indexed rows only; a subclass names the columns."""

    folded_columns: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        form = type("FilterForm", (AccentFreeFilterForm,), {"folded_columns": cls.folded_columns})
        cls.choose_view_class = type("FilteredChooseView", (ChooseView,), {"filter_form_class": form})
        cls.choose_results_view_class = type("FilteredResultsView", (ChooseResultsView,), {"filter_form_class": form})


class AnnouncementViewSet(SnippetViewSet):
    """Urgent messages, in the hands of whoever has the rights to the model."""

    model = Announcement
    icon = "warning"
    menu_label = _("Báo khẩn")
    menu_order = 230
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display: ClassVar[list[Any]] = [
        "text",
        "starts_at",
        "ends_at",
        Column("state", label=_("Tình trạng"), accessor=lambda row: row.state_at(clock.now())),
    ]
    edit_handler = ObjectList(
        [
            OldFontPanel(),
            FieldPanel("text", help_text=_("Một câu ngắn; hiện trên mọi trang của cổng.")),
            FieldRowPanel(fields("starts_at", "ends_at")),
            FieldRowPanel(fields("link_url", "link_text")),
        ],
        base_form_class=OffersConversion,
    )


def rows_with(queryset: QuerySet[Any], columns: Sequence[str], text: str) -> QuerySet[Any]:
    """The rows in whose columns words begin with each word of the text; none where it has no word."""
    words = query_words(text)
    rows = queryset.model._default_manager.values_list("pk", *columns)
    return queryset.filter(pk__in=[pk for pk, *texts in rows if words and _has_all(words, texts)])


def _has_all(words: Sequence[str], texts: Sequence[str | None]) -> bool:
    indexed = " " + index_text(" ".join(text or "" for text in texts))
    return all(f" {word}" in indexed for word in words)
