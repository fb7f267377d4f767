"""How long the national catalogue takes to import, and how much memory, on the database of the environment.

    .venv/bin/python tests/benchmarks/national_import.py [FILE.jsonl …] [--records N]

Without files: those of PORTAL_NATIONAL_DATA. `--records N` imports N records, repeated under new codes where the
files hold fewer. The database is one made for the run and removed afterwards: SQLite, or with PORTAL_TEST_SERVERS=1
one beside that of PORTAL_DATABASE_URL.
"""

# ruff: noqa: T201, E402 - it prints its figures; Django must be set up before models are imported

import argparse
import itertools
import json
import logging
import os
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")

import django

django.setup()

from django.conf import settings
from django.db import connection
from django.test.utils import setup_databases, teardown_databases
from wagtail.models import Page

from portal.core.importing import run
from portal.procedures.importers.national.importer import NationalImporter
from portal.procedures.models import NoticeVersion, ProcedurePage
from portal.site.home import set_up_home


def source_files() -> list[Path]:
    folder = Path(os.environ.get("PORTAL_NATIONAL_DATA", "../shared/data/national"))
    return sorted(folder.glob("tthc_*.jsonl"))


def repeated(files: list[Path], count: int) -> Iterator[str]:
    """`count` lines; from the second round on each record has a code and a title of its own."""
    written = 0
    for round_ in itertools.count():
        for path in files:
            with path.open(encoding="utf-8") as lines:
                for line in lines:
                    if written == count:
                        return
                    yield line if round_ == 0 else again(json.loads(line), written)
                    written += 1


def again(record: dict, number: int) -> str:
    code, suffix = f"9.{number:06d}", f" ({number})"
    if "ma_thu_tuc" in record:
        record |= {"ma_thu_tuc": code, "ten_thu_tuc": record["ten_thu_tuc"] + suffix}
    else:
        record["metadata"] |= {"mã_thủ_tục": code, "tên_thủ_tục": record["metadata"]["tên_thủ_tục"] + suffix}
    return json.dumps(record, ensure_ascii=False) + "\n"


def timed(files: list[Path]) -> tuple[int, float]:
    began = time.perf_counter()
    summary = run(NationalImporter(files))
    assert not summary.refused, summary.refused[:5]
    return summary.created, time.perf_counter() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--records", type=int)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    files = options.files or source_files()
    with tempfile.TemporaryDirectory() as folder:
        is_file = connection.vendor == "sqlite"
        # A file of its own: a database in memory would count as the import's memory.
        connection.settings_dict["TEST"]["NAME"] = f"{folder}/bench.sqlite3" if is_file else f"bench_{os.getpid()}"
        old = setup_databases(verbosity=0, interactive=False)
        settings.SEARCH_INDEX_FILE = Path(folder) / "search.sqlite3"
        if options.records:
            path = Path(folder) / "records.jsonl"
            with path.open("w", encoding="utf-8") as out:
                out.writelines(repeated(files, options.records))
            files = [path]
        set_up_home()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        created, seconds = timed(files)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        _none, again_seconds = timed(files)
        print(
            f"{connection.vendor}: {created} records in {seconds:.1f} s ({1000 * seconds / created:.1f} ms each), "
            f"peak memory {peak // 1024} MB (before: {before // 1024} MB); again: {again_seconds:.1f} s, "
            f"{ProcedurePage.objects.count()} pages, {NoticeVersion.objects.count()} versions, "
            f"tree problems: {sum(map(len, Page.find_problems()))}"
        )
        teardown_databases(old, verbosity=0)


if __name__ == "__main__":
    main()
