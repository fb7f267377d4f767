"""What both search backends of the admin do to texts on their way into the index, and to queries.

Wagtail's backends keep accents (wagtail/wagtail#13005) and have no hook for it, so these stand between: an object
goes to the index behind a stand-in whose search fields give folded words, a query goes on with folded words only.
They are mixins; the other base is a backend, or an index, of modelsearch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from functools import partial
from typing import Any, Final

from django.db.models import Model, QuerySet
from modelsearch.index import BaseField, RelatedFields
from modelsearch.query import MATCH_NONE, And, Phrase, PlainText, SearchQuery

from portal.core.admin_search.words import index_text, query_words

#: Phrases in quotes that count; each makes the statement longer.
MAX_PHRASES: Final = 4


class FoldedQueries:
    """Mixin of a backend: every question to it is asked in folded words."""

    def search(self, query: str | SearchQuery, model_or_queryset: type[Model] | QuerySet, **options: Any) -> Any:
        """Objects with all of the words; whole words only."""
        return super().search(folded_query(query), model_or_queryset, **_without_fields(options))  # type: ignore[misc]

    def autocomplete(self, query: str | SearchQuery, model_or_queryset: type[Model] | QuerySet, **options: Any) -> Any:
        """Objects with all of the words; the last one may be its beginning only."""
        return super().autocomplete(folded_query(query), model_or_queryset, **_without_fields(options))  # type: ignore[misc]


class FoldedEntries:
    """Mixin of an index: what it stores of an object are folded words."""

    def add_items(self, model: type[Model], objs: Sequence[Model]) -> None:
        """Add objects of one model, or bring them up to date."""
        super().add_items(model, [_StandIn(obj) for obj in objs])  # type: ignore[misc]


def folded_query(query: str | SearchQuery) -> str | SearchQuery:
    """The same question in folded words; one without any word finds nothing.

    Words and quoted phrases are what Wagtail's admin asks for; another kind of query is left as it is.
    """
    if isinstance(query, str):
        return " ".join(query_words(query)) or MATCH_NONE
    if not isinstance(query, And | PlainText | Phrase):
        return query
    # Flat: a text of hundreds of quotes would otherwise be a statement deeper than a database takes.
    leaves = list(_leaves(query))
    text = " ".join(leaf.query_string for leaf in leaves if isinstance(leaf, PlainText))
    quoted = [query_words(leaf.query_string) for leaf in leaves if isinstance(leaf, Phrase)]
    phrases = [Phrase(" ".join(words)) for words in quoted if words][:MAX_PHRASES]
    words = query_words(text)
    asked = [*phrases, *([PlainText(" ".join(words))] if words else [])]
    if not asked:
        return MATCH_NONE
    return asked[0] if len(asked) == 1 else And(asked)


def _leaves(query: SearchQuery) -> Iterator[SearchQuery]:
    if isinstance(query, And):
        for part in query.subqueries:
            yield from _leaves(part)
    else:
        yield query


def _without_fields(options: dict[str, Any]) -> dict[str, Any]:
    # PostgreSQL's backend would search columns of the database then, which are not folded.
    return {name: value for name, value in options.items() if name != "fields"}


class _StandIn:
    """An object as an index reads it: its key, and its search fields."""

    def __init__(self, original: Model) -> None:
        self.original = original
        self.pk = original.pk

    def get_search_fields(self) -> list[BaseField]:
        return [_folded(field) for field in self.original.get_search_fields()]  # type: ignore[attr-defined]


def _folded(field: BaseField | RelatedFields) -> BaseField | RelatedFields:
    folded = copy(field)
    if isinstance(field, RelatedFields):
        folded.fields = [_folded(part) for part in field.fields]
        folded.get_value = partial(_value, field)
    else:
        folded.get_value = partial(_folded_value, field)
    return folded


def _value(field: BaseField | RelatedFields, obj: Model | _StandIn) -> Any:
    return field.get_value(obj.original if isinstance(obj, _StandIn) else obj)


def _folded_value(field: BaseField, obj: Model | _StandIn) -> str:
    return index_text(" ".join(_texts(_value(field, obj))))


def _texts(value: Any) -> Iterator[str]:
    """The texts of what a field may hold: a text, tags, a structure; nothing of nothing."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
    elif value is not None:
        yield str(value)
