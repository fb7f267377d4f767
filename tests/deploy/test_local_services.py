"""`deploy/local/services` and `deploy/local/portal` for real: servers with security on, then the whole set over them.

In a folder and on ports of the test's own; whatever else runs on this machine is left alone.
"""

import json
import os
import random
import shutil
import signal
import ssl
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import AuthorizationException, Elasticsearch

from tests.servers import accepts, missing, program, wait_until

from .conftest import DEPLOY, PROJECT_DIR

SERVICES = DEPLOY / "local" / "services"
PORTAL = DEPLOY / "local" / "portal"


class Machine:
    """The two scripts with an environment of their own."""

    def __init__(self, folder: Path) -> None:
        self.state = folder / "state"
        base = _free_block()
        self.https_port = base
        ports = {"HTTPS": base, "HTTP": base + 1, "WEB": base + 2, "POSTGRESQL": base + 3, "REDIS": base + 4}
        ports["ELASTICSEARCH"] = base + 10
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "DJANGO_"))
        }
        self.environment |= {f"PORTAL_SERVICES_{name}_PORT": str(port) for name, port in ports.items()}
        self.environment["PORTAL_SERVICES_DIR"] = str(self.state)
        for name in ("PORTAL_SERVICES_CACHE", "JAVA_HOME"):
            if name in os.environ:
                self.environment[name] = os.environ[name]

    def run(self, script: Path, *words: str, status: int = 0) -> str:
        done = subprocess.run(
            [str(script), *words],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == status, done.stdout + done.stderr
        return done.stdout + done.stderr

    def process(self, *parts: str) -> int:
        return int((self.state.joinpath(*parts)).read_text().split()[0])

    def elasticsearch(self) -> dict[str, str]:
        """The variables by which a program reaches the cluster."""
        lines = [line.removeprefix("export ") for line in self.run(SERVICES, "env").splitlines()]
        return {name: value for name, _, value in (line.partition("=") for line in lines) if "ELASTICSEARCH" in name}

    def ask(self, path: str) -> tuple[int, str]:
        trust = ssl.create_default_context(cafile=self.state / "portal" / "tls" / "portal.crt")
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trust)
        )
        with opener.open(f"https://localhost:{self.https_port}{path}", timeout=60) as answer:
            return answer.status, answer.read().decode()


def _free_block() -> int:
    """The first of 200 ports, below the range from which Linux gives out ports to connections."""
    used = (0, 1, 2, 3, 4, 10, 11, 12, 110, 111, 112)
    blocks = range(20_000, 32_000, 200)
    return next(base for base in random.sample(blocks, len(blocks)) if not any(accepts(base + n) for n in used))


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """All servers, Elasticsearch with users and TLS; skipped where one is not installed."""
    program("redis-server", "redis-server")
    program("nginx", "nginx-light")
    program("openssl", "openssl")
    if not (PROJECT_DIR / ".venv" / "bin" / "gunicorn").exists():
        missing("there is no .venv in this folder (make install)")
    # Not in pytest's folder: another user has to pass through.
    folder = Path("/tmp") / f"portal-machine-{os.getpid()}"
    folder.mkdir(mode=0o755)
    machine = Machine(folder)
    try:
        installed = subprocess.run(
            [str(SERVICES), "installed"], env=machine.environment, capture_output=True, text=True, check=False
        )
        if installed.returncode != 0:
            missing(f"{installed.stderr.strip()} (deploy/local/services install)")
        machine.run(SERVICES, "start", "--secure")
        yield machine
    finally:
        if machine.state.exists():
            machine.run(PORTAL, "stop")
        machine.run(SERVICES, "stop", "--delete")
        shutil.rmtree(folder, ignore_errors=True)


def test_a_second_start_changes_nothing_and_status_says_what_runs(machine: Machine) -> None:
    before = machine.process("postgresql", "data", "postmaster.pid")
    assert machine.run(SERVICES, "start").count("already running") == 3
    assert machine.process("postgresql", "data", "postmaster.pid") == before
    assert machine.run(SERVICES, "status").count("running (") == 3


def test_secrets_are_readable_by_their_owner_alone(machine: Machine) -> None:
    files = [*machine.state.rglob("password*"), *machine.state.rglob("*.key"), machine.state / "redis" / "redis.conf"]
    assert len(files) > 4
    assert [str(path) for path in files if path.stat().st_mode & 0o077] == []


def test_a_server_that_crashed_is_started_again_though_its_number_now_belongs_to_another(machine: Machine) -> None:
    redis = machine.state / "redis" / "pid"
    os.kill(machine.process("redis", "pid"), signal.SIGKILL)
    wait_until(lambda: "redis: not running" in machine.run(SERVICES, "status", "--only", "redis", status=3), "gone")
    redis.write_text(str(os.getpid()))
    assert "redis: started" in machine.run(SERVICES, "start", "--only", "redis")
    assert machine.process("redis", "pid") != os.getpid()


def test_an_elasticsearch_node_can_hang_die_and_come_back(machine: Machine) -> None:
    machine.run(SERVICES, "pause-node", "1")
    assert "node 1: paused" in machine.run(SERVICES, "status")
    machine.run(SERVICES, "resume-node", "1")
    machine.run(SERVICES, "kill-node", "1")
    assert "node 1: down" in machine.run(SERVICES, "status", status=3)
    machine.run(SERVICES, "start-node", "1")
    assert "node 1: up" in machine.run(SERVICES, "status")


def test_the_job_of_compose_makes_a_user_that_reaches_its_own_indices_and_no_others(machine: Machine) -> None:
    environment = machine.elasticsearch() | {
        "ELASTIC_USER": "operator",
        "ELASTIC_PASSWORD": machine.elasticsearch()["PORTAL_ELASTICSEARCH_PASSWORD"],
        "PORTAL_ELASTICSEARCH_USER": "made-by-the-job",
        "PORTAL_ELASTICSEARCH_PASSWORD": "a-password-of-its-own",
    }

    def make(**changes: str) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, str(DEPLOY / "elasticsearch" / "create_user.py")]
        return subprocess.run(words, env=environment | changes, capture_output=True, text=True, check=False)

    refused = make(ELASTIC_PASSWORD="geheim")
    assert refused.returncode == 1
    assert "refused: 401" in refused.stderr
    assert "geheim" not in refused.stderr
    for _ in range(2):
        made = make()
        assert (made.returncode, made.stdout) == (0, "user made-by-the-job: ready\n"), made.stderr
    with Elasticsearch(
        environment["PORTAL_ELASTICSEARCH_URLS"],
        basic_auth=("made-by-the-job", "a-password-of-its-own"),
        ca_certs=environment["PORTAL_ELASTICSEARCH_CA_FILE"],
    ) as client:
        own = "portal-procedures-of-the-job"
        client.index(index=own, document={"a": 1})
        for other in ("somebody-else", "portal-of-another-program"):
            with pytest.raises(AuthorizationException):
                client.index(index=other, document={"a": 1})
        client.indices.delete(index=own)


def test_wrong_words_are_refused_with_a_sentence(machine: Machine) -> None:
    assert "no service is called 'mysql'" in machine.run(SERVICES, "start", "--only", "mysql", status=1)
    assert "--nodes must be 1 or 3" in machine.run(SERVICES, "start", "--nodes", "2", status=1)
    assert "there is no node '7'" in machine.run(SERVICES, "kill-node", "7", status=1)
    assert "another number of nodes" in machine.run(SERVICES, "start", "--nodes", "3", status=1)


def test_the_whole_set_answers_with_production_settings_over_secured_servers(machine: Machine) -> None:
    machine.run(PORTAL, "start")
    machine.run(PORTAL, "manage", "set_up")
    machine.run(PORTAL, "manage", "import_units")
    listed = "portal/procedures/data/decision-1291-procedures.csv"
    machine.run(PORTAL, "manage", "import_procedures", "--format", "decision-1291", listed)
    # As the install page says: the second time gives what was imported its groups and its approval.
    machine.run(PORTAL, "manage", "set_up")
    machine.run(PORTAL, "manage", "search_index", "rebuild")
    machine.run(PORTAL, "manage", "check", "--deploy", "--fail-level", "WARNING")
    machine.run(PORTAL, "manage", "doctor")
    status, page = machine.ask("/")
    assert status == 200
    assert "Thủ tục hành chính" in page
    _, found = machine.ask("/api/v1/search?q=con%20d%E1%BA%A5u")
    assert (json.loads(found)["engine"], json.loads(found)["degraded"]) == ("elasticsearch", False)
    _, health = machine.ask("/healthz")
    _, ready = machine.ask("/readyz")
    assert json.loads(health)["status"] == "ok"
    assert json.loads(ready)["status"] in {"ok", "degraded"}
    assert machine.run(PORTAL, "status").splitlines() == ["gunicorn: running", "worker: running", "nginx: running"]
    machine.run(PORTAL, "stop")
    machine.run(PORTAL, "status", status=3)
