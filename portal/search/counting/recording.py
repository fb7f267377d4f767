"""Counting a search, counting that a result was opened, and writing both down.

No reader's request writes to the database or waits for it, and no failure here reaches a reader.
"""

import logging
from datetime import date, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F
from django.http import HttpRequest

from portal.core import clock
from portal.core.readers import is_a_readers
from portal.search.counting import words
from portal.search.counting.stores import DAY, Store, Tally, current
from portal.search.models import SearchCount
from portal.search.service import SearchResult
from portal.search.understanding import Query

logger = logging.getLogger(__name__)

#: Days that counts are kept: this season beside the same season of last year, and a month to look.
KEPT = timedelta(days=400)

#: Who narrows what was found, or goes back to the literal words, has asked already.
_SAME_SEARCH = ("level", "agency", "field", "literal")


def count(request: HttpRequest, result: SearchResult) -> None:
    """Count a search once: its first page, asked by a reader, before any filter."""
    try:
        if result.page != 1 or not _is_a_readers_question(request):
            return
        text = countable(result.query)
        if text:
            # Nothing found before the filters: a filter that lets nothing through is no gap of ours.
            current().add(clock.today(), text, Tally(searches=1, without_results=int(not result.accepted)))
    except Exception:
        logger.exception("A search could not be counted")


def opened(text: str) -> None:
    """Count that a result of this search was opened; `text` is what `countable` gave."""
    try:
        if text and words.countable(text, text) == text:
            current().add(clock.today(), text, Tally(clicks=1))
    except Exception:
        logger.exception("An opened result could not be counted")


def countable(query: Query) -> str:
    """The words a search is counted under, "" where it is not."""
    return words.countable(query.original, query.text) if query.text else ""


def record(today: date) -> int:
    """Write down what came since the last time, and forget what is older than KEPT; how many queries were written.

    Raises:
        DatabaseError: nothing was written, and nothing is lost: the counts wait for the next time.
    """
    store = current()
    written = sum(_record_day(store, day) for day in (today - DAY, today))
    SearchCount.objects.filter(day__lt=today - KEPT).delete()
    return written


def _record_day(store: Store, day: date) -> int:
    taken = store.take(day)
    try:
        with transaction.atomic():
            for text, tally in sorted(taken.items()):
                row, _created = SearchCount.objects.get_or_create(day=day, text=text)
                SearchCount.objects.filter(pk=row.pk).update(
                    searches=F("searches") + tally.searches,
                    without_results=F("without_results") + tally.without_results,
                    clicks=F("clicks") + tally.clicks,
                )
    except DatabaseError:
        for text, tally in taken.items():
            store.add(day, text, tally)
        raise
    return len(taken)


def _is_a_readers_question(request: HttpRequest) -> bool:
    return is_a_readers(request) and not any(name in request.GET for name in _SAME_SEARCH)
