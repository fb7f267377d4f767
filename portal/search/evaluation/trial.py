"""A portal for one run, to evaluate among records that this installation does not have and must not get.

It lives in a folder that is thrown away, with a database (SQLite) and an embedded index of its own; its indices in
Elasticsearch have a name of their own and are deleted at the end. This installation's rows are only read.
"""

import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal.core import clock
from portal.search.engines.elasticsearch import client
from portal.search.evaluation import records, rows
from portal.search.evaluation.records import Collection

_PROJECT_DIR = Path(__file__).resolve().parents[3]
#: Longest beginning taken over from the name of this installation's indices.
_PREFIX = 40


class TrialFailed(Exception):
    """A step of the run did not succeed; carries what it said."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A portal that is ready to be asked."""

    environment: dict[str, str]
    folder: Path

    def evaluate(self, files: Sequence[Path], engine: str) -> list[dict[str, Any]]:
        """What `search_eval --json` reports of these files there.

        Raises:
            TrialFailed: it could not be measured.
        """
        report = self.folder / "report.json"
        named = [word for path in files for word in ("--queries", str(path.resolve()))]
        self.manage("search_eval", *named, "--engine", engine, "--json", str(report), "--failures", "0")
        sets: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["sets"]
        return sets

    def manage(self, *words: str) -> None:
        """Run a management command there.

        Raises:
            TrialFailed: it ended with an error.
        """
        done = subprocess.run(  # noqa: S603 - our own program, words of our own
            [sys.executable, "manage.py", *words],
            cwd=_PROJECT_DIR,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            said = (done.stderr or done.stdout).strip().removeprefix("CommandError: ")
            raise TrialFailed(f"{words[0]}: {said[-2000:]}")


@contextlib.contextmanager
def trial(collection: Collection, folder: Path, engine: str) -> Iterator[Trial]:
    """A portal with a collection, its national records from `folder`, ready to be asked of `engine`.

    Raises:
        ImportRefused: the records cannot be read.
        TrialFailed: the portal could not be made.
    """
    with tempfile.TemporaryDirectory(prefix="portal-trial-") as name, contextlib.ExitStack() as stack:
        place = Path(name)
        environment = _environment(place) | stack.enter_context(_elasticsearch(engine))
        made = Trial(environment, place)
        files = records.of(collection, folder, place / "records")
        made.manage("migrate", "--verbosity", "0")
        made.manage("set_up")
        rows.copy_into(place / "portal.sqlite3", only_search=collection is Collection.CATALOGUE)
        if files:
            made.manage("import_procedures", "--format", "national", *map(str, files))
        made.manage("search_index", "rebuild")
        yield made


def _environment(folder: Path) -> dict[str, str]:
    """That of this process, but for everything that leads to this installation's data."""
    return os.environ | {
        # The settings that need no server and no secret; what they look like is nobody's concern.
        "DJANGO_SETTINGS_MODULE": "portal.settings.demo",
        "PORTAL_DATA_DIR": str(folder),
        "PORTAL_TODAY": clock.today().isoformat(),
        "PORTAL_DATABASE_URL": "",
        "PORTAL_REDIS_URL": "",
        "PORTAL_ELASTICSEARCH_URLS": "",
        "PORTAL_LOG_LEVEL": "ERROR",
        "PYTHONWARNINGS": "",
    }


@contextlib.contextmanager
def _elasticsearch(engine: str) -> Iterator[dict[str, str]]:
    """The variables that lead to this installation's Elasticsearch, under names used by nobody else."""
    if engine == "embedded":
        yield {}
        return
    options = client.options()
    prefix = f"{options.prefix[:_PREFIX]}-trial-{secrets.token_hex(4)}"
    try:
        yield {
            "PORTAL_ELASTICSEARCH_URLS": ",".join(options.urls),
            "PORTAL_ELASTICSEARCH_USER": options.user,
            "PORTAL_ELASTICSEARCH_PASSWORD": options.password,
            "PORTAL_ELASTICSEARCH_CA_FILE": options.ca_file,
            "PORTAL_ELASTICSEARCH_REPLICAS": str(options.replicas),
            "PORTAL_ELASTICSEARCH_PREFIX": prefix,
        }
    finally:
        with client.translated():
            server = client.elasticsearch()
            if names := list(server.indices.get(index=f"{prefix}-*")):
                server.indices.delete(index=",".join(names))
