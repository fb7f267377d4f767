"""What a reader typed, understood once for every engine."""

from portal.search.understanding.query import Intent, PlaceRead, Query, Reading, Term
from portal.search.understanding.reading import LONGEST, MOST_TERMS, understand, understand_unfinished
from portal.search.understanding.site import Site, Unit

__all__ = [
    "LONGEST",
    "MOST_TERMS",
    "Intent",
    "PlaceRead",
    "Query",
    "Reading",
    "Site",
    "Term",
    "Unit",
    "understand",
    "understand_unfinished",
]
