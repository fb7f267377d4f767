"""Reading into a new process what answers need, so that no reader waits for that."""

import logging

from django.db import DatabaseError

from portal.core import clock
from portal.ledger.writing import head_seq
from portal.search import asking, highlights, shown, wording
from portal.search.understanding import understand

logger = logging.getLogger(__name__)


def warm() -> None:
    """Documents of every engine, words of the site, and which versions are in force.

    What is away is left for later: a process starts without it.
    """
    asking.warm()
    try:
        head = head_seq()
        site = wording.site(head)
        # What is made of the site's words when they are first needed is made now.
        understand("hoi lam giay to o dau", lambda: site)
        highlights.keep_words(document.display_title for document in site.documents[: highlights.MOST_TITLES // 2])
        shown.shown_on(clock.today(), [document.code for document in site.documents], head)
    except DatabaseError as error:
        logger.warning("the database could not be read into memory: %s", type(error).__name__)
