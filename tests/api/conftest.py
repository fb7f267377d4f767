"""The 36 procedures, published, and a reader of the API."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from portal.procedures.notice import Notice
from tests.search.publishing import plan_notices, publish
from tests.seeding import seed_all

Get = Callable[..., dict[str, Any]]


@pytest.fixture
def plan(db: None) -> list[Notice]:
    notices = plan_notices()
    publish(notices)
    return notices


@pytest.fixture
def demonstrated(db: None) -> None:
    """Everything the demonstration has: contents and places too."""
    seed_all()


@pytest.fixture
def get(client: Client) -> Get:
    """Ask an address under /api/v1/ and check the promises every answer keeps."""

    def ask(path: str, *, status: int = 200, **asked: object) -> dict[str, Any]:
        response = client.get(f"/api/v1/{path}?{urlencode(asked, doseq=True)}")
        assert response.status_code == status, response.content
        assert response["Access-Control-Allow-Origin"] == "*"
        expected = "application/json" if status == 200 else "application/problem+json"
        assert response["Content-Type"].split(";")[0] == expected
        body: dict[str, Any] = response.json()
        if status != 200:
            assert body["status"] == status
            assert body["title"]
            assert body["detail"]
        return body

    return ask
