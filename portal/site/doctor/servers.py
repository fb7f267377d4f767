"""What stands beside the database: Redis, the search engines, the worker."""

from collections.abc import Iterator

from django.conf import settings
from django.core.cache import caches
from django.utils import timezone

from portal.core import background
from portal.core.cache import PatientRedisCache
from portal.procedures.tasks import tick
from portal.search import engines
from portal.search import health as search_health
from portal.search.health import EngineHealth
from portal.site import health
from portal.site.doctor.configuration import is_production
from portal.site.doctor.findings import Finding, check, error, ok, warning

#: Ledger rows an index may be behind without anybody noticing, and minutes a task may wait.
_BEHIND = 50
_WAITING_MINUTES = 10

_NAMES = {"elasticsearch": "Elasticsearch", "embedded": "Bộ tìm kèm theo"}


@check("Redis")
def cache() -> Iterator[Finding]:
    """The shared cache answers."""
    made = caches["default"]
    if not isinstance(made, PatientRedisCache):
        if is_production():
            yield warning("Chưa dùng Redis: mỗi tiến trình có bộ nhớ đệm riêng.", "Đặt PORTAL_REDIS_URL.")
    elif made.answers():
        yield ok("Trả lời.")
    else:
        yield warning(
            "Redis không trả lời. Cổng vẫn chạy nhưng chậm hơn.",
            "Xem Redis có chạy không và PORTAL_REDIS_URL có đúng không.",
        )


@check("Tìm kiếm", needs_database=True)
def search() -> Iterator[Finding]:
    """Every engine has a current index made by this code."""
    for engine in search_health.look():
        yield from _engine(engine)


def _engine(engine: EngineHealth) -> Iterator[Finding]:
    name = _NAMES.get(engine.name, engine.name)
    if not engine.answers and engine.name == engines.embedded().name:
        yield error(
            f"{name} không đọc được chỉ mục của nó.",
            "Xem đĩa còn chỗ không và người dùng của cổng có đọc, ghi được thư mục dữ liệu không.",
        )
    elif not engine.answers:
        yield error(
            f"{name} không trả lời; bộ tìm kèm theo đang thay.",
            "Xem máy chủ có chạy không, rồi xem PORTAL_ELASTICSEARCH_URLS, tên, mật khẩu, chứng thư.",
        )
    elif not engine.has_index:
        yield error(f"{name} chưa có chỉ mục.", "Chạy: manage.py search_index rebuild")
    elif not engine.is_made_by_this_code:
        yield error(f"Chỉ mục của {name} do phiên bản khác lập.", "Chạy: manage.py search_index rebuild")
    elif (engine.behind or 0) > _BEHIND or not engine.is_of_today:
        yield warning(
            f"Chỉ mục của {name} còn chậm {engine.behind} thay đổi.",
            "Xem worker có chạy không, hoặc chạy: manage.py search_index update",
        )
    else:
        yield ok(f"{name}: {engine.documents} thủ tục, đúng tới hiện tại.")


@check("Việc chạy nền", needs_database=True)
def worker() -> Iterator[Finding]:
    """The worker was seen, nothing waits for long, nothing failed."""
    if not settings.BACKGROUND_WORKER:
        return
    now = timezone.now()
    seen, found = background.last_done(tick), background.condition(now)
    start = "Khởi động: manage.py worker"
    if seen is None:
        yield error("Worker chưa chạy lần nào.", start)
    elif (now - seen).total_seconds() > health.WORKER_LATE_SECONDS:
        yield error(f"Worker ngừng từ {timezone.localtime(seen):%H:%M %d/%m/%Y}.", start)
    else:
        yield ok(f"Worker chạy lần gần nhất lúc {timezone.localtime(seen):%H:%M:%S}.")
    if found.oldest_waiting and (now - found.oldest_waiting).total_seconds() > _WAITING_MINUTES * 60:
        yield warning(f"{found.waiting} việc đang chờ, lâu nhất hơn {_WAITING_MINUTES} phút.", start)
    if found.failed:
        yield warning(f"{found.failed} việc đã hỏng.", "Xem nhật ký của worker.")
    if found.broken_off:
        yield warning(f"{found.broken_off} việc bị ngắt giữa chừng.", "Worker sẽ làm lại; xem vì sao nó bị dừng.")
