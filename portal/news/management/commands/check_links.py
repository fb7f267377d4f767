"""`manage.py check_links`: which links of articles, campaigns, spots and text pages lead nowhere."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from portal.news.link_check import BrokenLink, all_links, broken_inside, broken_outside


class Command(BaseCommand):
    help = "Tìm liên kết hỏng trong tin, bài, đợt tuyên truyền, lời phát, trang chữ và báo khẩn; chỉ đọc."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--external", action="store_true", help="Hỏi cả các trang ngoài cổng (cần mạng).")
        parser.add_argument("--dry-run", action="store_true", help="Như các lệnh khác; lệnh này vốn chỉ đọc.")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            links = list(all_links())
            broken = broken_inside(links)
            outside = list(dict.fromkeys(link.target for link in links if link.is_external))
            if options["external"]:
                broken += broken_outside(links)
        for line in _table(broken):
            self.stdout.write(line)
        if not options["external"]:
            for address in outside:
                self.stdout.write(f"Ngoài cổng, chưa hỏi: {address}")
        asked = "đã hỏi" if options["external"] else "chưa hỏi, thêm --external để hỏi"
        summary = f"{len(links)} liên kết, {len(outside)} địa chỉ ngoài cổng ({asked})."
        if broken:
            raise CommandError(f"{len(broken)} liên kết hỏng. Đã xem {summary}", returncode=1)
        self.stdout.write(f"Không có liên kết hỏng. Đã xem {summary}")


def _table(broken: list[BrokenLink]) -> list[str]:
    """One place a line, with its broken links below it."""
    lines: list[str] = []
    last = ""
    for found in broken:
        if found.link.place != last:
            lines.append(found.link.place)
            last = found.link.place
        lines.append(f"  {found.link.target}: {found.reason}")
    return lines
