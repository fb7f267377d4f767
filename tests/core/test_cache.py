"""The cache over a real Redis that dies, hangs, refuses and comes back."""

import logging
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from django.core.cache import caches
from django.core.cache.backends.dummy import DummyCache

from portal.core import cache as module
from portal.core.cache import PatientRedisCache
from tests.servers import RedisServer, wait_until

pytestmark = pytest.mark.services


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RedisServer]:
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def cache(server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[PatientRedisCache]:
    monkeypatch.setattr(module, "PAUSE_SECONDS", 0.2)
    made = PatientRedisCache(server.url, {"KEY_PREFIX": "portal"})
    yield made
    made.disconnect()


def until_it_answers(cache: PatientRedisCache) -> None:
    def keeps() -> bool:
        cache.set("probe", 1)
        return cache.get("probe") is not None

    wait_until(keeps, "Redis answers")


def test_it_keeps_and_forgets_like_any_cache(cache: PatientRedisCache) -> None:
    cache.set("a", b"pdf", 60)
    cache.set_many({"b": "hai", "n": 1})
    assert cache.get_many(["a", "b", "z"]) == {"a": b"pdf", "b": "hai"}
    assert (cache.add("a", 2), cache.has_key("a"), cache.incr("n", 4)) == (False, True, 5)
    assert (cache.touch("a", 5), cache.delete("a"), cache.get("a", "none")) == (True, True, "none")
    cache.delete_many(["b", "n"])
    assert cache.get_many(["b", "n"]) == {}
    with pytest.raises(ValueError, match="not found"):
        cache.incr("n")


def test_clearing_removes_our_keys_and_nobody_elses(cache: PatientRedisCache, server: RedisServer) -> None:
    with redis.Redis(port=server.port) as other:
        other.set("somebody", "else")
        cache.set("a", 1)
        cache.clear()
        assert (cache.get("a"), other.get("somebody")) == (None, b"else")


@pytest.mark.parametrize(
    "value",
    [b"", b"garbage", b"\x80\x05K", b"\x80\x05\x8c\x0bno.such.one\x94\x8c\x01X\x94\x93\x94.", b"cportal\nGone\n."],
    ids=["empty", "no pickle", "cut off", "of a module that is gone", "of a class that is gone"],
)
def test_a_value_nobody_can_read_reads_as_none_and_is_written_over(
    cache: PatientRedisCache, server: RedisServer, value: bytes
) -> None:
    with redis.Redis(port=server.port) as other:
        other.set(cache.make_key("a"), value)
    assert cache.get("a", "none") == "none"
    assert cache.get_many(["a"]) == {}
    assert cache.get_or_set("a", lambda: "made") == "made"
    cache.set("a", 2)
    assert cache.get("a") == 2
    assert not cache.breaker.is_open


def test_a_dead_redis_reads_as_empty_in_every_way_and_serves_again_when_it_is_back(
    cache: PatientRedisCache, server: RedisServer
) -> None:
    cache.set("a", 1)
    server.stop()
    dummy = DummyCache("", {})
    for other in (cache, dummy):
        assert other.get("a") is None
        assert other.get("a", "default") == "default"
        assert other.get_or_set("a", lambda: "made") == "made"
        assert (other.add("a", 1), other.touch("a"), other.delete("a"), other.has_key("a")) == (
            True,
            False,
            False,
            False,
        )
        other.set("a", 1)
        other.delete_many(["a"])
        assert other.get_many(["a"]) == {}
        with pytest.raises(ValueError, match="not found"):
            other.incr("a")
    assert cache.set_many({"a": 1}) == ["a"]
    cache.clear()

    server.start()
    until_it_answers(cache)
    cache.set("a", 2)
    assert cache.get("a") == 2


def test_a_hanging_redis_costs_one_short_wait_and_then_none_until_the_pause_is_over(
    cache: PatientRedisCache, server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAUSE_SECONDS", 3600)
    cache.set("a", 1)
    server.send(signal.SIGSTOP)
    try:
        assert cache.get("a") is None
        with monkeypatch.context() as patched:
            asked: list[None] = []
            patched.setattr(cache._cache, "get_client", lambda *args, **kwargs: asked.append(None))
            assert [cache.get("a") for _ in range(1000)] == [None] * 1000
            assert asked == []
    finally:
        server.send(signal.SIGCONT)


def test_a_new_connection_to_a_hanging_redis_gives_up_too(cache: PatientRedisCache, server: RedisServer) -> None:
    server.send(signal.SIGSTOP)
    answers: list[object] = []
    asking = threading.Thread(target=lambda: answers.append(cache.get("a", "none")))
    asking.start()
    asking.join(timeout=10)
    server.send(signal.SIGCONT)
    asking.join()
    assert answers == ["none"]
    until_it_answers(cache)


def test_a_redis_that_refuses_the_password_or_is_full_is_an_outage_too(
    cache: PatientRedisCache, server: RedisServer
) -> None:
    with redis.Redis(port=server.port) as admin:
        admin.config_set("requirepass", "secret")
        cache.disconnect()
        assert cache.get("a", "none") == "none"
        admin.config_set("requirepass", "")
        until_it_answers(cache)
        admin.config_set("maxmemory", "1")
        cache.set("a", 1)
        admin.config_set("maxmemory", "0")
        until_it_answers(cache)


def test_an_outage_is_logged_once_and_its_end_once(
    cache: PatientRedisCache, server: RedisServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="portal.core.cache")
    cache.set("a", 1)
    server.stop()
    for _ in range(4):
        cache.get("a")
        time.sleep(module.PAUSE_SECONDS + 0.01)
    server.start()
    until_it_answers(cache)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert not any(str(server.port) in record.getMessage() for record in caplog.records)


def test_threads_share_what_they_know_about_a_server(server: RedisServer) -> None:
    first, second = (PatientRedisCache(server.url, {}) for _ in range(2))
    first.breaker.failed()
    assert second.breaker.is_open


def test_the_suite_itself_runs_with_a_cache() -> None:
    caches["default"].set("probe", 1)
    assert caches["default"].get("probe") == 1
