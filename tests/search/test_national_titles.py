"""Among all procedures of the national catalogue each is found first by its title, with and without accents."""

import random
from collections.abc import Callable

import pytest

from portal.procedures.notice import Notice
from portal.search import asking, indexing
from portal.search.engines.elasticsearch import client
from portal.search.engines.elasticsearch.engine import ElasticsearchEngine
from portal.search.service import SearchRequest, search
from portal.vietnamese.unicode import fold
from tests.search.national import FILES, FOLDER, national_notices
from tests.search.publishing import plan_notices, publish

pytestmark = pytest.mark.skipif(not FILES, reason=f"no files of the national catalogue in {FOLDER}")

SAMPLE = 150


@pytest.fixture
def sampled(db: None) -> list[Notice]:
    """The 36 and some of the others, the same ones in every run; all are published."""
    national = list(national_notices())
    plan = plan_notices()
    publish([*plan, *national])
    assert len(national) > 2_000
    return [*plan, *random.Random(1291).sample(national, SAMPLE)]


def not_found_first(sampled: list[Notice], write: Callable[[str], str], engine: str) -> list[tuple[str, str]]:
    """Code and first answer of those whose title, written so, brings another title up first.

    Records of one title (the same procedure at several levels) stand for each other.
    """
    wrong = []
    for notice in sampled:
        result = search(SearchRequest(text=write(notice.title)))
        assert result.engine == engine
        first = result.hits[0] if result.hits else None
        if first is None or _letters(first.words.title) != _letters(notice.title):
            wrong.append((notice.code, first.document.code if first else "-"))
    return wrong


def _letters(title: str) -> str:
    return "".join(char for char in title.lower() if char.isalnum())


@pytest.mark.usefixtures("embedded_only")
def test_the_embedded_engine_finds_every_title_first(sampled: list[Notice]) -> None:
    assert not_found_first(sampled, str, "embedded") == []
    assert not_found_first(sampled, fold, "embedded") == []


@pytest.mark.services
def test_elasticsearch_finds_every_title_first(
    sampled: list[Notice], elastic: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    # This is about what is found: on a busy machine nothing may be left to the fallback.
    monkeypatch.setattr(asking, "BUDGET", 30.0)
    monkeypatch.setattr(client, "CALL", 20.0)
    indexing.rebuild(elastic)

    assert not_found_first(sampled, str, "elasticsearch") == []
    assert not_found_first(sampled, fold, "elasticsearch") == []
