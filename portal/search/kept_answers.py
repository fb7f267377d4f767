"""Answers given a moment ago, kept in this process: most people ask for the same few things.

An answer holds as long as the ledger has not grown, the day has not changed, and the same index still answers,
which is asked each time: so an engine that is away is noticed at once, and nobody gets words that are no longer
in force. Texts are in memory only, the least used go first, and none is ever written down.
"""

import threading
from collections import OrderedDict
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection

from portal.core import clock
from portal.search import asking, engines
from portal.search.engines.base import NOT_UNDERSTOOD, EngineUnavailable, IndexMissing
from portal.search.engines.elasticsearch import client

if TYPE_CHECKING:
    from portal.search.service import SearchRequest, SearchResult

#: Answers kept in one process, some 20 KB each.
MOST = 500

#: Letters of the longest question that is worth keeping: nobody types a longer one twice.
LONGEST = 120


#: Seconds an engine may take to name its index: a search that has to be made after all still ends within a second.
PATIENCE = 0.2


class _Key(NamedTuple):
    """What an answer depends on, apart from the index."""

    database: str
    head: int
    day: date
    request: "SearchRequest"


class _Kept(NamedTuple):
    """An answer, and the index it came from."""

    result: "SearchResult"
    generation: str


_kept: "OrderedDict[_Key, _Kept]" = OrderedDict()
_lock = threading.Lock()


def find(request: "SearchRequest", head: int) -> "SearchResult | None":
    """The answer that was given to the same request, if it still holds while the ledger stands at `head`."""
    if not _may_keep(request):
        return None
    key = _key(request, head)
    with _lock:
        known = _kept.get(key)
        if known is None:
            return None
        _kept.move_to_end(key)
    return known.result if known.generation and known.generation == _generation() else None


def keep(request: "SearchRequest", head: int, result: "SearchResult") -> None:
    """Keep an answer, unless the index it came from does not stand at `head` yet."""
    engine = engines.main()
    if result.degraded or result.engine != engine.name or not _may_keep(request):
        return
    try:
        kept = _Kept(result, engine.known_generation() if engine.stands_at(head, clock.today()) else "")
    except (EngineUnavailable, IndexMissing):
        return
    with _lock:
        _kept[_key(request, head)] = kept
        while len(_kept) > MOST:
            _kept.popitem(last=False)


def forget() -> None:
    """Drop everything."""
    with _lock:
        _kept.clear()


def _generation() -> str:
    """Names the index that would answer now; "" where the engine is away, which whoever searches then finds out."""
    if not asking.breaker.may_try():
        return ""
    try:
        with client.within(PATIENCE):
            return engines.main().generation()
    except (EngineUnavailable, *NOT_UNDERSTOOD):
        return ""


def _key(request: "SearchRequest", head: int) -> _Key:
    return _Key(connection.alias, head, clock.today(), request)


def _may_keep(request: "SearchRequest") -> bool:
    """Not what a preview tries or a measurement asks, and nothing of a transaction whose numbers may be taken back."""
    is_plain = request.knowledge is None and len(request.text) <= LONGEST and not asking.is_one_chosen()
    return is_plain and not connection.in_atomic_block
