import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.settings.env import Environment

from .rooms import PROJECT_DIR

DOCUMENT = PROJECT_DIR / "docs" / "settings.md"
COMPLETE = {
    "PORTAL_SECRET_KEY": "f3c1a9e07b5d4286a0e1c7f94d2b8356-only-for-this-test",
    "PORTAL_ALLOWED_HOSTS": "tthc.example",
    "PORTAL_BASE_URL": "https://tthc.example",
}


def documented() -> set[str]:
    """Variables that have a row of their own in the table."""
    return set(re.findall(r"^\| `(PORTAL_[A-Z0-9_]+)` \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))


def check_production(data_dir: Path, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """`manage.py check --deploy` in an environment that holds nothing but these variables."""
    chosen = {**COMPLETE, "PORTAL_DATA_DIR": str(data_dir), **changes}
    environment = {name: value for name, value in chosen.items() if value is not None}
    environment |= {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "portal.settings.production"}
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=PROJECT_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_variable_is_documented_and_every_documented_one_is_read() -> None:
    assert documented() == {f"PORTAL_{name.upper()}" for name in Environment.model_fields}


def test_production_starts_with_its_secrets_and_the_deployment_check_is_clean(tmp_path: Path) -> None:
    result = check_production(tmp_path)
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"PORTAL_SECRET_KEY": None}, "PORTAL_SECRET_KEY"),
        ({"PORTAL_SECRET_KEY": ""}, "PORTAL_SECRET_KEY"),
        ({"PORTAL_ALLOWED_HOSTS": None}, "PORTAL_ALLOWED_HOSTS"),
        ({"PORTAL_TODAY": "2020-01-02"}, "PORTAL_TODAY"),
        ({"PORTAL_TODAY": "tomorrow"}, "PORTAL_TODAY"),
    ],
)
def test_production_refuses_to_start_and_names_the_variable(
    tmp_path: Path, changes: dict[str, str | None], named: str
) -> None:
    result = check_production(tmp_path, **changes)
    assert result.returncode != 0
    assert named in result.stderr
    assert "Traceback" not in result.stderr


def test_a_short_secret_does_not_pass_the_deployment_check(tmp_path: Path) -> None:
    result = check_production(tmp_path, PORTAL_SECRET_KEY="short")
    assert result.returncode != 0
    assert "security.W009" in result.stderr
