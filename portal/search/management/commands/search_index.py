"""`manage.py search_index rebuild|update|status`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.ledger.writing import head_seq
from portal.search import engines, indexing
from portal.search.engines.base import Engine, EngineUnavailable


class Command(BaseCommand):
    help = "Chỉ mục tìm kiếm: dựng lại từ đầu, đưa tới hiện tại, hoặc xem tình trạng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=("rebuild", "update", "status"))

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        engine = engines.current()
        try:
            getattr(self, f"_{action}")(engine)
        except EngineUnavailable as error:
            raise CommandError(f"Không dùng được chỉ mục: {error}") from error

    def _rebuild(self, engine: Engine) -> None:
        indexing.rebuild(engine)
        self.stdout.write(self.style.SUCCESS(f"Đã dựng lại chỉ mục: {engine.size()} thủ tục."))

    def _update(self, engine: Engine) -> None:
        steps = indexing.catch_up(engine)
        self.stdout.write(self.style.SUCCESS(f"Chỉ mục đã tới hiện tại ({steps} bước)."))

    def _status(self, engine: Engine) -> None:
        status, head = engine.status(), head_seq()
        rows = [("Bộ tìm", status.engine), ("Nơi để", status.location), ("Số mới nhất của sổ thay đổi", str(head))]
        if status.position is None:
            rows.append(("Chỉ mục", "chưa có hoặc không đọc được; chạy: manage.py search_index rebuild"))
        else:
            rows += [
                ("Số thủ tục", str(status.documents)),
                ("Dung lượng", f"{status.size // 1024} KiB"),
                ("Đã theo tới số", f"{status.position.cursor} (còn {head - status.position.cursor})"),
                ("Đúng cho ngày", status.position.day.isoformat()),
            ]
        for name, value in rows:
            self.stdout.write(f"{name}: {value}")
