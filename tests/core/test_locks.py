"""Rights that one process has at a time, on a database that loses connections and lets nobody wait for ever."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from portal.core import locks

pytestmark = pytest.mark.django_db(transaction=True)

on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no sessions: a file is locked")
NAME = "test:right"


def somebody_else_gets_it() -> bool:
    """Whether another session has the right for a moment."""
    answers: list[bool] = []

    def ask() -> None:
        try:
            with locks.exclusive(NAME, wait=False):
                answers.append(True)
        except locks.Taken:
            answers.append(False)
        finally:
            connection.close()

    other = threading.Thread(target=ask)
    other.start()
    other.join()
    return answers[0]


def test_one_process_at_a_time_has_the_right_and_gives_it_back() -> None:
    with locks.exclusive(NAME, wait=True):
        assert not somebody_else_gets_it()
    assert somebody_else_gets_it()


def test_a_right_whose_holder_fails_is_given_back_and_the_failure_is_heard_of() -> None:
    with pytest.raises(ZeroDivisionError), locks.exclusive(NAME, wait=True):
        raise ZeroDivisionError
    assert somebody_else_gets_it()


def test_whoever_waits_gets_it_however_short_the_limits_of_the_database_are() -> None:
    got = threading.Event()

    def wait_for_it() -> None:
        try:
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET lock_timeout = '50ms'; SET statement_timeout = '100ms'")
            with locks.exclusive(NAME, wait=True):
                got.set()
        finally:
            connection.close()

    with locks.exclusive(NAME, wait=False):
        other = threading.Thread(target=wait_for_it)
        other.start()
        assert not got.wait(1)
    other.join()
    assert got.is_set()


@on_postgresql
def test_the_right_ends_with_a_transaction_that_failed_around_it() -> None:
    with (
        pytest.raises(DatabaseError, match="no_such_table"),
        transaction.atomic(),
        locks.exclusive(NAME, wait=True),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT * FROM no_such_table")
    assert somebody_else_gets_it()


@on_postgresql
def test_a_session_that_was_ended_is_heard_of_and_the_next_one_works() -> None:
    with (
        pytest.raises(DatabaseError, match="terminating connection"),
        locks.exclusive(NAME, wait=True),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    assert somebody_else_gets_it()
    with locks.exclusive(NAME, wait=False):
        pass
