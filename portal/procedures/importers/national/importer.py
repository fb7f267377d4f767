"""The national catalogue: reference data of the ministries, in two passes so that memory stays flat.

The first pass reads and checks every line, collects what records share, and keeps the parsed records in a
temporary file; the second one builds and writes pages by the batch, with the database's write lock held.
A procedure of the province that names a national code keeps it: the record is not imported beside it.
"""

import pickle
import tempfile
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from portal.core import admin_search, clock
from portal.core.batches import batches
from portal.core.importing import Importer, ImportRefused, Refusal, Step, Summary, check_words, explain
from portal.procedures import bulk
from portal.procedures.importers import saving, tree
from portal.procedures.importers.national import catalogue, pages
from portal.procedures.importers.national.agencies import MINISTRIES
from portal.procedures.importers.national.reading import Line, read_lines
from portal.procedures.importers.national.record import Record
from portal.procedures.models import Field, LegalDocument, ProcedurePage
from portal.procedures.preflight import PreflightFailed

#: Said with the version that a changed record makes.
CHANGE_REASON: Final = "Cập nhật theo Cơ sở dữ liệu quốc gia về thủ tục hành chính"


class NationalImporter(Importer):
    """Publishes the records of JSON Lines files of either shape; see docs/national.md."""

    subject: ClassVar[str] = "Thủ tục của Cơ sở dữ liệu quốc gia"

    def __init__(self, files: Sequence[Path], *, effective_from: date | None = None) -> None:
        super().__init__()
        self.files = files
        self.effective_from = effective_from or clock.today()
        self.facts = catalogue.SharedFacts()
        self._parsed = tempfile.TemporaryFile()  # noqa: SIM115 - see close()
        #: Code -> (number of the file, line, digest) of the record that counts.
        self._seen: dict[str, tuple[int, int, str]] = {}
        #: Code -> digest of the page made from it before.
        self._known: dict[str, str] = {}
        #: National codes that procedures of the province have.
        self._ours: frozenset[str] = frozenset()

    def read(self) -> int:
        for index, path in enumerate(self.files):
            for line in read_lines(path):
                if isinstance(line, Refusal):
                    self.refusals.append(line)
                else:
                    self._check(line, index)
        if not self._seen and not self.refusals:
            self.refuse("Không có bản ghi nào trong các tệp.")
        self._look_around()
        return len(self._seen)

    def write(self, step: Step) -> Summary:
        writer = _Writer(self, step)
        self._parsed.seek(0)
        for _record in self._seen:
            writer.add(pickle.load(self._parsed))  # noqa: S301 - a nameless file that only this process wrote
        writer.flush()
        transaction.on_commit(partial(_reindex, writer.new_ids, list(self.facts.citations)))
        return writer.summary

    def close(self) -> None:
        self._parsed.close()

    def is_ours(self, code: str) -> bool:
        """Whether a procedure of the province stands for this national code."""
        return code in self._ours

    def known_digest(self, code: str) -> str | None:
        """The digest of the page that is there; None where there is none."""
        return self._known.get(code)

    def new_digest(self, code: str) -> str:
        """The digest of the record that was read."""
        return self._seen[code][2]

    def _check(self, line: Line, index: int) -> None:
        record = line.record
        if reason := _why_not(record):
            self.refuse(reason, line=line.number, file=line.file)
            return
        digest = pages.digest(record)
        file, number, former = self._seen.get(record.code, (index, line.number, digest))
        if record.code not in self._seen:
            self._seen[record.code] = (index, line.number, digest)
            self.facts.add(record)
            pickle.dump(line, self._parsed, pickle.HIGHEST_PROTOCOL)
        elif file == index or former != digest:
            place = f"dòng {number}" if file == index else f"dòng {number} của tệp {self.files[file].name}"
            self.refuse(f"Mã {record.code} đã có ở {place}.", line=line.number, file=line.file)

    def _look_around(self) -> None:
        try:
            tree.home_page()
        except tree.NoHomePage as missing:
            self.refuse(missing)
        imported = set(self._seen)
        rows = ProcedurePage.objects.values_list("code", "national_code", "source_digest")
        self._known = {code: digest for code, _national, digest in rows if code in imported}
        self._ours = frozenset(
            national for code, national, _digest in rows if national in imported and code != national
        )


class _Writer:
    """Collects records of one ministry after the other and writes them by the batch."""

    def __init__(self, importer: NationalImporter, step: Step) -> None:
        self.summary = Summary()
        self.new_ids: list[int] = []
        self._importer = importer
        self._step = step
        facts = importer.facts
        self._parents = {name: catalogue.agency_page(MINISTRIES[name]) for name in sorted(facts.agencies)}
        self._fields = catalogue.save_fields(facts, self._parents)
        catalogue.save_documents(facts)
        self._taken = {name: tree.taken_slugs(parent) for name, parent in self._parents.items()}
        self._waiting: dict[str, list[Line]] = {name: [] for name in self._parents}

    def add(self, line: Line) -> None:
        """Write a record, or let it wait for its batch."""
        code = line.record.code
        known = self._importer.known_digest(code)
        if self._importer.is_ours(code):
            self.summary.existing += 1
        elif known is None:
            waiting = self._waiting[line.record.agency]
            waiting.append(line)
            if len(waiting) >= bulk.BATCH:
                self._create(line.record.agency)
        elif known == self._importer.new_digest(code):
            self.summary.count(created=False, changed=False)
        else:
            self._update(line)
        self._step()

    def flush(self) -> None:
        """Write what still waits."""
        for agency in self._waiting:
            self._create(agency)

    def _create(self, agency: str) -> None:
        lines, self._waiting[agency] = self._waiting[agency], []
        if not lines:
            return
        documents = catalogue.documents_of([line.record for line in lines])
        made = [self._page(line.record, documents) for line in lines]
        try:
            bulk.create_many(self._parents[agency], made)
        except (ValidationError, PreflightFailed):
            # One by one, to name the record.
            for page, line in zip(made, lines, strict=True):
                _refuse_if_impossible(page, line)
            raise
        self.new_ids += [page.pk for page in made]
        self.summary.created += len(made)

    def _page(self, record: Record, documents: dict[str, LegalDocument]) -> ProcedurePage:
        parent = self._parents[record.agency]
        page = ProcedurePage(code=record.code, agency=parent.agency)
        pages.fill(page, record, self._field(record), documents, self._importer.effective_from)
        page.slug = tree.free_slug(parent, page, self._taken[record.agency])
        self._taken[record.agency].add(page.slug)
        return page

    def _update(self, line: Line) -> None:
        """The ordinary path: an editor sees a revision, the public a version where the words differ."""
        page = ProcedurePage.objects.get(code=line.record.code)
        if not page.source_digest:
            reason = f"Mã {page.code} là của một trang không do tệp quốc gia tạo ra."
            raise ImportRefused(Refusal(reason, line.number, line.file))
        documents = catalogue.documents_of([line.record])
        pages.fill(page, line.record, self._field(line.record), documents, self._importer.effective_from)
        page.change_reason = CHANGE_REASON
        saving.publish(page, line.number, line.file)
        self.summary.count(created=False)

    def _field(self, record: Record) -> Field:
        return self._fields[record.agency, catalogue.field_slug(catalogue.field_name(record))]


def _why_not(record: Record) -> str:
    """What makes a record hopeless; dirt is no reason."""
    if record.agency not in MINISTRIES:
        return f"Không biết cơ quan “{record.agency}” (các cơ quan: {', '.join(sorted(MINISTRIES))})."
    if not record.code:
        return "Thiếu mã thủ tục."
    if problem := check_words(ProcedurePage, {"national_code": record.code}):
        return problem
    if not record.title:
        return "Thiếu tên thủ tục."
    longest = ProcedurePage._meta.get_field("legal_title").max_length
    if len(record.title) > longest:
        return f"Tên thủ tục dài {len(record.title)} ký tự, nhiều nhất {longest}."
    return "" if record.levels else "Không rõ cấp thực hiện."


def _refuse_if_impossible(page: ProcedurePage, line: Line) -> None:
    try:
        bulk.check(page)
    except (ValidationError, PreflightFailed) as error:
        reason = explain(error, ProcedurePage) if isinstance(error, ValidationError) else str(error)
        raise ImportRefused(Refusal(f"{page.code}: {reason}", line.number, line.file)) from error


def _reindex(ids: list[int], numbers: list[str]) -> None:
    """What Wagtail's signals would have done row by row, after the commit so that the write lock is short."""
    bulk.reindex(ids)
    for batch in batches(numbers, bulk.BATCH):
        admin_search.index_rows(LegalDocument, list(LegalDocument.objects.filter(number__in=batch)))
