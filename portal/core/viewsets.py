"""Parts of the admin's listings."""

from typing import Any, ClassVar

from django.db.models import QuerySet

from portal.vietnamese.unicode import clean, fold


class AccentFreeSearch:
    """Mixin for a listing: finds every typed word in the named columns, with or without accents.

    Wagtail's own search keeps the đ and half of the accents apart (wagtail/wagtail#13005). The lists
    of one province are short enough to be folded in Python.
    """

    folded_columns: ClassVar[tuple[str, ...]] = ()
    is_searchable = True
    is_searching: bool
    search_query: str

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The rows in which every word of the query occurs."""
        if not self.is_searching:
            return queryset
        words = fold(clean(self.search_query)).split()
        rows = queryset.model._default_manager.values_list("pk", *self.folded_columns)
        found = [pk for pk, *texts in rows if _has_all(words, " ".join(text or "" for text in texts))]
        return queryset.filter(pk__in=found)


def _has_all(words: list[str], text: str) -> bool:
    folded = fold(clean(text))
    return all(word in folded for word in words)
