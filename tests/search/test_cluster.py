"""Three nodes, and what may befall them while citizens search and editors publish: no search fails, nothing is lost.

The accidents are real: nodes of a cluster of the tests' own are killed or held as a power failure or a
stuck machine would. An answer of the embedded engine counts as an answer, never as the end of the story.
"""

import itertools
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from portal.core import clock
from portal.core.breaker import CircuitBreaker
from portal.procedures.notice import Notice
from portal.search import asking, engines, indexing, verification
from portal.search.documents import documents_on
from portal.search.engines.base import EngineUnavailable, IndexMissing
from portal.search.engines.elasticsearch import client, indices, writing
from portal.search.engines.elasticsearch.engine import ElasticsearchEngine
from portal.search.service import SearchRequest, search
from portal.settings.services import ElasticsearchOptions
from tests.search.cluster import Cluster
from tests.search.elastic import own_prefix
from tests.search.publishing import plan_notices, publish, short_notice, withdraw
from tests.servers import wait_until

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

#: As they are in the program, whatever the suite made of them.
BUDGET, CALL = asking.BUDGET, client.CALL
READERS = 3
#: Seconds no reader waits, whatever the machine is doing: far below the patience of commands.
FOR_EVER = 5.0
#: Seconds in which two nodes of three must be a whole service again; Elasticsearch gives up on a silent one after 30.
RECOVERY = 90


@pytest.fixture(scope="module")
def three_nodes() -> Iterator[Cluster]:
    cluster = Cluster()
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture
def cluster(three_nodes: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """All three nodes well, both indices filled with the 36 procedures, everything as in production."""
    three_nodes.make_whole()
    options = ElasticsearchOptions(urls=three_nodes.urls, prefix=own_prefix(), replicas=1)
    with monkeypatch.context() as patch:
        patch.setattr(settings, "SEARCH_ELASTICSEARCH", options)
        patch.setattr(asking, "breaker", CircuitBreaker(failures=asking.FAILURES, pause=asking.PAUSE))
        patch.setattr(asking, "BUDGET", BUDGET)
        patch.setattr(client, "CALL", CALL)
        patch.setattr(ElasticsearchEngine, "builds_in_requests", False)
        publish(plan_notices())
        for engine in engines.every():
            indexing.rebuild(engine)
        yield three_nodes


# --- readers ------------------------------------------------------------------------------------------


@dataclass
class Answers:
    """What several readers got, in the order it came."""

    failures: list[str] = field(default_factory=list)
    degraded: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def wait_for(self, count: int) -> None:
        """Until so many more have come."""
        wanted = len(self.seconds) + count
        wait_until(lambda: len(self.seconds) >= wanted or bool(self.failures), f"{count} answers", seconds=120)

    def assert_none_failed(self) -> None:
        assert self.failures == []
        assert max(self.seconds) < FOR_EVER


@contextmanager
def readers(titles: list[Notice]) -> Iterator[Answers]:
    """Searches for titles from several threads, without a pause, until the block ends."""
    answers, ended = Answers(), threading.Event()

    def read(number: int) -> None:
        try:
            for notice in itertools.islice(itertools.cycle(titles), number * 7, None):
                if ended.is_set():
                    return
                _search_once(notice, answers)
        finally:
            connection.close()

    threads = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        answers.wait_for(30)
        yield answers
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _search_once(notice: Notice, answers: Answers) -> None:
    started = time.monotonic()
    try:
        result = search(SearchRequest(text=notice.title))
        found = [hit.document.code for hit in result.hits[:1]]
        if found != [notice.code]:
            answers.failures.append(f"{notice.code}: {found} by {result.engine}")
        answers.degraded.append(result.degraded)
    except Exception as error:  # noqa: BLE001 - whatever it is, a citizen would have seen it
        answers.failures.append(f"{notice.code}: {error!r}")
    answers.seconds.append(time.monotonic() - started)


def is_whole_again() -> bool:
    """Whether a search is answered by Elasticsearch."""
    result = search(SearchRequest(text="nghĩa vụ quân sự lần đầu"))
    assert result.hits[0].document.code == "BQP-06"
    return not result.degraded


def is_found(code: str, text: str, *, degraded: bool) -> bool:
    """Whether a search brings up just this procedure, by Elasticsearch or by the engine that stands in."""
    result = search(SearchRequest(text=text))
    return (result.degraded, [hit.document.code for hit in result.hits]) == (degraded, [code])


def assert_every_document_is_there_once() -> None:
    """After following the ledger, both indices are what the database says, word for word."""
    for engine in engines.every():
        indexing.catch_up(engine)
        wanted = {document.code: document.stamp for document in documents_on(clock.today())}
        assert engine.stamps() == wanted
        assert engine.size() == len(wanted)
        assert indexing.reconcile(engine, dry_run=True) == ()


# --- while citizens search ----------------------------------------------------------------------------


def test_a_node_killed_while_citizens_search_costs_no_answer(cluster: Cluster) -> None:
    with readers(plan_notices()) as answers:
        cluster.kill(cluster.holder(engines.main().generation()))
        answers.wait_for(150)

    answers.assert_none_failed()
    wait_until(is_whole_again, "two nodes answer as three did", seconds=RECOVERY)
    # What is published while a node is away is found, by the nodes that are left.
    publish([short_notice("BQP-77", title="Cấp giấy trong lúc một máy nghỉ")])
    indexing.catch_up_all()
    assert_every_document_is_there_once()


def test_a_node_that_hangs_while_citizens_search_is_not_waited_for(cluster: Cluster) -> None:
    number = cluster.holder(engines.main().generation())
    try:
        with readers(plan_notices()) as answers:
            cluster.pause(number)
            answers.wait_for(150)
    finally:
        cluster.resume(number)

    answers.assert_none_failed()
    wait_until(is_whole_again, "the node is well again", seconds=RECOVERY)


def test_the_master_killed_while_citizens_search_and_an_editor_publishes(cluster: Cluster) -> None:
    with readers(plan_notices()) as answers:
        cluster.kill(cluster.master())
        publish([short_notice("BQP-78", title="Cấp giấy trong lúc máy chủ trì nghỉ")])
        answers.wait_for(150)

    answers.assert_none_failed()
    wait_until(is_whole_again, "two nodes have chosen a master", seconds=RECOVERY)
    indexing.catch_up_all()
    assert_every_document_is_there_once()
    # A new master can do what only masters do.
    indexing.rebuild(engines.main())
    assert_every_document_is_there_once()


# --- while an index is rebuilt ------------------------------------------------------------------------


@contextmanager
def an_editor() -> Iterator[list[str]]:
    """Publishes new notices and withdraws some of them until the block ends; the codes published."""
    codes: list[str] = []
    failures: list[Exception] = []
    ended = threading.Event()

    def write() -> None:
        try:
            for number in range(100, 1000):
                if ended.wait(0.05):
                    return
                code = f"BQP-{number}"
                publish([short_notice(code, title=f"Thủ tục số {number}")])
                codes.append(code)
                if number % 4 == 0:
                    withdraw(code)
        except Exception as error:  # noqa: BLE001 - told to the test
            failures.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        yield codes
    finally:
        ended.set()
        thread.join()
    assert failures == []


def test_a_node_killed_while_an_index_is_rebuilt_and_an_editor_publishes_loses_nothing(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, former = ElasticsearchEngine(), engines.main().generation()
    monkeypatch.setattr(writing, "BATCH", 4)
    killed: list[int] = []

    def with_an_accident(*arguments: Any) -> Iterator[Any]:
        for number, document in enumerate(documents_on(*arguments)):
            if number == 18 and not killed:
                (unfinished,) = indices.family().leftovers
                killed.append(cluster.holder(unfinished))
                cluster.kill(*killed)
            yield document

    with an_editor() as published:
        monkeypatch.setattr(indexing, "documents_on", with_an_accident)
        try:
            indexing.rebuild(engine)
        except (EngineUnavailable, IndexMissing, verification.Unfit):
            assert engine.generation() == former, "the old index answers on"
        finally:
            monkeypatch.setattr(indexing, "documents_on", documents_on)

    assert published
    assert killed
    assert_every_document_is_there_once()
    indexing.rebuild(engine)
    assert engine.generation() != former
    assert_every_document_is_there_once()
    indexing.tidy(engine)
    assert indices.family().leftovers == ()


# --- all of it ----------------------------------------------------------------------------------------


def test_after_all_three_were_killed_and_started_again_it_is_well_by_itself(cluster: Cluster) -> None:
    with readers(plan_notices()) as answers:
        for number in (1, 2, 3):
            cluster.kill(number)
        answers.wait_for(60)
        assert all(answers.degraded[-20:])
        publish([short_notice("BQP-79", title="Cấp giấy trong lúc mọi máy nghỉ")])

        # Whoever of the readers comes first brings the index forward; the others do not wait for that.
        wait_until(lambda: is_found("BQP-79", "cấp giấy trong lúc mọi máy nghỉ", degraded=True), "it is found")
        cluster.start()

    answers.assert_none_failed()
    wait_until(is_whole_again, "three nodes are back", seconds=RECOVERY)
    assert is_found("BQP-79", "cấp giấy trong lúc mọi máy nghỉ", degraded=False)
    assert_every_document_is_there_once()
