"""What is asked of documents, sound and film, and captions."""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from portal.core.uploads.archives import check_office_file
from portal.core.uploads.kinds import allowed_kind, beginning, check_size, not_what_it_says
from portal.core.uploads.recordings import is_recording

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: How the bytes of each kind begin. CSV has no mark; it must be text that is no markup.
_BEGINNINGS = {"pdf": b"%PDF-", "doc": _OLE, "xls": _OLE}
_OFFICE_KINDS = frozenset({"docx", "xlsx", "odt"})
_LOOKED_AT = 4096
#: The mark, and what may follow it.
_VTT = ("WEBVTT ", "WEBVTT\t", "WEBVTT\n")


def check_document(upload: UploadedFile) -> None:
    """Refuse a document or form file that is not what its name says, or could harm who opens it.

    Raises:
        ValidationError: too large, empty, of a kind that is not allowed, not what its name says, or an office file
            with members that lead out of it, unpack to far more than they should, or hold macros.
    """
    kind = allowed_kind(upload, settings.WAGTAILDOCS_EXTENSIONS)
    check_size(upload, "document", _("Tệp lớn hơn %(limit)d MB. Hãy nén hoặc tách tệp."))
    if kind in _OFFICE_KINDS:
        check_office_file(upload, kind)
    elif not _begins_as(kind, beginning(upload, _LOOKED_AT)):
        raise not_what_it_says(kind)


def check_recording(upload: UploadedFile, kinds: Sequence[str]) -> None:
    """Refuse sound or film of another kind, or whose bytes are none.

    Raises:
        ValidationError: too large, of a kind that is not among `kinds`, or not what its name says.
    """
    kind = allowed_kind(upload, kinds)
    check_size(upload, "recording", _("Tệp lớn hơn %(limit)d MB. Hãy nén tệp, hoặc ghi địa chỉ ở trang khác."))
    if not is_recording(kind, upload):
        raise not_what_it_says(kind)


def check_captions(upload: UploadedFile) -> None:
    """Refuse captions that are not WebVTT in UTF-8.

    Raises:
        ValidationError: too large, of another kind, or not WebVTT.
    """
    allowed_kind(upload, ["vtt"])
    check_size(upload, "captions", _("Tệp phụ đề lớn hơn %(limit)d MB. Hãy kiểm tra xem có chọn nhầm tệp không."))
    upload.seek(0)
    content = upload.read()
    upload.seek(0)
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ValidationError(_("Tệp phụ đề không phải chữ UTF-8. Hãy lưu lại bằng UTF-8.")) from error
    if text != "WEBVTT" and not text.startswith(_VTT):
        raise ValidationError(_("Đây không phải tệp phụ đề WebVTT: dòng đầu phải là WEBVTT."))
    if "\x00" in text:
        raise ValidationError(_("Tệp phụ đề có ký tự không đọc được."))


def _begins_as(kind: str, content: bytes) -> bool:
    if kind in _BEGINNINGS:
        return content.startswith(_BEGINNINGS[kind])
    return b"\x00" not in content and not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<")
