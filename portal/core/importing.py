"""What every importer shares: one way to run, one way to refuse, one table at the end.

An importer first reads and checks all of its files without writing; if anything is refused nothing
is written. What it then writes is one transaction, which `--dry-run` rolls back. Files are read by
`portal.core.tabular`.
"""

import logging
import sys
from abc import ABC, abstractmethod
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import models, transaction
from tqdm import tqdm

#: Called once after each record written, to move a progress bar on.
Step = Callable[[], object]

#: Refusals printed in full; a file with more is wrong as a whole.
MOST_REFUSALS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Refusal:
    """One thing that cannot be imported: where it stands and why, in words for the person who made the file."""

    reason: str
    line: int | None = None
    file: str = ""

    def __str__(self) -> str:
        place = [part for part in (self.file, f"dòng {self.line}" if self.line else "") if part]
        return f"{', '.join(place)}: {self.reason}" if place else self.reason


class ImportRefused(Exception):
    """Files or records that cannot be imported; carries every refusal found."""

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = refusals
        super().__init__("; ".join(map(str, refusals)))


@dataclass(slots=True)
class Summary:
    """What an import did, in numbers of records."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    #: Records that are not imported because the portal has them under another key.
    existing: int = 0
    #: Records that differ from the file because an editor changed them, by name: they stay as they are.
    kept: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)

    def count(self, *, created: bool, changed: bool = True) -> None:
        """Count one record."""
        if created:
            self.created += 1
        elif changed:
            self.changed += 1
        else:
            self.unchanged += 1

    def add(self, other: "Summary") -> None:
        """Take another summary's figures in."""
        self.created += other.created
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.existing += other.existing
        self.kept += other.kept
        self.refused += other.refused

    def table(self, subject: str, *, dry_run: bool = False) -> str:
        """The figures as lines of Vietnamese text, with each refusal below."""
        rows = [
            ("Tạo mới", self.created),
            ("Thay đổi", self.changed),
            ("Giữ nguyên", self.unchanged),
            *([("Đã có", self.existing)] if self.existing else []),
            *([("Đã sửa tay", len(self.kept))] if self.kept else []),
            ("Bị từ chối", len(self.refused)),
        ]
        title = f"{subject} (chạy thử, không ghi gì)" if dry_run else subject
        lines = [title, *(f"  {label:<12}{number:>7}" for label, number in rows)]
        lines += [f"  - {name}: khác với tệp vì đã được sửa tay, giữ nguyên." for name in self.kept]
        lines += [f"  - {refusal}" for refusal in self.refused[:MOST_REFUSALS_SHOWN]]
        hidden = len(self.refused) - MOST_REFUSALS_SHOWN
        if hidden > 0:
            lines.append(f"  … và {hidden} chỗ khác.")
        return "\n".join(lines)


class Importer(ABC):
    """One kind of import.

    `read` collects records and refusals from files and looks up what they refer to; `write` saves the
    records and is called only when nothing was refused.
    """

    subject: ClassVar[str]

    def __init__(self) -> None:
        self.refusals: list[Refusal] = []

    @abstractmethod
    def read(self) -> int:
        """Read and check everything; returns how many records `write` will handle."""

    @abstractmethod
    def write(self, step: Step) -> Summary:
        """Save the records inside the transaction of the caller.

        Raises:
            ImportRefused: a record turned out to be impossible; the caller rolls everything back.
        """

    def close(self) -> None:  # noqa: B027 - few importers hold anything
        """Let go of what reading keeps outside memory; called once, whatever happened."""

    def refuse(self, reason: object, *, line: int | None = None, file: str = "") -> None:
        """Note something that cannot be imported."""
        self.refusals.append(Refusal(str(reason), line, file))


def run(importer: Importer, *, dry_run: bool = False, progress: bool = False) -> Summary:
    """Run an importer: all of it or nothing.

    Never raises for bad input: the summary's `refused` lists it, and nothing was written then.
    """
    try:
        total = importer.read()
        if importer.refusals:
            return Summary(refused=importer.refusals)
        with tqdm(total=total, desc=importer.subject, file=sys.stderr, disable=not progress) as bar:
            return _write(importer, bar.update, dry_run=dry_run)
    except ImportRefused as refused:
        return Summary(refused=[*importer.refusals, *refused.refusals])
    finally:
        importer.close()


def explain(error: ValidationError, model: type[models.Model] | None = None) -> str:
    """A validation error as one line: for each field its name in the forms of `model`, and its messages."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return "; ".join(f"{_label(model, name)}: {' '.join(messages)}" for name, messages in error.message_dict.items())


def _label(model: type[models.Model] | None, name: str) -> str:
    try:
        field = model._meta.get_field(name) if model else None
    except FieldDoesNotExist:
        field = None
    return str(getattr(field, "verbose_name", name))


def check_words(model: type[models.Model], words: dict[str, Any]) -> str:
    """What Django says of the values of some fields of a model; "" if they are fine."""
    others = {field.name for field in model._meta.fields} - words.keys()
    try:
        model(**words).clean_fields(exclude=others)
    except ValidationError as error:
        return explain(error, model)
    return ""


def _write(importer: Importer, step: Step, *, dry_run: bool) -> Summary:
    with quiet_logs(), transaction.atomic():
        summary = importer.write(step)
        if dry_run:
            transaction.set_rollback(True)
    return summary


@contextmanager
def quiet_logs() -> Iterator[None]:
    """Hold back Wagtail's line or two for each page, which would bury the bar and the table."""
    loggers = [logging.getLogger(name) for name in ("wagtail", "django_tasks")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


class ImportCommand(BaseCommand):
    """Base of the import commands: `--dry-run`, a progress bar on a terminal, exit code 1 when anything is refused."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Chạy hết mọi bước rồi bỏ đi, không ghi gì.")

    def importer(self, options: dict[str, Any]) -> Importer:
        """The importer for these options."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        importer = self.importer(options)
        dry_run = options["dry_run"]
        shows_progress = sys.stderr.isatty() and options.get("verbosity", 1) > 0
        summary = run(importer, dry_run=dry_run, progress=shows_progress)
        if options.get("verbosity", 1) > 0 or summary.refused:
            self.stdout.write(summary.table(importer.subject, dry_run=dry_run))
        if summary.refused:
            raise CommandError(f"Có {len(summary.refused)} chỗ bị từ chối nên không nhập gì cả.", returncode=1)
