"""Background work: what is handed to the worker, once, and that nothing is lost when it dies."""

import datetime
import io
import os
import signal
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from PIL import Image as Picture
from wagtail.models import Collection

from portal.core import background
from portal.core.models import PortalImage, PortalRendition
from portal.core.tasks import RENDITIONS, make_renditions, prune_results
from portal.ledger import tick as ledger_tick
from portal.ledger import writing
from portal.ledger.models import Head, Kind
from portal.ledger.writing import Key
from portal.procedures.models import ProcedurePage
from portal.procedures.tasks import tick
from portal.search import engines
from portal.search.tasks import drain
from portal.site import schedule, worker
from tests.seeding import seed_all

pytestmark = pytest.mark.django_db(transaction=True)

PROJECT_DIR = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def with_a_worker(settings: Any) -> None:
    """As production: tasks wait in the database."""
    settings.BACKGROUND_WORKER = True
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    Head.objects.get_or_create(pk=1)
    DBTaskResult.objects.all().delete()


def waiting() -> list[str]:
    tasks = DBTaskResult.objects.ready().order_by("enqueued_at").values_list("task_path", flat=True)
    return [path.rpartition(".")[2] for path in tasks]


def append(*codes: str) -> None:
    writing.append([Key(Kind.PROCEDURE, code) for code in codes])


def states() -> dict[str, str]:
    rows = DBTaskResult.objects.values_list("task_path", "status")
    return {path.rpartition(".")[2]: status for path, status in rows}


# --- the ledger ------------------------------------------------------------------------------------


def test_a_transaction_that_writes_to_the_ledger_often_hands_one_task_over_when_it_commits() -> None:
    with transaction.atomic():
        for number in range(300):
            with transaction.atomic():
                append(f"BCA-{number}")
        assert waiting() == []
    assert waiting() == ["drain"]


def test_while_one_waits_no_second_is_handed_over() -> None:
    for code in ("BCA-01", "BCA-02"):
        with transaction.atomic():
            append(code)
    assert waiting() == ["drain"]


def test_what_was_taken_back_hands_nothing_over() -> None:
    with suppress(RuntimeError), transaction.atomic():
        append("BCA-01")
        raise RuntimeError
    assert waiting() == []


def test_a_savepoint_taken_back_does_not_take_the_announcement_of_what_stays() -> None:
    with transaction.atomic():
        with suppress(RuntimeError), transaction.atomic():
            append("BCA-01")
            raise RuntimeError
        append("BCA-02")
    assert waiting() == ["drain"]


def test_without_a_worker_nothing_waits_for_one(settings: Any) -> None:
    settings.BACKGROUND_WORKER = False
    with transaction.atomic():
        append("BCA-01")
    assert waiting() == []


def test_a_listener_that_fails_does_not_fail_the_change(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError

    writing.grew.connect(fail)
    try:
        with transaction.atomic():
            append("BCA-01")
    finally:
        writing.grew.disconnect(fail)
    assert waiting() == ["drain"]


def test_what_an_editor_publishes_is_in_the_index_after_the_worker_without_any_search() -> None:
    seed_all()
    worker.run_once()
    page = ProcedurePage.objects.get(code="BQP-06")
    page.title = "Đăng ký nghĩa vụ quân sự kiểu mới"
    page.save_revision().publish()
    assert worker.run_once() > 0
    for engine in engines.every():
        assert engine.position().cursor == writing.head_seq()
    titles = {document.code: document.title.folded for document in engines.embedded().documents()}
    assert "moi" in titles["BQP-06"]


# --- the schedule ----------------------------------------------------------------------------------


def test_a_round_hands_over_what_is_due_and_the_next_only_after_its_time() -> None:
    now = timezone.now()
    assert schedule.enqueue_due(now) == ["tick", "publish_due", "drain", "record_searches", "prune_results"]
    worker.run_once()
    assert schedule.enqueue_due(now + datetime.timedelta(seconds=20)) == []
    assert schedule.enqueue_due(now + datetime.timedelta(seconds=60)) == ["tick", "publish_due", "drain"]


def test_nothing_piles_up_while_no_worker_runs() -> None:
    now = timezone.now()
    for minute in range(5):
        schedule.enqueue_due(now + datetime.timedelta(minutes=minute))
    assert sorted(waiting()) == ["drain", "prune_results", "publish_due", "record_searches", "tick"]


def test_two_workers_that_look_at_once_hand_each_task_over_once() -> None:
    barrier = threading.Barrier(4)
    failures: list[Exception] = []

    def look() -> None:
        try:
            barrier.wait()
            schedule.enqueue_due()
        except Exception as error:  # noqa: BLE001 - a thread's failure must reach the test
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sorted(waiting()) == ["drain", "prune_results", "publish_due", "record_searches", "tick"]


def test_a_task_that_fails_stops_neither_the_others_nor_its_own_next_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(ledger_tick, "run", fail)
        assert worker.run_once() == 5
    assert states() == {
        "tick": "FAILED",
        "publish_due": "SUCCESSFUL",
        "drain": "SUCCESSFUL",
        "record_searches": "SUCCESSFUL",
        "prune_results": "SUCCESSFUL",
    }
    assert "tick" in schedule.enqueue_due(timezone.now() + datetime.timedelta(minutes=1))


def test_a_task_broken_off_with_its_worker_is_done_again_next_minute_and_its_leftover_within_the_hour() -> None:
    broken_off = drain.enqueue()
    DBTaskResult.objects.filter(pk=broken_off.id).update(status="RUNNING", started_at=timezone.now())
    later = timezone.now() + datetime.timedelta(minutes=1)
    assert "drain" in schedule.enqueue_due(later)
    schedule.enqueue_due(later + background.BROKEN_OFF_AFTER)
    assert DBTaskResult.objects.get(pk=broken_off.id).status == "READY"


def test_the_schedule_goes_on_after_a_round_that_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = threading.Semaphore(0)

    def fail() -> None:
        rounds.release()
        raise DatabaseError

    monkeypatch.setattr(schedule, "enqueue_due", fail)
    monkeypatch.setattr(worker, "ROUND_SECONDS", 0.01)
    scheduler = worker.Scheduler()
    scheduler.start()
    assert all(rounds.acquire(timeout=10) for _ in range(3))
    scheduler.stop()
    assert not scheduler.is_alive()


def test_old_results_are_forgotten_failures_later() -> None:
    for status, days in (("SUCCESSFUL", 1), ("SUCCESSFUL", 3), ("FAILED", 3), ("FAILED", 15)):
        made = tick.enqueue()
        finished = timezone.now() - datetime.timedelta(days=days)
        DBTaskResult.objects.filter(pk=made.id).update(status=status, finished_at=finished)
    assert prune_results.call() == 2
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["FAILED", "SUCCESSFUL"]


def test_the_queue_can_be_asked_what_waits_and_when_something_was_done_last() -> None:
    assert background.last_done(tick) is None
    worker.run_once()
    tick.enqueue()
    found = background.condition(timezone.now())
    assert (found.waiting, found.failed, found.broken_off) == (1, 0, 0)
    assert background.last_done(tick) is not None


def test_scheduling_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        background.may_schedule()


# --- images ----------------------------------------------------------------------------------------


@pytest.fixture
def picture() -> ImageFile:
    content = io.BytesIO()
    Picture.new("RGB", (1200, 900), "green").save(content, "PNG")
    return ImageFile(io.BytesIO(content.getvalue()), name="anh.png")


@pytest.fixture
def root_collection() -> Collection:
    return Collection.objects.first() or Collection.add_root(name="Root")


# Wagtail leaves the temporary file of a new size to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_image_gets_its_sizes_ahead_and_once(picture: ImageFile, root_collection: Collection) -> None:
    with transaction.atomic():
        image = PortalImage.objects.create(title="Ảnh", file=picture, collection=root_collection)
        assert "make_renditions" not in waiting()
    assert "make_renditions" in waiting()
    assert not PortalRendition.objects.exists()
    worker.run_once()
    assert set(PortalRendition.objects.values_list("filter_spec", flat=True)) == set(RENDITIONS)
    assert make_renditions.call(image.pk) == len(RENDITIONS)
    assert PortalRendition.objects.count() == len(RENDITIONS)


def test_an_image_that_is_gone_meanwhile_is_no_failure() -> None:
    assert make_renditions.call(404) == 0


# --- the process -----------------------------------------------------------------------------------


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Production settings over a copy of the suite's database (SQLite) or the database itself (PostgreSQL)."""
    names = ("PATH", "HOME", "LANG")
    made = {name: value for name, value in os.environ.items() if name in names}
    made |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PORTAL_SECRET_KEY": "f3c1a9e07b5d4286a0e1c7f94d2b8356-only-for-this-test",
        "PORTAL_ALLOWED_HOSTS": "tthc.example",
        "PORTAL_DATA_DIR": str(tmp_path),
        "PYTHONUNBUFFERED": "1",
        "PYTHONIOENCODING": "utf-8",
    }
    if connection.vendor == "postgresql":
        address = urllib.parse.urlsplit(os.environ["PORTAL_DATABASE_URL"])
        return made | {"PORTAL_DATABASE_URL": address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()}
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "portal.sqlite3")])
    return made


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_command_works_until_it_is_told_to_stop_and_then_ends_well(
    environment: dict[str, str], processes: list[subprocess.Popen[str]], number: int
) -> None:
    process = subprocess.Popen(
        [sys.executable, "manage.py", "worker"],
        cwd=PROJECT_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    processes.append(process)
    assert process.stdout is not None
    assert "Bắt đầu" in process.stdout.readline()
    process.send_signal(number)
    process.send_signal(number)
    printed, _ = process.communicate(timeout=60)
    assert process.returncode == 0, printed
    assert "Đã dừng." in printed


def test_the_command_can_do_what_waits_and_end(environment: dict[str, str]) -> None:
    finished = subprocess.run(
        [sys.executable, "manage.py", "worker", "--once"],
        cwd=PROJECT_DIR,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (finished.returncode, finished.stdout) == (0, "Đã làm 5 việc.\n"), finished.stderr


def test_where_every_task_runs_at_once_the_command_says_that_it_is_not_needed(settings: Any) -> None:
    settings.BACKGROUND_WORKER = False
    with pytest.raises(CommandError, match="không cần worker"):
        call_command("worker")
