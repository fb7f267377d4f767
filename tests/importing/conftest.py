"""A portal with places and a home page, and files to import into it."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from portal.core.importing import Importer, Summary, run
from portal.ledger.writing import head_seq
from portal.procedures.importers.decision_1291 import Decision1291Importer
from portal.procedures.models import NoticeVersion, ProcedurePage
from tests.seeding import seed_all, seed_list, seed_places

HEADER = ["code", "ministry", "agency", "field", "no", "name", "level_province", "level_district", "level_commune"]
ROW = ["BCA-04", "Bộ Công an", "Công an tỉnh Kon Tum", "Căn cước", "4", "Cấp lại thẻ", "true", "true", "false"]

WriteCsv = Callable[..., Path]


@pytest.fixture
def seeded(db: None) -> None:
    """The whole demonstration."""
    seed_all()


@pytest.fixture
def places(db: None) -> None:
    """Units, agencies and service points below a home page; no procedure yet."""
    seed_places()


@pytest.fixture
def the_list(db: None) -> None:
    """Places, and the packaged list of 36 procedures without contents."""
    seed_list()


@pytest.fixture
def write_csv(tmp_path: Path) -> WriteCsv:
    """Write rows under the columns of the list of Decision 1291."""

    def write(*rows: Iterable[str], header: Iterable[str] = HEADER, encoding: str = "utf-8") -> Path:
        path = tmp_path / "danh-muc.csv"
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows([header, *rows])
        return path

    return write


def row(**changes: str) -> list[str]:
    """A good line, with some of its cells changed."""
    return [changes.get(column, cell) for column, cell in zip(HEADER, ROW, strict=True)]


def import_list(path: Path, *, convert_legacy: bool = False) -> Summary:
    """Import a list of Decision 1291."""
    return run(Decision1291Importer(path, convert_legacy=convert_legacy))


def refused(importer: Importer) -> str:
    """Run an importer that must refuse; everything it said. Nothing at all may have been written."""
    before = head_seq(), ProcedurePage.objects.count(), NoticeVersion.objects.count()
    summary = run(importer)
    assert summary.refused
    assert (summary.created, summary.changed, summary.unchanged) == (0, 0, 0)
    assert (head_seq(), ProcedurePage.objects.count(), NoticeVersion.objects.count()) == before
    return "\n".join(map(str, summary.refused))
