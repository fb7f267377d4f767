"""The real gunicorn with the real configuration: what it writes down when the program behind it fails."""

import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.servers import accepts, free_port, wait_until

from .conftest import DEPLOY, PROJECT_DIR

_FAILING = """
def application(environ, start_response):
    raise RuntimeError("số 012345678901")
"""


@pytest.mark.parametrize("lines", ["plain", "json"])
def test_a_failure_is_written_down_without_what_the_reader_typed(tmp_path: Path, lines: str) -> None:
    (tmp_path / "failing.py").write_text(_FAILING, encoding="utf-8")
    port, log = free_port(), tmp_path / "log"
    words = ["--config", str(DEPLOY / "gunicorn.conf.py"), "--pythonpath", str(tmp_path), "failing"]
    environment = {"PORTAL_LOG_FORMAT": lines, "GUNICORN_BIND": f"127.0.0.1:{port}", "WEB_CONCURRENCY": "1"}
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *words],
            cwd=PROJECT_DIR,
            env={"PATH": os.environ["PATH"], **environment},
            stdout=output,
            stderr=output,
        )
    try:
        wait_until(lambda: accepts(port), "gunicorn listens")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with pytest.raises(urllib.error.HTTPError):
            opener.open(f"http://127.0.0.1:{port}/tim-kiem/?q=nguyen+van+a", timeout=30)
        wait_until(lambda: "RuntimeError" in log.read_text(encoding="utf-8"), "the failure is written down")
    finally:
        process.terminate()
        process.wait(timeout=30)

    written = log.read_text(encoding="utf-8")
    assert "/tim-kiem/?…" in written
    assert "nguyen" not in written
    assert "012345678901" not in written
    assert written.count("Traceback") == 1
    if lines == "json":
        assert {json.loads(line)["logger"] for line in written.splitlines()} == {"gunicorn.error"}
