"""Pictures of pages reach readers also where no web server stands in front of the portal, and nothing else does."""

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from portal.news.pictures import picture_of
from tests.news.reading import picture


@pytest.fixture
def url(db: None) -> str:
    """The address of a picture that was uploaded and made smaller."""
    shown = picture_of(picture())
    assert shown is not None
    return shown.url


def test_a_size_of_a_picture_is_handed_out_for_a_week(client: Client, url: str) -> None:
    response = client.get(url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "max-age=604800" in response["Cache-Control"]
    assert b"".join(response.streaming_content)[:2] == b"\xff\xd8"  # type: ignore[attr-defined]
    response.close()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "khong-co.jpg",
        "../original_images/quay.jpg",
        "..%2foriginal_images%2fquay.jpg",
        "%2e%2e/original_images/quay.jpg",
        "//etc/passwd",
        "a" * 3000,
    ],
)
def test_nothing_else_is(client: Client, url: str, path: str) -> None:
    assert default_storage.exists("original_images/quay.jpg")
    assert client.get("/media/images/" + path).status_code in {400, 404}


def test_uploaded_originals_are_not(client: Client, url: str) -> None:
    assert client.get("/media/original_images/quay.jpg").status_code == 404
