"""The page of a press kit: its files by what they are for, with their sizes and marks, and what is not supplied."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.news.press_kit.kit import ARCHIVE_SIZE_KEY, Group, Kit, KitFile

_HEADINGS = (
    (Group.PRINT, "de-in", "Để in"),
    (Group.SCRIPTS, "loi-doc", "Lời đọc, bảng chữ"),
    (Group.PRESS, "cho-bao", "Cho báo chí"),
    (Group.PICTURES, "anh", "Ảnh"),
    (Group.DATA, "danh-sach", "Danh sách"),
)
_KINDS = {".pdf": "PDF", ".txt": "Văn bản", ".csv": "CSV"}
_KILO = 1024


@dataclass(frozen=True, slots=True)
class Row:
    """A file to take: its title, where it is, what kind of file, and what to know of it."""

    title: str
    url: str
    kind: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Files under one heading."""

    anchor: str
    heading: str
    rows: tuple[Row, ...]


def page_context(kit: Kit) -> dict[str, Any]:
    """Values of the page."""
    material = kit.material
    slug = material.slug
    size = cache.get(ARCHIVE_SIZE_KEY % kit.digest)
    return {
        "nav_current": "news",
        "canonical_path": reverse("news:press_kit", args=[slug]),
        "description": _("Thông cáo, lời đọc, áp phích, tờ rơi của đợt tuyên truyền: %s") % material.title,
        "material": material,
        "campaign_url": reverse("news:campaign", args=[slug]),
        "archive_url": reverse("news:press_kit_archive", args=[slug]),
        "archive_kind": file_kind("ZIP", size),
        "sections": [section for section in _sections(kit) if section.rows],
        "missing": kit.missing,
        "led_length": len(material.led_line),
    }


def _sections(kit: Kit) -> Iterable[Section]:
    for group, anchor, heading in _HEADINGS:
        rows = tuple(_row(file, kit.material.slug) for file in kit.files if file.group == group)
        yield Section(anchor, heading, rows)


def _row(file: KitFile, slug: str) -> Row:
    suffix = file.name[file.name.rindex(".") :]
    kind = _KINDS.get(suffix, suffix[1:].upper())
    return Row(
        title=file.title,
        url=reverse("news:press_kit_file", args=[slug, file.name]),
        kind=file_kind(kind, file.size),
        remarks=tuple(remark.rstrip(".") for remark in file.remarks),
    )


def file_kind(kind: str, size: int | None) -> str:
    """PDF, 48 KB; only the kind while nobody has made the file yet."""
    return f"{kind}, {size_words(size)}" if size else kind


def size_words(size: int) -> str:
    """48 KB, 1,2 MB; never 0 KB."""
    if size < _KILO * _KILO:
        return f"{max(1, round(size / _KILO))} KB"
    return f"{size / _KILO / _KILO:.1f} MB".replace(".", ",")
