"""The 36 procedures of Decision 1291, published: as bare notices, as imported, as demonstrated."""

import pytest

from portal.procedures.notice import Notice
from tests.search.publishing import plan_notices, publish
from tests.seeding import seed_all, seed_list


@pytest.fixture
def plan(db: None) -> list[Notice]:
    """The 36 procedures, published."""
    notices = plan_notices()
    publish(notices)
    return notices


@pytest.fixture
def imported(db: None) -> None:
    """The 36 procedures as the importer reads them from the list, without contents."""
    seed_list()


@pytest.fixture
def demonstrated(db: None) -> None:
    """Everything the demonstration has: contents and other names too."""
    seed_all()
