"""Something done again and again beside the requests of a process, whatever fails."""

import logging
import threading
from collections.abc import Callable

from django.db import connections

logger = logging.getLogger(__name__)

#: Seconds to wait for a round in work when a process ends.
LEAVE_SECONDS = 5.0


class Rounds(threading.Thread):
    """A thread that does the same every so many seconds until it is told to stop."""

    def __init__(self, name: str, act: Callable[[], object], seconds: float) -> None:
        super().__init__(name=name, daemon=True)
        self._act = act
        self._seconds = seconds
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.is_set():
            self.act()
            self._stopped.wait(self._seconds)

    def act(self) -> None:
        """One round; what fails is logged, and the next round tries again."""
        try:
            self._act()
        except Exception:
            logger.exception("A round of the %s failed; trying again", self.name)
        finally:
            connections.close_all()

    def stop(self) -> None:
        """Let it end, and wait for that."""
        self._stopped.set()
        self.join(timeout=LEAVE_SECONDS)
