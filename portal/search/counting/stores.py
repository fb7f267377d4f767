"""Where counts wait until a query was asked often enough to be written down.

Until then only a keyed digest of it is held, so that a rare query is nowhere: neither in the database nor in
the memory of a cache. The key is random, of one day and one store, and is never told.
"""

import hashlib
import logging
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from django.core.cache import caches

from portal.core.cache import PatientRedisCache

logger = logging.getLogger(__name__)

#: How often a query must be asked on one day before its words are kept. Five as in statistics of people's registers:
#: smaller groups are not published.
ENOUGH = 5
#: Different queries a day that are counted; a flood of made-up ones ends here.
MOST_QUERIES = 20_000
#: Yesterday's counts are still fetched after midnight.
KEPT_SECONDS = 2 * 24 * 60 * 60
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Tally:
    """How often asked, how often without any result, how often a result was opened."""

    searches: int = 0
    without_results: int = 0
    clicks: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.searches + other.searches,
            self.without_results + other.without_results,
            self.clicks + other.clicks,
        )


class Store(Protocol):
    """Counts of some days. Neither method raises when the store is away: nothing is counted then."""

    def add(self, day: date, text: str, tally: Tally) -> None:
        """Add to a query's counts. One that nobody asked on that day gains no clicks."""

    def take(self, day: date) -> Mapping[str, Tally]:
        """What came since the last time, of queries asked ENOUGH times; it is then no longer here."""


@dataclass(slots=True)
class _Day:
    key: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    #: Digest -> counts so far; of a query asked ENOUGH times only `searches` goes on growing.
    pending: dict[bytes, Tally] = field(default_factory=dict)
    known: dict[str, Tally] = field(default_factory=dict)


class MemoryStore:
    """Counts of this process alone: without a shared cache each process waits for ENOUGH by itself."""

    def __init__(self) -> None:
        self._days: dict[date, _Day] = {}
        self._lock = threading.Lock()

    def add(self, day: date, text: str, tally: Tally) -> None:
        with self._lock:
            if day not in self._days:
                self._days = {kept: counts for kept, counts in self._days.items() if kept >= day - DAY}
            counts = self._days.setdefault(day, _Day())
            digest = hashlib.blake2b(text.encode(), key=counts.key, digest_size=16).digest()
            before = counts.pending.get(digest)
            if before is None:
                if not tally.searches or len(counts.pending) >= MOST_QUERIES:
                    return
                before = Tally()
            after = before + tally
            counts.pending[digest] = after if after.searches < ENOUGH else Tally(after.searches)
            if after.searches >= ENOUGH:
                # Reaching it, what was counted under the digest comes along.
                fresh = tally if before.searches >= ENOUGH else after
                counts.known[text] = counts.known.get(text, Tally()) + fresh

    def take(self, day: date) -> Mapping[str, Tally]:
        with self._lock:
            counts = self._days.get(day)
            if counts is None:
                return {}
            taken, counts.known = counts.known, {}
            return taken


#: KEYS: pending, known. ARGV: a new key, text, searches, without, clicks, ENOUGH, MOST_QUERIES, KEPT_SECONDS.
_ADD = """
redis.call('HSETNX', KEYS[1], 'key', ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[8])
local digest = redis.sha1hex(redis.call('HGET', KEYS[1], 'key') .. ARGV[2])
local before = tonumber(redis.call('HGET', KEYS[1], digest) or 0)
local searches, without, clicks = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
if before == 0 then
    if searches == 0 or tonumber(redis.call('HGET', KEYS[1], 'queries') or 0) >= tonumber(ARGV[7]) then return 0 end
    redis.call('HINCRBY', KEYS[1], 'queries', 1)
end
local after = redis.call('HINCRBY', KEYS[1], digest, searches)
local fields = {w = without, c = clicks}
if after < tonumber(ARGV[6]) then
    for name, number in pairs(fields) do
        if number ~= 0 then redis.call('HINCRBY', KEYS[1], digest .. name, number) end
    end
    return after
end
fields['s'] = searches
if before < tonumber(ARGV[6]) then
    fields['s'] = after
    for _, name in ipairs({'w', 'c'}) do
        fields[name] = fields[name] + tonumber(redis.call('HGET', KEYS[1], digest .. name) or 0)
        redis.call('HDEL', KEYS[1], digest .. name)
    end
end
for name, number in pairs(fields) do
    if number ~= 0 then redis.call('HINCRBY', KEYS[2], name .. ARGV[2], number) end
end
redis.call('EXPIRE', KEYS[2], ARGV[8])
return after
"""

#: KEYS: known.
_TAKE = "local taken = redis.call('HGETALL', KEYS[1]) redis.call('DEL', KEYS[1]) return taken"


class RedisStore:
    """Counts of all processes together, in two hashes a day; one round trip a search."""

    def __init__(self, cache: PatientRedisCache) -> None:
        self._cache = cache

    def add(self, day: date, text: str, tally: Tally) -> None:
        numbers = (tally.searches, tally.without_results, tally.clicks, ENOUGH, MOST_QUERIES, KEPT_SECONDS)
        keys = [self._key("pending", day), self._key("known", day)]
        self._cache.run(_ADD, keys, [secrets.token_bytes(32), text, *numbers], None)

    def take(self, day: date) -> Mapping[str, Tally]:
        answer = self._cache.run(_TAKE, [self._key("known", day)], [], [])
        taken: dict[str, Tally] = {}
        for name, number in zip(answer[::2], answer[1::2], strict=True):
            kind, text, amount = name[:1], name[1:].decode(), int(number)
            made = Tally(
                searches=amount if kind == b"s" else 0,
                without_results=amount if kind == b"w" else 0,
                clicks=amount if kind == b"c" else 0,
            )
            taken[text] = taken.get(text, Tally()) + made
        return taken

    @staticmethod
    def _key(kind: str, day: date) -> str:
        return f"searches:{kind}:{day.isoformat()}"


_memory = MemoryStore()


def current() -> Store:
    """Redis where the installation has it, else this process."""
    cache = caches["default"]
    return RedisStore(cache) if isinstance(cache, PatientRedisCache) else _memory


def is_shared() -> bool:
    """Whether the worker sees what the web processes count."""
    return isinstance(caches["default"], PatientRedisCache)
