"""A probe at start: an SQLite that cannot carry the embedded index is named before anyone searches."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from portal.search.engines.base import EngineUnavailable
from portal.search.engines.embedded import require_fts5


@register("search")
def sqlite_carries_the_index(**kwargs: Any) -> list[CheckMessage]:
    """FTS5 is there and SQLite is new enough."""
    try:
        require_fts5()
    except EngineUnavailable as error:
        return [Error(str(error), hint="Use a Python built with SQLite 3.35 or newer and FTS5.", id="search.E001")]
    return []
