"""Rights that one process has at a time, on a database that loses connections and lets nobody wait for ever."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def held_by_somebody_else() -> Iterator[None]:
    has_it, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with locks.exclusive(NAME, wait=True):
            has_it.set()
            may_end.wait()
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    has_it.wait()
    try:
        yield
    finally:
        may_end.set()
        other.join()


def test_one_process_at_a_time_has_the_right_and_gives_it_back() -> None:
    with locks.exclusive(NAME, wait=True):
        assert not somebody_else_gets_it()
    assert somebody_else_gets_it()


def test_a_right_whose_holder_fails_is_given_back_and_the_failure_is_heard_of() -> None:
    with pytest.raises(ZeroDivisionError), locks.exclusive(NAME, wait=True):
        raise ZeroDivisionError
    assert somebody_else_gets_it()


@on_postgresql
@pytest.mark.parametrize("limit", ["lock_timeout", "statement_timeout"])
def test_a_wait_that_the_database_ends_is_told_as_taken_and_the_session_goes_on(limit: str) -> None:
    with held_by_somebody_else():
        with connection.cursor() as cursor:
            cursor.execute(f"SET {limit} = '100ms'")
        with pytest.raises(locks.Taken), locks.exclusive(NAME, wait=True):
            pytest.fail("two have the right")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    connection.close()


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
