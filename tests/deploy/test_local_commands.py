"""How deploy/local starts commands: as whom, and with what in their environment."""

import os
import subprocess
from pathlib import Path

from .conftest import DEPLOY

#: Stands before the real one of this name, and writes down the words it was started with.
_SPY = """#!/bin/sh
printf '%s\\n' "$*" >>"$(dirname "$0")/words"
while [ "${1#-}" != "$1" ]; do shift; done
exec "$@"
"""


def run(tmp_path: Path, words: str, **environment: str) -> str:
    for name in ("setpriv", "env", "sudo"):
        (tmp_path / name).write_text(_SPY)
        (tmp_path / name).chmod(0o755)
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"source {DEPLOY}/local/lib/common.sh; {words}"],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "PORTAL_SERVICES_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def test_passwords_reach_a_command_without_standing_in_any_command_line(tmp_path: Path) -> None:
    told = run(tmp_path, "as_service 'PASSWORD=geheim mit = und $' OTHER= printenv PASSWORD OTHER")

    assert told == "geheim mit = und $\n\n"
    words = tmp_path / "words"
    assert "geheim" not in (words.read_text() if words.exists() else "")


def test_a_command_gets_nothing_else_of_the_callers_environment(tmp_path: Path) -> None:
    secrets = {"PORTAL_SECRET_KEY": "s", "STATE": "elsewhere", "PGPASSWORD": "p", "MANY_LINES": "a\nb=c"}
    told = run(tmp_path, "as_service NAME=value printenv", **secrets)

    names = {line.partition("=")[0] for line in told.splitlines()} - {"_", "SHLVL", "PWD", "OLDPWD"}
    assert names == {"HOME", "LC_ALL", "NAME", "PATH", "TMPDIR"}
    assert f"HOME={tmp_path}\n" in told
