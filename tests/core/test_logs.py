import logging
import sys

import pytest

from portal.core.logs import WithoutReadersMistakes


def record(status: int | None) -> logging.LogRecord:
    try:
        raise ValueError("2020-02-31")
    except ValueError:
        made = logging.LogRecord("django.request", logging.WARNING, __file__, 1, "Bad Request", (), sys.exc_info())
    if status is not None:
        made.status_code = status
    return made


@pytest.mark.parametrize(("status", "kept"), [(400, False), (404, False), (500, True), (None, True)])
def test_a_readers_mistake_is_one_line_and_our_own_keeps_its_traceback(status: int | None, kept: bool) -> None:
    made = record(status)
    assert WithoutReadersMistakes().filter(made)
    assert (made.exc_info is not None) is kept
