"""`manage.py search_index status|update|rebuild|reconcile|prune|rollback`."""

import signal
import sys
from argparse import ArgumentParser
from types import FrameType
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError

from portal.ledger.writing import head_seq
from portal.search import engines, indexing
from portal.search.engines.base import Engine, EngineUnavailable, IndexMissing, NoFormerIndex, RebuildRunning
from portal.search.verification import Unfit

_ACTIONS = ("status", "update", "rebuild", "reconcile", "prune", "rollback")


class Command(BaseCommand):
    help = "Chỉ mục tìm kiếm: xem tình trạng, đưa tới hiện tại, dựng lại, đối chiếu, dọn, quay về chỉ mục trước."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=_ACTIONS)
        parser.add_argument(
            "--engine", choices=("elasticsearch", "embedded"), help="Chỉ làm với bộ tìm này; bỏ trống là mọi bộ tìm."
        )
        parser.add_argument("--dry-run", action="store_true", help="reconcile: chỉ nêu chỗ khác, không ghi gì.")
        parser.add_argument(
            "--may-shrink", action="store_true", help="rebuild: chấp nhận chỉ mục mới ít thủ tục hơn hẳn chỉ mục cũ."
        )

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        # A rebuild that is told to end deletes its half-built index on the way out.
        former = signal.signal(signal.SIGTERM, _leave)
        try:
            for engine in self._engines(options["engine"]):
                self._do(engine, action, options)
        finally:
            signal.signal(signal.SIGTERM, former)

    def _engines(self, name: str | None) -> list[Engine]:
        chosen = [engine for engine in engines.every() if name in {None, engine.name}]
        if not chosen:
            raise CommandError("Chưa khai địa chỉ Elasticsearch: đặt PORTAL_ELASTICSEARCH_URLS.", returncode=1)
        return chosen

    def _do(self, engine: Engine, action: str, options: dict[str, Any]) -> None:
        try:
            getattr(self, f"_{action}")(engine, options)
        except EngineUnavailable as error:
            raise CommandError(f"{engine.name}: không dùng được chỉ mục: {error}") from error
        except IndexMissing as error:
            raise CommandError(f"{engine.name}: chưa có chỉ mục; chạy: manage.py search_index rebuild") from error
        except RebuildRunning as error:
            raise CommandError(f"{engine.name}: một lệnh khác đang dựng lại chỉ mục này; đợi lệnh đó xong.") from error
        except Unfit as error:
            raise CommandError(
                f"{engine.name}: giữ chỉ mục cũ, vì chỉ mục mới không khớp với cơ sở dữ liệu: {error}. "
                "Nếu đúng là ít thủ tục đi, thêm --may-shrink."
            ) from error

    def _rebuild(self, engine: Engine, options: dict[str, Any]) -> None:
        indexing.rebuild(engine, wait=False, may_shrink=options["may_shrink"])
        self._say(engine, f"đã dựng lại chỉ mục: {engine.size()} thủ tục.")

    def _update(self, engine: Engine, options: dict[str, Any]) -> None:
        steps = indexing.catch_up(engine)
        self._say(engine, f"chỉ mục đã tới hiện tại ({steps} bước).")

    def _reconcile(self, engine: Engine, options: dict[str, Any]) -> None:
        wrong = indexing.reconcile(engine, dry_run=options["dry_run"])
        if not wrong:
            self._say(engine, "chỉ mục khớp với cơ sở dữ liệu.")
            return
        done = "khác với cơ sở dữ liệu" if options["dry_run"] else "khác với cơ sở dữ liệu, đã ghi lại"
        self._say(engine, f"{len(wrong)} thủ tục {done}: {', '.join(wrong[:20])}{'…' if len(wrong) > 20 else ''}")  # noqa: PLR2004

    def _prune(self, engine: Engine, options: dict[str, Any]) -> None:
        removed = indexing.tidy(engine)
        self._say(engine, f"đã xóa {len(removed)} chỉ mục thừa.")

    def _rollback(self, engine: Engine, options: dict[str, Any]) -> None:
        try:
            name = engine.roll_back()
        except NoFormerIndex:
            self._say(engine, "không giữ chỉ mục trước; dựng lại bằng: manage.py search_index rebuild")
            return
        self._say(engine, f"đã quay về chỉ mục {name}; chạy update để theo kịp sổ thay đổi.")

    def _status(self, engine: Engine, options: dict[str, Any]) -> None:
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
            if status.former:
                rows.append(("Chỉ mục trước, còn giữ", status.former))
        for name, value in rows:
            self.stdout.write(f"{name}: {value}")

    def _say(self, engine: Engine, sentence: str) -> None:
        self.stdout.write(self.style.SUCCESS(f"{engine.name}: {sentence}"))


def _leave(signum: int, frame: FrameType | None) -> NoReturn:
    sys.exit(128 + signum)
