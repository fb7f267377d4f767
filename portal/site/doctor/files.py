"""Folders and files: data, static files, the embedded index, printing."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone

from portal.printing import typst_runner
from portal.site.doctor.configuration import is_production
from portal.site.doctor.findings import Finding, check, error, ok, warning

_MEBIBYTE = 1024 * 1024
_LITTLE, _TOO_LITTLE = 2048, 256
_A_STYLE = "css/base.css"


@check("Thư mục dữ liệu")
def data_folder() -> Iterator[Finding]:
    """Uploads and the embedded index can be written, and there is room."""
    for folder in dict.fromkeys([Path(settings.DATA_DIR), Path(settings.MEDIA_ROOT), _index_folder()]):
        yield from _folder(folder)


def _index_folder() -> Path:
    return Path(settings.SEARCH_INDEX_FILE).parent


def _folder(folder: Path) -> Iterator[Finding]:
    try:
        with tempfile.NamedTemporaryFile(dir=folder):
            pass
    except OSError:
        yield error(f"Không ghi được vào thư mục {folder}.", "Tạo thư mục và cho người dùng của cổng quyền ghi.")
        return
    free = shutil.disk_usage(folder).free // _MEBIBYTE
    if free < _LITTLE:
        made = error if free < _TOO_LITTLE else warning
        yield made(f"Đĩa của {folder} chỉ còn {free} MiB.", "Dọn bớt hoặc thêm đĩa.")
    else:
        yield ok(f"{folder}: ghi được, còn {free // 1024} GiB.")


@check("Tệp tĩnh")
def static_files() -> Iterator[Finding]:
    """Collected for production, found otherwise."""
    if not is_production():
        if finders.find(_A_STYLE) is None:
            yield error(f"Không tìm thấy {_A_STYLE}.", "Chép lại thư mục static/ của chương trình.")
        return
    root = Path(settings.STATIC_ROOT)
    if not (root / "staticfiles.json").is_file() or not (root / _A_STYLE).parent.is_dir():
        yield error("Chưa gom tệp tĩnh: trang sẽ không có hình dạng.", "Chạy: manage.py collectstatic --noinput")
    else:
        yield ok(f"Đã gom vào {root}.")


@check("In giấy")
def printing() -> Iterator[Finding]:
    """The compiler and the typeface make a small sheet."""
    try:
        # The moment makes it another document each time, so that none comes out of the cache.
        pdf = typst_runner.compile("printing/typst/probe.typ", {"title": "Thử in: ằ ễ ỗ ự ỵ đ"}, created=timezone.now())
    except typst_runner.PrintingFailed:
        yield error("Không làm được tờ PDF.", "Cài lại thư viện typst; xem portal/printing/fonts còn đủ không.")
        return
    if not pdf.startswith(b"%PDF"):
        yield error("Tờ PDF làm ra bị hỏng.", "Cài lại thư viện typst.")
    else:
        yield ok("Làm được tờ PDF có chữ Việt.")
