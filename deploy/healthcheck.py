"""Whether this container is well: healthcheck.py web|worker; the exit code says so. Standard library only."""

import os
import sys
import urllib.request
from pathlib import Path


def web() -> None:
    """The process answers. Not whether the database does: a restart of this process would not bring it back."""
    host = os.environ.get("PORTAL_ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    request = urllib.request.Request(
        "http://127.0.0.1:8000/healthz", headers={"Host": host, "X-Forwarded-Proto": "https"}
    )
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    opener.open(request, timeout=4).read()


def worker() -> None:
    """The first process of the container still is the worker; how far it is, /readyz and `doctor` tell."""
    words = Path("/proc/1/cmdline").read_bytes().split(b"\0")
    if b"worker" not in words:
        raise SystemExit("the worker does not run")


if __name__ == "__main__":
    {"web": web, "worker": worker}[sys.argv[1]]()
