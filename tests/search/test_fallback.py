"""Elasticsearch away in every way there is: citizens get their answer, it says so, and all is well again by itself."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from portal.core.breaker import CircuitBreaker
from portal.procedures.notice import Notice
from portal.search import asking, engines, health, indexing
from portal.search.engines.elasticsearch import client, indices
from portal.search.engines.elasticsearch.engine import ElasticsearchEngine
from portal.search.service import SearchRequest, SearchResult, search
from portal.search.suggestions import suggest
from portal.settings.services import ElasticsearchOptions
from tests.search.elastic import address_that_says, delete_indices, hanging_address, own_options, refusing_address
from tests.search.publishing import publish, short_notice, withdraw

#: As they are in the program, whatever the suite made of them.
BUDGET, CALL = asking.BUDGET, client.CALL

REQUEST = SearchRequest(text="nghĩa vụ quân sự lần đầu")
#: A hanging server is waited for no longer than this, whatever the machine is doing: far below a client's own patience.
PATIENCE = 5.0


@pytest.fixture(autouse=True)
def _as_in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real breaker, fresh, and an index of the server that only the worker builds."""
    monkeypatch.setattr(asking, "breaker", CircuitBreaker(failures=asking.FAILURES, pause=asking.PAUSE))
    monkeypatch.setattr(asking, "BUDGET", BUDGET)
    monkeypatch.setattr(client, "CALL", CALL)
    monkeypatch.setattr(ElasticsearchEngine, "builds_in_requests", False)


@pytest.fixture
def server(plan: list[Notice], monkeypatch: pytest.MonkeyPatch) -> Iterator[ElasticsearchOptions]:
    """A real index, up to date, beside an embedded one that is too."""
    options = own_options()
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", options)
    for engine in engines.every():
        indexing.rebuild(engine)
    yield options
    settings.SEARCH_ELASTICSEARCH = options
    delete_indices()


def is_answered_by_the_fallback(result: SearchResult) -> bool:
    return result.degraded and result.engine == "embedded" and result.hits[0].document.code == "BQP-06"


# --- the ways of being away ---------------------------------------------------------------------------


@pytest.mark.services
def test_a_server_that_is_well_answers_and_nothing_is_degraded(server: ElasticsearchOptions) -> None:
    result = search(REQUEST)

    assert (result.engine, result.degraded) == ("elasticsearch", False)
    assert result.hits[0].document.code == "BQP-06"
    assert [item.behind for item in health.look()] == [0, 0]


def test_a_server_that_refuses_connections(plan: list[Notice], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", ElasticsearchOptions(urls=(refusing_address(),)))

    assert is_answered_by_the_fallback(search(REQUEST))
    assert [item.answers for item in health.look()] == [False, True]


def test_a_server_that_hangs_is_not_waited_for_and_soon_not_even_asked(
    plan: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only the waiting is measured, not how long an index takes to build.
    indexing.rebuild(engines.embedded())
    with hanging_address() as address:
        monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", ElasticsearchOptions(urls=(address,)))
        started = time.monotonic()
        for _ in range(asking.FAILURES):
            assert is_answered_by_the_fallback(search(REQUEST))
        assert time.monotonic() - started < PATIENCE

        def asked(engine: object) -> None:
            raise AssertionError("the hanging server was asked again")

        monkeypatch.setattr(ElasticsearchEngine, "_look", asked)
        assert is_answered_by_the_fallback(search(REQUEST))


def test_the_time_a_reader_waits_leaves_room_for_the_fallback_within_a_second() -> None:
    assert asking.BUDGET <= 0.7
    assert client.CALL < asking.BUDGET
    assert 2 * client.CALL_OF_SEVERAL < asking.BUDGET


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        b"HTTP/1.1 503 Service Unavailable\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}",
        b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\nconnection: close\r\n\r\n<html>",
        b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"",
        *(
            b"HTTP/1.1 200 OK\r\nx-elastic-product: Elasticsearch\r\ncontent-type: application/json\r\n"
            b"content-length: %d\r\nconnection: close\r\n\r\n%b" % (len(body), body)
            for body in (b"{}", b"[]", b"null", b'{"_source": null}', b'{"_source": {"cursor": 1}}', b'{"a":')
        ),
    ],
    ids=[
        *("500", "503", "a web page", "401", "not http", "closed"),
        *("an empty object", "a list", "null", "null within", "half a position", "half an answer"),
    ],
)
def test_a_server_that_says_something_else(plan: list[Notice], monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    with address_that_says(answer) as address:
        monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", ElasticsearchOptions(urls=(address,)))

        assert is_answered_by_the_fallback(search(REQUEST))


@pytest.mark.services
def test_a_red_index(server: ElasticsearchOptions) -> None:
    elasticsearch, current = client.elasticsearch(), engines.main().generation()
    name = f"{current[:-6]}abcdef"
    # No node has this name: the only copy of the only shard never gets a place.
    nowhere = {"index.routing.allocation.require._name": "no-such-node"}
    elasticsearch.indices.create(index=name, settings=nowhere, wait_for_active_shards=0)
    moves = [{"remove": {"index": current, "alias": alias}} for alias in (indices.read_alias(), indices.write_alias())]
    moves += [{"add": {"index": name, "alias": alias}} for alias in (indices.read_alias(), indices.write_alias())]
    elasticsearch.indices.update_aliases(actions=moves)
    assert elasticsearch.cluster.health(index=name)["status"] == "red"

    assert is_answered_by_the_fallback(search(REQUEST))


@pytest.mark.services
def test_an_emptied_index(server: ElasticsearchOptions) -> None:
    elasticsearch = client.elasticsearch()
    elasticsearch.delete_by_query(
        index=indices.write_alias(), query={"exists": {"field": "code"}}, refresh=True, conflicts="proceed"
    )

    assert is_answered_by_the_fallback(search(REQUEST))


@pytest.mark.services
def test_an_index_emptied_after_its_words_were_counted(server: ElasticsearchOptions) -> None:
    assert not search(REQUEST).degraded
    elasticsearch = client.elasticsearch()
    elasticsearch.delete_by_query(
        index=indices.write_alias(), query={"exists": {"field": "code"}}, refresh=True, conflicts="proceed"
    )

    assert is_answered_by_the_fallback(search(REQUEST))


def test_a_server_that_talks_nonsense_does_not_keep_the_other_index_from_its_turn(
    plan: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    nonsense = (
        b"HTTP/1.1 200 OK\r\nx-elastic-product: Elasticsearch\r\ncontent-type: application/json\r\n"
        b"content-length: 2\r\nconnection: close\r\n\r\n{}"
    )
    with address_that_says(nonsense) as address:
        monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", ElasticsearchOptions(urls=(address,)))
        indexing.catch_up_all()

    assert engines.embedded().size() == len(plan)


@pytest.mark.services
def test_a_deleted_index_is_stood_in_for_and_rebuilt_by_the_worker(server: ElasticsearchOptions) -> None:
    indices.delete(engines.main().generation())

    assert is_answered_by_the_fallback(search(REQUEST))

    asking.breaker.succeeded()
    indexing.catch_up_all()
    assert not search(REQUEST).degraded


# --- what the reader sees -----------------------------------------------------------------------------


def test_page_and_api_say_that_they_are_degraded(
    plan: list[Notice], client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", ElasticsearchOptions(urls=(refusing_address(),)))
    cache.clear()

    page = client.get("/tim-kiem/", {"q": "nghĩa vụ quân sự lần đầu"})
    answer = client.get("/api/v1/search", {"q": "nghĩa vụ quân sự lần đầu"}).json()

    assert page.status_code == 200
    assert "bộ tìm dự phòng" in page.content.decode()
    assert (answer["engine"], answer["degraded"]) == ("embedded", True)
    assert answer["results"][0]["code"] == "BQP-06"


@pytest.mark.usefixtures("embedded_only")
def test_without_elasticsearch_in_the_settings_nothing_is_degraded(plan: list[Notice], client: Client) -> None:
    assert "dự phòng" not in client.get("/tim-kiem/", {"q": "nghĩa vụ quân sự"}).content.decode()
    assert client.get("/api/v1/search", {"q": "nghĩa vụ quân sự"}).json()["degraded"] is False


def test_suggestions_never_wait_for_a_server(plan: list[Notice], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", ElasticsearchOptions(urls=(refusing_address(),)))

    assert suggest("nghĩa vụ quân sự lần")[0].code == "BQP-06"


# --- and back again -----------------------------------------------------------------------------------


@pytest.mark.services
def test_edits_made_while_it_was_away_are_found_at_once_and_after_it_is_back(
    server: ElasticsearchOptions, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not search(REQUEST).degraded
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", replace(server, urls=(refusing_address(),)))
    publish([short_notice("BQP-77", title="Cấp giấy mới trong lúc máy chủ nghỉ")])
    withdraw("BQP-06")

    away = search(SearchRequest(text="cấp giấy mới trong lúc máy chủ nghỉ"))
    assert (away.degraded, [hit.document.code for hit in away.hits]) == (True, ["BQP-77"])

    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", server)
    asking.breaker.succeeded()
    back = search(SearchRequest(text="cấp giấy mới trong lúc máy chủ nghỉ"))
    assert (back.degraded, [hit.document.code for hit in back.hits]) == (False, ["BQP-77"])
    assert "BQP-06" not in ElasticsearchEngine().stamps()


@pytest.mark.services
def test_the_server_is_tried_again_by_itself(server: ElasticsearchOptions, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(
        asking, "breaker", CircuitBreaker(failures=asking.FAILURES, pause=asking.PAUSE, now=lambda: clock[0])
    )
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", replace(server, urls=(refusing_address(),)))
    for _ in range(asking.FAILURES):
        assert search(REQUEST).degraded
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", server)
    assert search(REQUEST).degraded, "it is left alone for a while"

    clock[0] += asking.PAUSE + 1

    assert not search(REQUEST).degraded
    assert not search(REQUEST).degraded
