"""`manage.py import_units`: administrative units with successors, agencies, service points, counters."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from portal.core.importing import ImportCommand, Importer
from portal.places.importers.units import Files, PlacesImporter


class Command(ImportCommand):
    help = "Nhập đơn vị hành chính, đơn vị kế tục, cơ quan, điểm tiếp nhận và quầy."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        usual = Files()
        parser.add_argument("--units", type=Path, default=usual.units, help="Bảng đơn vị hành chính (CSV).")
        parser.add_argument("--succession", type=Path, default=usual.succession, help="Bảng đơn vị kế tục (CSV).")
        parser.add_argument("--agencies", type=Path, default=usual.agencies, help="Bảng cơ quan (CSV).")
        parser.add_argument("--centres", type=Path, default=usual.centres, help="Bảng trung tâm cấp tỉnh (CSV).")

    def importer(self, options: dict[str, Any]) -> Importer:
        return PlacesImporter(Files(options["units"], options["succession"], options["agencies"], options["centres"]))
