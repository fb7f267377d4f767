"""Writing down what a web process without a shared cache has counted."""

import threading
from collections.abc import Iterator
from datetime import date

import pytest

from portal.search.counting import recording
from portal.search.counting.stores import MemoryStore, Tally
from portal.search.models import SearchCount
from portal.site import recorder
from portal.site.rounds import Rounds

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2020, 1, 2)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryStore]:
    store = MemoryStore()
    monkeypatch.setattr(recording, "current", lambda: store)
    yield store
    recorder.stop()


def test_what_came_since_the_last_round_is_written_when_the_process_ends(counts: MemoryStore) -> None:
    recorder.start()
    counts.add(TODAY, "khai sinh", Tally(searches=5))
    recorder.stop()
    assert SearchCount.objects.get().searches == 5


def test_it_begins_once_and_ends_as_often_as_it_is_told(counts: MemoryStore) -> None:
    before = threading.active_count()
    recorder.start()
    recorder.start()
    assert threading.active_count() == before + 1
    recorder.stop()
    recorder.stop()
    assert threading.active_count() == before


def test_rounds_go_on_after_one_that_failed() -> None:
    done = threading.Semaphore(0)

    def fail() -> None:
        done.release()
        raise RuntimeError

    rounds = Rounds("rounds", fail, 0.01)
    rounds.start()
    assert all(done.acquire(timeout=10) for _ in range(3))
    rounds.stop()
    assert not rounds.is_alive()
