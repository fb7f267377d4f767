"""`manage.py worker`: background work of a production installation."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.site import worker


class Command(BaseCommand):
    help = "Làm các việc chạy nền: sang ngày, đăng theo lịch, đưa chỉ mục tìm kiếm tới hiện tại, dọn kết quả cũ."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Làm hết việc đang chờ rồi thôi.")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        if not settings.BACKGROUND_WORKER:
            message = (
                "Cấu hình này làm mọi việc ngay trong yêu cầu nên không cần worker. Worker chỉ dùng với production."
            )
            raise CommandError(message, returncode=1)
        if once:
            done = worker.run_once()
            self.stdout.write(f"Đã làm {done} việc.")
            return
        try:
            worker.run_for_ever(self._say_ready)
        finally:
            self.stdout.write("Đã dừng.")

    def _say_ready(self) -> None:
        self.stdout.write("Bắt đầu làm việc nền. Bấm Ctrl+C để dừng.")
        self.stdout.flush()
