"""`manage.py publish_due`: publishes and takes down what is due; run it each minute."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.procedures import scheduling


class Command(BaseCommand):
    help = "Công bố và gỡ các trang đã đến giờ hẹn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Chỉ cho biết trang nào đến giờ, không làm gì.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if options["dry_run"]:
            expired, approved = scheduling.due(now)
            taken_down = [page.title for page in expired]
            outcome = scheduling.Outcome([revision.content_object.title for revision in approved], taken_down)
        else:
            outcome = scheduling.publish_due(now)
        if options["verbosity"] > 0:
            self._report(outcome)
        if outcome.failed:
            raise CommandError(f"{len(outcome.failed)} trang không đăng được.", returncode=1)

    def _report(self, outcome: scheduling.Outcome) -> None:
        for label, titles in (("Công bố", outcome.published), ("Gỡ xuống", outcome.taken_down)):
            self.stdout.write(f"{label}: {len(titles)}")
            self.stdout.writelines(f"  {title}" for title in titles)
        for title, reason in outcome.failed:
            self.stdout.write(f"Không được: {title}: {reason}")
