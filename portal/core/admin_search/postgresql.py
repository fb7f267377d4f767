"""The admin's search on PostgreSQL."""

from typing import Any

from modelsearch.backends.database.postgres.postgres import PostgresIndex, PostgresSearchBackend

from portal.core.admin_search.folding import FoldedEntries, FoldedQueries


class FoldedPostgresIndex(FoldedEntries, PostgresIndex):
    """Folded words in a tsvector."""


class FoldedPostgresBackend(FoldedQueries, PostgresSearchBackend):
    """Wagtail's backend for PostgreSQL, blind to accents."""

    index_class = FoldedPostgresIndex

    def __init__(self, params: dict[str, Any]) -> None:
        # The server's own is usually English: it would drop "the" (thẻ) and "do", and stem the rest.
        super().__init__({"SEARCH_CONFIG": "simple"} | params)
