"""The formats `import_procedures` knows, by the word given to `--format`."""

from pathlib import Path
from typing import Protocol

from portal.core.importing import Importer
from portal.procedures.importers.decision_1291 import Decision1291Importer


class Format(Protocol):
    """Makes the importer of one file."""

    def __call__(self, path: Path, *, convert_legacy: bool = False) -> Importer: ...


FORMATS: dict[str, Format] = {"decision-1291": Decision1291Importer}

#: The list kept with the program.
DECISION_1291_FILE = Path(__file__).resolve().parents[1] / "data" / "decision-1291-procedures.csv"
