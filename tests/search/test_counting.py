"""Counting searches: what is kept from which number on, what is lost with whom, and that no reader notices."""

import threading
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import redis
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core.cache import PatientRedisCache
from portal.procedures.notice import Notice
from portal.search.counting import record, recording, stores
from portal.search.counting.stores import ENOUGH, MemoryStore, RedisStore, Store, Tally
from portal.search.models import SearchCount
from portal.search.tasks import record_searches
from tests.servers import RedisServer, free_port

TODAY = date(2020, 1, 2)
YESTERDAY = TODAY - timedelta(days=1)
ONCE = Tally(searches=1)
NOTHING_FOUND = "xin visa du lịch nước ngoài"
FOUND = "nghĩa vụ quân sự"


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


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    """What the portal counts in, empty."""
    empty = MemoryStore()
    monkeypatch.setattr(recording, "current", lambda: empty)
    return empty


def ask(client: Client, text: str, times: int = 1, **more: str) -> None:
    for _ in range(times):
        assert client.get("/tim-kiem/", {"q": text, **more}).status_code == 200


def click(client: Client, text: str, **headers: str) -> None:
    # What the browser makes of sendBeacon(url, new URLSearchParams(…)).
    data = f"q={text}".encode()
    kind = "application/x-www-form-urlencoded;charset=UTF-8"
    sent = client.post("/tim-kiem/da-mo/", data, kind, headers=headers or {"Sec-Fetch-Site": "same-origin"})
    assert (sent.status_code, sent.content) == (204, b"")


def rows() -> dict[str, tuple[int, int, int]]:
    return {row.text: (row.searches, row.without_results, row.clicks) for row in SearchCount.objects.all()}


# --- what waits, and for what -------------------------------------------------------------------------


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


def test_processes_without_redis_each_wait_for_enough_and_add_up_in_the_database(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for times in (5, 4, 6):
        process = MemoryStore()
        for _ in range(times):
            process.add(TODAY, "khai sinh", ONCE)
        monkeypatch.setattr(recording, "current", lambda process=process: process)
        record(TODAY)
    assert rows() == {"khai sinh": (11, 0, 0)}


def test_the_store_is_that_of_the_installation() -> None:
    has_redis = isinstance(caches["default"], PatientRedisCache)
    assert stores.is_shared() is has_redis
    assert isinstance(stores.current(), RedisStore if has_redis else MemoryStore)


# --- readers ------------------------------------------------------------------------------------------


def test_a_query_asked_often_enough_on_the_page_and_in_the_api_is_written_down(
    client: Client, plan: list[Notice], counts: MemoryStore
) -> None:
    ask(client, NOTHING_FOUND, 2)
    ask(client, NOTHING_FOUND.upper())
    for _ in range(2):
        assert client.get("/api/v1/search", {"q": NOTHING_FOUND}).status_code == 200
    ask(client, FOUND, ENOUGH)
    ask(client, "hộ khẩu", ENOUGH - 1)
    click(client, FOUND)
    assert record_searches.call() == 2
    assert rows() == {NOTHING_FOUND: (5, 5, 0), FOUND: (5, 0, 1)}
    assert {row.day for row in SearchCount.objects.all()} == {TODAY}


def test_a_later_round_adds_to_the_day(client: Client, plan: list[Notice], counts: MemoryStore) -> None:
    ask(client, FOUND, ENOUGH)
    assert record(TODAY) == 1
    ask(client, FOUND, 2)
    click(client, FOUND)
    assert (record(TODAY), record(TODAY)) == (1, 0)
    assert rows() == {FOUND: (7, 0, 1)}


@pytest.mark.parametrize(
    "more", [{"page": "2"}, {"level": "province"}, {"agency": "BCA"}, {"field": "x"}, {"literal": "1"}]
)
def test_who_turns_the_page_or_narrows_the_list_has_asked_already(
    client: Client, plan: list[Notice], counts: MemoryStore, more: dict[str, str]
) -> None:
    for _ in range(ENOUGH):
        client.get("/tim-kiem/", {"q": "đăng ký", **more})
    assert counts.take(TODAY) == {}


@pytest.mark.parametrize("path", ["/tim-kiem/", "/api/v1/search"])
@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch;prerender"}, {"User-Agent": "ExampleBot/1.0"}])
def test_robots_and_pages_fetched_ahead_are_not_counted(
    client: Client, plan: list[Notice], counts: MemoryStore, path: str, headers: dict[str, str]
) -> None:
    for _ in range(ENOUGH):
        assert client.get(path, {"q": FOUND}, headers=headers).status_code == 200
        assert client.head(path, {"q": FOUND}).status_code == 200
    assert counts.take(TODAY) == {}


def test_no_number_of_anybody_and_no_name_is_stored(client: Client, plan: list[Notice], counts: MemoryStore) -> None:
    for number in ("0905 123 456", "230123456", "062095001234"):
        ask(client, f"giấy tờ {number}", 2)
    ask(client, "nguyễn văn an đăng ký", ENOUGH)
    record(TODAY)
    assert {text: row[0] for text, row in rows().items()} == {"giấy tờ …": 6}


def test_a_search_writes_nothing_to_the_database(client: Client, plan: list[Notice], counts: MemoryStore) -> None:
    ask(client, FOUND)
    with CaptureQueriesContext(connection) as asked:
        ask(client, FOUND, ENOUGH)
        click(client, FOUND)
    assert [query["sql"] for query in asked if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []


def test_without_its_redis_nothing_is_counted_and_nobody_notices(
    client: Client, plan: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = RedisStore(PatientRedisCache(f"redis://127.0.0.1:{free_port()}/0", {}))
    monkeypatch.setattr(recording, "current", lambda: dead)
    ask(client, FOUND, ENOUGH)
    click(client, FOUND)
    assert record(TODAY) == 0
    assert rows() == {}


def test_a_redis_without_scripts_is_no_outage_of_the_cache(own_redis: PatientRedisCache, server: RedisServer) -> None:
    with redis.Redis(port=server.port) as admin:
        admin.execute_command("ACL", "SETUSER", "default", "-eval")
        store = RedisStore(own_redis)
        store.add(TODAY, "khai sinh", Tally(searches=ENOUGH))
        assert store.take(TODAY) == {}
        own_redis.set("a", 1)
        assert own_redis.get("a") == 1


def test_whatever_fails_in_counting_the_reader_gets_the_results(
    client: Client, plan: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> Store:
        raise RuntimeError

    monkeypatch.setattr(recording, "current", fail)
    ask(client, FOUND)
    click(client, FOUND)


# --- the note of an opened result -----------------------------------------------------------------------


def test_the_page_names_the_words_a_click_is_counted_under_and_its_links_stay_plain(
    client: Client, plan: list[Notice], counts: MemoryStore
) -> None:
    html = client.get("/tim-kiem/", {"q": "NGHĨA VỤ quân sự"}).content.decode()
    assert f'data-counted="{FOUND}" data-note="/tim-kiem/da-mo/"' in html
    assert "js/opened.js" in html
    assert '<h3><a href="/' in html


@pytest.mark.parametrize("text", ["nguyễn văn an nghĩa vụ quân sự", NOTHING_FOUND, ""])
def test_a_page_whose_clicks_are_not_counted_has_no_script_for_it(
    client: Client, plan: list[Notice], counts: MemoryStore, text: str
) -> None:
    html = client.get("/tim-kiem/", {"q": text}).content.decode()
    assert "js/opened.js" not in html
    assert "data-counted" not in html


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Accept": "*/*"},
    ],
)
def test_a_click_from_elsewhere_is_not_counted(counts: MemoryStore, headers: dict[str, str]) -> None:
    counts.add(TODAY, FOUND, Tally(searches=ENOUGH))
    click(Client(enforce_csrf_checks=True), FOUND, **headers)
    assert counts.take(TODAY)[FOUND].clicks == 0


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}])
def test_a_click_on_our_page_is_counted_without_any_token(counts: MemoryStore, headers: dict[str, str]) -> None:
    counts.add(TODAY, FOUND, Tally(searches=ENOUGH))
    click(Client(enforce_csrf_checks=True), FOUND, **headers)
    assert counts.take(TODAY)[FOUND].clicks == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"q=" + b"a" * 10_000, "application/x-www-form-urlencoded"),
        (b"q=%FF%FE%00", "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"q=a", "application/x-www-form-urlencoded;charset=utf-16"),
        (b"", "application/x-www-form-urlencoded"),
        (b"&".join([b"q=a"] * 300), "application/x-www-form-urlencoded"),
        (b'{"q": "a"}', "application/json"),
        (b"q=a", "text/plain"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b"q=a", ""),
    ],
)
def test_whatever_comes_as_a_note_gets_an_empty_answer_and_counts_nothing(
    client: Client, counts: MemoryStore, body: bytes, kind: str
) -> None:
    sent = client.post("/tim-kiem/da-mo/", body, kind, headers={"Sec-Fetch-Site": "same-origin"})
    assert (sent.status_code, sent.content) == (204, b"")
    assert not sent.cookies
    assert "no-store" in sent["Cache-Control"]
    assert counts._days == {} or all(not day.pending for day in counts._days.values())


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_the_note_is_only_taken_as_a_post(client: Client, method: str) -> None:
    answer = getattr(client, method)("/tim-kiem/da-mo/")
    assert (answer.status_code, answer.content, answer["Allow"]) == (405, b"", "POST")


# --- the database -----------------------------------------------------------------------------------------


def test_after_a_failure_of_the_database_the_next_round_writes_everything(
    db: None, counts: MemoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts.add(TODAY, "khai sinh", Tally(6, 1, 2))

    def fail(**values: Any) -> None:
        raise DatabaseError

    with monkeypatch.context() as broken:
        broken.setattr(SearchCount.objects, "get_or_create", fail)
        with pytest.raises(DatabaseError):
            record(TODAY)
    assert record(TODAY) == 1
    assert rows() == {"khai sinh": (6, 1, 2)}


def test_yesterdays_counts_are_written_after_midnight_and_old_rows_are_forgotten(db: None, counts: MemoryStore) -> None:
    for days in (399, 400, 401):
        SearchCount.objects.create(day=TODAY - timedelta(days=days), text="kết hôn", searches=5)
    counts.add(YESTERDAY, "khai sinh", Tally(searches=ENOUGH))
    record(TODAY)
    kept = set(SearchCount.objects.values_list("day", "text"))
    assert kept == {
        (TODAY - timedelta(days=399), "kết hôn"),
        (TODAY - timedelta(days=400), "kết hôn"),
        (YESTERDAY, "khai sinh"),
    }


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_write_at_once_add_up() -> None:
    failures: list[Exception] = []
    barrier = threading.Barrier(4)

    def write() -> None:
        process = MemoryStore()
        process.add(TODAY, "khai sinh", Tally(searches=ENOUGH))
        process.add(TODAY, "kết hôn", Tally(searches=ENOUGH))
        try:
            barrier.wait()
            recording._record_day(process, TODAY)
        except Exception as error:  # noqa: BLE001 - a thread's failure must reach the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert rows() == {"khai sinh": (20, 0, 0), "kết hôn": (20, 0, 0)}


def test_nothing_but_day_words_and_numbers_has_a_column() -> None:
    names = {field.name for field in SearchCount._meta.get_fields()}
    assert names == {"id", "day", "text", "searches", "without_results", "clicks"}
