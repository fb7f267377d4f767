"""Synonyms and areas found elsewhere from the program's tables, or others of the same shape.

A row is known by its first wording and first meaning, an area by its name. What an editor changed
afterwards stays as it is, and the summary says so; what a new edition of the table says differently
reaches only rows that nobody touched.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import ValidationError

from portal.core.importing import Importer, Step, Summary, explain
from portal.core.tabular import Row, read_table
from portal.ledger.writing import append
from portal.search.models import ElsewhereArea, Synonym
from portal.search.phrases import key, phrases

DATA = Path(__file__).resolve().parents[1] / "data"

SYNONYM_COLUMNS = ("wordings", "meanings", "kind", "upper_case_only", "note", "source")
ELSEWHERE_COLUMNS = ("area", "subjects", "note", "source")

#: Between the phrases of one cell.
SEPARATOR = "|"

_KINDS = {
    "synonym": (Synonym.Kind.SYNONYM, False),
    "synonym_two_way": (Synonym.Kind.SYNONYM, True),
    "abbreviation": (Synonym.Kind.ABBREVIATION, False),
    "abbreviation_two_way": (Synonym.Kind.ABBREVIATION, True),
}

Entry = Synonym | ElsewhereArea
E = TypeVar("E", Synonym, ElsewhereArea)


@dataclass(frozen=True, slots=True)
class Files:
    """The tables to read; those of the program by default."""

    synonyms: Path = DATA / "synonyms.csv"
    elsewhere: Path = DATA / "elsewhere.csv"


@dataclass(frozen=True, slots=True)
class Record:
    """A checked row that is not saved yet, and where it stands."""

    entry: Entry
    line: int


class SearchWordsImporter(Importer):
    """Adds what is missing, brings up to date what nobody touched, and leaves the rest to the editors."""

    subject: ClassVar[str] = "Từ đồng nghĩa, viết tắt, lĩnh vực không có ở đây"

    def __init__(self, files: Files | None = None) -> None:
        super().__init__()
        self.files = files or Files()
        self.records: dict[str, Record] = {}

    def read(self) -> int:
        self._read(self.files.synonyms, SYNONYM_COLUMNS, Synonym, _synonym)
        self._read(self.files.elsewhere, ELSEWHERE_COLUMNS, ElsewhereArea, _area)
        return len(self.records)

    def write(self, step: Step) -> Summary:
        summary = Summary()
        entries = [record.entry for record in self.records.values()]
        _save(Synonym, [entry for entry in entries if isinstance(entry, Synonym)], summary, step)
        _save(ElsewhereArea, [entry for entry in entries if isinstance(entry, ElsewhereArea)], summary, step)
        return summary

    def _read(self, path: Path, columns: tuple[str, ...], model: type[E], make: Callable[[Row], E]) -> None:
        table = read_table(path, columns)
        self.refusals += table.refusals
        for row in table.rows:
            try:
                entry = make(row)
                entry.clean_fields(exclude=["source_key", "source_digest"])
                entry.clean()
            except ValidationError as error:
                self.refuse(explain(error, model), line=row.line, file=path.name)
            else:
                self._keep(entry, row, path.name)

    def _keep(self, entry: Entry, row: Row, file: str) -> None:
        entry.source_key = natural_key(entry)
        entry.source_digest = digest(entry)
        known = self.records.setdefault(f"{entry._meta.model_name} {entry.source_key}", Record(entry, row.line))
        if known.entry is not entry:
            self.refuse(f"“{entry}” đã có ở dòng {known.line}.", line=row.line, file=file)


def natural_key(entry: Entry) -> str:
    """By what a table knows an entry, whatever else of it changes."""
    if isinstance(entry, ElsewhereArea):
        return key(entry.area)
    first, meaning = phrases(entry.wordings)[0], phrases(entry.meanings)[0]
    return f"{first if entry.is_upper_case_only else key(first)} → {key(meaning)}"


def digest(entry: Entry) -> str:
    """Hash of everything an editor may change."""
    return hashlib.sha256(json.dumps(_content(entry), ensure_ascii=False).encode()).hexdigest()


def _content(entry: Entry) -> dict[str, Any]:
    names = (*entry.phrase_fields, *entry.line_fields, "is_active")
    rules = ("kind", "is_two_way", "is_upper_case_only") if isinstance(entry, Synonym) else ()
    return {name: getattr(entry, name) for name in (*names, *rules)}


def _save(model: type[E], wanted: list[E], summary: Summary, step: Step) -> None:
    """Write what is new and what nobody touched, in two statements and one row of the ledger."""
    rows = list(model._default_manager.all())
    supplied = {row.source_key: row for row in rows if row.source_key}
    by_hand = {natural_key(row) for row in rows if not row.source_key}
    created: list[E] = []
    changed: list[E] = []
    for entry in wanted:
        row = supplied.get(entry.source_key)
        if row is None and entry.source_key in by_hand:
            summary.existing += 1
        elif row is None:
            created.append(entry)
        elif digest(row) == entry.source_digest:
            summary.unchanged += 1
        elif digest(row) == row.source_digest:
            entry.pk = row.pk
            changed.append(entry)
        else:
            summary.kept.append(f"“{row}”")
        step()
    summary.created += len(created)
    summary.changed += len(changed)
    model._default_manager.bulk_create(created)
    if changed:
        model._default_manager.bulk_update(changed, [*_content(changed[0]), "source_digest"])
    if created or changed:
        append([(created or changed)[0].ledger_key()])


def _lines(cell: str) -> str:
    return "\n".join(cell.split(SEPARATOR))


def _synonym(row: Row) -> Synonym:
    kind, is_two_way = _KINDS.get(row["kind"], (None, False))
    upper = row.flag("upper_case_only")
    if kind is None:
        raise ValidationError(f"Loại “{row['kind']}” không có; cần một trong: {', '.join(_KINDS)}.")
    if upper is None:
        raise ValidationError(f"Cột upper_case_only phải là true hoặc false, không phải “{row['upper_case_only']}”.")
    return Synonym(
        wordings=_lines(row["wordings"]),
        meanings=_lines(row["meanings"]),
        kind=kind,
        is_two_way=is_two_way,
        is_upper_case_only=upper,
        note=row["note"],
        source=row["source"],
    )


def _area(row: Row) -> ElsewhereArea:
    return ElsewhereArea(area=row["area"], subjects=_lines(row["subjects"]), note=row["note"], source=row["source"])
