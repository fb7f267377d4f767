"""`manage.py search_eval --queries FILE …`: how well the search finds what judged queries want."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core.importing import ImportRefused
from portal.search.engines.base import Engine, EngineUnavailable, IndexMissing
from portal.search.evaluation import judged, measures, report, running
from portal.search.evaluation.judged import Judged

_ENGINES = ("embedded", "elasticsearch", "both")
_FAILURES = 20
_HERE = "cổng này"


class Command(BaseCommand):
    help = "Đo chất lượng tìm kiếm bằng các truy vấn đã chấm: bảng số theo lớp và các truy vấn chưa đúng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--queries", type=Path, action="append", required=True, metavar="FILE", help="Tệp truy vấn; lặp lại được."
        )
        parser.add_argument("--engine", choices=_ENGINES, default="embedded", help="Bộ tìm cần đo.")
        parser.add_argument("--json", type=Path, metavar="FILE", help="Ghi báo cáo đầy đủ vào tệp JSON này.")
        parser.add_argument(
            "--failures", type=int, default=_FAILURES, metavar="N", help="Nêu nhiều nhất N truy vấn chưa đúng."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            measures.require_library()
            sets = {path: judged.read(path) for path in options["queries"]}
            self._measure(sets, options)
        except measures.LibraryMissing as missing:
            raise CommandError(
                "Chưa có thư viện ir-measures. Cài bằng: make install (hoặc: uv sync --inexact --group evaluation)"
            ) from missing
        except ImportRefused as refused:
            raise CommandError("\n".join(map(str, refused.refusals))) from refused
        except EngineUnavailable as error:
            raise CommandError(f"Không dùng được chỉ mục: {error}. Xem: manage.py search_index status") from error
        except IndexMissing as error:
            raise CommandError("Chưa có chỉ mục; chạy: manage.py search_index rebuild") from error

    def _measure(self, sets: dict[Path, tuple[Judged, ...]], options: dict[str, Any]) -> None:
        engines = _chosen(options["engine"])
        known = running.known_codes()
        for path, queries in sets.items():
            _require_known(path, queries, known)
        found: list[report.Measured] = []
        for path, queries in sets.items():
            found += self._one_set(path, queries, engines, len(known), options["failures"])
        if options["json"]:
            _write(options["json"], report.data(found))

    def _one_set(
        self, path: Path, queries: tuple[Judged, ...], engines: Sequence[Engine], documents: int, failures: int
    ) -> list[report.Measured]:
        measured = []
        for engine in engines:
            answered = tuple(running.answers(engine, queries))
            measured.append(report.Measured(path.name, _HERE, documents, engine.name, answered))
            self.stdout.write(report.text(measured[-1], failures) + "\n")
        if len(measured) > 1:
            self.stdout.write(report.agreement_text(measured[0], measured[1], failures) + "\n")
        return measured


def _chosen(name: str) -> Sequence[Engine]:
    engines = running.chosen(name)
    if not engines or (name == "both" and len(engines) == 1):
        raise CommandError("Chưa khai địa chỉ Elasticsearch: đặt PORTAL_ELASTICSEARCH_URLS.")
    return engines


def _require_known(path: Path, queries: Sequence[Judged], known: frozenset[str]) -> None:
    """Refuse to measure with codes that nothing here can answer: every figure would be too low."""
    unknown = sorted({code for query in queries for code in query.grades} - known)
    if unknown:
        some = ", ".join(unknown[:10]) + ("…" if len(unknown) > 10 else "")  # noqa: PLR2004
        raise CommandError(f"{path.name}: cổng này không có thủ tục đang áp dụng mang mã {some}.")


def _write(path: Path, sets: list[dict[str, Any]]) -> None:
    try:
        path.write_text(json.dumps({"sets": sets}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"Không ghi được báo cáo vào {path}: {error.strerror}.") from error
