"""The database: there, current, whole, and with no more rights than it needs."""

from collections.abc import Iterator
from itertools import pairwise

from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from portal.core import clock
from portal.ledger.models import Head, TickMark
from portal.ledger.writing import chained_digest
from portal.procedures.models import NoticeVersion
from portal.procedures.publication import payload
from portal.site import health
from portal.site.doctor.configuration import is_production
from portal.site.doctor.findings import Finding, check, error, ok, warning

TRIGGER = "procedures_version_is_final"
#: How many of the newest versions are proven here; `verify_notices` proves all.
_LINKS = 50
_CLOCK_SECONDS = 30
_VERSIONS = NoticeVersion._meta.db_table

_TRIGGERS = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = %s",
    "postgresql": "SELECT 1 FROM pg_trigger WHERE tgname = %s AND tgenabled <> 'D'",
}


def answers() -> bool:
    """Whether the database can be asked at all."""
    try:
        health.ask_database()
    except (DatabaseError, InterfaceError):
        return False
    return True


@check("Cơ sở dữ liệu")
def reachable() -> Iterator[Finding]:
    """It answers."""
    if not answers():
        yield error(
            "Không nối được cơ sở dữ liệu.",
            "Xem máy chủ có chạy không, rồi xem tên, mật khẩu, cổng trong PORTAL_DATABASE_URL.",
        )
    elif connection.vendor == "sqlite" and is_production():
        yield warning("Đang dùng SQLite: chỉ hợp với chạy thử trong một cơ quan.", "Đặt PORTAL_DATABASE_URL.")
    else:
        yield ok(f"Trả lời ({connection.display_name}).")


@check("Bảng dữ liệu", needs_database=True)
def migrated() -> Iterator[Finding]:
    """Its tables fit this code."""
    if health.ask_migrations().status is health.Status.OK:
        yield ok("Đúng với phiên bản chương trình.")
    else:
        yield error("Các bảng cũ hơn chương trình.", "Chạy: manage.py migrate")


@check("Bảng mã và đồng hồ của cơ sở dữ liệu", needs_database=True)
def encoding() -> Iterator[Finding]:
    """UTF-8, and a clock that agrees with this machine's."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), clock_timestamp()")
        name, now = cursor.fetchone()
    if name != "UTF8":
        yield error(f"Bảng mã là {name}: chữ Việt sẽ hỏng.", "Tạo lại cơ sở dữ liệu với bảng mã UTF8.")
    seconds = round(abs((timezone.now() - now).total_seconds()))
    if seconds > _CLOCK_SECONDS:
        yield warning(f"Đồng hồ hai máy lệch nhau {seconds} giây.", "Cho cả hai máy chỉnh giờ theo NTP.")


@check("Bản công bố không sửa được", needs_database=True)
def final() -> Iterator[Finding]:
    """The trigger stands; on PostgreSQL the role has no right to delete or to switch it off."""
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS[connection.vendor], [TRIGGER])
        stands = cursor.fetchone() is not None
    if not stands:
        yield error(
            "Thiếu trigger giữ cho bản đã công bố không bị sửa.",
            "Chạy: manage.py verify_notices, rồi lập lại trigger bằng câu lệnh trong migration 0002 của procedures.",
        )
    if connection.vendor == "postgresql" and is_production():
        yield from _rights()


def _rights() -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, has_table_privilege(%s, 'DELETE') FROM pg_roles WHERE rolname = current_user", [_VERSIONS]
        )
        is_superuser, may_delete = cursor.fetchone()
    if is_superuser:
        yield warning("Cổng nối bằng quyền cao nhất của máy chủ dữ liệu.", "Dùng một vai trò riêng (deploy/README.md).")
    elif may_delete:
        yield warning("Vai trò của cổng xóa được bản đã công bố.", f"Thu quyền DELETE trên bảng {_VERSIONS}.")


@check("Chuỗi mã băm", needs_database=True)
def chain() -> Iterator[Finding]:
    """The newest links hold, and the end is where the ledger says."""
    newest = list(NoticeVersion.objects.order_by("-pk")[: _LINKS + 1])
    head = Head.objects.values_list("chain_hash", flat=True).filter(pk=1).first() or ""
    ends = newest[0].digest if newest else ""
    # The oldest one taken has no former one here to hang on.
    whole = all(version.previous_digest == former.digest for version, former in pairwise(newest))
    unchanged = all(version.digest == chained_digest(version.previous_digest, payload(version)) for version in newest)
    if head == ends and whole and unchanged:
        yield ok(f"{len(newest)} bản công bố mới nhất nguyên vẹn.")
    else:
        yield error(
            "Bản đã công bố bị sửa, bị xóa hoặc bị chen vào.",
            "Chạy manage.py verify_notices để biết chỗ sai, rồi khôi phục từ bản sao lưu.",
        )


@check("Sang ngày", needs_database=True)
def day() -> Iterator[Finding]:
    """The day was announced."""
    mark = TickMark.objects.filter(pk=1).first()
    today = clock.today()
    if mark is None or mark.day != today:
        known = f"{mark.day:%d/%m/%Y}" if mark else "chưa có"
        remedy = "Xem worker có chạy không." if is_production() else "Chạy: manage.py tick"
        yield error(f"Ngày được báo gần nhất: {known}; hôm nay là {today:%d/%m/%Y}.", remedy)
    else:
        yield ok(f"Đã báo ngày {today:%d/%m/%Y}.")
