"""Every address of the admin, with its arguments filled in: for tests of who may go where."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.apps import apps
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


def addresses(fill: dict[str, Any], keys: Mapping[str, Any]) -> Iterator[Address]:
    """All named addresses below the admin's prefix.

    `fill` has values by the arguments' names. `keys` has those of `pk` by a part of the view's name ("news_spot");
    for other views it is `fill["pk"]`.
    """
    for route, name, pattern in _walk(get_resolver().url_patterns):
        if route.lstrip("^").startswith(ADMIN) and name not in LEFT_OUT:
            own = next((key for part, key in keys.items() if part in name), fill["pk"])
            values = {argument: (fill | {"pk": own})[argument] for argument in _arguments(pattern)}
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


def _arguments(pattern: URLPattern) -> set[str]:
    return set(getattr(pattern.pattern, "converters", {})) or set(pattern.pattern.regex.groupindex)
