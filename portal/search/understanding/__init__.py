"""What a reader typed, understood once for every engine."""

from portal.search.understanding.reading import LONGEST, MOST_TERMS, Query, Term, understand

__all__ = ["LONGEST", "MOST_TERMS", "Query", "Term", "understand"]
