"""Pictures are written anew when they come in: only what is seen is kept.

A photograph of a telephone says where it was taken, and a file that is a picture and something else besides ends
behind its picture. Both are gone when the picture is decoded and written again.
"""

import struct
import warnings
from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from portal.core.uploads.kinds import allowed_kind, check_size, not_what_it_says, rename_safely

_FORMATS = {"gif": "GIF", "jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
#: What of a picture's further facts is needed to show it.
_KEPT_FACTS = frozenset({"icc_profile", "transparency", "duration", "loop", "background", "disposal", "gamma"})
_QUALITY = 92
#: Formats whose pictures may move; a second picture inside a JPEG is no film.
_MOVING = frozenset({"GIF", "PNG", "WEBP"})
#: What Pillow raises of a file that is broken or was made to break it.
_UNREADABLE = (
    *(OSError, SyntaxError, ValueError, EOFError, MemoryError, struct.error),
    *(LookupError, TypeError, ZeroDivisionError, OverflowError),
)


def check_picture(upload: UploadedFile) -> None:
    """Refuse what is no picture or too large a one; replace the bytes of the upload by those of the picture alone.

    Raises:
        ValidationError: too large, of a kind that is not allowed, broken, or with more pixels than
            `settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS`, counted before anything is unpacked.
    """
    kind = allowed_kind(upload, settings.WAGTAILIMAGES_EXTENSIONS)
    check_size(upload, "image", _("Ảnh lớn hơn %(limit)d MB. Hãy thu nhỏ ảnh rồi tải lại."))
    upload.seek(0)
    source = upload.read()
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a bomb of the smaller sort; the limit below is lower still.
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(source), formats=[_FORMATS[kind]]) as image:
                _check_pixels(image, _FORMATS[kind])
                content = _written_anew(image, _FORMATS[kind], is_lossless=source[12:16] == b"VP8L")
    except ValidationError:
        raise
    except UnidentifiedImageError as error:
        raise not_what_it_says(kind) from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except _UNREADABLE as error:
        raise ValidationError(_("Không đọc được ảnh: tệp hỏng, hoặc không phải là ảnh.")) from error
    finally:
        upload.seek(0)
    _replace(upload, content)
    rename_safely(upload)


def _check_pixels(image: Image.Image, kind: str) -> None:
    frames = getattr(image, "n_frames", 1) if kind in _MOVING else 1
    if image.width * image.height * frames > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("Ảnh có quá nhiều điểm ảnh: nhiều nhất là %(limit)d triệu. Hãy thu nhỏ ảnh rồi tải lại."),
        code="file_too_many_pixels",
        params={"limit": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000},
    )


def _written_anew(image: Image.Image, kind: str, *, is_lossless: bool) -> bytes:
    written = BytesIO()
    image.load()
    if kind in _MOVING and getattr(image, "n_frames", 1) > 1:
        _forget_facts(image)
        image.save(written, kind, save_all=True)
        return written.getvalue()
    # The way it is to be held stands among the facts that go.
    picture = ImageOps.exif_transpose(image) if _is_turned(image) else image
    _forget_facts(picture)
    if kind == "JPEG":
        # As it was compressed before, where nothing was turned: no quality is lost.
        picture.save(written, kind, quality="keep" if picture.format == "JPEG" else _QUALITY)
    elif kind == "WEBP":
        picture.save(written, kind, quality=_QUALITY, lossless=is_lossless)
    else:
        picture.save(written, kind)
    return written.getvalue()


def _is_turned(image: Image.Image) -> bool:
    return image.getexif().get(ExifTags.Base.Orientation, 1) in range(2, 9)


def _forget_facts(image: Image.Image) -> None:
    for name in [name for name in image.info if name not in _KEPT_FACTS]:
        del image.info[name]
    image.getexif().clear()


def _replace(upload: UploadedFile, content: bytes) -> None:
    """In the very object the form was given: views keep using it, and so would store what it held before."""
    upload.seek(0)
    upload.truncate()
    upload.write(content)
    upload.seek(0)
    upload.size = len(content)
