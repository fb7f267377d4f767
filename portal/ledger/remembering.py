"""Values that only what the ledger announces can change, kept in the cache until the ledger grows.

With a shared cache one process makes a value for all; with a cache in each process, each makes its own.
Nothing has to be removed: the newest row is part of the key, so an old value is just never asked for again.
"""

import hashlib
from collections.abc import Callable
from datetime import date
from functools import cache as once
from pathlib import Path
from typing import TypeVar

from django.core.cache import cache
from django.db import connection

from portal.ledger.models import Entry
from portal.ledger.writing import head_seq

#: Seconds. Longer would gain nothing: what is asked for is made again in a moment.
KEPT_SECONDS = 15 * 60

T = TypeVar("T")


def remember(name: str, today: date, make: Callable[[], T]) -> T:
    """The value `make` gives now, or gave since the ledger last grew. One query, and what `make` asks.

    `today` is part of what the value depends on, as dates change what the public sees without any row.
    """
    if connection.in_atomic_block:
        # Rows of this transaction may be taken back, and their numbers given to others.
        return make()
    key = f"ledger:{name}:{today.isoformat()}:{_newest()}:{_code()}"
    known: tuple[T] | None = cache.get(key)
    if known is None:
        known = (make(),)
        cache.set(key, known, KEPT_SECONDS)
    return known[0]


def _newest() -> str:
    """The newest row with its moment: a database brought back from a copy may give the same number out again."""
    row = Entry.objects.order_by("-seq").values_list("seq", "at").first()
    return f"{row[0]}-{row[1].timestamp()}" if row else f"{head_seq()}"


@once
def _code() -> str:
    """Names this program: another release may not be able to read what this one kept."""
    found = hashlib.sha256()
    for path in sorted(Path(__file__).resolve().parents[1].rglob("*.py")):
        found.update(path.read_bytes())
    return found.hexdigest()[:12]
