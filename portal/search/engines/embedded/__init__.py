"""The engine that needs no server: SQLite's FTS5 in a file of its own."""
