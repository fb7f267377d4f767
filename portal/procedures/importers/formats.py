"""The formats `import_procedures` knows, by the word given to `--format`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from portal.core.importing import Importer, ImportRefused, Refusal
from portal.procedures.importers.decision_1291 import Decision1291Importer
from portal.procedures.importers.national.importer import NationalImporter


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line says besides the format."""

    files: Sequence[Path]
    convert_legacy: bool = False
    effective_from: date | None = None


def _decision_1291(options: Options) -> Importer:
    if len(options.files) != 1:
        raise ImportRefused(Refusal("Dạng decision-1291 chỉ nhận một tệp."))
    if options.effective_from is not None:
        raise ImportRefused(Refusal("Dạng decision-1291 không nhận --effective-from: ngày đã có trong kế hoạch."))
    return Decision1291Importer(options.files[0], convert_legacy=options.convert_legacy)


def _national(options: Options) -> Importer:
    # Legacy fonts are always decoded: records are far too many to be looked at one by one.
    return NationalImporter(options.files, effective_from=options.effective_from)


FORMATS: dict[str, Callable[[Options], Importer]] = {"decision-1291": _decision_1291, "national": _national}

#: The list kept with the program.
DECISION_1291_FILE = Path(__file__).resolve().parents[1] / "data" / "decision-1291-procedures.csv"
