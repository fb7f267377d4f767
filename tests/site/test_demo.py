"""The demonstration: filled once, kept afterwards, served by one process that stops cleanly."""

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from modelsearch.backends import get_search_backend
from wagtail.models import Page, Revision, Site, Workflow

from portal.core.admin_search import verification
from portal.core.html import ALLOWED_TAGS, clean_fragment
from portal.core.models import StandardPage
from portal.ledger.models import TickMark
from portal.ledger.writing import head_seq
from portal.procedures.models import LegalDocument, NoticeVersion, ProcedurePage
from portal.site import demo, demo_content
from portal.site.models import HomePage
from portal.vietnamese.slugs import slugify
from tests.seeding import seed_all
from tests.servers import free_port

PROJECT_DIR = Path(__file__).resolve().parents[2]
ACCOUNTS = {
    "quan-tri",
    "nguoi-duyet",
    "bien-tap-cong-an",
    "bien-tap-quan-su",
    "bien-tap-bao-hiem-xa-hoi",
    "bien-tap-tuyen-truyen",
    "kiem-tra-phap-ly",
    "xuat-ban",
}


@pytest.fixture
def seeded(db: None) -> None:
    seed_all()


@pytest.mark.usefixtures("seeded")
def test_the_home_page_is_the_root_with_its_queries_and_situations() -> None:
    home = HomePage.objects.get()
    assert Site.objects.get(is_default_site=True).root_page_id == home.pk
    assert [row.text for row in home.example_queries.all()] == list(demo_content.EXAMPLE_QUERIES)
    assert home.life_situations.count() == 8
    assert Page.objects.filter(depth=2).count() == 1


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("chứng minh nhân dân, căn cước công dân", {"BCA-01", "BCA-04"}),
        ("đăng ký nghĩa vụ quân sự", {"BQP-06", "BQP-08", "BQP-11"}),
        ("chuyển đi, chuyển đến", {"BQP-09", "BQP-10", "BHXH-05"}),
        ("thẻ bảo hiểm y tế", {"BHXH-02", "BHXH-09"}),
        ("chế độ thai sản", {"BHXH-04"}),
        ("hưu", {"BHXH-06", "BQP-13"}),
        ("đủ điều kiện về an ninh, trật tự", {"BCA-13"}),
        ("con dấu", {"BCA-08", "BCA-09", "BCA-10"}),
    ],
)
def test_a_tile_of_the_home_page_leads_to_what_it_names(client: Client, query: str, codes: set[str]) -> None:
    assert query in {tile.query for tile in demo_content.SITUATIONS}
    found = client.get("/api/v1/search", {"q": query, "size": "20"}).json()
    assert found["match"] == "exact"
    assert codes <= {result["code"] for result in found["results"]}


@pytest.mark.usefixtures("seeded")
@pytest.mark.parametrize("path", ["/", "/tim-kiem/?q=cmnd", "/noi-nop/", "/thu-tuc/", "/du-lieu-ca-nhan/"])
def test_pages_for_citizens_set_no_cookie_as_the_page_on_personal_data_says(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert not response.cookies


@pytest.mark.usefixtures("seeded")
def test_the_tree_is_sound_and_every_page_has_a_revision_editors_can_open() -> None:
    assert not any(Page.find_problems())
    for page in Page.objects.filter(depth__gt=1):
        assert page.live
        assert page.latest_revision is not None
        assert not page.has_unpublished_changes


@pytest.mark.usefixtures("seeded")
def test_accounts_groups_and_workflow_stand() -> None:
    assert set(User.objects.values_list("username", flat=True)) == ACCOUNTS
    assert Group.objects.filter(name__startswith="Biên tập").count() == 3
    assert Workflow.objects.filter(active=True, workflow_pages__page__slug="thu-tuc").exists()


@pytest.mark.usefixtures("seeded")
def test_the_clock_is_marked_so_that_the_next_day_is_announced() -> None:
    assert TickMark.objects.get().day.isoformat() == "2020-01-02"


@pytest.mark.usefixtures("seeded")
def test_seeding_again_changes_nothing() -> None:
    before = (head_seq(), NoticeVersion.objects.count(), Revision.objects.count(), Page.objects.count())
    assert demo.seed() == []
    assert (head_seq(), NoticeVersion.objects.count(), Revision.objects.count(), Page.objects.count()) == before


@pytest.mark.usefixtures("seeded")
def test_a_second_start_keeps_what_editors_changed_and_makes_no_account() -> None:
    page = StandardPage.objects.get(slug="gioi-thieu")
    page.title = "Về cổng này"
    page.save_revision().publish()
    User.objects.filter(username="bien-tap-cong-an").delete()
    out = StringIO()
    call_command("demo", setup_only=True, stdout=out)
    page.refresh_from_db()
    assert page.title == "Về cổng này"
    assert "mật khẩu" not in out.getvalue()
    assert not User.objects.filter(username="bien-tap-cong-an").exists()


@pytest.mark.usefixtures("seeded")
def test_editors_find_every_page_of_the_demonstration_without_accents() -> None:
    for page in Page.objects.filter(depth__gt=1):
        assert page in Page.objects.autocomplete(slugify(page.title).replace("-", " ")), page.title
    for document in LegalDocument.objects.all():
        assert document in get_search_backend().autocomplete(document.number.lower(), LegalDocument)


@pytest.mark.usefixtures("seeded")
def test_a_start_mends_an_index_for_editors_that_another_release_made() -> None:
    stock = get_search_backend("wagtail.search.backends.database")
    stock.add_bulk(ProcedurePage, list(ProcedurePage.objects.all()))
    assert verification.missed_pages()
    call_command("demo", setup_only=True, stdout=StringIO())
    assert not verification.missed_pages()


@pytest.mark.django_db
def test_a_seed_that_breaks_off_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_home: object) -> None:
        raise RuntimeError

    # Before the articles: they cite documents that come with the contents left out here.
    monkeypatch.setattr(demo, "add_samples", stop)
    monkeypatch.setattr(demo, "packaged_files", list)
    before = head_seq()
    with pytest.raises(RuntimeError):
        demo.seed()
    assert demo.is_empty()
    assert not ProcedurePage.objects.exists()
    assert not User.objects.exists()
    assert head_seq() == before


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)


@pytest.mark.parametrize("text", demo_content.TEXT_PAGES, ids=lambda text: text.slug)
def test_text_pages_pass_the_door_for_html_unchanged(text: demo_content.TextPage) -> None:
    tags = _Tags()
    tags.feed(text.body)
    assert tags.seen <= ALLOWED_TAGS
    assert clean_fragment(text.body) == text.body


def test_the_about_page_says_what_is_a_draft_what_is_missing_and_where_the_clock_stands() -> None:
    body = demo_content.ABOUT.body
    for words in ("dự thảo", "số và ngày ban hành còn để trống", "II.5", "02/01/2020", "Chưa cung cấp"):
        assert words in re.sub(r"\s+", " ", body)


@pytest.mark.parametrize("port", ["abc", "-1", "70000", "80.5"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(CommandError, match="PORT=") as stopped:
        call_command("demo")
    assert stopped.value.returncode == 1


def test_a_port_in_use_is_said_before_any_work(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        # Without the `db` fixture any question to the database would fail this test.
        with pytest.raises(CommandError, match=f"cổng {port}") as stopped:
            call_command("demo")
    assert stopped.value.returncode == 1


@pytest.fixture
def data_dir(tmp_path: Path, seeded: None) -> Path:
    """A data folder with a migrated database of its own, so that a process need not migrate; not seeded."""
    templates = sorted((PROJECT_DIR / "var").glob("test-template-*.sqlite3"), key=lambda path: path.stat().st_mtime)
    shutil.copyfile(templates[-1], tmp_path / "portal.sqlite3")
    return tmp_path


@pytest.fixture
def port() -> int:
    return free_port()


class Demo:
    """`manage.py demo` in a process of its own."""

    def __init__(self, data_dir: Path, port: int) -> None:
        self.address = f"http://localhost:{port}"
        self.started = time.monotonic()
        names = ("PATH", "HOME", "LANG", "PYTHONPATH")
        environment = {name: value for name, value in os.environ.items() if name in names}
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=PROJECT_DIR,
            env=environment | {"PORTAL_DATA_DIR": str(data_dir), "PORT": str(port), "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )

    def wait_until_it_answers(self) -> None:
        """Return at the first answer; how long that takes is measured by tests/benchmarks/demo_start.py."""
        while self.process.poll() is None and time.monotonic() - self.started < 120:
            try:
                with urllib.request.urlopen(f"{self.address}/api/v1/procedures", timeout=30) as response:
                    assert response.status == 200
                    return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        pytest.fail(f"The demo did not answer: {self.stop()}")

    def stop(self, number: int = signal.SIGTERM) -> str:
        """Ask it to leave; what it printed."""
        self.process.send_signal(number)
        printed, _ = self.process.communicate(timeout=30)
        return printed


@pytest.fixture
def running(data_dir: Path, port: int) -> Iterator[list[Demo]]:
    started: list[Demo] = []
    yield started
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
            one.process.communicate()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="copies the suite's migrated SQLite file")
def test_the_demo_fills_itself_serves_stops_on_a_signal_and_starts_again(
    data_dir: Path, port: int, running: list[Demo]
) -> None:
    first = Demo(data_dir, port)
    running.append(first)
    first.wait_until_it_answers()
    printed = first.stop()
    assert first.process.returncode == 0
    assert f"http://localhost:{port}/" in printed
    assert all(name in printed for name in ACCOUNTS)
    assert "02/01/2020" in printed
    assert printed.rstrip().endswith("Đã dừng.")

    second = Demo(data_dir, port)
    running.append(second)
    second.wait_until_it_answers()
    printed = second.stop(signal.SIGINT)
    assert second.process.returncode == 0
    assert "mật khẩu" not in printed


def test_a_second_demo_on_the_same_folder_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    with (tmp_path / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="Một bản trình diễn khác") as stopped:
            call_command("demo", setup_only=True)
    assert stopped.value.returncode == 1
