"""The national catalogue's real records as notices, where its files are: they are not part of the project.

PORTAL_NATIONAL_DATA names their folder, `../shared/data/national` is the default.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from portal.core.importing import Refusal
from portal.procedures.importers.national.agencies import MINISTRIES
from portal.procedures.importers.national.pages import notice_of
from portal.procedures.importers.national.reading import read_lines
from portal.procedures.notice import AgencyRef, Notice

PROJECT_DIR = Path(__file__).resolve().parents[2]
FOLDER = Path(os.environ.get("PORTAL_NATIONAL_DATA", PROJECT_DIR.parent / "shared/data/national"))
FILES = sorted(FOLDER.glob("tthc_*.jsonl"))


def national_notices(files: Iterable[Path] = FILES) -> Iterator[Notice]:
    """One notice after the other, as the importer would publish it."""
    for path in files:
        for line in read_lines(path):
            if isinstance(line, Refusal):
                raise ValueError(f"{path.name}, {line.line}: {line.reason}")
            ministry = MINISTRIES[line.record.agency]
            agency = AgencyRef(code=ministry.code, name=ministry.name, short_name=ministry.name, ministry=ministry.name)
            yield replace(notice_of(line.record), agency=agency)
