"""How often a short link was followed and a campaign's page opened, by day; who, from where and when is kept nowhere.

No reader's request writes to the database or waits for it: what is counted waits in this process, and the
recorder (portal.site) writes it down each minute and when the process ends. What is counted and what is not:
docs/outreach.md.
"""

import logging
import re
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from django.conf import settings
from django.db import DatabaseError, models, transaction
from django.db.models import F
from django.http import HttpRequest

from portal.core import clock
from portal.core.readers import is_a_readers
from portal.news.models import CampaignPage, CampaignVisits, ShortLink, ShortLinkScans

logger = logging.getLogger(__name__)

#: Programs that open links for somebody else: previews in chats, libraries, checks of availability. Searches count
#: such programs, since the API is made for them; a scan is a person with a phone.
_NO_BROWSER = re.compile(
    r"externalhit|preview|monitor|uptime|^(?:curl|wget|python|go-http-client|java/|libwww|okhttp|axios|node)",
    re.IGNORECASE,
)


class Counted(Enum):
    """What is counted: the rows it is counted in, and what they are about."""

    SCAN = (ShortLinkScans, "link_id", ShortLink)
    VISIT = (CampaignVisits, "campaign_id", CampaignPage)

    def __init__(self, counts: type[models.Model], subject_id: str, subject: type[models.Model]) -> None:
        self.counts: Any = counts
        self.subject_id = subject_id
        self.subject: Any = subject


#: What is counted, of which row, on which day.
Key = tuple[Counted, int, date]


class Waiting:
    """Counts of this process that no database has yet. There is one key for each link and campaign at most a day."""

    def __init__(self) -> None:
        self._counts: Counter[Key] = Counter()
        self._lock = threading.Lock()

    def add(self, counts: Mapping[Key, int]) -> None:
        with self._lock:
            self._counts.update(counts)

    def take(self) -> dict[Key, int]:
        """All of them, which are then no longer here."""
        with self._lock:
            taken, self._counts = self._counts, Counter()
            return dict(taken)


_waiting = Waiting()


def scanned(request: HttpRequest, link: ShortLink) -> None:
    """Count that a reader followed a link."""
    _count(request, Counted.SCAN, link.pk)


def visited(request: HttpRequest, campaign: CampaignPage) -> None:
    """Count that a reader opened the page of a campaign."""
    _count(request, Counted.VISIT, campaign.pk)


def record() -> int:
    """Add what waits to the counts of its days; of how many links and campaigns.

    Raises:
        DatabaseError: nothing was written, and nothing is lost: the counts wait for the next time.
    """
    taken = _waiting.take()
    if not taken:
        return 0
    try:
        with transaction.atomic():
            for what in Counted:
                _write(what, {key: number for key, number in taken.items() if key[0] is what})
    except DatabaseError:
        _waiting.add(taken)
        raise
    return len(taken)


def _count(request: HttpRequest, what: Counted, pk: int) -> None:
    if _is_a_persons(request):
        _waiting.add({(what, pk, clock.today()): 1})


def _is_a_persons(request: HttpRequest) -> bool:
    # Staff who look at their own pages have the admin's cookie; readers have none.
    if not is_a_readers(request) or settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    return _NO_BROWSER.search(request.headers.get("User-Agent", "")) is None


def _write(what: Counted, counts: Mapping[Key, int]) -> None:
    # What was deleted in the meantime has nothing left to be counted for.
    there = set(what.subject.objects.filter(pk__in={pk for _, pk, _ in counts}).values_list("pk", flat=True))
    # In one order, so that two processes never wait for each other.
    known = sorted((pk, day, number) for (_, pk, day), number in counts.items() if pk in there)
    rows = [what.counts(**{what.subject_id: pk}, day=day, count=0) for pk, day, _ in known]
    what.counts.objects.bulk_create(rows, ignore_conflicts=True)
    for pk, day, number in known:
        what.counts.objects.filter(**{what.subject_id: pk}, day=day).update(count=F("count") + number)
