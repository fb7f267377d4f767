"""The 36 procedures of Decision 1291, published: as bare notices, as imported, as demonstrated."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from elasticsearch import Elasticsearch

from portal.procedures.notice import Notice
from portal.search.engines.elasticsearch import client
from portal.search.engines.elasticsearch.engine import ElasticsearchEngine
from tests.search.elastic import delete_indices, own_options
from tests.search.publishing import plan_notices, publish
from tests.seeding import seed_all, seed_list


@pytest.fixture
def plan(db: None) -> list[Notice]:
    """The 36 procedures, published."""
    notices = plan_notices()
    publish(notices)
    return notices


@pytest.fixture
def imported(db: None) -> None:
    """The 36 procedures as the importer reads them from the list, without contents."""
    seed_list()


@pytest.fixture
def demonstrated(db: None) -> None:
    """Everything the demonstration has: contents and other names too."""
    seed_all()


@pytest.fixture
def elastic(monkeypatch: pytest.MonkeyPatch) -> Iterator[ElasticsearchEngine]:
    """An engine on the server of the environment, with indices of the test's own."""
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", own_options())
    yield ElasticsearchEngine()
    delete_indices()


@pytest.fixture
def server(elastic: ElasticsearchEngine) -> Elasticsearch:
    """The client of that server."""
    return client.elasticsearch()
