"""`manage.py import_search_words`: synonyms and abbreviations, and areas that are found elsewhere."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from portal.core.importing import ImportCommand, Importer
from portal.search.importers.search_words import Files, SearchWordsImporter


class Command(ImportCommand):
    help = "Nhập từ đồng nghĩa, chữ viết tắt và những lĩnh vực không có ở cổng này."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        usual = Files()
        parser.add_argument("--synonyms", type=Path, default=usual.synonyms, help="Bảng từ đồng nghĩa, viết tắt (CSV).")
        parser.add_argument("--elsewhere", type=Path, default=usual.elsewhere, help="Bảng lĩnh vực không có (CSV).")

    def importer(self, options: dict[str, Any]) -> Importer:
        return SearchWordsImporter(Files(options["synonyms"], options["elsewhere"]))
