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
from portal.search.evaluation.records import Collection, collection_for
from portal.search.evaluation.trial import TrialFailed, trial

_ENGINES = ("embedded", "elasticsearch", "both")
_FAILURES = 20
#: Codes that a refusal names.
_NAMED = 10


class Command(BaseCommand):
    help = "Đo chất lượng tìm kiếm bằng các truy vấn đã chấm: bảng số theo lớp và các truy vấn chưa đúng."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--queries", type=Path, action="append", required=True, metavar="FILE", help="Tệp truy vấn; lặp lại được."
        )
        parser.add_argument("--engine", choices=_ENGINES, default="embedded", help="Bộ tìm cần đo.")
        parser.add_argument(
            "--with-national",
            type=Path,
            metavar="FOLDER",
            help="Đo giữa các bản ghi quốc gia của thư mục này, trong một cổng tạm; dữ liệu của cổng này giữ nguyên.",
        )
        parser.add_argument("--json", type=Path, metavar="FILE", help="Ghi báo cáo đầy đủ vào tệp JSON này.")
        parser.add_argument(
            "--failures", type=int, default=_FAILURES, metavar="N", help="Nêu nhiều nhất N truy vấn chưa đúng."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        _require_sense(options)
        try:
            measures.require_library()
            found = _measured(options)
        except measures.LibraryMissing as missing:
            raise CommandError(
                "Chưa có thư viện ir-measures. Cài bằng: make install (hoặc: uv sync --inexact --group evaluation)"
            ) from missing
        except ImportRefused as refused:
            raise CommandError("\n".join(map(str, refused.refusals))) from refused
        except TrialFailed as failed:
            raise CommandError(f"Không dựng được cổng tạm để đo: {failed}") from failed
        except EngineUnavailable as error:
            raise CommandError(f"Không dùng được chỉ mục: {error}. Xem: manage.py search_index status") from error
        except IndexMissing as error:
            raise CommandError("Chưa có chỉ mục; chạy: manage.py search_index rebuild") from error
        for text in report.texts(found, options["failures"]):
            self.stdout.write(text + "\n")
        if options["json"]:
            _write(options["json"], report.data(found))


def _require_sense(options: dict[str, Any]) -> None:
    """Refuse at once what would only come out after minutes."""
    names = [path.name for path in dict.fromkeys(options["queries"])]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise CommandError(f"Hai tệp truy vấn cùng tên {twice}: báo cáo gọi tệp bằng tên, hãy đổi tên một tệp.")
    if options["failures"] < 0:
        raise CommandError("--failures phải là số từ 0 trở lên.")
    if options["json"] and not options["json"].parent.is_dir():
        raise CommandError(f"Không ghi được báo cáo vào {options['json']}: không có thư mục này.")


def _measured(options: dict[str, Any]) -> list[report.Measured]:
    sets = {path: judged.read(path) for path in options["queries"]}
    engines, folder = _chosen(options["engine"]), options["with_national"]
    if folder is None:
        return _here(sets, engines)
    found: list[report.Measured] = []
    for collection in (Collection.AMONG_OTHERS, Collection.CATALOGUE):
        files = [path for path, queries in sets.items() if collection_for(queries) is collection]
        if files:
            if collection is Collection.AMONG_OTHERS:
                _require_known({path: sets[path] for path in files}, running.known_codes())
            with trial(collection, folder, options["engine"]) as portal:
                found += report.restored(portal.evaluate(files, options["engine"]), collection)
    return found


def _here(sets: dict[Path, tuple[Judged, ...]], engines: Sequence[Engine]) -> list[report.Measured]:
    known = running.known_codes()
    _require_known(sets, known)
    return [
        report.Measured(path.name, Collection.OWN, len(known), engine.name, tuple(running.answers(engine, queries)))
        for path, queries in sets.items()
        for engine in engines
    ]


def _chosen(name: str) -> Sequence[Engine]:
    engines = running.chosen(name)
    if not engines or (name == "both" and len(engines) == 1):
        raise CommandError("Chưa khai địa chỉ Elasticsearch: đặt PORTAL_ELASTICSEARCH_URLS.")
    return engines


def _require_known(sets: dict[Path, tuple[Judged, ...]], known: frozenset[str]) -> None:
    """Refuse to measure with codes that nothing here can answer: every figure would be too low."""
    for path, queries in sets.items():
        unknown = sorted({code for query in queries for code in query.grades} - known)
        if unknown:
            some = ", ".join(unknown[:_NAMED]) + ("…" if len(unknown) > _NAMED else "")
            raise CommandError(f"{path.name}: không có thủ tục đang áp dụng mang mã {some}")


def _write(path: Path, sets: list[dict[str, Any]]) -> None:
    try:
        path.write_text(json.dumps({"sets": sets}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"Không ghi được báo cáo vào {path}: {error.strerror}.") from error
