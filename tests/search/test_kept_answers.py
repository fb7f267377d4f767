"""The same question twice: answered from memory, as long as it is still true and somebody could answer it anew."""

from dataclasses import replace
from unittest.mock import patch

import pytest
from django.conf import settings

from portal.core.breaker import CircuitBreaker
from portal.procedures.notice import Notice
from portal.search import asking, engines, indexing, kept_answers, service
from portal.search.service import SearchRequest, SearchResult, search
from portal.search.understanding import understand
from portal.search.understanding.knowledge import Knowledge
from tests.search.elastic import delete_indices, own_options, refusing_address
from tests.search.publishing import plan_notices, publish, short_notice, withdraw

# Within a transaction nothing is kept: its numbers may be taken back.
pytestmark = pytest.mark.django_db(transaction=True)

REQUEST = SearchRequest(text="nghĩa vụ quân sự lần đầu")


@pytest.fixture
def plan() -> list[Notice]:
    notices = plan_notices()
    publish(notices)
    return notices


def is_worked_out(request: SearchRequest) -> bool:
    """Whether a search is made for it, and not remembered."""
    with patch.object(service, "understand", wraps=understand) as reading:
        search(request)
    return reading.called


def without_time(result: SearchResult) -> SearchResult:
    return replace(result, took_ms=0.0)


@pytest.mark.usefixtures("embedded_only")
def test_the_second_answer_is_the_first_one_and_takes_its_own_time(plan: list[Notice]) -> None:
    first = search(REQUEST)
    assert not is_worked_out(REQUEST)
    second = search(REQUEST)
    assert without_time(second) == without_time(first)
    assert second.took_ms < first.took_ms


@pytest.mark.usefixtures("embedded_only")
def test_what_is_withdrawn_or_published_is_seen_by_the_next_reader(plan: list[Notice]) -> None:
    assert search(REQUEST).hits[0].document.code == "BQP-06"
    withdraw("BQP-06")
    assert "BQP-06" not in {hit.document.code for hit in search(REQUEST).hits}
    publish([short_notice("BQP-88", title="Đăng ký nghĩa vụ quân sự lần đầu cho người ở xa")])
    assert "BQP-88" in {hit.document.code for hit in search(REQUEST).hits}


@pytest.mark.usefixtures("embedded_only")
def test_another_page_another_filter_and_the_literal_words_are_other_questions(plan: list[Notice]) -> None:
    search(REQUEST)
    assert is_worked_out(replace(REQUEST, page=2))
    assert is_worked_out(replace(REQUEST, literal=True))
    assert is_worked_out(replace(REQUEST, size=5))


@pytest.mark.usefixtures("embedded_only")
def test_previews_measurements_and_long_texts_are_not_kept(plan: list[Notice]) -> None:
    for request in (replace(REQUEST, knowledge=Knowledge()), replace(REQUEST, text="quân sự " * 20)):
        search(request)
        assert is_worked_out(request)
    with asking.only(engines.embedded()):
        search(REQUEST)
        assert is_worked_out(REQUEST)


@pytest.mark.usefixtures("embedded_only")
def test_a_rebuilt_index_is_asked_again(plan: list[Notice]) -> None:
    search(REQUEST)
    indexing.rebuild(engines.embedded())
    assert is_worked_out(REQUEST)


@pytest.mark.usefixtures("embedded_only")
def test_only_so_many_are_kept_and_the_least_used_go_first(plan: list[Notice], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_answers, "MOST", 2)
    for text in ("quân sự", "bảo hiểm", "quân sự", "công an"):
        search(SearchRequest(text=text))
    assert not is_worked_out(SearchRequest(text="quân sự"))
    assert is_worked_out(SearchRequest(text="bảo hiểm"))


@pytest.mark.services
def test_a_server_that_went_away_is_noticed_although_its_answer_is_known(
    plan: list[Notice], monkeypatch: pytest.MonkeyPatch
) -> None:
    options = own_options()
    monkeypatch.setattr(asking, "breaker", CircuitBreaker(failures=asking.FAILURES, pause=asking.PAUSE))
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", options)
    try:
        for engine in engines.every():
            indexing.rebuild(engine)
        assert not search(REQUEST).degraded
        assert not is_worked_out(REQUEST)

        monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", replace(options, urls=(refusing_address(),)))
        away = search(REQUEST)
        assert (away.degraded, away.engine) == (True, "embedded")

        monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", options)
        asking.breaker.succeeded()
        assert not search(REQUEST).degraded
    finally:
        monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", options)
        delete_indices()
