"""`manage.py diff_national FILE.jsonl …`: our notices beside the records of the national catalogue."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.core import clock
from portal.core.importing import ImportRefused, Refusal
from portal.core.tabular import read_table
from portal.procedures.importers.national.pages import notice_of
from portal.procedures.importers.national.reading import read_lines
from portal.procedures.importers.national.record import Record
from portal.procedures.national_differences import Compared, compare
from portal.procedures.notice import Notice
from portal.procedures.selectors import notices_on

_COLUMNS = ("code", "national_code", "part", "ours", "national", "result")


class Command(BaseCommand):
    help = "So thời hạn, phí, giấy tờ của cổng này với bản ghi quốc gia; chỉ đọc, không sửa gì."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", type=Path, nargs="+", help="Tệp JSONL của Cơ sở dữ liệu quốc gia.")
        parser.add_argument("--code", help="Chỉ so thủ tục mang mã này của cổng.")
        parser.add_argument("--map", type=Path, help="Tệp CSV cột code,national_code: mã của cổng, mã quốc gia.")
        parser.add_argument("--output", choices=["text", "csv"], default="text", help="Dạng kết quả.")
        parser.add_argument("--dry-run", action="store_true", help="Như các lệnh khác; lệnh này vốn chỉ đọc.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pairs = _pairs(options["map"], options["code"])
            records = _records(options["files"], {national for national, _notice in pairs})
        except ImportRefused as refused:
            raise CommandError("\n".join(map(str, refused.refusals)), returncode=1) from refused
        found = [(notice, records[national]) for national, notice in pairs if national in records]
        rows = [row for notice, record in found for row in compare(notice, notice_of(record))]
        if options["output"] == "csv":
            writer = csv.writer(self.stdout, lineterminator="\n")
            writer.writerow(_COLUMNS)
            writer.writerows([getattr(row, name) for name in _COLUMNS] for row in rows)
        else:
            self.stdout.write(_text(rows))
            absent = [f"{notice.code} ({national})" for national, notice in pairs if national not in records]
            self.stdout.write(f"Đã so {len(found)} thủ tục, {len(rows)} chỗ khác hoặc không so được.")
            if absent:
                self.stdout.write(f"Không có trong các tệp: {', '.join(absent)}.")


def _pairs(table: Path | None, code: str | None) -> list[tuple[str, Notice]]:
    """(national code, notice) by the notice's own national code, or by the table; a title decides nothing."""
    given = {row["code"]: row["national_code"] for row in _rows(table)} if table else {}
    notices = [item.notice for item in notices_on(clock.today())]
    if code and code not in {notice.code for notice in notices}:
        raise ImportRefused(Refusal(f"Không có thủ tục {code} đang áp dụng."))
    pairs = [(given.get(notice.code, notice.national_code), notice) for notice in notices]
    return [
        (national, notice)
        for national, notice in pairs
        if national and national != notice.code and code in {None, notice.code}
    ]


def _rows(table: Path) -> Iterable[Any]:
    read = read_table(table, ("code", "national_code"))
    if read.refusals:
        raise ImportRefused(*read.refusals)
    return read.rows


def _records(files: Iterable[Path], wanted: set[str]) -> dict[str, Record]:
    records: dict[str, Record] = {}
    refusals: list[Refusal] = []
    for path in files:
        for line in read_lines(path):
            if isinstance(line, Refusal):
                refusals.append(line)
            elif line.record.code in wanted:
                records.setdefault(line.record.code, line.record)
    if refusals:
        raise ImportRefused(*refusals)
    return records


def _text(rows: Iterable[Compared]) -> str:
    lines: list[str] = []
    last = ""
    for row in rows:
        if row.code != last:
            lines.append(f"{row.code} – {row.national_code}")
            last = row.code
        lines.append(f"  {row.part} ({row.result})")
        lines += [f"    cổng này:  {row.ours or 'Chưa cung cấp'}", f"    quốc gia:  {row.national or 'Chưa cung cấp'}"]
    return "\n".join(lines)
