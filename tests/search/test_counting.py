"""Counting searches: what is written down of them, and that no reader notices."""

import threading
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.core.cache import PatientRedisCache
from portal.procedures.notice import Notice
from portal.search.counting import record, recording
from portal.search.counting.stores import ENOUGH, MemoryStore, RedisStore, Store, Tally
from portal.search.models import SearchCount
from portal.search.tasks import record_searches
from tests.servers import free_port

TODAY = date(2020, 1, 2)
YESTERDAY = TODAY - timedelta(days=1)
ONCE = Tally(searches=1)
NOTHING_FOUND = "xin visa du lịch nước ngoài"
FOUND = "nghĩa vụ quân sự"


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
    reading = ("SELECT", "(SELECT", "SAVEPOINT", "RELEASE")
    assert [query["sql"] for query in asked if not query["sql"].startswith(reading)] == []


def test_without_its_redis_nothing_is_counted_and_nobody_notices(
    client: Client, plan: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = RedisStore(PatientRedisCache(f"redis://127.0.0.1:{free_port()}/0", {}))
    monkeypatch.setattr(recording, "current", lambda: dead)
    ask(client, FOUND, ENOUGH)
    click(client, FOUND)
    assert record(TODAY) == 0
    assert rows() == {}


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
