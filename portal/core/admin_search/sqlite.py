"""The admin's search on SQLite."""

from modelsearch.backends.database.sqlite.sqlite import SQLiteIndex, SQLiteSearchBackend

from portal.core.admin_search.folding import FoldedEntries, FoldedQueries


class FoldedSQLiteIndex(FoldedEntries, SQLiteIndex):
    """Folded words in FTS5."""


class FoldedSQLiteBackend(FoldedQueries, SQLiteSearchBackend):
    """Wagtail's backend for SQLite, blind to accents."""

    index_class = FoldedSQLiteIndex
