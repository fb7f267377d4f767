"""A Redis cache that may be away: readers then wait a quarter of a second at most, and nothing fails."""

import logging
import pickle
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError
from redis.retry import Retry

from portal.core.breaker import CircuitBreaker

logger = logging.getLogger(__name__)

#: Seconds to connect and to wait for an answer. Redis beside the portal answers in a millisecond.
CONNECT_SECONDS = 0.2
ANSWER_SECONDS = 0.25
#: Seconds during which nobody asks a Redis that did not answer.
PAUSE_SECONDS = 5.0

#: What unpickling raises of a value that somebody else wrote, or another release of this program.
_UNREADABLE = (pickle.UnpicklingError, AttributeError, EOFError, ImportError, LookupError, TypeError, ValueError)

T = TypeVar("T")


#: What all threads of this process know of each Redis.
_breakers: dict[str, CircuitBreaker] = {}


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
        self.breaker = _breakers.setdefault(str(server), CircuitBreaker(failures=1, pause=PAUSE_SECONDS))

    def answers(self) -> bool:
        """Ask Redis now, pause or not."""
        try:
            self._cache.get_client(None).ping()
        except RedisError as error:
            self._note_failure(error)
            return False
        self._note_success()
        return True

    def disconnect(self) -> None:
        """Close this thread's connections; the next question opens them again."""
        for pool in getattr(self._cache, "_pools", {}).values():
            pool.disconnect()

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._read(lambda: super(PatientRedisCache, self).get(key, default, version), default)

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        return self._read(lambda: super(PatientRedisCache, self).get_many(keys, version), {})

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

    def run(self, script: str, keys: Iterable[str], values: Iterable[Any], otherwise: T) -> Any:
        """What a Lua script answers, run in Redis as one step; `otherwise` without Redis.

        A server that answers but does not run scripts is no outage: the rest of the cache works.
        """
        named = [self.make_and_validate_key(key) for key in keys]
        return self._ask(lambda: self._run(script, [*named, *values], len(named), otherwise), otherwise)

    def _run(self, script: str, arguments: list[Any], keys: int, otherwise: T) -> Any:
        try:
            return self._cache.get_client(None, write=True).eval(script, keys, *arguments)
        except ResponseError as error:
            logger.warning("The cache does not run scripts (%s)", type(error).__name__)
            return otherwise

    def clear(self) -> None:
        self._ask(self._remove_own_keys, None)

    def _remove_own_keys(self) -> None:
        client = self._cache.get_client(None, write=True)
        for key in client.scan_iter(match=f"{self.key_prefix}:*", count=500):
            client.delete(key)

    def _read(self, act: Callable[[], T], otherwise: T) -> T:
        """A value nobody can read is as good as none: whoever asked makes it again and writes it over."""
        try:
            return self._ask(act, otherwise)
        except _UNREADABLE as error:
            logger.warning("A value in the cache cannot be read (%s)", type(error).__name__)
            return otherwise

    def _ask(self, act: Callable[[], T], otherwise: T) -> T:
        if not self.breaker.may_try():
            return otherwise
        try:
            answer = act()
        except RedisError as error:
            self._note_failure(error)
            return otherwise
        self._note_success()
        return answer

    def _note_failure(self, error: RedisError) -> None:
        """Logged once an outage, by the error's name only, since its text may hold an address."""
        if self.breaker.failed():
            logger.warning("The cache does not answer (%s); going on without it", type(error).__name__)

    def _note_success(self) -> None:
        if self.breaker.succeeded():
            logger.info("The cache answers again")
