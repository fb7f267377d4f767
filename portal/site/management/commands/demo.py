"""`manage.py demo`: the whole portal in one process.

Migrates and fills an empty database, brings the search index up to date, then serves. Started again it
keeps what is there.
"""

import fcntl
import io
import os
import signal
import socket
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import waitress
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from portal.core import clock
from portal.core.admin_search import verification
from portal.core.importing import ImportRefused
from portal.ledger import tick
from portal.procedures.permissions import DemoAccount
from portal.search import engines, indexing, warming
from portal.search.engines.base import EngineUnavailable
from portal.site import demo, recorder

_HIGHEST_PORT = 65_535
_THREADS = 8


class Command(BaseCommand):
    help = "Chạy bản trình diễn: chuẩn bị dữ liệu nếu chưa có, rồi mở cổng trên máy này."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--setup-only", action="store_true", help="Chỉ chuẩn bị dữ liệu, không mở cổng.")

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _leave)
        if options["setup_only"]:
            with _alone():
                self._show_accounts(self._set_up())
            return
        # The port is taken first: finding it in use after a minute of work helps nobody.
        with _bound_socket(_host(), _port()) as listener, suppress(KeyboardInterrupt), _alone():
            self._serve(listener, self._set_up())

    def _set_up(self) -> list[DemoAccount]:
        # WhiteNoise warns about a folder that is not there, even when it serves from the sources.
        for folder in (settings.DATA_DIR, settings.STATIC_ROOT, settings.MEDIA_ROOT):
            Path(folder).mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Chuẩn bị cơ sở dữ liệu…")
            call_command("migrate", interactive=False, verbosity=0)
        accounts: list[DemoAccount] = []
        if demo.is_empty():
            self.stdout.write("Nhập dữ liệu trình diễn…")
            try:
                accounts = demo.seed(progress=sys.stderr.isatty())
            except ImportRefused as refused:
                raise CommandError("\n".join(map(str, refused.refusals))) from refused
        if verification.missed_pages():
            call_command("update_index", verbosity=0, stdout=io.StringIO())
        tick.run(clock.today())
        self._bring_index_up()
        return accounts

    def _bring_index_up(self) -> None:
        try:
            for engine in engines.every():
                indexing.catch_up(engine)
            warming.warm()
        except EngineUnavailable as error:
            # The pages do not need the index, and the next search tries again.
            self.stderr.write(f"Chưa lập được chỉ mục tìm kiếm: {error}")

    def _serve(self, listener: socket.socket, accounts: list[DemoAccount]) -> None:
        server = waitress.create_server(get_wsgi_application(), sockets=[listener], threads=_THREADS, ident="")
        host, port = listener.getsockname()[:2]
        self._show_address(host, port)
        self._show_accounts(accounts)
        self.stdout.write("Bấm Ctrl+C để dừng.")
        self.stdout.flush()
        recorder.start()
        try:
            # Returns when it is interrupted, after the requests in work are answered.
            server.run()
        finally:
            server.close()
            recorder.stop()
            self.stdout.write("Đã dừng.")

    def _show_address(self, host: str, port: int) -> None:
        name = "localhost" if host in {"127.0.0.1", "0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
        today = clock.today()
        self.stdout.write("")
        self.stdout.write(f"  {settings.SITE_NAME} {settings.PROVINCE_NAME}")
        self.stdout.write(f"  Mở trình duyệt:  http://{name}:{port}/")
        self.stdout.write(f"  Trang quản trị:  http://{name}:{port}/quan-tri/")
        if clock.is_fixed():
            self.stdout.write(f"  Cổng đứng ở ngày {today:%d/%m/%Y}.")
        self.stdout.write("")

    def _show_accounts(self, accounts: list[DemoAccount]) -> None:
        if not accounts:
            return
        self.stdout.write("  Tài khoản dùng thử (mật khẩu chỉ hiện một lần này):")
        width = max(len(account.username) for account in accounts)
        for account in accounts:
            self.stdout.write(f"    {account.username:<{width}}  {account.password}  {account.role}")
        self.stdout.write("")


@contextmanager
def _alone() -> Iterator[None]:
    """One demonstration a data folder: two would fill the same empty database at once."""
    Path(settings.DATA_DIR).mkdir(parents=True, exist_ok=True)
    with (Path(settings.DATA_DIR) / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            message = f"Một bản trình diễn khác đang dùng thư mục {settings.DATA_DIR}. Dừng bản đó trước."
            raise CommandError(message, returncode=1) from error
        yield


def _host() -> str:
    return os.environ.get("HOST") or "127.0.0.1"


def _port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not (text.isascii() and text.isdigit()) or int(text) > _HIGHEST_PORT:
        raise CommandError(f"PORT={text} không phải là một cổng (0 đến {_HIGHEST_PORT}).", returncode=1)
    return int(text)


def _bound_socket(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with ExitStack() as unless_bound:
            listener = unless_bound.enter_context(socket.socket(family, kind, protocol))
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            unless_bound.pop_all()
    except OSError as error:
        message = f"Không mở được cổng {port} trên {host}: {error.strerror}. Chọn cổng khác: make demo PORT=8001"
        raise CommandError(message, returncode=1) from error
    return listener


def _leave(signum: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
