"""`manage.py verify_notices`: proves the chain of published versions."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from portal.procedures.models import NoticeVersion
from portal.procedures.verification import first_broken_link


class Command(BaseCommand):
    help = "Kiểm tra chuỗi mã băm của mọi bản đã công bố; dừng ở chỗ sai đầu tiên."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Như mọi lệnh khác; lệnh này vốn chỉ đọc.")

    def handle(self, *args: Any, **options: Any) -> None:
        total = NoticeVersion.objects.count()
        with tqdm(total=total, desc="Kiểm tra", file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
            broken = first_broken_link(bar.update)
        if broken is not None:
            raise CommandError(f"Chuỗi bị hỏng tại {broken}", returncode=1)
        self.stdout.write(f"Chuỗi nguyên vẹn: {total} bản công bố.")
