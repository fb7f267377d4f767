"""Sound, film and captions: only of approved words, whole or in pieces, and never a 500."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from portal.news.enums import Medium
from portal.news.models import OutreachMedia, Spot

MakeSpot = Callable[..., Spot]
SOUND = bytes(range(256)) * 1000


@pytest.fixture
def sound(db: None) -> OutreachMedia:
    media = OutreachMedia(title="Bản thu", type="audio", credit="Đài tỉnh", rights="Được dùng lại")
    media.file.save("thong-bao.mp3", ContentFile(SOUND))
    return media


@pytest.fixture
def url(make_spot: MakeSpot, sound: OutreachMedia) -> str:
    make_spot(medium=Medium.RADIO, media=sound)
    return f"/chien-dich/tep/{sound.pk}/thong-bao.mp3"


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_the_page_has_a_player_that_loads_nothing_by_itself(url: str, client: Client) -> None:
    html = client.get("/chien-dich/mot-cua/").content.decode()
    assert '<audio controls preload="none" aria-label="Nghe: Lời loa xã, Tiếng Việt">' in html
    assert f'<source src="{url}" type="audio/mpeg">' in html
    assert "Thực hiện: Đài tỉnh. Quyền sử dụng: Được dùng lại." in html


def test_a_film_has_its_size_and_captions(make_spot: MakeSpot, client: Client) -> None:
    film = OutreachMedia(title="Phim", type="video", credit="Đài", rights="Có", width=1280, height=720, is_sample=True)
    film.file.save("phim.mp4", ContentFile(b"film"))
    spot = make_spot(medium=Medium.VIDEO, media=film)
    spot.captions.save("phu-de.vtt", ContentFile(b"WEBVTT\n"))
    html = client.get("/chien-dich/mot-cua/").content.decode()
    assert '<video controls preload="none" width="1280" height="720"' in html
    assert f'<track kind="captions" src="/chien-dich/phu-de/{spot.pk}.vtt" srclang="vi" label="Phụ đề">' in html
    assert "Bản thu mẫu, không phải bản phát sóng." in html
    assert "autoplay" not in html
    assert "poster" not in html


def test_a_player_gets_the_whole_file(url: str, client: Client) -> None:
    response = client.get(url)
    assert (response.status_code, response["Content-Type"], response["Accept-Ranges"]) == (200, "audio/mpeg", "bytes")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    assert body(response) == SOUND


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=1000-", 1000, len(SOUND) - 1),
        ("bytes=-500", len(SOUND) - 500, len(SOUND) - 1),
        ("bytes=255990-999999999", 255990, len(SOUND) - 1),
        (f"bytes=-{len(SOUND) * 2}", 0, len(SOUND) - 1),
    ],
)
def test_a_player_gets_the_piece_it_asks_for(url: str, client: Client, asked: str, first: int, last: int) -> None:
    response = client.get(url, headers={"range": asked})
    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/{len(SOUND)}"
    assert body(response) == SOUND[first : last + 1]
    assert int(response["Content-Length"]) == last + 1 - first


@pytest.mark.parametrize("asked", ["bytes=256000-", "bytes=9-3", "bytes=-0", "bytes=999999999999999-"])
def test_a_piece_that_is_not_there_is_refused(url: str, client: Client, asked: str) -> None:
    response = client.get(url, headers={"range": asked})
    assert response.status_code == 416
    assert response["Content-Range"] == f"bytes */{len(SOUND)}"


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b", "bytes=" + "9" * 400])
def test_a_range_nobody_understands_is_the_whole_file(url: str, client: Client, asked: str) -> None:
    response = client.get(url, headers={"range": asked})
    assert response.status_code == 200
    assert body(response) == SOUND


def test_a_recording_of_words_nobody_approved_is_not_given_out(
    make_spot: MakeSpot, sound: OutreachMedia, client: Client
) -> None:
    spot = make_spot(media=sound, live=False)
    spot.captions.save("phu-de.vtt", ContentFile(b"WEBVTT\n"))
    assert client.get(f"/chien-dich/tep/{sound.pk}/thong-bao.mp3").status_code == 404
    assert client.get(f"/chien-dich/phu-de/{spot.pk}.vtt").status_code == 404


def test_a_recording_of_a_campaign_taken_off_is_not_given_out(url: str, client: Client) -> None:
    Spot.objects.get().campaign.unpublish()
    assert client.get(url).status_code == 404


def test_a_file_that_is_gone_is_missing_on_the_page_and_at_its_address(
    url: str, sound: OutreachMedia, client: Client
) -> None:
    Path(sound.file.path).unlink()
    html = client.get("/chien-dich/mot-cua/").content.decode()
    assert "<audio" not in html
    assert 'Bản thu: <span class="na">Chưa cung cấp' in html
    assert client.get(url).status_code == 404


def test_captions_are_text_of_their_kind(make_spot: MakeSpot, client: Client) -> None:
    spot = make_spot()
    assert client.get(f"/chien-dich/phu-de/{spot.pk}.vtt").status_code == 404
    spot.captions.save("phu-de.vtt", ContentFile("WEBVTT\n\n00:00.000 --> 00:02.000\nBà con\n".encode()))
    response = client.get(f"/chien-dich/phu-de/{spot.pk}.vtt")
    assert response["Content-Type"] == "text/vtt; charset=utf-8"
    assert "Bà con" in body(response).decode()
    assert "Tải phụ đề" in client.get("/chien-dich/mot-cua/").content.decode()


@pytest.mark.parametrize(
    "path", ["/chien-dich/tep/999999999999999999999/a.mp3", "/chien-dich/phu-de/99999999999999999999.vtt"]
)
def test_a_number_too_large_for_the_database_is_not_found(db: None, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
