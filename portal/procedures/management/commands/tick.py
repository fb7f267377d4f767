"""`manage.py tick`: announces what a date alone changed; run it each minute."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from portal.core import clock
from portal.ledger import tick


class Command(BaseCommand):
    help = "Ghi vào sổ những gì bắt đầu hoặc kết thúc chỉ vì đã sang ngày mới."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Chỉ cho biết, không ghi gì.")

    def handle(self, *args: Any, **options: Any) -> None:
        is_quiet = options["verbosity"] < 1
        hidden = is_quiet or not sys.stderr.isatty()
        with tqdm(total=tick.source_count(), desc="Sang ngày", file=sys.stderr, disable=hidden) as bar:
            ticked = tick.run(clock.today(), dry_run=options["dry_run"], step=bar.update)
        if is_quiet:
            return
        since = f"từ {ticked.after:%d/%m/%Y} " if ticked.after else ""
        remark = " (chạy thử, không ghi gì)" if options["dry_run"] else ""
        self.stdout.write(
            f"{since}đến {ticked.through:%d/%m/%Y}: {len(ticked.keys)} thay đổi theo ngày{remark}.".strip()
        )
        if options["verbosity"] > 1:
            for key in ticked.keys:
                self.stdout.write(f"  {key.kind} {key.key}")
