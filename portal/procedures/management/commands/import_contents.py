"""`manage.py import_contents [FILE …]`: contents with their legal basis."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from portal.core.importing import ImportCommand, Importer
from portal.procedures.importers.contents import ContentsImporter, packaged_files


class Command(ImportCommand):
    help = "Nhập nội dung của các thủ tục đã có và các văn bản pháp luật được viện dẫn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="*", type=Path, help="Tệp JSON; để trống thì dùng các tệp kèm theo cổng.")

    def importer(self, options: dict[str, Any]) -> Importer:
        return ContentsImporter(options["files"] or packaged_files())
