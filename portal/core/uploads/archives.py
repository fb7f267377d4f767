"""Office files are zip archives: what their list of members says, read without unpacking anything."""

import struct
import zipfile
import zlib
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from portal.core.uploads.kinds import not_what_it_says

#: What all members may come to when unpacked. A form of many pages with pictures stays far below.
LARGEST_UNPACKED = 200 * 1024 * 1024
#: How far one member may shrink: the XML of a large table comes to 1:50, a bomb to 1:1000.
HIGHEST_RATIO = 200
#: Below this size a ratio says nothing: a page of blanks shrinks to nothing.
_TOO_SMALL_FOR_A_RATIO = 1024 * 1024
MOST_MEMBERS = 5_000

_BEGINNING = b"PK\x03\x04"
#: The member without which the file is no document of its kind.
_HEART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "odt": "content.xml"}
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_SYMLINK = 0o120000
_FILE_TYPE = 0o170000
_ENCRYPTED = 0x1
#: What the library raises of an archive that is broken or was made to break it.
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError),
    *(ValueError, LookupError, NotImplementedError, RuntimeError),
)


def check_office_file(upload: UploadedFile, kind: str) -> None:
    """Refuse an archive that is no document of this kind, or would harm who unpacks it.

    Raises:
        ValidationError: with the reason in words of the editor.
    """
    upload.seek(0)
    if upload.read(len(_BEGINNING)) != _BEGINNING:
        raise not_what_it_says(kind)
    try:
        with zipfile.ZipFile(upload) as archive:
            _check_members(archive, kind)
    except _UNREADABLE as error:
        raise not_what_it_says(kind) from error
    finally:
        upload.seek(0)


def _check_members(archive: zipfile.ZipFile, kind: str) -> None:
    members = archive.infolist()
    names = {member.filename for member in members}
    if any(_leads_outside(member) for member in members):
        raise ValidationError(_("Tệp có phần trỏ ra ngoài (../ hoặc đường dẫn tuyệt đối). Không nhận tệp này."))
    if len(members) > MOST_MEMBERS or len(names) < len(members) or _is_bomb(members):
        raise ValidationError(_("Tệp nén quá mức: giải ra lớn hơn nhiều so với tệp. Không nhận tệp này."))
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise ValidationError(_("Tệp đặt mật khẩu: người đọc không mở được. Hãy bỏ mật khẩu rồi tải lại."))
    if any(PurePosixPath(name).name.lower() == "vbaproject.bin" for name in names):
        raise ValidationError(_("Tệp có chứa macro. Hãy lưu thành tệp không có macro rồi tải lại."))
    if _HEART[kind] not in names or (kind == "odt" and not _is_odt(archive)):
        raise not_what_it_says(kind)


def _is_odt(archive: zipfile.ZipFile) -> bool:
    with archive.open("mimetype") as member:
        return member.read(100).strip() == _ODT_TYPE


def _leads_outside(member: zipfile.ZipInfo) -> bool:
    # The name as it was written: the library has cut it at a NUL and turned separators round.
    name = (member.orig_filename or "").replace("\\", "/")
    is_link = (member.external_attr >> 16) & _FILE_TYPE == _SYMLINK
    return is_link or name.startswith("/") or ":" in name or "\x00" in name or ".." in name.split("/")


def _is_bomb(members: list[zipfile.ZipInfo]) -> bool:
    return sum(member.file_size for member in members) > LARGEST_UNPACKED or any(
        member.file_size > _TOO_SMALL_FOR_A_RATIO and member.file_size > HIGHEST_RATIO * max(member.compress_size, 1)
        for member in members
    )
