"""The files of a press kit: which there are, what they are called, what is in them, and what is missing."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import PurePosixPath
from typing import IO, cast

from django.core.cache import cache
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from portal.news.enums import Medium
from portal.news.press_kit import sheets, texts
from portal.news.press_kit.material import VIETNAMESE, Material, Picture, Script
from portal.printing import typst_runner
from portal.vietnamese.slugs import slugify

README = "README.txt"
CREDITS = "anh/CREDITS.txt"

#: Of originals in one kit. More would be a download of minutes over a weak line; the rest is named as missing.
MOST_PICTURE_BYTES = 100 * 1024 * 1024

#: Formats an editor may upload; any other original is left out rather than handed on under a made-up name.
_PICTURE_TYPES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
#: Sizes are remembered longer than the sheets themselves: they are eight bytes.
SIZE_SECONDS = 30 * 24 * 60 * 60
#: Where the sizes of zips are remembered, by the digest of the kit.
ARCHIVE_SIZE_KEY = "press-kit:archive-size:%s"
_SHEET_SIZE_KEY = "press-kit:sheet-size:%s"
#: The creation date of a campaign that was never published by an editor.
_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


class Group(StrEnum):
    """Under which heading a file is listed."""

    PRESS = "press"
    SCRIPTS = "scripts"
    PRINT = "print"
    PICTURES = "pictures"
    DATA = "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class KitFile:
    """One file: a text, a sheet that is compiled when asked for, or the original of a picture.

    `name` is its path in the zip and the end of its address; letters, digits, hyphens, one folder at most.
    """

    name: str
    title: str
    group: Group
    content_type: str
    remarks: tuple[str, ...] = ()
    content: bytes = b""
    sheet: sheets.PrintJob | None = None
    picture: Picture | None = None

    @property
    def digest(self) -> str:
        """What the bytes depend on; good as an ETag before anything is compiled."""
        if self.sheet is not None:
            return typst_runner.digest(self.sheet.template, self.sheet.data, created=self.sheet.created)
        if self.picture is not None:
            return hashlib.sha256(f"{self.picture.file}\0{self.picture.size}".encode()).hexdigest()
        return hashlib.sha256(self.content).hexdigest()

    @property
    def size(self) -> int | None:
        """Bytes; None for a sheet that was not compiled yet."""
        if self.sheet is not None:
            return cache.get(_SHEET_SIZE_KEY % self.digest)
        return self.picture.size if self.picture is not None else len(self.content)

    def open(self) -> IO[bytes]:
        """The bytes, to be read in pieces and closed; a sheet is compiled unless it is known.

        Raises:
            PrintingFailed: the sheet cannot be made now.
            FileNotFoundError: the picture is gone.
        """
        if self.picture is not None:
            return cast("IO[bytes]", default_storage.open(self.picture.file))
        return io.BytesIO(self.content if self.sheet is None else self._compiled(self.sheet))

    def _compiled(self, sheet: sheets.PrintJob) -> bytes:
        pdf = typst_runner.compile(sheet.template, sheet.data, created=sheet.created)
        cache.set(_SHEET_SIZE_KEY % self.digest, len(pdf), SIZE_SECONDS)
        return pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """All files of a campaign's kit on a day, and what is not supplied."""

    material: Material
    files: tuple[KitFile, ...]
    missing: tuple[str, ...]
    created: datetime

    @property
    def digest(self) -> str:
        """What the zip depends on."""
        parts = [self.created.isoformat(), *(f"{file.name}\0{file.digest}" for file in self.files)]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def named(self, name: str) -> KitFile | None:
        """The file at an address."""
        return next((file for file in self.files if file.name == name), None)


def build(material: Material) -> Kit:
    """The kit of a campaign, README first. Nothing is compiled."""
    created = material.published_at or _NO_MOMENT
    pictures, without = _pictures(material)
    files = [
        *_press(material),
        *_scripts(material),
        *sheets_of(material, created),
        *pictures,
        _text("danh-sach-thu-tuc.csv", _("Danh sách thủ tục"), Group.DATA, texts.procedures_table(material)),
    ]
    missing = (*_missing(material), *without)
    readme = texts.readme(material, [(file.name, file.title) for file in files], missing)
    files.insert(0, _text(README, _("Giới thiệu bộ tài liệu"), Group.DATA, readme))
    return Kit(material=material, files=tuple(files), missing=missing, created=created)


def _press(material: Material) -> Iterator[KitFile]:
    if material.release:
        text = texts.press_release(material)
        yield _text("thong-cao-bao-chi.txt", _("Thông cáo báo chí"), Group.PRESS, text, _sample(material))
    for name, heading, text in (
        ("boi-canh-ngan.txt", _("Bối cảnh, bản ngắn"), material.background_short),
        ("boi-canh-dai.txt", _("Bối cảnh, bản dài"), material.background_long),
    ):
        if text:
            yield _text(name, heading, Group.PRESS, texts.background(material, heading, text), _sample(material))
    if material.led_line:
        title = _("Dòng chữ bảng điện tử")
        yield _text("bang-chu-dien-tu.txt", title, Group.SCRIPTS, material.led_line, _sample(material))


def _scripts(material: Material) -> Iterator[KitFile]:
    for number, spot in enumerate((spot for spot in material.scripts if spot.text), start=1):
        words = slugify(f"{spot.medium_name} {spot.language_name}", 60)
        remarks = filter(
            None,
            (
                f"{spot.medium_name}, {_inside(spot.language_name)}",
                _("Đọc hết %s giây") % spot.time.seconds if spot.time else "",
                texts.time_remark(spot),
                _("Cần xem lại, thủ tục đã có bản mới") if spot.outdated else "",
                texts.SAMPLE if spot.is_sample else "",
            ),
        )
        text = texts.script(material, spot)
        yield _text(f"loi-doc/{number:02d}-{words}.txt", spot.title, Group.SCRIPTS, text, tuple(remarks))


def sheets_of(material: Material, created: datetime) -> Iterator[KitFile]:
    """What is printed. Without a place to go to there is nothing to put on a wall."""
    if not material.places:
        return
    for name, title, job in sheets.jobs(material, created):
        yield KitFile(
            name=f"in/{name}.pdf",
            title=title,
            group=Group.PRINT,
            content_type="application/pdf",
            remarks=_sample(material),
            sheet=job,
        )


def _pictures(material: Material) -> tuple[list[KitFile], list[str]]:
    """The originals with their credits, and the pictures left out with the reason."""
    files: list[KitFile] = []
    without: list[str] = []
    total = 0
    for picture in material.pictures:
        suffix = PurePosixPath(picture.file).suffix.lower()
        why_not = picture.why_not
        if not why_not and suffix not in _PICTURE_TYPES:
            why_not = _("dạng tệp này không đưa vào bộ")
        if not why_not and total + picture.size > MOST_PICTURE_BYTES:
            why_not = _("bộ ảnh đã quá lớn")
        if why_not:
            without.append(_("Ảnh “%(title)s” (%(why)s)") % {"title": picture.title, "why": why_not})
            continue
        total += picture.size
        name = f"anh/{len(files) + 1:02d}-{slugify(picture.title, 50) or 'anh'}{suffix}"
        remarks = (picture.credit, picture.rights)
        kind = _PICTURE_TYPES[suffix]
        files.append(
            KitFile(
                name=name,
                title=picture.title,
                group=Group.PICTURES,
                content_type=kind,
                remarks=remarks,
                picture=picture,
            )
        )
    if files:
        listed = texts.credits_list((file.name, file.picture) for file in files if file.picture)
        files.insert(0, _text(CREDITS, _("Người chụp và quyền dùng ảnh"), Group.PICTURES, listed))
    return files, without


def _missing(material: Material) -> Iterator[str]:
    parts: Iterable[tuple[object, str]] = (
        (material.release, _("Thông cáo báo chí")),
        (material.background_short, _("Bối cảnh, bản ngắn")),
        (material.background_long, _("Bối cảnh, bản dài")),
        (material.led_line, _("Dòng chữ bảng điện tử")),
        (any(_is_for_loudspeakers(spot) for spot in material.scripts), _("Lời loa xã, tiếng Việt")),
        (material.places, _("Áp phích, tờ rơi, thông báo (chưa nơi nào nhận thủ tục)")),
        (material.pictures, _("Ảnh cho báo chí")),
        (material.press_contact, _("Người liên hệ")),
    )
    yield from (words for found, words in parts if not found)
    for name in material.missing_languages:
        yield _("Lời %s") % _inside(name)


def _inside(name: str) -> str:
    """A name inside a sentence: tiếng Ba Na."""
    return name[:1].lower() + name[1:]


def _is_for_loudspeakers(spot: Script) -> bool:
    return spot.medium == Medium.LOUDSPEAKER and spot.language == VIETNAMESE and bool(spot.text)


def _sample(material: Material) -> tuple[str, ...]:
    return (texts.SAMPLE,) if material.is_sample else ()


def _text(name: str, title: str, group: Group, text: str, remarks: tuple[str, ...] = ()) -> KitFile:
    kind = "text/csv" if name.endswith(".csv") else "text/plain"
    return KitFile(
        name=name,
        title=title,
        group=group,
        content_type=f"{kind}; charset=utf-8",
        remarks=remarks,
        content=texts.encode(text),
    )
