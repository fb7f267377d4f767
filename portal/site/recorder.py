"""Writing down what a web process itself has counted, where no worker could see it.

What is counted: docs/search-log.md, docs/outreach.md.
"""

from portal.core import clock
from portal.news import counting as outreach
from portal.search import counting as searches
from portal.site.rounds import Rounds

#: Seconds between two rounds, and so the most that is lost when a process is killed.
ROUND_SECONDS = 60.0

_running: list[Rounds] = []


def start() -> None:
    """Begin, once a process."""
    if not _running:
        rounds = Rounds("recorder", record, ROUND_SECONDS)
        _running.append(rounds)
        rounds.start()


def stop() -> None:
    """End, after what came since the last round is written too."""
    while _running:
        rounds = _running.pop()
        rounds.stop()
        rounds.act()


def record() -> None:
    """One round. Searches that wait in a shared cache are the worker's."""
    try:
        if not searches.is_shared():
            searches.record(clock.today())
    finally:
        outreach.record()
