"""`manage.py import_procedures --format decision-1291 FILE.csv`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from portal.core.importing import ImportCommand, Importer
from portal.procedures.importers.formats import FORMATS


class Command(ImportCommand):
    help = "Nhập và công bố danh mục thủ tục từ một tệp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--format", choices=sorted(FORMATS), required=True, help="Dạng của tệp.")
        parser.add_argument("file", type=Path, help="Tệp cần nhập.")
        parser.add_argument(
            "--convert-legacy", action="store_true", help="Chuyển bảng mã cũ (TCVN3, VNI, VISCII…) sang Unicode."
        )

    def importer(self, options: dict[str, Any]) -> Importer:
        return FORMATS[options["format"]](options["file"], convert_legacy=options["convert_legacy"])
