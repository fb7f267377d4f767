"""`manage.py import_procedures --format decision-1291 FILE.csv` or `--format national FILE.jsonl …`."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from portal.core.importing import ImportCommand, Importer, ImportRefused
from portal.procedures.importers.formats import FORMATS, Options


def day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("Ngày phải viết như 2025-07-01.") from None


class Command(ImportCommand):
    help = "Nhập và công bố danh mục thủ tục từ một hay nhiều tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--format", choices=sorted(FORMATS), required=True, help="Dạng của tệp.")
        parser.add_argument("files", type=Path, nargs="+", help="Tệp cần nhập.")
        parser.add_argument(
            "--convert-legacy", action="store_true", help="Chuyển bảng mã cũ (TCVN3, VNI, VISCII…) sang Unicode."
        )
        parser.add_argument(
            "--effective-from", type=day, help="Ngày áp dụng ghi cho bản ghi quốc gia; để trống là hôm nay."
        )

    def importer(self, options: dict[str, Any]) -> Importer:
        given = Options(options["files"], options["convert_legacy"], options["effective_from"])
        try:
            return FORMATS[options["format"]](given)
        except ImportRefused as refused:
            raise CommandError(str(refused), returncode=1) from refused
