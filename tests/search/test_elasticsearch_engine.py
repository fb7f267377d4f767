"""The index of a real Elasticsearch: what it accepts, who may write, how a new one takes the old one's place."""

import random
import threading
from collections import OrderedDict
from typing import Any

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.procedures.notice import Notice
from portal.search import asking, indexing
from portal.search.engines.base import IndexMissing
from portal.search.engines.elasticsearch import client, indices, kept, writing
from portal.search.engines.elasticsearch import engine as module
from portal.search.engines.elasticsearch.engine import ElasticsearchEngine
from portal.search.engines.embedded.engine import EmbeddedEngine
from portal.search.filters import Filters
from portal.search.matching import rules
from portal.search.understanding import Site, understand
from portal.settings.services import ElasticsearchOptions
from tests.search.elastic import START, answer, change, found, refusing_address
from tests.search.publishing import fill
from tests.search.test_embedded_engine import OPERATORS, document

pytestmark = pytest.mark.services

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
    demonstrated: None, elastic: ElasticsearchEngine, filters: Filters
) -> None:
    embedded = EmbeddedEngine()
    indexing.rebuild(embedded)
    indexing.rebuild(elastic)
    words = [word for item in embedded.documents() for word in item.display_title.split()]
    chance = random.Random(1291)
    made_up = [" ".join(chance.sample(words, chance.randint(1, 6))) for _ in range(60)]

    for text in (*QUERIES, *made_up):
        assert answer(elastic, text, filters) == answer(embedded, text, filters), text


@pytest.mark.parametrize("text", OPERATORS)
def test_operators_and_quotes_are_only_text(elastic: ElasticsearchEngine, db: None, text: str) -> None:
    fill(elastic, [document("BCA-08", title="Làm con dấu mới")], START)

    assert found(elastic, text) in ([], ["BCA-08"])


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(max_size=60))
def test_no_text_at_all_upsets_the_engine(elastic: ElasticsearchEngine, db: None, text: str) -> None:
    if not elastic.generation():
        fill(elastic, [document("BCA-08", title="Làm con dấu mới")], START)

    assert found(elastic, text) in ([], ["BCA-08"])


# --- where it stands, and who may write ---------------------------------------------------------------


def test_a_missing_index_says_so(elastic: ElasticsearchEngine) -> None:
    with pytest.raises(IndexMissing):
        elastic.position()
    assert elastic.generation() == ""
    assert elastic.status().position is None


def test_a_new_index_says_where_it_stands_and_finds(elastic: ElasticsearchEngine) -> None:
    fill(elastic, [document()], START)

    assert elastic.position() == START
    assert elastic.stands_at(1, START.day)
    assert found(elastic, "nghia vu quan su") == ["BQP-06"]
    assert elastic.status().documents == elastic.size() == 1


def test_a_change_removes_and_adds_in_one_step_and_is_found_at_once(elastic: ElasticsearchEngine) -> None:
    fill(elastic, [document("BQP-06"), document("BQP-07", title="Ngạch dự bị")], START)

    assert elastic.apply(change(2, removed=("BQP-06", "BQP-07"), documents=(document("BQP-07", title="Thôi ngạch"),)))

    assert found(elastic, "lần đầu") == []
    assert found(elastic, "thôi ngạch") == ["BQP-07"]
    assert elastic.position().cursor == 2


def test_a_step_from_where_the_index_no_longer_stands_is_refused(db: None, elastic: ElasticsearchEngine) -> None:
    fill(elastic, [document()], START)

    assert elastic.apply(change(2, removed=("BQP-06",)))
    assert not elastic.apply(change(2, documents=(document(),)))
    assert found(elastic, "lần đầu") == []


def test_a_writer_that_read_an_older_state_never_wins_not_even_after_a_deletion(
    elastic: ElasticsearchEngine,
) -> None:
    fill(elastic, [document()], START)
    name = elastic.generation()

    writing.write(name, (), [document(title="Tên mới")], version=9)
    writing.write(name, (), [document(title="Tên cũ")], version=8)
    assert found(elastic, "tên") == found(elastic, "tên mới") == ["BQP-06"]
    assert found(elastic, "tên cũ") == []

    writing.write(name, ["BQP-06"], [], version=12)
    writing.write(name, (), [document(title="Tên cũ")], version=11)
    assert elastic.size() == 0
    gone = client.elasticsearch().indices.get_settings(index=name)[name]["settings"]["index"]["gc_deletes"]
    assert gone == indices.REMEMBERS_DELETED


def test_of_two_writers_at_the_same_step_one_moves_the_index(elastic: ElasticsearchEngine) -> None:
    fill(elastic, [document()], START)
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
    assert set(elastic.stamps()) == {"BQP-07"}


def test_whoever_reads_all_documents_gets_all_however_many_there_are(
    elastic: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PAGE", 2)
    codes = [f"BQP-{number}" for number in range(10, 15)]
    fill(elastic, [document(code) for code in codes], START)

    assert elastic.codes_of(document().agency) == codes
    assert sorted(elastic.stamps()) == sorted(elastic.digests()) == codes


def test_a_document_lost_between_hit_and_reading_is_left_out(
    elastic: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(elastic, [document("BQP-06"), document("BQP-07")], START)
    name = elastic.generation()
    monkeypatch.setattr(kept, "_kept", OrderedDict())
    hits = [{"_index": name, "fields": {"code": [code], "digest": ["?"]}} for code in ("BQP-06", "BQP-99")]

    assert list(kept.documents(hits)) == ["BQP-06"]


def test_memory_of_documents_is_bounded_and_follows_new_versions(
    elastic: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_kept", OrderedDict())
    monkeypatch.setattr(kept, "MOST", 2)
    fill(elastic, [document(f"BQP-{number}", title=f"Đăng ký {number}") for number in range(10, 15)], START)
    assert len(found(elastic, "đăng ký")) == 5
    assert len(kept._kept) == 2

    writing.write(elastic.generation(), (), [document("BQP-14", title="Đăng ký khác")], version=5)
    query = understand("đăng ký khác")
    rule = next(rules(query, Site()))
    assert elastic.retrieve(rule, query, Filters(), 10).candidates[0].document.display_title == "Đăng ký khác"


def test_a_process_that_is_warm_fetches_no_document_for_an_answer(
    plan: list[Notice], elastic: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for engine in (elastic, EmbeddedEngine()):
        indexing.rebuild(engine)
    monkeypatch.setattr(kept, "_kept", OrderedDict())
    asking.warm()

    def fetched(*args: Any) -> None:
        raise AssertionError("the server was asked for what the process knows")

    monkeypatch.setattr(kept, "_fetch", fetched)
    assert len(found(elastic, "")) == 36
    assert found(elastic, "nghĩa vụ quân su lần đầu") == found(EmbeddedEngine(), "nghĩa vụ quân su lần đầu") != []


def test_warming_passes_over_a_server_that_is_away(
    plan: list[Notice], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", ElasticsearchOptions(urls=(refusing_address(),)))

    asking.warm()

    assert "could not be read into memory" in caplog.text
