"""`manage.py doctor`: what is wrong with this installation, and what to do."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.site.doctor import configuration, content, database, files, findings, servers
from portal.site.doctor.findings import Examined, Level

#: The order in which a person mends an installation.
_GROUPS = (configuration, database, servers, files, content)

_MARKS = {Level.OK: "Được", Level.WARNING: "Lưu ý", Level.ERROR: "LỖI"}


class Command(BaseCommand):
    help = "Xem bản cài đặt này có gì sai và phải làm gì. Chỉ đọc, không sửa gì."
    # They are one of the checks here; before them they would end the command with an English text.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="In kết quả cho máy đọc.")

    def handle(self, *args: Any, **options: Any) -> None:
        has_database = database.answers()
        examined = list(findings.examine(_in_order(), has_database=has_database))
        errors = sum(found.level is Level.ERROR for one in examined for found in one.findings)
        if options["json"]:
            self.stdout.write(_as_json(examined))
        else:
            self._print(examined)
        if errors:
            raise CommandError(f"Có {errors} lỗi.", returncode=1)

    def _print(self, examined: list[Examined]) -> None:
        for one in examined:
            for found in one.findings:
                self.stdout.write(f"{_MARKS[found.level]:<6} {one.name}: {found.sentence}")
                if found.remedy:
                    self.stdout.write(f"       → {found.remedy}")
        if all(found.level is Level.OK for one in examined for found in one.findings):
            self.stdout.write("Không thấy gì sai.")


def _in_order() -> tuple[findings.Registered, ...]:
    modules = [group.__name__ for group in _GROUPS]
    return tuple(sorted(findings.registered(), key=lambda one: modules.index(one.run.__module__)))


def _as_json(examined: list[Examined]) -> str:
    rows = [
        {"check": one.name, "level": found.level.value, "sentence": found.sentence, "remedy": found.remedy}
        for one in examined
        for found in one.findings
    ]
    worst = next((level for level in (Level.ERROR, Level.WARNING) if any(r["level"] == level for r in rows)), Level.OK)
    return json.dumps({"status": worst.value, "findings": rows}, ensure_ascii=False, indent=2)
