"""Whole sites for measuring: the portal with production settings, and a stock Wagtail site beside it.

Each is filled from nothing in a throw-away folder and served by gunicorn with two workers on a free port of
127.0.0.1. What runs is stopped, and databases and indices made are removed, when the block ends.
"""

import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit, urlunsplit

PROJECT_DIR = Path(__file__).resolve().parents[2]
PLAN = PROJECT_DIR / "portal/procedures/data/decision-1291-procedures.csv"
WORKERS = "2"
#: Seconds a site may take until it answers: a stock site writes page after page.
GIVE_UP_AFTER = 900

Environment = dict[str, str]


@dataclass(frozen=True)
class Site:
    """What answers `/api/v1/search?q=&size=` at a port; `process` is that of its gunicorn.

    With an `index` it is no site (process 0) but Elasticsearch itself, asked for that index.
    """

    name: str
    port: int
    process: int = 0
    index: str = ""

    def path(self, text: str, size: int) -> str:
        """The address that answers a text with so many results."""
        if not self.index:
            return f"/api/v1/search?{urlencode({'q': text, 'size': size})}"
        query = {"multi_match": {"query": text, "fields": ["code", "title", "body"]}}
        asked = {"source": json.dumps({"query": query, "size": size}), "source_content_type": "application/json"}
        return f"/{self.index}/_search?{urlencode(asked)}"


@dataclass(frozen=True)
class Servers:
    """The servers of the environment (docs/settings.md); the same ones for the portal and the stock site."""

    database: str
    elasticsearch: str

    @classmethod
    def of_environment(cls) -> "Servers | None":
        """What PORTAL_DATABASE_URL and PORTAL_ELASTICSEARCH_URLS name; None where one of them is missing."""
        found = cls(os.environ.get("PORTAL_DATABASE_URL", ""), os.environ.get("PORTAL_ELASTICSEARCH_URLS", ""))
        return found if found.database and found.elasticsearch else None


@contextlib.contextmanager
def portal(name: str, folder: Path, records: Sequence[Path], servers: Servers | None) -> Iterator[Site]:
    """The portal with the 36 procedures and national records; on SQLite with the embedded engine without `servers`."""
    folder.mkdir(parents=True)
    with contextlib.ExitStack() as stack:
        environment = _clean() | {
            "DJANGO_SETTINGS_MODULE": "portal.settings.production",
            "PORTAL_SECRET_KEY": secrets.token_hex(32),
            "PORTAL_ALLOWED_HOSTS": "localhost",
            "PORTAL_DATA_DIR": str(folder),
            "PORTAL_LOG_LEVEL": "ERROR",
            "WEB_CONCURRENCY": WORKERS,
        }
        if servers:
            prefix = f"bench-{secrets.token_hex(4)}"
            environment |= {
                "PORTAL_DATABASE_URL": stack.enter_context(database(servers.database, prefix.replace("-", "_"))),
                "PORTAL_ELASTICSEARCH_URLS": servers.elasticsearch,
                "PORTAL_ELASTICSEARCH_PREFIX": prefix,
            }
            stack.callback(delete_indices, servers.elasticsearch, f"{prefix}-*")
        _fill(environment, records, name)
        port = _free_port()
        command = [sys.executable, "-m", "gunicorn", "portal.site.wsgi", "--config", "deploy/gunicorn.conf.py"]
        started = _served(command, PROJECT_DIR, environment | {"GUNICORN_BIND": f"127.0.0.1:{port}"}, folder, port)
        yield Site(name, port, stack.enter_context(started))


@contextlib.contextmanager
def stock(
    name: str, script_folder: Path, folder: Path, variant: str, servers: Servers | None, *, data: Path | None = None
) -> Iterator[Site]:
    """The stock Wagtail site: its `run.sh VARIANT --national` does everything; with `data`, of that folder's list."""
    folder.mkdir(parents=True)
    with contextlib.ExitStack() as stack:
        port = _free_port()
        environment = _clean() | {
            "PEER_STATE": str(folder),
            "PEER_PORT": str(port),
            "PEER_PYTHON": os.environ.get("PEER_PYTHON", sys.executable),
        }
        if servers:
            prefix = f"peer_{secrets.token_hex(4)}"
            address = urlsplit(stack.enter_context(database(servers.database, prefix)))
            environment |= {
                "ES_URL": servers.elasticsearch.split(",", maxsplit=1)[0],
                "ES_PREFIX": f"{prefix}_",
                "PGHOST": address.hostname or "127.0.0.1",
                "PGPORT": str(address.port or 5432),
                "PGUSER": address.username or "",
                "PGPASSWORD": unquote(address.password or ""),
                "PGDATABASE": prefix,
            }
            stack.callback(delete_indices, servers.elasticsearch, f"{prefix}_*")
        command = ["bash", str(script_folder / "run.sh"), variant, "--national"]
        if data:
            command.pop()
            environment["PEER_DATA"] = str(data)
        yield Site(name, port, stack.enter_context(_served(command, script_folder, environment, folder, port)))


@contextlib.contextmanager
def bare(name: str, urls: str, documents: Iterable[dict[str, str]]) -> Iterator[Site]:
    """An index of Elasticsearch as it makes one by itself of documents, and its plain `multi_match` over all fields."""
    from elasticsearch import Elasticsearch
    from elasticsearch.helpers import bulk

    index = f"bench-bare-{secrets.token_hex(4)}"
    address = urls.split(",", maxsplit=1)[0]
    with Elasticsearch(address, request_timeout=120) as server:
        try:
            bulk(server, ({"_index": index, "_source": document} for document in documents), refresh=True)
            server.indices.forcemerge(index=index, max_num_segments=1)
            yield Site(name, urlsplit(address).port or 9200, index=index)
        finally:
            delete_indices(address, index)


def _fill(environment: Environment, records: Sequence[Path], name: str) -> None:
    _manage(environment, "migrate", "--verbosity", "0")
    _manage(environment, "set_up")
    _manage(environment, "import_units")
    _manage(environment, "import_procedures", "--format", "decision-1291", str(PLAN))
    _manage(environment, "import_contents")
    if records:
        seconds = _manage(environment, "import_procedures", "--format", "national", *map(str, records))
        print(f"{name}: national records imported in {seconds:.0f} s", flush=True)  # noqa: T201
    seconds = _manage(environment, "search_index", "rebuild")
    print(f"{name}: every index rebuilt in {seconds:.0f} s", flush=True)  # noqa: T201


def _manage(environment: Environment, *words: str) -> float:
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=PROJECT_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"manage.py {words[0]}: {done.stderr[-2000:]}{done.stdout[-500:]}")
    return time.perf_counter() - started


@contextlib.contextmanager
def _served(command: list[str], cwd: Path, environment: Environment, folder: Path, port: int) -> Iterator[int]:
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(
            command, cwd=cwd, env=environment, stdout=log, stderr=log, stdin=subprocess.DEVNULL, start_new_session=True
        )
        try:
            _wait(process, port, folder / "server.log")
            yield process.pid
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait(timeout=60)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + GIVE_UP_AFTER
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit(f"a site did not start: {log.read_text()[-2000:]}")


@contextlib.contextmanager
def database(url: str, name: str) -> Iterator[str]:
    """A database of our own on the server of `url`; dropped at the end."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(url, autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


def delete_indices(urls: str, pattern: str) -> None:
    from elasticsearch import Elasticsearch

    with Elasticsearch(urls.split(",")) as server:
        names = list(server.indices.get(index=pattern))
        if names:
            server.indices.delete(index=",".join(names))


def _clean() -> Environment:
    """The environment without this installation's own settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
