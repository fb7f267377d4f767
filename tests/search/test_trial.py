"""Trying other names says what publishing them will do, and leaves the index as it is."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.procedures.models import OtherName, ProcedurePage
from portal.search import asking, engines, wording
from portal.search.engines.base import EngineUnavailable
from portal.search.service import SearchRequest, SearchResult
from portal.search.trial import NotFindable, find, find_with_names
from portal.settings.services import ElasticsearchOptions
from tests.search.elastic import refusing_address
from tests.search.publishing import withdraw

CODE = "BQP-06"
NAMES = ["giấy ra trận", "đi lính lần đầu"]

QUERIES = (
    "giấy ra trận",
    "giay ra tran",
    "đi lính lần đầu",
    "đăng ký tạm trú",
    "mất thẻ bảo hiểm",
    "BQP-06",
    "lần đầu",
)


def publish_names(code: str, names: list[str]) -> None:
    page = ProcedurePage.objects.get(code=code)
    page.other_names = [OtherName(text=name, sort_order=order) for order, name in enumerate(names)]
    page.save_revision().publish()


def seen(result: SearchResult) -> list[tuple[object, ...]]:
    return [(hit.document.code, hit.score, hit.title, hit.document.display_names) for hit in result.hits]


@pytest.mark.usefixtures("demonstrated")
def test_what_is_tried_is_what_publishing_brings_to_the_last_score() -> None:
    before = [find(SearchRequest(text=query)) for query in QUERIES]
    tried = [find_with_names(SearchRequest(text=query), CODE, NAMES) for query in QUERIES]
    assert [seen(find(SearchRequest(text=query))) for query in QUERIES] == [*map(seen, before)]
    publish_names(CODE, NAMES)
    published = [find(SearchRequest(text=query)) for query in QUERIES]
    assert [*map(seen, tried)] == [*map(seen, published)]
    assert [(one.total, one.match, one.query.interpreted) for one in tried] == [
        (one.total, one.match, one.query.interpreted) for one in published
    ]
    assert seen(before[0]) != seen(published[0])


@pytest.mark.usefixtures("demonstrated")
def test_trying_writes_nothing_and_the_process_forgets_it() -> None:
    find(SearchRequest(text=NAMES[0]))
    engine = engines.embedded()
    digests, position, site = engine.digests(), engine.position(), wording.site()
    with CaptureQueriesContext(connection) as queries:
        assert find_with_names(SearchRequest(text=NAMES[0]), CODE, NAMES).hits
    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []
    assert (engine.digests(), engine.position()) == (digests, position)
    assert wording.site() is site
    assert asking.all_documents() is site.documents


@pytest.mark.usefixtures("plan")
def test_what_nobody_can_find_cannot_be_tried() -> None:
    withdraw(CODE)
    for code in (CODE, "BQP-999", ""):
        with pytest.raises(NotFindable):
            find_with_names(SearchRequest(text="quân sự"), code, NAMES)


@pytest.mark.usefixtures("plan")
def test_an_index_that_is_gone_is_built_again_and_one_that_cannot_be_is_said_to_be_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find(SearchRequest(text="quân sự"))
    engines.embedded().path.unlink()
    assert find_with_names(SearchRequest(text=NAMES[0]), CODE, NAMES).hits
    (tmp_path / "file").touch()
    monkeypatch.setattr(settings, "SEARCH_INDEX_FILE", tmp_path / "file" / "search.sqlite3")
    with pytest.raises(EngineUnavailable):
        find_with_names(SearchRequest(text="quân sự"), CODE, NAMES)


@pytest.mark.usefixtures("plan")
def test_where_a_server_answers_readers_both_sides_are_scored_alike_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", ElasticsearchOptions(urls=(refusing_address(),)))
    request = SearchRequest(text="nghĩa vụ quân sự")
    now, tried = find(request), find_with_names(request, CODE, [])
    assert {(one.engine, one.degraded) for one in (now, tried)} == {("embedded", False)}
    assert seen(now) == seen(tried)


@pytest.mark.usefixtures("plan")
def test_taking_names_away_is_tried_too() -> None:
    with_names = find_with_names(SearchRequest(text=NAMES[0]), CODE, NAMES)
    assert [hit.document.code for hit in with_names.hits] == [CODE]
    assert not find_with_names(SearchRequest(text=NAMES[0]), CODE, []).hits
