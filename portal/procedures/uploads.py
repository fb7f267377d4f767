"""Form files editors upload: which kinds, how large, and whether the bytes are what the name says."""

from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

LARGEST = 10 * 1024 * 1024

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How the bytes of each kind begin. CSV has no mark; it must be text that is no markup.
_BEGINNINGS = {
    "pdf": b"%PDF-",
    "doc": _OLE,
    "xls": _OLE,
    "docx": _ZIP,
    "xlsx": _ZIP,
    "odt": _ZIP,
}
_LOOKED_AT = 4096


def check_upload(upload: UploadedFile) -> None:
    """Refuse a file that readers should not be handed from this portal.

    Raises:
        ValidationError: too large, empty, of a kind that is not allowed, or not what its name says.
    """
    kind = PurePath(upload.name or "").suffix.lower().removeprefix(".")
    if kind not in settings.WAGTAILDOCS_EXTENSIONS:
        allowed = ", ".join(settings.WAGTAILDOCS_EXTENSIONS)
        raise ValidationError(_("Chỉ nhận các loại tệp: %(allowed)s."), params={"allowed": allowed})
    if upload.size is None or upload.size > LARGEST:
        raise ValidationError(_("Tệp lớn hơn 10 MB. Hãy nén hoặc tách tệp."))
    upload.seek(0)
    beginning = upload.read(_LOOKED_AT)
    upload.seek(0)
    if not _is_what_it_says(kind, beginning):
        raise ValidationError(_("Nội dung tệp không đúng với đuôi .%(kind)s."), params={"kind": kind})


def _is_what_it_says(kind: str, beginning: bytes) -> bool:
    if kind in _BEGINNINGS:
        return beginning.startswith(_BEGINNINGS[kind])
    return b"\x00" not in beginning and not beginning.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
