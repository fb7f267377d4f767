"""A real cluster of three Elasticsearch nodes of the tests' own, whose nodes may be killed, held and started again."""

import json
import os
import random
import shutil
import subprocess
import tempfile
import time
import urllib.request
import uuid
from pathlib import Path
from typing import Any

from tests.search.elastic import VARIABLE
from tests.servers import accepts, missing

SERVICES = Path(__file__).resolve().parents[2] / "deploy/local/services"
NODES = 3
#: A node's heap; with everything else a node takes three times as much.
HEAP = "400m"
#: Megabytes that must be free, so that a small machine is not brought to a standstill.
MEMORY = 4500
#: Seconds for three nodes to start on a busy machine of two cores.
PATIENCE = 300


class Cluster:
    """Starts through deploy/local/services in a folder of its own; nodes are counted from 1."""

    def __init__(self) -> None:
        _require_room()
        self.base = _free_ports()
        self.folder = Path(tempfile.gettempdir()) / f"portal-cluster-{uuid.uuid4().hex[:8]}"
        self.urls = tuple(f"http://127.0.0.1:{self.base + number}" for number in range(NODES))

    def start(self) -> None:
        """Start the nodes that do not run, and wait until all have found each other."""
        started = self._services("start", "--nodes", str(NODES), "--only", "elasticsearch")
        if started.returncode:
            missing(f"a cluster of three Elasticsearch nodes does not start: {started.stderr.strip()[-500:]}")

    def remove(self) -> None:
        """Stop every node and delete all it kept."""
        self._services("stop", "--delete")
        self.folder.with_name(f"{self.folder.name}.lock").unlink(missing_ok=True)

    def kill(self, number: int) -> None:
        """End a node as a power failure would."""
        self._must("kill-node", str(number))

    def pause(self, number: int) -> None:
        """Let a node hold its connections and answer nothing."""
        self._must("pause-node", str(number))

    def resume(self, number: int) -> None:
        """Let a paused node go on."""
        self._must("resume-node", str(number))

    def make_whole(self) -> None:
        """Start what was killed, and wait until every copy of every index has its place."""
        self.start()
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            health = self.ask(f"/_cluster/health?wait_for_nodes={NODES}&wait_for_status=green&timeout=20s")
            if health and not health["timed_out"]:
                return
        raise AssertionError("the cluster does not become whole again")

    def master(self) -> int:
        """The node that decides where everything is."""
        (row,) = self.ask("/_cat/master?format=json")
        return _number(row["node"])

    def holder(self, index: str) -> int:
        """The node with the primary copy of an index of one shard: the one whose loss costs most."""
        rows = self.ask(f"/_cat/shards/{index}?format=json")
        return next(_number(row["node"]) for row in rows if row["prirep"] == "p" and row["state"] == "STARTED")

    def ask(self, path: str) -> Any:
        """The answer of the first node that gives one; None where none does."""
        for url in self.urls:
            try:
                with urllib.request.urlopen(f"{url}{path}", timeout=30) as answer:
                    return json.load(answer)
            except OSError:
                continue
        return None

    def _must(self, *words: str) -> None:
        done = self._services(*words)
        assert done.returncode == 0, done.stderr

    def _services(self, *words: str) -> subprocess.CompletedProcess[str]:
        own = {
            "PORTAL_SERVICES_DIR": str(self.folder),
            "PORTAL_SERVICES_ELASTICSEARCH_PORT": str(self.base),
            "PORTAL_SERVICES_ELASTICSEARCH_HEAP": HEAP,
        }
        return subprocess.run(
            [SERVICES, *words], env=os.environ | own, capture_output=True, text=True, timeout=PATIENCE, check=False
        )


def _require_room() -> None:
    """Skip where nobody asked for servers, or where three nodes would not fit."""
    if not (os.environ.get(VARIABLE) or os.environ.get("REQUIRE_SERVICES") == "1"):
        missing(f"a cluster takes minutes and gigabytes: started where {VARIABLE} or REQUIRE_SERVICES=1 is set")
    if not shutil.which("bash"):
        missing("deploy/local/services needs bash")
    free = _free_megabytes()
    if free < MEMORY:
        missing(f"three Elasticsearch nodes need {MEMORY} MB of memory, {free} MB are free")


def _free_megabytes() -> int:
    for line in Path("/proc/meminfo").read_text().splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) // 1024
    return 0


def _free_ports() -> int:
    """The first of three ports, with three more a hundred above for the nodes among themselves.

    Below those the system gives out by itself: a node that was killed must find its own free again.
    """
    for _ in range(50):
        base = random.randrange(20_000, 32_000)
        if not any(accepts(base + far + near) for far in (0, 100) for near in range(NODES)):
            return base
    raise AssertionError("no free ports")


def _number(name: str) -> int:
    return int(name.removeprefix("node-"))
