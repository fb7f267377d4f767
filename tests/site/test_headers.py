"""Headers that every answer carries, refusals before any view included."""

import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/?q=%00", "/%00", "/?" + "a" * 5_000, "/api/v1/sync?since=%00", "/api/nowhere"])
def test_a_refused_address_carries_the_policy_of_every_page(client: Client, address: str) -> None:
    response = client.get(address)
    assert 400 <= response.status_code < 500
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_refused_method_of_the_api_carries_the_policy_too(client: Client, method: str) -> None:
    response = getattr(client, method)("/api/v1/search")
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_a_foreign_host_is_refused_without_being_repeated(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert response["X-Frame-Options"] == "DENY"
    assert b"evil.example" not in response.content
