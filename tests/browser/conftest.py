"""A real Chromium over a real `manage.py demo`: the newcomer's path, from an empty folder.

The server is a process of its own, so Django never meets Playwright's event loop. Everything here
stays in one worker (tests/conftest.py): one server, one browser.
"""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, sync_playwright

from tests import servers
from tests.search.elastic import delete_indices, own_options

from .pages import Site

PROJECT_DIR = Path(__file__).resolve().parents[2]
#: Migrating and seeding an empty database, on a busy machine.
START_SECONDS = 300
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

#: An account and its password in what the demo prints.
SHOWN_ACCOUNT = re.compile(r"^ {4}([a-z-]+) +([A-Za-z2-9]{16}) ", re.MULTILINE)

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser: $CHROMIUM, or the first found. Missing, it is a failure only where all must run."""
    named = os.environ.get("CHROMIUM")
    found = named or next(filter(None, map(shutil.which, BROWSERS)), None)
    if not found or not shutil.which(found):
        servers.missing(
            f"no browser: {named or ', '.join(BROWSERS)} not found (apt-get install chromium, or set CHROMIUM)"
        )
    return found


@pytest.fixture(scope="session")
def on_servers() -> Iterator[dict[str, str]]:
    """Variables by which the demo uses a database and indices of its own, where the suite runs on servers."""
    if os.environ.get("PORTAL_TEST_SERVERS") != "1":
        yield {}
        return
    address = urlsplit(servers.address("PORTAL_DATABASE_URL"))
    # Left over by a run that was killed, it is dropped with those of the suite (tests/migrated_server.py).
    name = f"portal_test_{os.getpid()}_browser"
    others = ("PORTAL_REDIS_URL", "PORTAL_ELASTICSEARCH_")
    variables = {variable: value for variable, value in os.environ.items() if variable.startswith(others)}
    prefix = name.replace("_", "-")
    with psycopg.connect(address.geturl(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
        try:
            yield variables | {
                "PORTAL_DATABASE_URL": address._replace(path=f"/{name}").geturl(),
                "PORTAL_ELASTICSEARCH_PREFIX": prefix,
            }
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            settings.SEARCH_ELASTICSEARCH = own_options(prefix=prefix)
            delete_indices()


@pytest.fixture(scope="session")
def site(chromium: str, on_servers: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The seeded demo, served from an empty data folder on a free port."""
    folder = tmp_path_factory.mktemp("demo")
    port = servers.free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}
    environment |= {"PORT": str(port), "PORTAL_DATA_DIR": str(folder / "var"), "PORTAL_BASE_URL": address, **on_servers}
    log = folder / "demo.log"
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "manage.py", "demo"],
            cwd=PROJECT_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(address, server, log)
            yield Site(address, dict(SHOWN_ACCOUNT.findall(log.read_text(encoding="utf-8"))))
        finally:
            server.terminate()
            try:
                server.wait(timeout=15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


# Module scope: Playwright keeps an event loop running, which Django's database refuses to share.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[NewPage]:
    """Opens pages in fresh contexts: `new_page(width=360, java_script_enabled=False)`."""
    contexts = []

    def open_page(*, width: int = 1280, height: int = 900, java_script_enabled: bool = True) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=java_script_enabled,
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


def _wait(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/", timeout=10) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    pytest.fail(f"manage.py demo did not serve:\n{log.read_text(errors='replace')[-4000:]}", pytrace=False)
