"""The real 36 procedures and their places, and short ways to change one and to ask for a page."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from portal.procedures.models import Address, ProcedurePage
from tests.seeding import seed_all

#: Path -> the test client's response, which carries more than an HttpResponse.
Get = Callable[[str], Any]
SetDay = Callable[[date], None]


@pytest.fixture
def seeded(db: None) -> None:
    seed_all()


@pytest.fixture
def get(seeded: None, client: Client) -> Get:
    """Ask for a page and follow redirects to it."""
    return lambda path: client.get(path, follow=True)


@pytest.fixture
def set_day(settings: pytest.FixtureRequest) -> SetDay:
    def set_to(day: date) -> None:
        settings.PORTAL_TODAY = day  # type: ignore[attr-defined]

    return set_to


def procedure(code: str) -> ProcedurePage:
    return ProcedurePage.objects.get(code=code)


def path_of(code: str) -> str:
    address = Address.objects.get(code=code, is_current=True)
    return f"/thu-tuc/{address.agency_slug}/{address.slug}/"


def publish(page: ProcedurePage) -> None:
    page.save_revision().publish()
