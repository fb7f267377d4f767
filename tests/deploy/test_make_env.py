"""`deploy/make-env`: the file of secrets is made once, readable by its owner alone."""

import re
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from .conftest import DEPLOY


@pytest.fixture
def copies(tmp_path: Path) -> Path:
    for name in ("make-env", "env.example"):
        shutil.copy2(DEPLOY / name, tmp_path / name)
    return tmp_path


def make_env(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(folder / "make-env")], capture_output=True, text=True, check=False)


def test_every_secret_is_random_and_only_the_owner_may_read_them(copies: Path) -> None:
    assert make_env(copies).returncode == 0
    written = (copies / ".env").read_text(encoding="utf-8")
    secrets = re.findall(r"^(?:PORTAL_SECRET_KEY|[A-Z_]+_PASSWORD)=(.*)$", written, re.MULTILINE)
    assert len(secrets) == 7
    assert all(re.fullmatch(r"[0-9a-f]{64}", value) for value in secrets)
    assert len(set(secrets)) == 7
    assert stat.S_IMODE((copies / ".env").stat().st_mode) == 0o600


def test_secrets_that_exist_are_never_replaced(copies: Path) -> None:
    make_env(copies)
    before = (copies / ".env").read_bytes()
    again = make_env(copies)
    assert again.returncode == 1
    assert "giữ nguyên" in again.stderr
    assert (copies / ".env").read_bytes() == before
