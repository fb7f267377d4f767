"""One process at a time: on PostgreSQL a lock of the session, on SQLite one on a file. Threads stand for processes."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from portal.core import locks

pytestmark = pytest.mark.django_db(transaction=True)

NAME = "tests:rebuild"


def in_another_session(act: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            act()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def try_to_take(name: str, taken: list[bool]) -> None:
    try:
        with locks.exclusive(name, wait=False):
            taken.append(True)
    except locks.Taken:
        taken.append(False)


def test_a_right_that_is_taken_is_refused_another_is_not_and_it_comes_back() -> None:
    taken: list[bool] = []
    with locks.exclusive(NAME, wait=False):
        in_another_session(lambda: try_to_take(NAME, taken)).join()
        in_another_session(lambda: try_to_take(f"{NAME}:other", taken)).join()
    in_another_session(lambda: try_to_take(NAME, taken)).join()
    assert taken == [False, True, True]


def test_whoever_waits_gets_it_however_long_it_takes() -> None:
    got = threading.Event()

    def wait_for_it() -> None:
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '50ms'; SET statement_timeout = '100ms'")
        with locks.exclusive(NAME, wait=True):
            got.set()

    with locks.exclusive(NAME, wait=False):
        other = in_another_session(wait_for_it)
        assert not got.wait(1)
    other.join()
    assert got.is_set()
