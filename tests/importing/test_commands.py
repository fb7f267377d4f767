"""The commands at the shell: what they print, their exit code, and that a trial run writes nothing."""

import datetime
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from wagtail.models import PageLogEntry

from portal.ledger.models import Entry, Head
from portal.ledger.writing import head_seq
from portal.procedures.models import NoticeVersion, ProcedurePage
from portal.procedures.scheduling import FAILED
from portal.procedures.selectors import notice_on
from tests.importing.conftest import WriteCsv, row

LIST = ["import_procedures", "--format", "decision-1291"]


def call(*words: str) -> str:
    """Run a command; what it printed."""
    out = StringIO()
    call_command(*words, stdout=out, stderr=out)
    return out.getvalue()


@pytest.mark.usefixtures("places")
def test_an_import_prints_its_figures(write_csv: WriteCsv) -> None:
    printed = call(*LIST, str(write_csv(row())))
    assert ["Tạo", "mới", "1"] in [line.split() for line in printed.splitlines()]
    assert ["Bị", "từ", "chối", "0"] in [line.split() for line in printed.splitlines()]


@pytest.mark.usefixtures("places")
def test_a_trial_run_says_so_and_writes_nothing(write_csv: WriteCsv) -> None:
    before = head_seq()
    assert "chạy thử" in call(*LIST, str(write_csv(row())), "--dry-run")
    assert head_seq() == before


@pytest.mark.usefixtures("places")
def test_a_refused_import_prints_the_line_and_ends_with_code_1(write_csv: WriteCsv) -> None:
    out = StringIO()
    with pytest.raises(CommandError) as stopped:
        call_command(*LIST, str(write_csv(row(name=""))), stdout=out)
    assert stopped.value.returncode == 1
    assert "dòng 2: Thiếu tên thủ tục" in out.getvalue()


@pytest.mark.django_db
def test_units_and_contents_are_imported_from_the_packaged_files_by_default() -> None:
    assert ["Tạo", "mới", "537"] in [line.split() for line in call("import_units").splitlines()]


@pytest.mark.usefixtures("the_list")
def test_contents_are_imported_from_the_packaged_files_by_default() -> None:
    assert ["Thay", "đổi", "0"] not in [line.split() for line in call("import_contents").splitlines()]


@pytest.mark.usefixtures("places")
def test_a_format_nobody_knows_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call("import_procedures", "--format", "quoc-gia", str(tmp_path))


@pytest.mark.usefixtures("seeded")
def test_an_untouched_chain_is_proven() -> None:
    assert f"{NoticeVersion.objects.count()} bản công bố" in call("verify_notices")


_WITHOUT_TRIGGER = {
    "sqlite": ["DROP TRIGGER procedures_version_is_final"],
    "postgresql": [
        # A table whose foreign keys wait to be checked cannot be altered.
        "SET CONSTRAINTS ALL IMMEDIATE",
        "ALTER TABLE procedures_noticeversion DISABLE TRIGGER procedures_version_is_final",
    ],
}


def _rewrite() -> None:
    with connection.cursor() as cursor:
        # Somebody with the rights of the database's owner: the trigger is taken off first.
        for statement in _WITHOUT_TRIGGER[connection.vendor]:
            cursor.execute(statement)
        cursor.execute(
            "UPDATE procedures_noticeversion SET content = replace(content, 'BQP-06', 'BQP-66') WHERE code = 'BQP-06'"
        )


def _delete(where: str) -> Callable[[], None]:
    def delete() -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM procedures_noticelevel WHERE version_id IN (SELECT id {where})")
            cursor.execute(f"DELETE {where}")

    return delete


_TABLE = "FROM procedures_noticeversion"


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (_rewrite, "BQP-06 bản 1"),
        (_delete(f"{_TABLE} WHERE code = 'BQP-06' AND number = 1"), "không nối với bản trước"),
        (_delete(f"{_TABLE} WHERE id = (SELECT max(id) {_TABLE})"), "các bản mới nhất đã bị xóa"),
    ],
)
def test_a_changed_or_removed_version_is_found(tamper: Callable[[], None], said: str) -> None:
    tamper()
    with pytest.raises(CommandError, match=said) as stopped:
        call("verify_notices")
    assert stopped.value.returncode == 1


@pytest.mark.django_db
def test_an_empty_chain_holds_and_a_head_without_versions_does_not() -> None:
    assert "0 bản công bố" in call("verify_notices")
    Head.objects.update_or_create(pk=1, defaults={"chain_hash": "f" * 64})
    with pytest.raises(CommandError):
        call("verify_notices")


@pytest.mark.usefixtures("seeded")
def test_tick_announces_the_end_of_the_districts_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PORTAL_TODAY", datetime.date(2025, 7, 1))
    before = head_seq()
    # 113 places end and 40 begin; 11 addresses are used again, so their keys are the same.
    assert "chạy thử" in call("tick", "--dry-run")
    assert head_seq() == before
    call("tick")
    announced = Entry.objects.filter(seq__gt=before, kind="service_point")
    assert "huyen-sa-thay" in announced.values_list("key", flat=True)
    assert "phuong-kon-tum" in announced.values_list("key", flat=True)
    after = head_seq()
    assert "0 thay đổi" in call("tick")
    assert head_seq() == after


def _approve(code: str, at: datetime.datetime, **changes: object) -> ProcedurePage:
    """A draft of a live page, approved to be published at a later hour."""
    page = ProcedurePage.objects.get(code=code)
    for name, value in changes.items():
        setattr(page, name, value)
    page.go_live_at = at
    page.save_revision().publish()
    return page


@pytest.mark.usefixtures("the_list")
def test_publish_due_publishes_at_the_hour_and_not_before() -> None:
    now = timezone.now()
    _approve("BQP-06", now + datetime.timedelta(hours=1), summary="Sau một giờ")
    assert "Công bố: 0" in call("publish_due")
    with time_machine.travel(now + datetime.timedelta(hours=2)):
        assert "Công bố: 1" in call("publish_due", "--dry-run")
        assert "Công bố: 1" in call("publish_due")
        assert "Công bố: 0" in call("publish_due")
    published = notice_on("BQP-06", datetime.date(2020, 1, 2))
    assert published is not None
    assert published.notice.summary == "Sau một giờ"


@pytest.mark.usefixtures("the_list")
def test_one_page_that_cannot_be_published_never_stops_the_next_and_is_told_once() -> None:
    now = timezone.now()
    bad = _approve("BQP-06", now + datetime.timedelta(minutes=5), gaps_accepted=False)
    _approve("BQP-07", now + datetime.timedelta(minutes=10), summary="Đúng hẹn")
    with time_machine.travel(now + datetime.timedelta(hours=1)):
        for _minute in range(2):
            with pytest.raises(CommandError) as stopped:
                call("publish_due")
            assert stopped.value.returncode == 1
    good = notice_on("BQP-07", datetime.date(2020, 1, 2))
    assert good is not None
    assert good.notice.summary == "Đúng hẹn"
    [entry] = PageLogEntry.objects.filter(action=FAILED)
    assert entry.page_id == bad.pk
    assert "Trình tự thực hiện" in entry.message
    still = notice_on("BQP-06", datetime.date(2020, 1, 2))
    assert still is not None
    assert still.notice.gaps_accepted


@pytest.mark.usefixtures("the_list")
def test_publish_due_takes_down_what_expired() -> None:
    now = timezone.now()
    page = ProcedurePage.objects.get(code="BQP-06")
    page.expire_at = now + datetime.timedelta(hours=1)
    page.save_revision().publish()
    with time_machine.travel(now + datetime.timedelta(hours=2)):
        assert "Gỡ xuống: 1" in call("publish_due")
    page.refresh_from_db()
    assert not page.live
    assert page.expired
    newest = NoticeVersion.objects.filter(code="BQP-06").order_by("-number").first()
    assert newest is not None
    assert newest.kind == "withdrawn"
