"""What the tests of deploy/ share: a real nginx over a stand-in for the portal."""

import ssl
import subprocess
import sys
import tempfile
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.servers import accepts, free_port, program, wait_until

PROJECT_DIR = Path(__file__).resolve().parents[2]
DEPLOY = PROJECT_DIR / "deploy"


@dataclass
class Answer:
    status: int
    text: str
    headers: dict[str, str]


@dataclass
class Portal:
    """The server behind nginx: says how often it was asked, and fails when told to."""

    port: int = 0
    status: int = 200
    seen: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    def handler(self) -> type[BaseHTTPRequestHandler]:
        portal = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                portal.paths.append(self.path)
                portal.seen.append({name.lower(): value for name, value in self.headers.items()})
                body = f"answer {len(portal.paths)}".encode()
                self.send_response(portal.status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_POST = do_GET  # noqa: N815 - the name http.server calls

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
                return

        return Handler


@dataclass
class Nginx:
    """nginx as compose.yml and deploy/local run it, over a `Portal`."""

    https_port: int
    http_port: int
    folder: Path
    portal: Portal
    server: ThreadingHTTPServer

    def take_the_portal_down(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def ask(self, path: str, *, method: str = "GET", headers: dict[str, str] | None = None) -> Answer:
        request = urllib.request.Request(
            f"https://localhost:{self.https_port}{path}", method=method, headers=headers or {}
        )
        trust = ssl.create_default_context(cafile=self.folder / "tls" / "portal.crt")
        opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=trust)
        )
        try:
            with opener.open(request, timeout=20) as answer:
                return Answer(answer.status, answer.read().decode(), dict(answer.headers))
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.read().decode(), dict(error.headers))

    def log(self) -> str:
        return (self.folder / "access.log").read_text() + (self.folder / "nginx.log").read_text()


@pytest.fixture
def folder() -> Iterator[Path]:
    """Open to others: started by root, nginx works as another user, and pytest closes its own folders."""
    with tempfile.TemporaryDirectory(prefix="portal-nginx-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture
def nginx(folder: Path) -> Iterator[Nginx]:
    nginx_program, openssl = program("nginx", "nginx-light"), program("openssl", "openssl")
    portal = Portal()
    server = ThreadingHTTPServer(("127.0.0.1", 0), portal.handler())
    server.daemon_threads = True
    portal.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    started = Nginx(free_port(), free_port(), folder, portal, server)
    conf = _prepare(started, openssl)
    with (folder / "nginx.log").open("wb") as log:
        process = subprocess.Popen(
            [nginx_program, "-e", "stderr", "-c", str(conf), "-g", "daemon off;"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        wait_until(lambda: accepts(started.https_port) or process.poll() is not None, "nginx starts")
        assert process.poll() is None, (folder / "nginx.log").read_text()
        yield started
    finally:
        process.terminate()
        process.wait(timeout=15)
        started.take_the_portal_down()


def nginx_environment(folder: Path, *, upstream: int, http: int, https: int) -> dict[str, str]:
    """Every word the template is given; the same names as in compose.yml."""
    return {
        "NGINX_STATE": str(folder / "state"),
        "NGINX_MIME_TYPES": "/etc/nginx/mime.types",
        "NGINX_ACCESS_LOG": str(folder / "access.log"),
        "NGINX_UPSTREAM": f"127.0.0.1:{upstream}",
        "NGINX_LISTEN_HTTP": f"127.0.0.1:{http}",
        "NGINX_LISTEN_HTTPS": f"127.0.0.1:{https}",
        "NGINX_HTTPS_SUFFIX": f":{https}",
        "NGINX_TLS": str(folder / "tls"),
        "NGINX_PAGES": str(DEPLOY / "nginx" / "pages"),
        "NGINX_INSIDE_ONLY": str(DEPLOY / "nginx" / "inside_only.conf"),
        "NGINX_MEDIA": str(folder / "media"),
    }


def _prepare(nginx: Nginx, openssl: str) -> Path:
    folder = nginx.folder
    for name in ("state", "tls", "media/images", "media/documents"):
        (folder / name).mkdir(parents=True)
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", "portal.key", "-out", "portal.crt"],
        cwd=folder / "tls", check=True, capture_output=True,
    )  # fmt: skip
    words = nginx_environment(folder, upstream=nginx.portal.port, http=nginx.http_port, https=nginx.https_port)
    rendered = subprocess.run(
        [sys.executable, str(DEPLOY / "nginx" / "render.py")], env=words, check=True, capture_output=True
    )
    conf = folder / "nginx.conf"
    conf.write_bytes(rendered.stdout)
    return conf
