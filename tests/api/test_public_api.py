"""What holds for every address: read only, open to any site, described, errors as problem+json."""

import pytest
from django.test import Client

from portal.procedures.notice import Notice


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client: Client, db: None, method: str) -> None:
    response = getattr(client, method)("/api/v1/search")

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Content-Type"] == "application/problem+json"


def test_any_site_may_ask_first(client: Client, db: None) -> None:
    response = client.options("/api/v1/search", headers={"origin": "https://example.org"})

    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response["Access-Control-Allow-Methods"]


def test_head_answers_without_a_body(client: Client, plan: list[Notice]) -> None:
    response = client.head("/api/v1/procedures")

    assert response.status_code == 200
    assert response.content == b""
    assert int(response["Content-Length"]) > 1000


@pytest.mark.parametrize("path", ["/api/", "/api/v2/search", "/api/v1/", "/api/v1/nothing", "/api/v1/search/x/y"])
def test_an_unknown_address_is_a_problem_and_never_a_redirect(client: Client, db: None, path: str) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 404


def test_no_cookie_is_set(client: Client, plan: list[Notice]) -> None:
    assert "Set-Cookie" not in client.get("/api/v1/procedures")


def test_the_description_names_every_address(client: Client, db: None) -> None:
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    assert set(paths) == {
        "/api/v1/search",
        "/api/v1/suggest",
        "/api/v1/procedures",
        "/api/v1/procedures/{code}",
        "/api/v1/procedures/{code}/versions",
        "/api/v1/sync",
    }
    assert all(set(methods) == {"get"} for methods in paths.values())


def test_the_docs_page_needs_no_script_and_nothing_from_elsewhere(client: Client, db: None) -> None:
    response = client.get("/api/v1/docs")
    html = response.content.decode()

    assert response.status_code == 200
    assert "/api/v1/procedures/{code}/versions" in html
    assert "https://" not in html
    assert "<style" not in html


def test_vietnamese_is_not_escaped_letter_by_letter(client: Client, plan: list[Notice]) -> None:
    assert "Chứng minh nhân dân".encode() in client.get("/api/v1/procedures").content
