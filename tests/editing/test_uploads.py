"""Files an editor sends through the admin: why one is refused is told in Vietnamese, and nothing of it stays."""

import gc
import http.client
import io
import json
import tempfile
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import waitress
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.wsgi import get_wsgi_application
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, UploadedFile

from portal.news.models import OutreachMedia
from tests.core import made_files as made

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def _own_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))


@pytest.fixture
def nothing_stays(tmp_path: Path) -> Iterator[None]:
    before = stored_files()
    yield
    assert stored_files() == before
    assert files_in(tmp_path / "tmp") == []


@pytest.fixture
def files_may_stay_open() -> Iterator[None]:
    """Wagtail opens a picture to make its hash and leaves closing it to the collector."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def stored_files() -> list[Path]:
    """Where the storage writes, which is not always where the setting says: it reads the setting once a process."""
    return files_in(Path(default_storage.path("")))


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def facts_of(name: str) -> Image.Exif:
    return Image.open(io.BytesIO(Path(default_storage.path(name)).read_bytes())).getexif()


def send_picture(client: Client, name: str, content: bytes) -> dict[str, Any]:
    """As the page for many pictures at once does."""
    response = client.post(
        reverse("wagtailimages:add_multiple"),
        {
            "title": "Ảnh",
            "collection": Collection.get_first_root_node().pk,
            "files[]": SimpleUploadedFile(name, content),
        },
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    return json.loads(response.content)


@pytest.mark.usefixtures("files_may_stay_open")
def test_a_picture_waits_for_its_rights_without_the_place_it_was_taken(as_admin: Client) -> None:
    answer = send_picture(as_admin, "Ảnh chụp ở xã.jpg", made.photograph())
    assert answer["success"]
    waiting = UploadedFile.objects.get()
    assert not facts_of(waiting.file.name)
    prefix = f"uploaded-image-{waiting.pk}"
    words = {"title": "Trụ sở xã", "credit": "Văn phòng", "rights": "Được dùng lại"}
    words["collection"] = Collection.get_first_root_node().pk
    url = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk])
    as_admin.post(
        url,
        {f"{prefix}-{name}": value for name, value in (words | {"tags": "", "description": "Trụ sở"}).items()},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    image = get_image_model().objects.get()
    assert Path(image.file.name).name.startswith("anh-chup-o-xa")
    assert not facts_of(image.file.name)


@pytest.mark.usefixtures("nothing_stays")
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", SVG),
        ("a.png", SVG),
        ("a.png", made.png_bomb()),
        ("a.png", made.png_bomb(9_000)),
        ("a.jpg", made.archive({"../a": b"x"})),
        ("a.png", made.picture()[:60]),
        ("a.png", made.picture() + b"0" * (11 << 20)),
    ],
)
def test_a_bad_picture_is_refused_with_the_reason(as_admin: Client, name: str, content: bytes) -> None:
    answer = send_picture(as_admin, name, content)
    assert not answer["success"]
    assert answer["error_message"]
    assert not get_image_model().objects.exists()
    assert not UploadedFile.objects.exists()


@pytest.mark.usefixtures("nothing_stays")
@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", made.archive({"word/document.xml": b"", "../../a": b"x"}), "trỏ ra ngoài"),
        ("a.docx", made.office_file(word__bomb=b"\x00" * (50 << 20)), "nén quá mức"),
        ("a.zip", made.archive({"a": b"x"}), "Chỉ nhận các loại tệp"),
        ("a.pdf", SVG, "không đúng với đuôi .pdf"),
    ],
)
def test_a_bad_document_is_refused_with_the_reason(as_admin: Client, name: str, content: bytes, reason: str) -> None:
    response = as_admin.post(
        reverse("wagtaildocs:add"),
        {"title": "Mẫu", "collection": "1", "tags": "", "file": SimpleUploadedFile(name, content)},
    )
    assert [reason in error for error in response.context["form"].errors["file"]] == [True]
    assert not get_document_model().objects.exists()


def send_sound(client: Client, name: str, content: bytes, **more: Any) -> Any:
    data = {"title": "Lời loa", "collection": Collection.get_first_root_node().pk, "duration": "1", "tags": ""}
    data |= {"credit": "Đài xã", "rights": "Được dùng lại", "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("wagtailmedia:add", args=["audio"]), data | more)


def test_a_recording_is_stored_under_a_plain_name(as_admin: Client) -> None:
    assert send_sound(as_admin, "Lời loa xã.mp3", made.mp3()).status_code == 302
    assert OutreachMedia.objects.get().filename.startswith("loi-loa-xa")


@pytest.mark.usefixtures("nothing_stays")
@pytest.mark.parametrize(
    ("name", "content", "more"),
    [
        ("a.mp3", SVG, {}),
        ("a.html", b"<script>", {}),
        ("a.mp4", made.mp4(), {}),
        ("a.mp3", made.mp3(), {"thumbnail": SimpleUploadedFile("a.svg", SVG)}),
        ("a.mp3", made.mp3(), {"thumbnail": SimpleUploadedFile("a.png", made.png_bomb(9_000))}),
    ],
)
def test_a_bad_recording_is_refused(as_admin: Client, name: str, content: bytes, more: dict[str, Any]) -> None:
    response = send_sound(as_admin, name, content, **more)
    assert response.status_code == 200
    assert set(response.context["form"].errors) & {"file", "thumbnail"}
    assert not OutreachMedia.objects.exists()


class _Zeros(io.RawIOBase):
    """Half a gigabyte of nothing, counted as it is asked for."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.read_so_far = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = min(len(buffer), self.left)
        buffer[:count] = bytes(count)
        self.left -= count
        self.read_so_far += count
        return count


HALF_A_GIGABYTE = 500 << 20


def body_of(zeros: _Zeros) -> dict[str, Any]:
    return {"wsgi.input": zeros, "CONTENT_LENGTH": str(zeros.left)}


@pytest.mark.usefixtures("nothing_stays")
@pytest.mark.parametrize("path", ["/quan-tri/images/multiple/add/", "/quan-tri/media/audio/add/", "/tim-kiem/"])
def test_half_a_gigabyte_is_refused_before_any_of_it_is_read(as_admin: Client, path: str) -> None:
    body = _Zeros(HALF_A_GIGABYTE)
    response = as_admin.generic(
        "POST",
        path,
        content_type="multipart/form-data; boundary=x",
        **body_of(body),
    )
    assert response.status_code == 413
    assert "Hãy chọn tệp nhỏ hơn" in response.content.decode()
    assert body.read_so_far == 0


@pytest.mark.usefixtures("nothing_stays")
def test_the_upload_page_is_told_in_its_own_language(as_admin: Client) -> None:
    response = as_admin.generic(
        "POST",
        reverse("wagtailimages:add_multiple"),
        headers={"x-requested-with": "XMLHttpRequest"},
        **body_of(_Zeros(HALF_A_GIGABYTE)),
    )
    assert (response.status_code, response.json()["success"]) == (413, False)
    assert "lớn hơn 25 MB" in response.json()["error_message"]


@pytest.mark.django_db(transaction=True)
def test_half_a_gigabyte_sent_to_a_running_server_leaves_nothing_behind(tmp_path: Path) -> None:
    """The whole of it, over a socket, to the server of the demonstration."""
    before = stored_files()
    server = waitress.create_server(get_wsgi_application(), host="127.0.0.1", port=0, threads=1, ident="")
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        connection = http.client.HTTPConnection("127.0.0.1", server.effective_port, timeout=120)
        headers = {"Content-Type": "multipart/form-data; boundary=x", "Content-Length": str(HALF_A_GIGABYTE)}
        connection.request("POST", "/quan-tri/images/multiple/add/", body=_Zeros(HALF_A_GIGABYTE), headers=headers)
        response = connection.getresponse()
        assert response.status == 413
        assert "Hãy chọn tệp nhỏ hơn" in response.read().decode()
        connection.close()
    finally:
        # In the server's own thread, between two rounds of its loop.
        server.trigger.pull_trigger(server.close)
        thread.join(timeout=30)
        server.task_dispatcher.shutdown()
    assert not thread.is_alive()
    assert files_in(tmp_path / "tmp") == []
    assert stored_files() == before
