"""A Redis cache that may be away: readers then wait a quarter of a second at most, and nothing fails."""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

#: Seconds to connect and to wait for an answer. Redis beside the portal answers in a millisecond.
CONNECT_SECONDS = 0.2
ANSWER_SECONDS = 0.25
#: Seconds during which nobody asks a Redis that did not answer.
PAUSE_SECONDS = 5.0

T = TypeVar("T")


class Outage:
    """What all threads of a process know about one Redis being away."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ask_again_at: float | None = None

    @property
    def is_on(self) -> bool:
        """Whether the last answer did not come."""
        return self._ask_again_at is not None

    def should_ask(self) -> bool:
        """Always while Redis answers; during an outage one caller after each pause."""
        with self._lock:
            if self._ask_again_at is None:
                return True
            now = time.monotonic()
            if now < self._ask_again_at:
                return False
            # The others go on without Redis while this one finds out.
            self._ask_again_at = now + PAUSE_SECONDS
            return True

    def begin(self, error: Exception) -> None:
        """No answer: pause. Logged once an outage, by the error's name only, since its text may hold an address."""
        with self._lock:
            is_new = self._ask_again_at is None
            self._ask_again_at = time.monotonic() + PAUSE_SECONDS
        if is_new:
            logger.warning("The cache does not answer (%s); going on without it", type(error).__name__)

    def end(self) -> None:
        """An answer came."""
        if self._ask_again_at is None:
            return
        with self._lock:
            is_over = self._ask_again_at is not None
            self._ask_again_at = None
        if is_over:
            logger.info("The cache answers again")


_outages: dict[str, Outage] = {}


class PatientRedisCache(RedisCache):
    """Django's Redis cache; a dead, hanging or refusing server reads as empty and writes are dropped.

    What it then answers is what Django's dummy cache answers. `clear` removes this portal's keys only,
    not the whole Redis database.
    """

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        options = {
            "socket_connect_timeout": CONNECT_SECONDS,
            "socket_timeout": ANSWER_SECONDS,
            # The client's own retries would multiply the wait.
            "retry": Retry(NoBackoff(), 0),
            **params.get("OPTIONS", {}),
        }
        super().__init__(server, params | {"OPTIONS": options})
        self.outage = _outages.setdefault(str(server), Outage())

    def answers(self) -> bool:
        """Ask Redis now, pause or not."""
        try:
            self._cache.get_client(None).ping()
        except RedisError as error:
            self.outage.begin(error)
            return False
        self.outage.end()
        return True

    def disconnect(self) -> None:
        """Close this thread's connections; the next question opens them again."""
        for pool in getattr(self._cache, "_pools", {}).values():
            pool.disconnect()

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask(lambda: super(PatientRedisCache, self).get(key, default, version), default)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        return self._ask(lambda: super(PatientRedisCache, self).get_many(keys, version), {})

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._ask(lambda: super(PatientRedisCache, self).has_key(key, version), False)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self._ask(lambda: super(PatientRedisCache, self).set(key, value, timeout, version), None)

    def set_many(self, data: dict[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> list[Any]:
        return self._ask(lambda: super(PatientRedisCache, self).set_many(data, timeout, version), list(data))

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask(lambda: super(PatientRedisCache, self).add(key, value, timeout, version), True)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask(lambda: super(PatientRedisCache, self).touch(key, timeout, version), False)

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._ask(lambda: super(PatientRedisCache, self).delete(key, version), False)

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        self._ask(lambda: super(PatientRedisCache, self).delete_many(keys, version), None)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Raises ValueError for a key that is not there, as every cache of Django; without Redis none is."""
        value = self._ask(lambda: super(PatientRedisCache, self).incr(key, delta, version), None)
        if value is None:
            raise ValueError(f"Key {key!r} not found")
        return value

    def clear(self) -> None:
        self._ask(self._remove_own_keys, None)

    def _remove_own_keys(self) -> None:
        client = self._cache.get_client(None, write=True)
        for key in client.scan_iter(match=f"{self.key_prefix}:*", count=500):
            client.delete(key)

    def _ask(self, act: Callable[[], T], otherwise: T) -> T:
        if not self.outage.should_ask():
            return otherwise
        try:
            answer = act()
        except RedisError as error:
            self.outage.begin(error)
            return otherwise
        self.outage.end()
        return answer
