"""A circuit breaker: after some failures a server is left alone for a while, then tried by one request.

The packages for this hold a lock during the call itself, which would let one thread at a time ask;
this one holds it only to look and to count.
"""

import threading
import time
from collections.abc import Callable


class CircuitBreaker:
    """Counts failures of one server in this process.

    Closed, every call may try. After `failures` in a row it opens: none may for `pause` seconds. Then one
    call may; its success closes the breaker, its failure opens it again.
    """

    def __init__(self, *, failures: int, pause: float, now: Callable[[], float] = time.monotonic) -> None:
        self._failures = failures
        self._pause = pause
        self._now = now
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._retry_at = 0.0

    @property
    def is_open(self) -> bool:
        """Whether the server is being left alone."""
        return self._in_a_row >= self._failures

    def may_try(self) -> bool:
        """Whether this call should go to the server; every True is followed by `succeeded` or `failed`."""
        with self._lock:
            if not self.is_open:
                return True
            if self._now() < self._retry_at:
                return False
            # This call is the one that tries; if it never reports, another may after the same pause.
            self._retry_at = self._now() + self._pause
            return True

    def succeeded(self) -> bool:
        """The server answered. Returns whether that ended an outage."""
        with self._lock:
            was_open, self._in_a_row = self.is_open, 0
        return was_open

    def failed(self) -> bool:
        """The server did not answer in time, or not at all. Returns whether that began an outage."""
        with self._lock:
            was_open = self.is_open
            self._in_a_row += 1
            self._retry_at = self._now() + self._pause
            return self.is_open and not was_open
