"""`manage.py doctor`: each thing that can be wrong is named with its remedy, and nothing stops the rest."""

import datetime
import json
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings
from wagtail.models import Site, WorkflowPage
from wagtail.search.models import IndexEntry

from portal.core import clock
from portal.core.cache import PatientRedisCache
from portal.ledger import tick as ledger_tick
from portal.ledger.models import Head, TickMark
from portal.ledger.writing import Key, append
from portal.printing import typst_runner
from portal.procedures.tasks import tick
from portal.search import engines, indexing
from portal.search.engines.base import EngineUnavailable, Position
from portal.search.engines.embedded.engine import EmbeddedEngine
from portal.site.doctor import content, database, findings, servers
from portal.site.models import HomePage
from tests.seeding import seed_all
from tests.servers import free_port

Break = Callable[[Settings, pytest.MonkeyPatch, Path], None]


@pytest.fixture
def sound(db: None, settings: Any, tmp_path: Path) -> None:
    """A production installation in order, but that it has neither Redis nor Elasticsearch."""
    seed_all()
    settings.BACKGROUND_WORKER = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.PORTAL_TODAY = None
    settings.SECRET_KEY = "f3c1a9e07b5d4286a0e1c7f94d2b8356-only-for-this-test"
    settings.BASE_URL = "https://tthc.example"
    settings.ALLOWED_HOSTS = ["tthc.example"]
    settings.DATA_DIR = settings.STATIC_ROOT = settings.MEDIA_ROOT = str(tmp_path)
    (tmp_path / "css").mkdir()
    (tmp_path / "staticfiles.json").write_text("{}")
    Site.objects.update(hostname="tthc.example")
    ledger_tick.run(clock.today())
    done = tick.enqueue()
    DBTaskResult.objects.filter(pk=done.id).update(status="SUCCESSFUL", finished_at=timezone.now())
    for engine in engines.every():
        indexing.rebuild(engine, may_shrink=True)


def examine() -> tuple[int, list[dict[str, str]]]:
    """Exit code and findings."""
    out = StringIO()
    try:
        call_command("doctor", json=True, stdout=out)
    except CommandError as ended:
        return ended.returncode, json.loads(out.getvalue())["findings"]
    return 0, json.loads(out.getvalue())["findings"]


@pytest.mark.usefixtures("sound")
def test_an_installation_in_order_has_no_error_and_every_check_that_looks_at_it_says_so() -> None:
    code, rows = examine()
    assert [row for row in rows if row["level"] == "error"] == []
    assert code == 0
    assert {"Địa chỉ", "Bảng dữ liệu", "Chuỗi mã băm", "Sang ngày", "Tìm kiếm"} <= {
        row["check"] for row in rows if row["level"] == "ok"
    }
    assert {"Việc chạy nền", "Thư mục dữ liệu", "Tệp tĩnh", "In giấy", "Trang chủ", "Thủ tục"} <= {
        row["check"] for row in rows if row["level"] == "ok"
    }


@pytest.mark.usefixtures("sound")
def test_sqlite_in_production_is_a_warning_and_postgresql_is_not() -> None:
    (row,) = [row for row in examine()[1] if row["check"] == "Cơ sở dữ liệu"]
    assert row["level"] == ("warning" if connection.vendor == "sqlite" else "ok")


def _without_trigger() -> None:
    table = " ON procedures_noticeversion" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"DROP TRIGGER {database.TRIGGER}{table}")


def _blocked(path: Path) -> str:
    (path / "a-file").write_text("")
    return str(path / "a-file" / "below")


def _readable_secret(path: Path) -> None:
    (path / "secret-key").write_text("geheim")
    (path / "secret-key").chmod(0o644)


def _no_index(settings: Any, path: Path) -> None:
    settings.SEARCH_INDEX_FILE = path / "another.sqlite3"
    settings.SEARCH_ELASTICSEARCH = None


def _full_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(engine: EmbeddedEngine) -> Position:
        raise EngineUnavailable("database or disk is full")

    monkeypatch.setattr(EmbeddedEngine, "position", fail)


def _cannot_print(*args: Any, **kwargs: Any) -> bytes:
    raise typst_runner.PrintingFailed


ERRORS: dict[str, tuple[Break, str]] = {
    "debug": (lambda s, m, p: setattr(s, "DEBUG", True), "DEBUG"),
    "a short secret": (lambda s, m, p: setattr(s, "SECRET_KEY", "short"), "PORTAL_SECRET_KEY quá ngắn"),
    "a fixed day": (lambda s, m, p: setattr(s, "PORTAL_TODAY", datetime.date(2020, 1, 2)), "đứng ở ngày 02/01/2020"),
    "another zone": (lambda s, m, p: setattr(s, "TIME_ZONE", "UTC"), "Múi giờ"),
    "any host": (lambda s, m, p: setattr(s, "ALLOWED_HOSTS", ["*"]), "mọi tên máy"),
    "a host not answered to": (lambda s, m, p: setattr(s, "ALLOWED_HOSTS", ["localhost"]), "không trả lời ở địa chỉ"),
    "no encryption": (lambda s, m, p: setattr(s, "BASE_URL", "http://tthc.example"), "không phải https"),
    "a secret others read": (lambda s, m, p: _readable_secret(p), "tệp bí mật"),
    "no trigger": (lambda s, m, p: _without_trigger(), "Thiếu trigger"),
    "a chain without its end": (lambda s, m, p: _change_head(), "bị sửa, bị xóa"),
    "a day not announced": (
        lambda s, m, p: _count(TickMark.objects.update(day=datetime.date(2020, 1, 1))),
        "Ngày được báo gần nhất: 01/01/2020",
    ),
    "no worker ever": (lambda s, m, p: _count(DBTaskResult.objects.all().delete()[0]), "chưa chạy lần nào"),
    "a worker that stopped": (
        lambda s, m, p: _count(DBTaskResult.objects.update(finished_at=timezone.now() - datetime.timedelta(hours=2))),
        "Worker ngừng từ",
    ),
    "no index": (lambda s, m, p: _no_index(s, p), "chưa có chỉ mục"),
    "an index that cannot be read": (lambda s, m, p: _full_disk(m), "Bộ tìm kèm theo không đọc được"),
    "a folder that cannot be written": (lambda s, m, p: setattr(s, "DATA_DIR", _blocked(p)), "Không ghi được"),
    "no room": (
        lambda s, m, p: m.setattr(shutil, "disk_usage", lambda folder: _Usage(free=1024 * 1024)),
        "chỉ còn 1 MiB",
    ),
    "static files not collected": (lambda s, m, p: setattr(s, "STATIC_ROOT", str(p / "css")), "Chưa gom tệp tĩnh"),
    "no printing": (lambda s, m, p: m.setattr(typst_runner, "compile", _cannot_print), "Không làm được tờ PDF"),
    "no home page": (lambda s, m, p: _count(HomePage.objects.update(live=False)), "Chưa có trang chủ"),
    "a site elsewhere": (lambda s, m, p: _site_elsewhere(), "không trỏ tới trang chủ"),
    "no workflow": (lambda s, m, p: _count(WorkflowPage.objects.all().delete()[0]), "chưa có quy trình duyệt"),
    "a check that breaks": (lambda s, m, p: m.setattr(content, "recorded_on", _break), "Không kiểm tra được"),
}

WARNINGS: dict[str, tuple[Break, str]] = {
    "a demonstration": (lambda s, m, p: setattr(s, "BACKGROUND_WORKER", False), "cấu hình trình diễn"),
    "a site of another name": (lambda s, m, p: _count(Site.objects.update(hostname="old.example")), "old.example"),
    "a task that failed": (lambda s, m, p: _task(status="FAILED"), "1 việc đã hỏng"),
    "a task broken off": (
        lambda s, m, p: _task(status="RUNNING", started_at=timezone.now() - datetime.timedelta(hours=2)),
        "1 việc bị ngắt",
    ),
    "a task that waits": (
        lambda s, m, p: _task(enqueued_at=timezone.now() - datetime.timedelta(hours=1)),
        "1 việc đang chờ",
    ),
    "an index behind": (
        lambda s, m, p: _count(append([Key("procedure", f"X-{number}") for number in range(60)])),
        "còn chậm 60 thay đổi",
    ),
    "a redis that is away": (lambda s, m, p: _redis_away(m), "Redis không trả lời"),
    "pages editors do not find": (lambda s, m, p: _count(IndexEntry.objects.all().delete()[0]), "bỏ sót"),
    "nothing published": (lambda s, m, p: m.setattr(content, "recorded_on", lambda day: ()), "Chưa có thủ tục"),
}


class _Usage:
    def __init__(self, free: int) -> None:
        self.free = free


def _count(number: int) -> None:
    assert number


def _change_head() -> None:
    Head.objects.update(chain_hash="0" * 64)


def _site_elsewhere() -> None:
    home = HomePage.objects.get()
    Site.objects.update(root_page=home.get_children().first())


def _task(**values: Any) -> None:
    DBTaskResult.objects.filter(pk=tick.enqueue().id).update(**values)


def _redis_away(monkeypatch: pytest.MonkeyPatch) -> None:
    away = PatientRedisCache(f"redis://:geheim@127.0.0.1:{free_port()}/0", {})
    monkeypatch.setattr(servers, "caches", {"default": away})


def _break(*args: Any) -> None:
    raise RuntimeError("postgresql://portal:geheim@db/portal is strange")


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(("damage", "said"), ERRORS.values(), ids=ERRORS.keys())
def test_an_error_is_named_with_its_remedy_and_the_rest_is_examined_too(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, damage: Break, said: str
) -> None:
    damage(settings, monkeypatch, tmp_path)
    code, rows = examine()
    wrong = [row for row in rows if row["level"] == "error"]
    assert any(said in row["sentence"] and row["remedy"] for row in wrong), wrong
    assert code == 1
    assert sum(row["level"] == "ok" for row in rows) >= 6
    assert "geheim" not in str(rows)


@pytest.mark.usefixtures("sound")
@pytest.mark.parametrize(("damage", "said"), WARNINGS.values(), ids=WARNINGS.keys())
def test_a_warning_is_named_with_its_remedy(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, damage: Break, said: str
) -> None:
    damage(settings, monkeypatch, tmp_path)
    rows = [row for row in examine()[1] if row["level"] == "warning"]
    assert any(said in row["sentence"] and row["remedy"] for row in rows), rows
    assert "geheim" not in str(rows)


@pytest.mark.usefixtures("sound")
def test_a_database_that_is_away_is_said_once_and_what_needs_it_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "answers", lambda: False)
    code, rows = examine()
    assert [row["check"] for row in rows if row["level"] == "error"] == ["Cơ sở dữ liệu"]
    assert code == 1
    assert {row["check"] for row in rows} >= {"Địa chỉ", "Thư mục dữ liệu", "In giấy"}
    assert not {row["check"] for row in rows} & {"Trang chủ", "Sang ngày", "Tìm kiếm"}


@pytest.mark.usefixtures("sound")
def test_people_read_a_mark_the_place_the_sentence_and_the_remedy() -> None:
    WorkflowPage.objects.all().delete()
    out = StringIO()
    with pytest.raises(CommandError, match="Có 1 lỗi") as ended:
        call_command("doctor", stdout=out)
    assert ended.value.returncode == 1
    lines = out.getvalue().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("LỖI"))
    assert "Quy trình duyệt" in lines[at]
    assert lines[at + 1].strip().startswith("→ Chạy: manage.py set_up")


def test_every_check_of_the_package_is_run_in_the_order_of_mending() -> None:
    modules = [one.run.__module__.rsplit(".", 1)[-1] for one in findings.registered()]
    assert set(modules) == {"configuration", "database", "servers", "files", "content"}
    assert len(findings.registered()) >= 17
