"""Where counts wait: what is held of a rare query, and what comes out when it was asked often enough."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
import redis
from django.core.cache import caches

from portal.core.cache import PatientRedisCache
from portal.search.counting import stores
from portal.search.counting.stores import ENOUGH, MemoryStore, RedisStore, Store, Tally
from tests.servers import RedisServer

TODAY = date(2020, 1, 2)
YESTERDAY = TODAY - timedelta(days=1)
ONCE = Tally(searches=1)


@pytest.fixture(params=["memory", "redis"])
def store(request: pytest.FixtureRequest) -> Store:
    """Both stores keep the same promises."""
    return MemoryStore() if request.param == "memory" else RedisStore(request.getfixturevalue("own_redis"))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def own_redis(server: RedisServer) -> Iterator[PatientRedisCache]:
    made = PatientRedisCache(server.url, {"KEY_PREFIX": "portal"})
    yield made
    made.disconnect()


def test_what_was_asked_four_times_is_not_given_out_and_the_fifth_time_brings_all_five(store: Store) -> None:
    for _ in range(ENOUGH - 1):
        store.add(TODAY, "khai sinh", Tally(searches=1, without_results=1))
    store.add(TODAY, "khai sinh", Tally(clicks=1))
    assert store.take(TODAY) == {}
    store.add(TODAY, "khai sinh", ONCE)
    assert store.take(TODAY) == {"khai sinh": Tally(5, 4, 1)}
    store.add(TODAY, "khai sinh", ONCE)
    store.add(TODAY, "khai sinh", Tally(clicks=1))
    assert store.take(TODAY) == {"khai sinh": Tally(1, 0, 1)}
    assert store.take(TODAY) == {}


def test_each_day_begins_to_count_anew(store: Store) -> None:
    for day in (YESTERDAY, TODAY):
        for _ in range(ENOUGH - 1):
            store.add(day, "khai sinh", ONCE)
    store.add(YESTERDAY, "khai sinh", ONCE)
    assert store.take(TODAY) == {}
    assert store.take(YESTERDAY) == {"khai sinh": Tally(5)}


def test_a_click_on_what_nobody_asked_is_not_counted_nor_remembered(store: Store) -> None:
    store.add(TODAY, "khai sinh", Tally(clicks=1))
    for _ in range(ENOUGH):
        store.add(TODAY, "khai sinh", ONCE)
    assert store.take(TODAY) == {"khai sinh": Tally(5, 0, 0)}


def test_a_flood_of_different_queries_ends_at_the_bound_and_those_before_it_are_still_counted(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "MOST_QUERIES", 10)
    for number in range(50):
        for _ in range(ENOUGH):
            store.add(TODAY, f"câu {number}", ONCE)
    assert sorted(store.take(TODAY)) == [f"câu {number}" for number in range(10)]


def test_of_threads_that_count_at_once_none_is_lost(store: Store) -> None:
    def add() -> None:
        for _ in range(50):
            store.add(TODAY, "khai sinh", Tally(1, 1, 1))

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.take(TODAY) == {"khai sinh": Tally(200, 200, 200)}


def test_what_was_taken_and_could_not_be_written_can_be_given_back(store: Store) -> None:
    for _ in range(ENOUGH):
        store.add(TODAY, "khai sinh", ONCE)
    taken = store.take(TODAY)
    store.add(TODAY, "khai sinh", taken["khai sinh"])
    store.add(TODAY, "khai sinh", ONCE)
    assert store.take(TODAY) == {"khai sinh": Tally(6)}


def test_redis_never_holds_the_words_of_a_rare_query_and_nothing_for_more_than_two_days(
    own_redis: PatientRedisCache, server: RedisServer
) -> None:
    for _ in range(ENOUGH - 1):
        RedisStore(own_redis).add(TODAY, "khai sinh", ONCE)
    with redis.Redis(port=server.port) as inside:
        keys = inside.keys("*")
        held = b" ".join(part for key in keys for pair in inside.hgetall(key).items() for part in pair)
        assert held
        assert b"khai" not in held
        RedisStore(own_redis).add(TODAY, "khai sinh", ONCE)
        keys = inside.keys("*")
        assert len(keys) == 2
        assert all(0 < inside.ttl(key) <= 2 * 24 * 60 * 60 for key in keys)


def test_memory_never_holds_the_words_of_a_rare_query_and_no_day_before_yesterday() -> None:
    store = MemoryStore()
    store.add(YESTERDAY - timedelta(days=1), "kết hôn", Tally(searches=ENOUGH))
    store.add(YESTERDAY, "kết hôn", ONCE)
    store.add(TODAY, "khai sinh", ONCE)
    assert "khai" not in repr(store._days)
    assert sorted(store._days) == [YESTERDAY, TODAY]


def test_processes_with_one_redis_count_together(server: RedisServer) -> None:
    processes = [PatientRedisCache(server.url, {"KEY_PREFIX": "portal"}) for _ in range(2)]
    for cache, times in zip(processes, (3, 2), strict=True):
        for _ in range(times):
            RedisStore(cache).add(TODAY, "khai sinh", ONCE)
    assert RedisStore(processes[0]).take(TODAY) == {"khai sinh": Tally(5)}
    assert RedisStore(processes[1]).take(TODAY) == {}
    for cache in processes:
        cache.disconnect()


def test_the_store_is_that_of_the_installation() -> None:
    has_redis = isinstance(caches["default"], PatientRedisCache)
    assert stores.is_shared() is has_redis
    assert isinstance(stores.current(), RedisStore if has_redis else MemoryStore)


def test_a_redis_without_scripts_is_no_outage_of_the_cache(own_redis: PatientRedisCache, server: RedisServer) -> None:
    with redis.Redis(port=server.port) as admin:
        admin.execute_command("ACL", "SETUSER", "default", "-eval")
        store = RedisStore(own_redis)
        store.add(TODAY, "khai sinh", Tally(searches=ENOUGH))
        assert store.take(TODAY) == {}
        own_redis.set("a", 1)
        assert own_redis.get("a") == 1
