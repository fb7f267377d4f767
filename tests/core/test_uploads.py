"""Files that come in: what each check lets through, what it refuses, and what it leaves of a picture."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from PIL import ExifTags, Image

from portal.core.uploads import check_captions, check_document, check_picture, check_recording
from tests.core import made_files as made

AUDIO = ["mp3", "m4a", "ogg"]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(1)</script>"


def refusal(check: object, name: str, content: bytes, *more: object) -> str:
    with pytest.raises(ValidationError) as refused:
        check(SimpleUploadedFile(name, content), *more)  # type: ignore[operator]
    return " ".join(refused.value.messages)


@pytest.mark.parametrize("kind", ["png", "jpg", "jpeg", "gif", "webp"])
def test_every_kind_of_picture_passes_and_looks_the_same(kind: str) -> None:
    content = made.picture({"jpg": "JPEG"}.get(kind, kind.upper()))
    upload = SimpleUploadedFile(f"a.{kind}", content)
    check_picture(upload)
    before, after = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(upload.read()))
    assert (after.size, after.format) == (before.size, before.format)
    pairs = zip(before.convert("RGB").tobytes(), after.convert("RGB").tobytes(), strict=True)
    assert max(abs(a - b) for a, b in pairs) <= (12 if kind == "webp" else 1)


def test_a_photograph_forgets_where_it_was_taken() -> None:
    content = made.photograph()
    assert Image.open(io.BytesIO(content)).getexif().get_ifd(ExifTags.IFD.GPSInfo)
    upload = SimpleUploadedFile("ảnh chụp.JPG", content)
    check_picture(upload)
    kept = Image.open(io.BytesIO(upload.read()))
    assert not kept.getexif()
    assert "comment" not in kept.info
    assert upload.size is not None
    assert upload.size < len(content)


def test_a_photograph_that_was_held_upright_stands_upright() -> None:
    upload = SimpleUploadedFile("a.jpg", made.photograph(orientation=6))
    check_picture(upload)
    assert Image.open(io.BytesIO(upload.read())).size == (30, 40)


def test_a_picture_on_the_disk_is_rewritten_in_its_place() -> None:
    """Large uploads are files: what views store afterwards is that very file."""
    with TemporaryUploadedFile("a.jpg", "image/jpeg", 0, None) as upload:
        upload.write(made.photograph())
        upload.size = upload.tell()
        check_picture(upload)
        written = Path(upload.temporary_file_path()).read_bytes()
    assert not Image.open(io.BytesIO(written)).getexif()


def test_what_hangs_behind_a_picture_is_cut_off() -> None:
    upload = SimpleUploadedFile("a.png", made.picture() + made.archive({"a.html": HTML}))
    check_picture(upload)
    assert not zipfile.is_zipfile(upload)
    assert HTML not in upload.read()


def test_an_animation_keeps_its_pictures() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "green", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:], duration=100, loop=0)
    upload = SimpleUploadedFile("a.gif", written.getvalue())
    check_picture(upload)
    assert getattr(Image.open(io.BytesIO(upload.read())), "n_frames", 1) == 3


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.svg", SVG, "Chỉ nhận các loại tệp"),
        ("a.png", SVG, "không đúng với đuôi .png"),
        ("a.jpg", HTML, "không đúng với đuôi .jpg"),
        ("a.png", made.picture("GIF"), "không đúng với đuôi .png"),
        ("a.jpg", b"", "không đúng với đuôi .jpg"),
        ("a.png", made.picture()[:60], "Không đọc được ảnh"),
        ("a.png", made.png_bomb(), "nhiều nhất là 40 triệu"),
        ("a.png", made.png_bomb(9_000), "nhiều nhất là 40 triệu"),
        ("a.heic", made.mp4(b"heic"), "Chỉ nhận các loại tệp"),
        ("a.png.exe", made.picture(), "Chỉ nhận các loại tệp"),
        ("a.png", made.picture() + b"0" * (11 << 20), "lớn hơn 10 MB"),
    ],
)
def test_what_is_no_picture_or_too_much_of_one_is_refused(name: str, content: bytes, reason: str) -> None:
    assert reason in refusal(check_picture, name, content)


def test_an_animation_counts_each_of_its_pictures(settings: Any) -> None:
    frames = [Image.new("RGB", (100, 100), colour) for colour in ("red", "green", "blue")]
    written = io.BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 20_000
    assert "điểm ảnh" in refusal(check_picture, "a.gif", written.getvalue())


@pytest.mark.parametrize("kind", ["docx", "xlsx", "odt"])
def test_office_files_pass(kind: str) -> None:
    check_document(SimpleUploadedFile(f"mau.{kind}", made.office_file(kind)))


def test_other_documents_pass() -> None:
    for name, content in (
        ("a.pdf", b"%PDF-1.7"),
        ("a.csv", "mã,tên".encode()),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ):
        check_document(SimpleUploadedFile(name, content))


@pytest.mark.parametrize("name", ["../a.xml", "word/../../a", "/etc/passwd", "..\\a", "C:\\a", "C:/a"])
def test_an_archive_that_leads_outside_is_refused(name: str) -> None:
    content = made.archive({"word/document.xml": b"", name: b"x"})
    assert "trỏ ra ngoài" in refusal(check_document, "mau.docx", content)


def test_a_link_in_an_archive_is_refused() -> None:
    written = io.BytesIO(made.office_file())
    with zipfile.ZipFile(written, "a") as archive:
        link = zipfile.ZipInfo("word/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert "trỏ ra ngoài" in refusal(check_document, "mau.docx", written.getvalue())


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", made.office_file(word__bomb=b"\x00" * (50 << 20)), "Tệp nén quá mức"),
        ("a.xlsx", made.archive({f"{i}": b"" for i in range(6_000)}), "Tệp nén quá mức"),
        ("a.docx", made.archive({"word/document.xml": b"", "word/vbaProject.bin": b"m"}), "macro"),
        ("a.docx", made.office_file("xlsx"), "không đúng với đuôi .docx"),
        ("a.odt", made.archive({"mimetype": b"text/html", "content.xml": b""}), "không đúng với đuôi .odt"),
        ("a.odt", made.archive({"content.xml": b""}), "không đúng với đuôi .odt"),
        ("a.docx", b"PK\x03\x04" + b"\x00" * 100, "không đúng với đuôi .docx"),
        ("a.docx", HTML + made.office_file(), "không đúng với đuôi .docx"),
        ("a.zip", made.office_file(), "Chỉ nhận các loại tệp"),
        ("a.pdf", made.office_file(), "không đúng với đuôi .pdf"),
        ("a.csv", HTML, "không đúng với đuôi .csv"),
        ("a.svg", SVG, "Chỉ nhận các loại tệp"),
    ],
)
def test_documents_that_could_do_harm_are_refused(name: str, content: bytes, reason: str) -> None:
    assert reason in refusal(check_document, name, content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.mp3", made.mp3()),
        ("a.MP3", made.mp3(tag=made.id3(b"\x00" * 300))),
        ("a.m4a", made.mp4(b"M4A ")),
        ("a.ogg", made.ogg()),
        ("a.ogg", made.ogg(b"OpusHead")),
    ],
)
def test_sound_passes(name: str, content: bytes) -> None:
    check_recording(SimpleUploadedFile(name, content), AUDIO)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.mp3", HTML, "không đúng với đuôi .mp3"),
        ("a.mp3", b"", "không đúng với đuôi .mp3"),
        ("a.mp3", made.id3(HTML), "không đúng với đuôi .mp3"),
        ("a.mp3", made.id3(b"")[:7], "không đúng với đuôi .mp3"),
        ("a.mp3", made.ogg(), "không đúng với đuôi .mp3"),
        ("a.m4a", made.mp3(), "không đúng với đuôi .m4a"),
        ("a.m4a", made.mp4(b"heic"), "không đúng với đuôi .m4a"),
        ("a.m4a", made.mp4(after=HTML), "không đúng với đuôi .m4a"),
        ("a.m4a", made.mp4()[:40], "không đúng với đuôi .m4a"),
        ("a.ogg", made.ogg(b"fishead\x00"), "không đúng với đuôi .ogg"),
        ("a.mp4", made.mp4(), "Chỉ nhận các loại tệp"),
        ("a.html", HTML, "Chỉ nhận các loại tệp"),
    ],
)
def test_what_is_no_sound_is_refused(name: str, content: bytes, reason: str) -> None:
    assert reason in refusal(check_recording, name, content, AUDIO)


def test_a_recording_has_a_limit_of_its_own(settings: Any) -> None:
    settings.UPLOAD_LIMITS = {"recording": 1 << 20}
    assert "lớn hơn 1 MB" in refusal(check_recording, "a.mp3", made.mp3() + b"\x00" * (1 << 20), AUDIO)


def test_captions_pass_and_anything_else_under_their_name_does_not() -> None:
    check_captions(SimpleUploadedFile("a.vtt", "WEBVTT\r\n\r\n00:00.000 --> 00:02.000\r\nBà con".encode()))
    for content in (HTML, b"1\n00:00:00,000 --> 00:00:02,000\n", b"WEBVTTX", "WEBVTT\n\nBà con".encode("utf-16")):
        assert refusal(check_captions, "a.vtt", content)
    assert refusal(check_captions, "a.srt", b"WEBVTT")
