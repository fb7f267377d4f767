"""The search of the admin (page explorer, listings, choosers), which finds with and without accents.

Named by WAGTAILSEARCH_BACKENDS; see docs/adr/0011-admin-search.md. It has nothing to do with the citizens' search.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model
from modelsearch.backends import get_search_backends


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name modelsearch asks a module for
    """The backend for the database in use; each imports models the other database does not have."""
    if connection.vendor == "postgresql":
        from portal.core.admin_search.postgresql import FoldedPostgresBackend

        return FoldedPostgresBackend(params)
    from portal.core.admin_search.sqlite import FoldedSQLiteBackend

    return FoldedSQLiteBackend(params)


def index_rows(model: type[Model], objects: Sequence[Model]) -> None:
    """Add rows that were written without `save()`."""
    for backend in get_search_backends():
        backend.add_bulk(model, objects)
