"""Writing down what a web process without a shared cache has counted."""

import os
import sqlite3
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from django.db import connection

from portal.search import counting
from portal.search.counting import recording
from portal.search.counting.stores import MemoryStore, Tally
from portal.search.models import SearchCount
from portal.site import recorder
from portal.site.rounds import Rounds
from tests.servers import accepts, free_port, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

PROJECT_DIR = Path(__file__).resolve().parents[2]
TODAY = date(2020, 1, 2)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Iterator[MemoryStore]:
    store = MemoryStore()
    monkeypatch.setattr(recording, "current", lambda: store)
    # What waits in a shared cache is the worker's.
    monkeypatch.setattr(counting, "is_shared", lambda: False)
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


@pytest.fixture
def database(tmp_path: Path) -> dict[str, str]:
    """What another process needs to use a copy of the suite's database (SQLite) or the database itself."""
    if connection.vendor == "postgresql":
        address = urllib.parse.urlsplit(os.environ["PORTAL_DATABASE_URL"])
        return {"PORTAL_DATABASE_URL": address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "portal.sqlite3")])
    return {}


def written(folder: Path) -> list[tuple[str, int, int]]:
    columns = ("text", "searches", "without_results")
    if connection.vendor == "postgresql":
        return list(SearchCount.objects.values_list(*columns))
    with closing(sqlite3.connect(folder / "portal.sqlite3")) as copy:
        return copy.execute("SELECT text, searches, without_results FROM search_searchcount").fetchall()


def test_what_two_processes_of_a_real_server_counted_is_written_when_they_end(
    tmp_path: Path, database: dict[str, str]
) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "portal.site.wsgi"],
        cwd=PROJECT_DIR,
        env={
            "PATH": os.environ["PATH"],
            "PORTAL_SECRET_KEY": "f3c1a9e07b5d4286a0e1c7f94d2b8356-only-for-this-test",
            "PORTAL_ALLOWED_HOSTS": "tthc.example",
            "PORTAL_DATA_DIR": str(tmp_path),
            "GUNICORN_BIND": f"127.0.0.1:{port}",
            "WEB_CONCURRENCY": "2",
            **database,
        },
    )
    try:
        wait_until(lambda: accepts(port), "gunicorn listens")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        address = f"http://127.0.0.1:{port}/api/v1/search?q=visa"
        asked = urllib.request.Request(address, headers={"Host": "tthc.example", "X-Forwarded-Proto": "https"})
        for _ in range(30):
            with opener.open(asked, timeout=60) as answer:
                assert answer.status == 200
    finally:
        process.terminate()
        process.wait(timeout=60)
    [(text, searches, without_results)] = written(tmp_path)
    assert (text, without_results) == ("visa", searches)
    # A process that was asked fewer than five times keeps that to itself.
    assert 30 - 4 <= searches <= 30
