"""Kind, size and name of an upload: what every check begins or ends with."""

from collections.abc import Sequence
from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from portal.vietnamese.slugs import slugify

MEGABYTE = 1024 * 1024
LONGEST_NAME = 80


def check_size(upload: UploadedFile, limit_name: str, message: str) -> None:
    """Refuse what is larger than its limit of `settings.UPLOAD_LIMITS`; the message may name it as `%(limit)d`."""
    limit: int = settings.UPLOAD_LIMITS[limit_name]
    if upload.size is None or upload.size > limit:
        raise ValidationError(message, code="file_too_large", params={"limit": -(-limit // MEGABYTE)})


def kind_of(upload: UploadedFile) -> str:
    """The ending of the name, small, without its point."""
    return PurePath(upload.name or "").suffix.lower().removeprefix(".")


def beginning(upload: UploadedFile, length: int) -> bytes:
    """The first bytes; the file stands at its beginning afterwards."""
    upload.seek(0)
    content: bytes = upload.read(length)
    upload.seek(0)
    return content


def not_what_it_says(kind: str) -> ValidationError:
    """The error for bytes that are not what the name says."""
    return ValidationError(_("Nội dung tệp không đúng với đuôi .%(kind)s."), params={"kind": kind})


def rename_safely(upload: UploadedFile) -> None:
    """Give the upload a name of plain letters: it becomes part of an address and of a path on the disk."""
    kind = kind_of(upload)
    stem = slugify(PurePath(upload.name or "").stem, max_length=LONGEST_NAME) or "tep"
    upload.name = f"{stem}.{kind}"


def allowed_kind(upload: UploadedFile, kinds: Sequence[str]) -> str:
    """The kind, if it is among these."""
    kind = kind_of(upload)
    if kind not in kinds:
        raise ValidationError(_("Chỉ nhận các loại tệp: %(allowed)s."), params={"allowed": ", ".join(kinds)})
    return kind
