"""Every address of the admin, with its arguments filled in: for tests of who may go where."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver, reverse

ADMIN = "quan-tri/"
#: Logging out ends the walk; the other fails by purpose, so that a person sees how that looks.
LEFT_OUT = frozenset({"wagtailadmin_logout", "wagtailadmin_error_test"})
#: Tables a request may write to without having been let in anywhere.
UNMINDED = frozenset({"sessions.session", "wagtailadmin.editingsession", "wagtailusers.userprofile"})


class Address(NamedTuple):
    """One address of the admin by the name of its view."""

    name: str
    url: str


def addresses(fill: Mapping[str, Any], rows: Mapping[type[Model], Any]) -> Iterator[Address]:
    """All named addresses below the admin's prefix.

    `fill` has values by the arguments' names; an argument `pk` is the key of the row of the view's model in `rows`,
    or else `fill["pk"]`.
    """
    for route, name, pattern in _walk(get_resolver().url_patterns):
        if route.lstrip("^").startswith(ADMIN) and name not in LEFT_OUT:
            values = {argument: _value(argument, name, fill, rows) for argument in _arguments(pattern, route)}
            yield Address(name, reverse(name, kwargs=values))


def world() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the database, but what any request may write."""
    return {
        label: sorted(model._base_manager.values_list(), key=str)
        for model in apps.get_models()
        if (label := model._meta.label_lower) not in UNMINDED
    }


def _walk(patterns: list[Any], prefix: str = "", spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern.url_patterns, route, inner)
        elif pattern.name:
            yield route, ":".join((*spaces, pattern.name)), pattern


def _arguments(pattern: URLPattern, route: str) -> set[str]:
    own = set(getattr(pattern.pattern, "converters", {})) or set(pattern.pattern.regex.groupindex)
    return own | {name for name in ("content_type_app_name",) if f"<slug:{name}>" in route}


def _value(argument: str, name: str, fill: Mapping[str, Any], rows: Mapping[type[Model], Any]) -> Any:
    if argument in {"pk", "object_id"}:
        for model, row in rows.items():
            if (
                f"{model._meta.app_label}_{model._meta.model_name}" in name
                or f"chooser_{model._meta.model_name}" in name
            ):
                return row.pk
    return fill[argument]
