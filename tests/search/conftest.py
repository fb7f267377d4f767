"""The 36 procedures of Decision 1291, published; and notices made to measure."""

from collections.abc import Callable

import pytest

from portal.procedures.notice import Notice
from tests.search.publishing import plan_notices, publish, short_notice


@pytest.fixture
def plan(db: None) -> list[Notice]:
    """The 36 procedures, published."""
    notices = plan_notices()
    publish(notices)
    return notices


@pytest.fixture
def notice() -> Callable[..., Notice]:
    """Build one notice, by default a short military one."""
    return short_notice
