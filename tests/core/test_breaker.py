"""A server that does not answer is left alone for a while, then tried by one call."""

import pytest

from portal.core.breaker import CircuitBreaker


@pytest.fixture
def clock() -> list[float]:
    return [100.0]


@pytest.fixture
def breaker(clock: list[float]) -> CircuitBreaker:
    return CircuitBreaker(failures=2, pause=5, now=lambda: clock[0])


def test_one_failure_between_successes_opens_nothing(breaker: CircuitBreaker) -> None:
    for _ in range(5):
        assert not breaker.failed()
        assert not breaker.succeeded()
    assert breaker.may_try()


def test_the_beginning_and_the_end_of_an_outage_are_told_once(breaker: CircuitBreaker) -> None:
    assert [breaker.failed() for _ in range(4)] == [False, True, False, False]
    assert [breaker.succeeded() for _ in range(2)] == [True, False]


def test_an_open_breaker_lets_one_call_try_after_the_pause(breaker: CircuitBreaker, clock: list[float]) -> None:
    breaker.failed()
    breaker.failed()
    assert not breaker.may_try()

    clock[0] += 5
    assert [breaker.may_try() for _ in range(3)] == [True, False, False]
    breaker.failed()
    assert not breaker.may_try()

    clock[0] += 5
    assert breaker.may_try()
    breaker.succeeded()
    assert [breaker.may_try() for _ in range(3)] == [True, True, True]


def test_a_trial_that_never_reports_does_not_keep_the_breaker_open_for_ever(
    breaker: CircuitBreaker, clock: list[float]
) -> None:
    breaker.failed()
    breaker.failed()
    clock[0] += 5
    assert breaker.may_try()

    clock[0] += 5
    assert breaker.may_try()
