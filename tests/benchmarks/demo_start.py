"""How long `manage.py demo` takes until it answers: from an empty data folder, and started again.

    python tests/benchmarks/demo_start.py [--again 3]

Uses a throw-away data folder and a free port. Prints figures, asserts nothing.
"""

# ruff: noqa: T201 - it prints its figures

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parents[2]
GIVE_UP_AFTER = 300


def main() -> None:
    """Print the seconds to the first answer of each start."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--again", type=int, default=3)
    with tempfile.TemporaryDirectory() as folder:
        print(f"empty folder   {_start(folder):6.1f} s")
        for _ in range(parser.parse_args().again):
            print(f"started again  {_start(folder):6.1f} s")


def _start(folder: str) -> float:
    port = _free_port()
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "demo"],
        cwd=PROJECT_DIR,
        env=os.environ
        | {"PORTAL_DATA_DIR": folder, "PORT": str(port), "DJANGO_SETTINGS_MODULE": "portal.settings.demo"},
        stdout=subprocess.DEVNULL,
    )
    try:
        while time.perf_counter() - started < GIVE_UP_AFTER and process.poll() is None:
            try:
                urllib.request.urlopen(f"http://localhost:{port}/", timeout=30).close()
                return time.perf_counter() - started
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.05)
        raise SystemExit("the demo did not answer")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
