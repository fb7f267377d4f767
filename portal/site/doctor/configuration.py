"""Settings: what would be wrong whatever servers and files there are."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks as system_checks
from django.http.request import validate_host

from portal.core import clock
from portal.settings.env import PROJECT_DIR
from portal.site.doctor.findings import Finding, check, error, ok, warning

_SHORTEST_SECRET = 50
_READABLE_BY_OTHERS = 0o077


def is_production() -> bool:
    """Whether citizens are served; a demonstration may do many things that an installation may not."""
    return bool(settings.BACKGROUND_WORKER)


@check("Cấu hình")
def configuration() -> Iterator[Finding]:
    """Demonstration or production, debug, secret, fixed day."""
    if not is_production():
        yield warning(
            "Đang chạy cấu hình trình diễn.",
            "Cài đặt thật thì đặt DJANGO_SETTINGS_MODULE=portal.settings.production.",
        )
    if settings.DEBUG:
        yield error("DEBUG đang bật: trang lỗi cho mọi người xem mã nguồn và cấu hình.", "Tắt DEBUG.")
    if len(settings.SECRET_KEY) < _SHORTEST_SECRET and is_production():
        yield error("PORTAL_SECRET_KEY quá ngắn.", "Đặt một chuỗi ngẫu nhiên ít nhất 50 ký tự (docs/settings.md).")
    if clock.is_fixed() and is_production():
        yield error(f"Đồng hồ của cổng đứng ở ngày {clock.today():%d/%m/%Y}.", "Bỏ PORTAL_TODAY.")
    if settings.TIME_ZONE != "Asia/Ho_Chi_Minh":
        yield error("Múi giờ không phải giờ Việt Nam: ngày áp dụng sẽ lệch.", "Đặt TIME_ZONE = Asia/Ho_Chi_Minh.")


@check("Địa chỉ")
def addresses() -> Iterator[Finding]:
    """The public address, which is printed on sheets, must be one the site answers to."""
    base = urlsplit(settings.BASE_URL)
    if "*" in settings.ALLOWED_HOSTS:
        yield error("Cổng trả lời với mọi tên máy.", "Ghi đúng tên miền trong PORTAL_ALLOWED_HOSTS.")
    if not base.hostname or not validate_host(base.hostname, settings.ALLOWED_HOSTS):
        yield error(
            f"Cổng không trả lời ở địa chỉ in trên giấy và mã QR ({settings.BASE_URL}).",
            "Thêm tên miền của PORTAL_BASE_URL vào PORTAL_ALLOWED_HOSTS.",
        )
    elif is_production() and base.scheme != "https":
        yield error(f"Địa chỉ công khai {settings.BASE_URL} không phải https.", "Sửa PORTAL_BASE_URL.")
    else:
        yield ok(f"Địa chỉ công khai: {settings.BASE_URL}")


@check("Bí mật")
def secrets() -> Iterator[Finding]:
    """Files that hold passwords are read by their owner only."""
    files = [Path(settings.DATA_DIR) / "secret-key", PROJECT_DIR / ".env", PROJECT_DIR / "deploy" / ".env"]
    for file in files:
        if file.is_file() and file.stat().st_mode & _READABLE_BY_OTHERS:
            yield error(f"Người khác trên máy này đọc được tệp bí mật {file}.", f"Chạy: chmod 600 {file}")
    authority = settings.SEARCH_ELASTICSEARCH.ca_file if settings.SEARCH_ELASTICSEARCH else ""
    if authority and not os.access(authority, os.R_OK):
        yield error(f"Không đọc được tệp chứng thư {authority}.", "Sửa PORTAL_ELASTICSEARCH_CA_FILE hoặc quyền đọc.")


@check("Kiểm tra của chương trình")
def system() -> Iterator[Finding]:
    """Django's own checks, whose words are English."""
    for message in system_checks.run_checks():
        made = error if message.is_serious() else warning
        yield made(f"{message.id}: {message.msg}", str(message.hint or ""))
