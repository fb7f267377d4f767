"""The addresses of a press kit: the page, each file, and the zip."""

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.news.models import CampaignPage, Spot
from portal.news.presenters_press_kit import size_words
from portal.news.press_kit import archive
from portal.places.models import ServicePoint
from portal.printing import typst_runner
from tests.news.test_press_kit import add_picture
from tests.printing import reading

PAGE = "/chien-dich/mot-cua/bao-chi/"
ZIP = f"{PAGE}tai-lieu.zip"
NOTICE = f"{PAGE}in/thong-bao-a4.pdf"


@pytest.fixture(autouse=True)
def _nothing_is_known() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def kit(campaign: CampaignPage, commune: ServicePoint, spot: Spot) -> CampaignPage:
    """A campaign with a spot, a place to go to and a picture."""
    campaign.press_release = "<p>Nộp ở xã.</p>"
    add_picture(campaign)
    return campaign


def get(client: Client, address: str, **headers: str) -> Any:
    """The answer, read to its end, which closes it."""
    return read(client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()}))


def read(response: Any) -> Any:
    response.body = b"".join(response.streaming_content) if response.streaming else response.content
    return response


def zip_of(client: Client) -> zipfile.ZipFile:
    response = get(client, ZIP)
    assert response.status_code == 200
    return zipfile.ZipFile(io.BytesIO(response.body))


# --- the page -------------------------------------------------------------------------------------


def test_the_page_lists_every_file_with_its_kind_and_size(client: Client, kit: CampaignPage) -> None:
    text = get(client, PAGE).content.decode()
    names = re.findall(rf'href="{PAGE}([^"]+)"', text)
    assert set(names) == {"tai-lieu.zip", *zip_of(client).namelist()}
    assert "Văn bản, 1 KB" in text
    assert "Quyền" not in text
    assert "Được dùng lại" in text
    assert kit.led_line in text


def test_every_link_of_the_page_answers(client: Client, kit: CampaignPage) -> None:
    for address in re.findall(rf'href="({PAGE}[^"]+)"', get(client, PAGE).content.decode()):
        assert get(client, address).status_code == 200, address


def test_the_size_of_a_sheet_is_told_once_it_was_made(client: Client, kit: CampaignPage) -> None:
    assert re.search(r"Thông báo A4 để dán</span> <span class=\"small\">PDF<", get(client, PAGE).content.decode())
    size = len(get(client, NOTICE).body)
    assert f"PDF, {size_words(size)}<" in get(client, PAGE).content.decode()


def test_the_page_says_what_is_missing_and_invents_nothing(client: Client, campaign: CampaignPage) -> None:
    text = get(client, PAGE).content.decode()
    assert 'Thông cáo báo chí: <span class="na">Chưa cung cấp</span>' in text
    assert '<h2 id="lien-he">Người liên hệ</h2>\n<p><span class="na">Chưa cung cấp</span></p>' in text
    assert "thong-cao-bao-chi.txt" not in text


def test_a_sample_is_marked(client: Client, make_campaign: Callable[..., CampaignPage], campaign: CampaignPage) -> None:
    assert "Đợt này là bản mẫu" not in get(client, PAGE).content.decode()
    make_campaign("mau", is_sample=True)
    assert "Đợt này là bản mẫu" in get(client, "/chien-dich/mau/bao-chi/").content.decode()


def test_words_of_editors_are_escaped(client: Client, kit: CampaignPage) -> None:
    kit.led_line = kit.press_contact = "<script>alert(1)</script>"
    kit.save()
    assert "<script>alert" not in get(client, PAGE).content.decode()


def test_the_page_takes_few_queries(
    client: Client, kit: CampaignPage, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(10):
        get(client, PAGE)


@pytest.mark.parametrize("address", [PAGE, ZIP, NOTICE])
def test_a_campaign_that_is_not_public_has_no_kit(address: str, client: Client, kit: CampaignPage) -> None:
    assert get(client, address.replace("mot-cua", "hai-cua")).status_code == 404
    assert get(client, address).status_code == 200
    kit.unpublish()
    assert get(client, address).status_code == 404


@pytest.mark.parametrize("address", [PAGE, ZIP, NOTICE])
def test_only_reading_is_allowed(address: str, client: Client, kit: CampaignPage) -> None:
    assert client.post(address).status_code == 405
    response = read(client.head(address))
    assert response.status_code == 200
    assert not response.cookies


# --- one file -------------------------------------------------------------------------------------


def test_a_sheet_opens_in_the_browser_and_a_list_is_saved(client: Client, kit: CampaignPage) -> None:
    sheet = get(client, NOTICE)
    assert sheet["Content-Type"] == "application/pdf"
    assert sheet["Content-Disposition"] == 'inline; filename="thong-bao-a4.pdf"'
    assert "Xã, phường, thị trấn" in reading.text_of(sheet.body)
    listed = get(client, f"{PAGE}danh-sach-thu-tuc.csv")
    assert listed["Content-Disposition"] == 'attachment; filename="danh-sach-thu-tuc.csv"'
    assert listed.body.startswith(b"\xef\xbb\xbf")


def test_a_picture_is_the_original(client: Client, kit: CampaignPage) -> None:
    stored = kit.pictures.get().picture.file
    response = get(client, f"{PAGE}anh/01-quay-o-xa.png")
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    with stored.open() as file:
        assert response.body == file.read()


@pytest.mark.parametrize(
    "name", ["khong-co.txt", "../../../manage.py", "%2e%2e/%2e%2e/manage.py", "in/", "anh/02-x.png", "a%0d%0ab"]
)
def test_a_name_that_the_kit_does_not_have_is_not_found(name: str, client: Client, kit: CampaignPage) -> None:
    assert get(client, f"{PAGE}{name}").status_code == 404


@pytest.mark.parametrize("address", [ZIP, NOTICE])
def test_a_reader_who_has_it_gets_it_again_only_when_it_changed(
    address: str, client: Client, kit: CampaignPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = get(client, address)["ETag"]
    with monkeypatch.context() as patch:
        patch.setattr(typst_runner, "compile", _must_not_run)
        assert get(client, address, if_none_match=etag).status_code == 304
    kit.message = "Lời mới."
    kit.save()
    response = get(client, address, if_none_match=etag)
    assert response.status_code == 200
    assert response["ETag"] != etag


@pytest.mark.parametrize("address", [ZIP, NOTICE])
@pytest.mark.parametrize("failure", [typst_runner.PrintingFailed("secret"), typst_runner.PrintingBusy("secret")])
def test_a_sheet_that_cannot_be_made_is_a_message_and_no_broken_file(
    address: str, failure: Exception, client: Client, kit: CampaignPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: Any, **kwargs: Any) -> bytes:
        raise failure

    monkeypatch.setattr(typst_runner, "compile", fail)
    response = get(client, address)
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    text = response.content.decode()
    assert "Lúc này chưa tạo được tài liệu" in text
    assert f'href="{PAGE}"' in text
    assert "secret" not in text
    # The page and the texts do not need the compiler.
    assert get(client, PAGE).status_code == 200
    assert get(client, f"{PAGE}README.txt").status_code == 200


# --- the zip --------------------------------------------------------------------------------------


def test_the_zip_holds_what_the_addresses_give(client: Client, kit: CampaignPage) -> None:
    found = zip_of(client)
    assert found.testzip() is None
    assert {"README.txt", "anh/CREDITS.txt", "anh/01-quay-o-xa.png", "in/ap-phich-a3.pdf"} <= set(found.namelist())
    for name in found.namelist():
        assert found.read(name) == get(client, f"{PAGE}{name}").body, name


def test_nothing_in_the_zip_leaves_the_folder_it_is_unpacked_in(
    client: Client, kit: CampaignPage, make_spot: Callable[..., Spot], tmp_path: Path
) -> None:
    add_picture(kit, title="../../../ra-ngoai")
    make_spot(title="..\\..\\ra-ngoai")
    found = zip_of(client)
    assert len(set(map(str.lower, found.namelist()))) == len(found.namelist())
    for entry in found.infolist():
        assert (tmp_path / entry.filename).resolve().is_relative_to(tmp_path)
        assert "\\" not in entry.filename
        # An ordinary file, no link.
        assert entry.external_attr >> 16 == 0o100644
    found.extractall(tmp_path)
    unpacked = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert unpacked == set(found.namelist())


def test_the_same_kit_gives_the_same_bytes(client: Client, kit: CampaignPage) -> None:
    first = get(client, ZIP).body
    cache.clear()
    assert get(client, ZIP).body == first


def test_a_picture_that_goes_while_the_zip_is_made_is_left_out(
    client: Client, kit: CampaignPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = kit.pictures.get().picture.file.name
    default_storage.delete(name)
    monkeypatch.setattr(default_storage, "exists", lambda _name: True)
    assert "anh/01-quay-o-xa.png" not in zip_of(client).namelist()
    assert get(client, f"{PAGE}anh/01-quay-o-xa.png").status_code == 404


def test_a_large_kit_goes_through_the_disk_and_leaves_nothing_there(
    client: Client, kit: CampaignPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(archive, "_IN_MEMORY", 1000)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert zip_of(client).testzip() is None
    assert list(tmp_path.iterdir()) == []


def test_nobody_waits_for_ever_for_the_one_zip(
    client: Client, kit: CampaignPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "PATIENCE_SECONDS", 0.01)
    with archive._one_at_a_time:
        assert get(client, ZIP).status_code == 503
    assert get(client, ZIP).status_code == 200


def _must_not_run(*args: Any, **kwargs: Any) -> bytes:
    raise AssertionError("the compiler was started")
