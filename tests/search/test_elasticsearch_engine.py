"""The index of a real Elasticsearch: what it accepts, who may write, how a new one takes the old one's place."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from elasticsearch import Elasticsearch
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.ledger.models import Head
from portal.procedures.notice import Notice
from portal.search import indexing, verification
from portal.search.documents import documents_on
from portal.search.engines.base import (
    Changes,
    Engine,
    EngineUnavailable,
    IndexMissing,
    NoFormerIndex,
    Position,
    RebuildRunning,
)
from portal.search.engines.elasticsearch import client, indices, mapping, writing
from portal.search.engines.elasticsearch.engine import ElasticsearchEngine
from portal.search.engines.embedded.engine import EmbeddedEngine
from portal.search.filters import Filters
from portal.search.matching import Match, rules
from portal.search.understanding import understand
from tests.search.elastic import own_options
from tests.search.publishing import announce, fill, plan_notices, publish, short_notice, withdraw
from tests.search.test_embedded_engine import OPERATORS, document

pytestmark = pytest.mark.services

START = Position(cursor=1, mark="", day=date(2020, 1, 2))
DAY = date(2020, 1, 2)


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[ElasticsearchEngine]:
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", own_options())
    yield ElasticsearchEngine()
    everything = indices.family()
    indices.delete(*filter(None, (everything.current, everything.former, *everything.leftovers)))


@pytest.fixture
def server(engine: ElasticsearchEngine) -> Elasticsearch:
    return client.elasticsearch()


def answer(engine: Engine, text: str, filters: Filters | None = None) -> tuple[Match, int, int, Any, list[str]]:
    """How an engine answers: match, totals, facets and the codes."""
    query = understand(text)
    if not query.text:
        found = engine.retrieve(None, query, filters or Filters(), 100)
        return Match.EXACT, found.accepted, found.total, found.facets, sorted(c.document.code for c in found.candidates)
    for rule in rules(query, engine.statistics(query)):
        found = engine.retrieve(rule, query, filters or Filters(), 100)
        if found.accepted:
            codes = sorted(candidate.document.code for candidate in found.candidates)
            return rule.match, found.accepted, found.total, found.facets, codes
    return Match.NONE, 0, 0, {}, []


def found(engine: Engine, text: str) -> list[str]:
    return answer(engine, text)[4]


def change(end: int, *, start: Position = START, version: int | None = None, **values: Any) -> Changes:
    defaults: dict[str, Any] = {"removed": (), "documents": ()}
    return Changes(
        start=start, end=Position(cursor=end, mark="", day=START.day), version=version or end, **(defaults | values)
    )


# --- the same answers as the embedded engine ----------------------------------------------------------

FILTERS = [
    Filters(),
    Filters(levels=frozenset({"commune"})),
    Filters(levels=frozenset({"district", "province"}), agencies=frozenset({"bca"})),
    Filters(fields=frozenset({"chinh-sach"}), audiences=frozenset({"citizen"})),
    Filters(place="x", pairs=frozenset({"commune|BQP", "district|BCA"}), excepted=frozenset({"BQP-06"})),
]
QUERIES = [
    "", "nghĩa vụ quân sự lần đầu", "nghia vu quan su", "NGHĨA VỤ", "căn cước công dân", "BCA-04", "bca04", "bqp",
    "con dấu", "13/2016/NĐ-CP", "hộ chiếu", "công an", "đăng ký tạm trú cho người nước ngoài", "xyz không có gì",
    "trợ cấp", "tro cap mot lan", "Thủ tướng Chính phủ", "đổi", "đội",
]  # fmt: skip


@pytest.mark.parametrize("filters", FILTERS, ids=range(len(FILTERS)))
def test_both_engines_accept_the_same_and_count_the_same(
    demonstrated: None, engine: ElasticsearchEngine, filters: Filters
) -> None:
    embedded = EmbeddedEngine()
    indexing.rebuild(embedded)
    indexing.rebuild(engine)
    words = [word for item in embedded.documents() for word in item.display_title.split()]
    chance = random.Random(1291)
    made_up = [" ".join(chance.sample(words, chance.randint(1, 6))) for _ in range(60)]

    for text in (*QUERIES, *made_up):
        assert answer(engine, text, filters) == answer(embedded, text, filters), text


@pytest.mark.parametrize("text", OPERATORS)
def test_operators_and_quotes_are_only_text(engine: ElasticsearchEngine, db: None, text: str) -> None:
    fill(engine, [document("BCA-08", title="Làm con dấu mới")], START)

    assert found(engine, text) in ([], ["BCA-08"])


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(max_size=60))
def test_no_text_at_all_upsets_the_engine(engine: ElasticsearchEngine, db: None, text: str) -> None:
    if not engine.generation():
        fill(engine, [document("BCA-08", title="Làm con dấu mới")], START)

    assert found(engine, text) in ([], ["BCA-08"])


# --- where it stands, and who may write ---------------------------------------------------------------


def test_a_missing_index_says_so(engine: ElasticsearchEngine) -> None:
    with pytest.raises(IndexMissing):
        engine.position()
    assert engine.generation() == ""
    assert engine.status().position is None


def test_a_new_index_says_where_it_stands_and_finds(engine: ElasticsearchEngine) -> None:
    fill(engine, [document()], START)

    assert engine.position() == START
    assert engine.stands_at(1, START.day)
    assert found(engine, "nghia vu quan su") == ["BQP-06"]
    assert engine.status().documents == engine.size() == 1


def test_a_change_removes_and_adds_in_one_step_and_is_found_at_once(engine: ElasticsearchEngine) -> None:
    fill(engine, [document("BQP-06"), document("BQP-07", title="Ngạch dự bị")], START)

    assert engine.apply(change(2, removed=("BQP-06", "BQP-07"), documents=(document("BQP-07", title="Thôi ngạch"),)))

    assert found(engine, "lần đầu") == []
    assert found(engine, "thôi ngạch") == ["BQP-07"]
    assert engine.position().cursor == 2


def test_a_step_from_where_the_index_no_longer_stands_is_refused(db: None, engine: ElasticsearchEngine) -> None:
    fill(engine, [document()], START)

    assert engine.apply(change(2, removed=("BQP-06",)))
    assert not engine.apply(change(2, documents=(document(),)))
    assert found(engine, "lần đầu") == []


def test_a_writer_that_read_an_older_state_never_wins_not_even_after_a_deletion(engine: ElasticsearchEngine) -> None:
    fill(engine, [document()], START)
    name = engine.generation()

    writing.write(name, (), [document(title="Tên mới")], version=9)
    writing.write(name, (), [document(title="Tên cũ")], version=8)
    assert found(engine, "tên") == found(engine, "tên mới") == ["BQP-06"]
    assert found(engine, "tên cũ") == []

    writing.write(name, ["BQP-06"], [], version=12)
    writing.write(name, (), [document(title="Tên cũ")], version=11)
    assert engine.size() == 0
    gone = client.elasticsearch().indices.get_settings(index=name)[name]["settings"]["index"]["gc_deletes"]
    assert gone == indices.REMEMBERS_DELETED


def test_of_two_writers_at_the_same_step_one_moves_the_index(engine: ElasticsearchEngine) -> None:
    fill(engine, [document()], START)
    moved: list[bool] = []
    barrier = threading.Barrier(4)

    def write() -> None:
        barrier.wait()
        moved.append(ElasticsearchEngine().apply(change(2, removed=("BQP-06",), documents=(document("BQP-07"),))))

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sorted(moved) == [False, False, False, True]
    assert set(engine.stamps()) == {"BQP-07"}


def test_a_document_lost_between_hit_and_reading_is_left_out(engine: ElasticsearchEngine) -> None:
    from portal.search.engines.elasticsearch import kept

    fill(engine, [document("BQP-06"), document("BQP-07")], START)
    name = engine.generation()
    kept.forget()
    hits = [{"_index": name, "_id": code, "fields": {"digest": ["?"]}} for code in ("BQP-06", "BQP-99")]

    assert list(kept.documents(hits)) == ["BQP-06"]


# --- rebuilding ---------------------------------------------------------------------------------------


def test_the_mapping_is_explicit_and_refuses_a_field_it_does_not_know(
    engine: ElasticsearchEngine, server: Elasticsearch
) -> None:
    fill(engine, [document()], START)
    described = server.indices.get_mapping(index=indices.read_alias())[engine.generation()]["mappings"]

    assert described["dynamic"] == "strict"
    assert set(described["properties"]) >= {*mapping.SCORED_FIELDS, *mapping.PLAIN_FIELDS, "identifiers", "acceptance"}
    with pytest.raises(Exception, match="strict_dynamic_mapping_exception"):
        server.index(index=indices.write_alias(), document={"titel": "x"})


def test_both_aliases_move_together_and_the_former_index_is_kept(
    plan: list[Notice], engine: ElasticsearchEngine
) -> None:
    names = []
    for _ in range(3):
        indexing.rebuild(engine)
        names.append(engine.generation())

    family = indices.family()
    assert (family.current, family.former) == (names[2], names[1])
    assert writing.standing(indices.write_alias()).index == names[2]
    assert engine.prune() == [names[0]] or names[0] not in family.leftovers


def test_rolling_back_puts_the_former_index_in_place_and_it_follows_what_it_missed(
    plan: list[Notice], engine: ElasticsearchEngine
) -> None:
    with pytest.raises(NoFormerIndex):
        engine.roll_back()
    indexing.rebuild(engine)
    first = engine.generation()
    withdraw("BQP-06")
    indexing.rebuild(engine)

    assert engine.roll_back() == first
    assert engine.generation() == first
    indexing.catch_up(engine)
    assert "BQP-06" not in found(engine, "nghĩa vụ quân sự lần đầu")
    assert set(engine.stamps()) == {item.code for item in documents_on(DAY)}


def test_an_index_with_the_name_of_an_alias_is_not_touched(engine: ElasticsearchEngine, server: Elasticsearch) -> None:
    server.indices.create(index=indices.read_alias())

    with pytest.raises(EngineUnavailable, match="alias"):
        fill(engine, [document()], START)

    assert server.indices.exists(index=indices.read_alias())
    server.indices.delete(index=indices.read_alias())


def test_a_new_index_far_smaller_than_the_former_is_refused_unless_asked_for(
    plan: list[Notice], engine: ElasticsearchEngine
) -> None:
    indexing.rebuild(engine)
    former = engine.generation()
    for code in ("BQP-06", "BQP-07"):
        withdraw(code)

    with pytest.raises(verification.Unfit, match="34"):
        indexing.rebuild(engine)
    assert engine.generation() == former
    assert indices.family().leftovers == ()

    indexing.rebuild(engine, may_shrink=True)
    assert engine.size() == 34


@pytest.mark.parametrize("fault", ["lost", "doubled", "changed"])
def test_a_new_index_that_is_not_what_the_database_says_never_takes_the_place(
    plan: list[Notice], engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    indexing.rebuild(engine)
    former = engine.generation()
    monkeypatch.setattr(verification, "SAMPLE", 36)

    def faulty(*args: Any) -> Iterator[Any]:
        for number, item in enumerate(documents_on(*args)):
            if number == 5 and fault == "lost":
                continue
            yield replace(item, body=item.title) if number == 5 and fault == "changed" else item
            if number == 5 and fault == "doubled":
                yield replace(item, code="BQP-99")

    monkeypatch.setattr(indexing, "documents_on", faulty)

    with pytest.raises(verification.Unfit):
        indexing.rebuild(engine)
    assert engine.generation() == former


def test_two_rebuilds_at_once_are_refused(plan: list[Notice], engine: ElasticsearchEngine) -> None:
    with engine.rebuilding():
        refused: list[Exception] = []

        def rebuild() -> None:
            from django.db import connection

            try:
                with ElasticsearchEngine().rebuilding(wait=False):
                    pass
            except RebuildRunning as error:
                refused.append(error)
            finally:
                connection.close()

        other = threading.Thread(target=rebuild)
        other.start()
        other.join()

    assert len(refused) == 1
    indexing.rebuild(engine, wait=False)


def test_what_is_published_during_a_rebuild_is_neither_lost_nor_doubled(
    plan: list[Notice], engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexing.rebuild(engine)
    chance = random.Random(7)
    numbers = iter(range(100, 150))

    def publish_meanwhile(*args: Any) -> Iterator[Any]:
        """While documents are read, editors go on publishing and withdrawing."""
        for number, item in enumerate(documents_on(*args)):
            yield item
            if number % 2 == 0 and (next_one := next(numbers, None)):
                publish([short_notice(f"BQP-{next_one}", title=f"Thủ tục số {next_one}")])
                if next_one % 3 == 0:
                    withdraw(chance.choice(plan_notices()).code)

    monkeypatch.setattr(indexing, "documents_on", publish_meanwhile)
    monkeypatch.setattr(indexing, "STEP", 7)
    indexing.rebuild(engine, may_shrink=True)
    monkeypatch.setattr(indexing, "documents_on", documents_on)
    indexing.catch_up(engine)

    wanted = {item.code: item.stamp for item in documents_on(DAY)}
    assert engine.stamps() == wanted
    assert engine.size() == len(wanted)
    assert indexing.reconcile(engine, dry_run=True) == ()
    assert engine.position().cursor == Head.objects.get().seq


def test_reconciling_finds_and_mends_what_other_hands_changed(
    plan: list[Notice], engine: ElasticsearchEngine, server: Elasticsearch
) -> None:
    indexing.rebuild(engine)
    server.delete(index=indices.write_alias(), id="BQP-06")
    server.index(
        index=indices.write_alias(), id="BCA-04", document=mapping.values(document("BCA-04", title="Khác hẳn"))
    )
    server.index(index=indices.write_alias(), id="BQP-99", document=mapping.values(document("BQP-99")), refresh=True)
    # By hand, versions count up by one; the next real change has a higher one from the ledger.
    announce(*["BQP-01"] * 5)

    assert set(indexing.reconcile(engine, dry_run=True)) == {"BQP-06", "BCA-04", "BQP-99"}
    assert set(indexing.reconcile(engine)) == {"BQP-06", "BCA-04", "BQP-99"}
    assert indexing.reconcile(engine) == ()


def test_an_index_made_by_another_release_is_named_by_the_deployment_check_and_rebuilt_by_the_worker(
    plan: list[Notice], engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ids() -> list[str | None]:
        return [message.id for message in run_checks(tags=["search"], include_deployment_checks=True)]

    assert ids() == []
    indexing.rebuild(engine)
    first = engine.generation()
    assert ids() == []
    monkeypatch.setattr(mapping, "CONTENT", 2)

    assert ids() == ["search.E004"]
    indexing.catch_up_all()
    assert engine.generation() != first
    assert ids() == []


_REBUILD = """
import sys, time, django
django.setup()
from datetime import date
from portal.search.engines.base import Position
from portal.search.engines.elasticsearch.engine import ElasticsearchEngine
from portal.search.management.commands import search_index
import signal
signal.signal(signal.SIGTERM, search_index._leave)
from portal.core import locks
locks.exclusive = lambda name, wait: __import__("contextlib").nullcontext()
engine = ElasticsearchEngine()
with engine.rebuilding(), engine.building([], Position(cursor=0, mark="", day=date(2020, 1, 2))):
    print("building", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_rebuild_that_is_killed_leaves_nothing_behind(
    db: None, engine: ElasticsearchEngine, how: signal.Signals
) -> None:
    options = client.options()
    environment = {
        "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
        "PORTAL_DATA_DIR": str(settings.DATA_DIR),
        "PORTAL_ELASTICSEARCH_URLS": ",".join(options.urls),
        "PORTAL_ELASTICSEARCH_USER": options.user,
        "PORTAL_ELASTICSEARCH_PASSWORD": options.password,
        "PORTAL_ELASTICSEARCH_CA_FILE": options.ca_file,
        "PORTAL_ELASTICSEARCH_PREFIX": options.prefix,
        "PYTHONPATH": ".",
        "PATH": os.environ["PATH"],
    }
    process = subprocess.Popen(
        [sys.executable, "-c", _REBUILD],
        env=environment,
        cwd=Path(__file__).resolve().parents[2],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "building\n"
    assert len(indices.family().leftovers) == 1

    process.send_signal(how)
    process.wait(timeout=30)
    process.stdout.close()
    indexing.tidy(engine)

    assert indices.family() == indices.Family("", "", ())


def test_memory_of_documents_is_bounded_and_follows_new_versions(
    engine: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.search.engines.elasticsearch import kept

    kept.forget()
    monkeypatch.setattr(kept, "MOST", 2)
    fill(engine, [document(f"BQP-{number}", title=f"Đăng ký {number}") for number in range(10, 15)], START)
    assert len(found(engine, "đăng ký")) == 5
    assert len(kept._kept) == 2

    writing.write(engine.generation(), (), [document("BQP-14", title="Đăng ký khác")], version=5)
    query = understand("đăng ký khác")
    rule = next(rules(query, engine.statistics(query)))
    assert engine.retrieve(rule, query, Filters(), 10).candidates[0].document.display_title == "Đăng ký khác"
