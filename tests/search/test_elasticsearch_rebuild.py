"""A new index in Elasticsearch: checked before readers see it, never half there, never two at once."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import connection
from elasticsearch import Elasticsearch

from portal.ledger.models import Head
from portal.procedures.notice import Notice
from portal.search import engines, indexing, verification
from portal.search.documents import documents_on
from portal.search.engines.base import EngineUnavailable, NoFormerIndex, RebuildRunning
from portal.search.engines.elasticsearch import client, indices, mapping, writing
from portal.search.engines.elasticsearch.engine import ElasticsearchEngine
from tests.search.elastic import START, found
from tests.search.publishing import announce, fill, plan_notices, publish, short_notice, withdraw
from tests.search.test_embedded_engine import document

pytestmark = pytest.mark.services

DAY = START.day


def test_the_mapping_is_explicit_and_refuses_a_field_it_does_not_know(
    elastic: ElasticsearchEngine, server: Elasticsearch
) -> None:
    fill(elastic, [document()], START)
    described = server.indices.get_mapping(index=indices.read_alias())[elastic.generation()]["mappings"]

    assert described["dynamic"] == "strict"
    assert set(described["properties"]) >= {*mapping.SCORED_FIELDS, *mapping.PLAIN_FIELDS, "identifiers", "acceptance"}
    with pytest.raises(Exception, match="strict_dynamic_mapping_exception"):
        server.index(index=indices.write_alias(), document={"titel": "x"})


def test_both_aliases_move_together_and_the_former_index_is_kept(
    plan: list[Notice], elastic: ElasticsearchEngine
) -> None:
    names = []
    for _ in range(3):
        indexing.rebuild(elastic)
        names.append(elastic.generation())

    family = indices.family()
    assert (family.current, family.former) == (names[2], names[1])
    assert writing.standing(indices.write_alias()).index == names[2]
    assert family.leftovers == (names[0],)
    assert elastic.prune() == [names[0]]
    assert indices.family() == replace(family, leftovers=())


def test_rolling_back_puts_the_former_index_in_place_and_it_follows_what_it_missed(
    plan: list[Notice], elastic: ElasticsearchEngine
) -> None:
    with pytest.raises(NoFormerIndex):
        elastic.roll_back()
    indexing.rebuild(elastic)
    first = elastic.generation()
    withdraw("BQP-06")
    indexing.rebuild(elastic)

    assert elastic.roll_back() == first
    assert elastic.generation() == first
    indexing.catch_up(elastic)
    assert "BQP-06" not in found(elastic, "nghĩa vụ quân sự lần đầu")
    assert set(elastic.stamps()) == {item.code for item in documents_on(DAY)}


def test_indices_of_an_installation_whose_names_begin_alike_are_left_alone(
    elastic: ElasticsearchEngine, server: Elasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = client.options()
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", replace(own, prefix=f"{own.prefix}-procedures-xa"))
    fill(elastic, [document()], START)
    other = elastic.generation()
    monkeypatch.setattr(settings, "SEARCH_ELASTICSEARCH", own)
    fill(elastic, [document()], START)

    assert elastic.prune() == []
    assert other not in {indices.family().current, indices.family().former}
    assert server.indices.exists(index=other)
    server.indices.delete(index=other)


def test_aliases_that_other_hands_led_to_two_indices_are_mended_by_the_worker(
    plan: list[Notice], elastic: ElasticsearchEngine, server: Elasticsearch
) -> None:
    indexing.rebuild(elastic)
    first = elastic.generation()
    indexing.rebuild(elastic)
    for alias in (indices.read_alias(), indices.write_alias()):
        server.indices.put_alias(index=first, name=alias)

    indexing.catch_up_all()

    assert elastic.generation() != first
    assert elastic.size() == len(plan)
    assert list(server.indices.get_alias(name=indices.write_alias())) == [elastic.generation()]


def test_an_index_with_the_name_of_an_alias_is_not_touched(elastic: ElasticsearchEngine, server: Elasticsearch) -> None:
    server.indices.create(index=indices.read_alias())

    with pytest.raises(EngineUnavailable, match="alias"):
        fill(elastic, [document()], START)

    assert server.indices.exists(index=indices.read_alias())
    server.indices.delete(index=indices.read_alias())


def test_a_new_index_far_smaller_than_the_former_is_refused_unless_asked_for(
    plan: list[Notice], elastic: ElasticsearchEngine
) -> None:
    indexing.rebuild(elastic)
    former = elastic.generation()
    for code in ("BQP-06", "BQP-07"):
        withdraw(code)

    with pytest.raises(verification.Unfit, match="34"):
        indexing.rebuild(elastic)
    assert elastic.generation() == former
    assert indices.family().leftovers == ()

    indexing.rebuild(elastic, may_shrink=True)
    assert elastic.size() == 34


@pytest.mark.parametrize("fault", ["lost", "doubled", "changed"])
def test_a_new_index_that_is_not_what_the_database_says_never_takes_the_place(
    plan: list[Notice], elastic: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    indexing.rebuild(elastic)
    former = elastic.generation()
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
        indexing.rebuild(elastic)
    assert elastic.generation() == former


def test_an_index_that_took_the_place_is_kept_though_the_answer_that_says_so_was_lost(
    plan: list[Notice], elastic: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexing.rebuild(elastic)
    first, promote = elastic.generation(), indices.promote

    def promote_and_hear_nothing(name: str) -> None:
        promote(name)
        raise EngineUnavailable("ConnectionTimeout")

    monkeypatch.setattr(indices, "promote", promote_and_hear_nothing)
    with pytest.raises(EngineUnavailable):
        indexing.rebuild(elastic)

    assert elastic.generation() != first
    assert elastic.size() == len(plan)
    assert indices.family().former == first


def test_nobody_rolls_back_while_a_rebuild_is_about_to_take_the_place(
    plan: list[Notice], elastic: ElasticsearchEngine
) -> None:
    indexing.rebuild(elastic)
    indexing.rebuild(elastic)
    current = elastic.generation()
    refused: list[Exception] = []

    def roll_back() -> None:
        try:
            ElasticsearchEngine().roll_back()
        except RebuildRunning as error:
            refused.append(error)
        finally:
            connection.close()

    with elastic.rebuilding():
        other = threading.Thread(target=roll_back)
        other.start()
        other.join()

    assert len(refused) == 1
    assert elastic.generation() == current


def test_two_rebuilds_at_once_are_refused(plan: list[Notice], elastic: ElasticsearchEngine) -> None:
    with elastic.rebuilding():
        refused: list[Exception] = []

        def rebuild() -> None:
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
    indexing.rebuild(elastic, wait=False)


@pytest.mark.django_db(transaction=True)
def test_a_rebuild_elsewhere_does_not_keep_the_other_index_from_its_turn(
    elastic: ElasticsearchEngine, caplog: pytest.LogCaptureFixture
) -> None:
    publish(plan_notices()[:1])
    has_it, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with ElasticsearchEngine().rebuilding():
            has_it.set()
            may_end.wait(20)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    has_it.wait()
    try:
        indexing.catch_up_all()
    finally:
        may_end.set()
        other.join()

    assert engines.embedded().size() == 1
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_what_is_published_during_a_rebuild_is_neither_lost_nor_doubled(
    plan: list[Notice], elastic: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    indexing.rebuild(elastic)
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
    indexing.rebuild(elastic, may_shrink=True)
    monkeypatch.setattr(indexing, "documents_on", documents_on)
    indexing.catch_up(elastic)

    wanted = {item.code: item.stamp for item in documents_on(DAY)}
    assert elastic.stamps() == wanted
    assert elastic.size() == len(wanted)
    assert indexing.reconcile(elastic, dry_run=True) == ()
    assert elastic.position().cursor == Head.objects.get().seq


def test_reconciling_finds_and_mends_what_other_hands_changed(
    plan: list[Notice], elastic: ElasticsearchEngine, server: Elasticsearch
) -> None:
    indexing.rebuild(elastic)
    server.delete(index=indices.write_alias(), id="BQP-06")
    server.index(
        index=indices.write_alias(), id="BCA-04", document=mapping.values(document("BCA-04", title="Khác hẳn"))
    )
    server.index(index=indices.write_alias(), id="BQP-99", document=mapping.values(document("BQP-99")), refresh=True)
    # By hand, versions count up by one; the next real change has a higher one from the ledger.
    announce(*["BQP-01"] * 5)

    assert set(indexing.reconcile(elastic, dry_run=True)) == {"BQP-06", "BCA-04", "BQP-99"}
    assert set(indexing.reconcile(elastic)) == {"BQP-06", "BCA-04", "BQP-99"}
    assert indexing.reconcile(elastic) == ()


def test_reconciling_mends_even_what_got_a_later_version_than_the_ledgers_by_other_hands(
    plan: list[Notice], elastic: ElasticsearchEngine, server: Elasticsearch
) -> None:
    indexing.rebuild(elastic)
    for title in ("Khác", "Khác hẳn"):
        values = mapping.values(document("BCA-04", title=title))
        server.index(index=indices.write_alias(), id="BCA-04", document=values, refresh=True)

    assert indexing.reconcile(elastic) == ("BCA-04",)
    assert indexing.reconcile(elastic, dry_run=True) == ()
    assert "BCA-04" not in found(elastic, "khác hẳn")


def test_an_index_made_by_another_release_is_named_by_the_deployment_check_and_rebuilt_by_the_worker(
    plan: list[Notice], elastic: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ids() -> list[str | None]:
        return [message.id for message in run_checks(tags=["search"], include_deployment_checks=True)]

    assert ids() == []
    indexing.rebuild(elastic)
    first = elastic.generation()
    assert ids() == []
    monkeypatch.setattr(mapping, "CONTENT", mapping.CONTENT + 1)

    assert ids() == ["search.E004"]
    indexing.catch_up_all()
    assert elastic.generation() != first
    assert ids() == []


_REBUILD = """
import signal, time, django
django.setup()
from datetime import date
from portal.search.engines.base import Position
from portal.search.engines.elasticsearch.engine import ElasticsearchEngine
from portal.search.management.commands import search_index
signal.signal(signal.SIGTERM, search_index._leave)
engine = ElasticsearchEngine()
with engine.rebuilding(), engine.building([], Position(cursor=0, mark="", day=date(2020, 1, 2))):
    print("building", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_a_rebuild_that_is_killed_leaves_nothing_behind(
    db: None, elastic: ElasticsearchEngine, how: signal.Signals
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
    indexing.tidy(elastic)

    assert indices.family() == indices.Family("", "", ())
