"""`manage.py set_up`: what every installation needs before editors can work, and nothing of the demonstration."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from portal.core.importing import quiet_logs, run
from portal.news.permissions import set_up_outreach_groups
from portal.news.tree import set_up_news_pages
from portal.news.workflow import set_up_outreach_workflow
from portal.procedures.permissions import set_up_groups
from portal.procedures.workflow import set_up_workflow
from portal.search.importers.search_words import SearchWordsImporter
from portal.search.permissions import set_up_search_rights
from portal.site.home import set_up_home
from portal.site.models import HomePage


class Command(BaseCommand):
    help = (
        "Chuẩn bị một cổng mới: trang đầu, nhóm người dùng, quy trình duyệt, từ đồng nghĩa. "
        "Chạy lại được, không đổi gì đã được sửa."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Chạy hết mọi bước rồi bỏ đi, không ghi gì.")

    def handle(self, *args: Any, **options: Any) -> None:
        with quiet_logs(), transaction.atomic():
            is_new = not HomePage.objects.exists()
            home = set_up_home()
            set_up_news_pages(home)
            agency_groups = set_up_groups()
            groups = [*agency_groups, *set_up_outreach_groups()]
            set_up_search_rights()
            workflows = (set_up_workflow(), set_up_outreach_workflow())
            words = run(SearchWordsImporter())
            if words.refused:
                raise CommandError("\n".join(map(str, words.refused)), returncode=1)
            transaction.set_rollback(options["dry_run"])
        self.stdout.write(f"Trang đầu: {home.title} ({'mới' if is_new else 'đã có'}).")
        self.stdout.write(f"Nhóm người dùng: {', '.join(group.name for group in groups)}.")
        self.stdout.write(f"Quy trình duyệt: {', '.join(workflow.name for workflow in workflows)}.")
        self.stdout.write(words.table(SearchWordsImporter.subject, dry_run=options["dry_run"]))
        if len(agency_groups) == 1:
            self.stdout.write(
                "Chưa có cơ quan nào. Sau khi nhập thủ tục, chạy lại lệnh này để có nhóm của từng cơ quan."
            )
        if options["dry_run"]:
            self.stdout.write("Chạy thử, không ghi gì.")
