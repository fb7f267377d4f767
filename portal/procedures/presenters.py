"""What the procedure page prints, made from Notice(D) and Acceptance(D).

`notice_context` needs nothing but a Notice, so the editor's preview shows the same page; `page_context`
adds what only a published notice has: places, versions, addresses.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core import clock
from portal.printing.qr import svg_for_html
from portal.procedures.days import Day
from portal.procedures.differences import differences
from portal.procedures.models import Address, LegalDocument, ProcedurePage
from portal.procedures.notice import LONGEST_HEADING, Document, DocumentCase, LegalRef, Notice, Step, from_page
from portal.procedures.preflight import PARTS
from portal.procedures.presenters_catalogue import crumbs
from portal.procedures.presenters_handlings import glance_durations, glance_fees, present_handlings
from portal.procedures.presenters_places import nearest_url, where_accepted
from portal.procedures.presenters_values import (
    Value,
    audience_labels,
    duration_value,
    is_open,
    open_badges,
    outside_words,
    place_word,
    text_value,
)
from portal.procedures.presenters_versions import coming, in_force, version_rows
from portal.procedures.quality import completeness
from portal.procedures.selectors import Published
from portal.procedures.source_marks import reference

#: The decree whose articles "Quyền của bạn" quotes.
CONTROL_DECREE = "63/2010/NĐ-CP"
#: A longer heading is set smaller.
_LONG_HEADING = 60
#: From this length it is a text to read, and set as one: the national catalogue has titles of 1,100 characters.
_WALL_HEADING = 300
#: This many papers can be named at a glance.
_GLANCE_PAPERS = 3
#: From this many missing facts on, one row names them all.
_MANY_MISSING = 3


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One paper and the lines under it."""

    name: str
    counts: str
    form_label: str
    form_url: str
    is_form_missing: bool
    condition: str
    bring_original: bool
    note: str
    basis: str

    @property
    def is_long(self) -> bool:
        """A whole paragraph, which nobody reads in bold."""
        return len(self.name) > LONGEST_HEADING


@dataclass(frozen=True, slots=True)
class PaperCase:
    """The papers of one case; `anchor` is its place on the page, `basis` the article all its papers share."""

    label: str
    anchor: str
    papers: tuple[PaperItem, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class StepItem:
    """One step with its time."""

    title: str
    text: str
    actor: str
    duration: Value
    basis: str


@dataclass(frozen=True, slots=True)
class LegalItem:
    """A cited document and its page on this portal ("" where there is none)."""

    name: str
    url: str
    title: str
    articles: str
    published: str
    note: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A pair of "Ai làm, ai giải quyết"."""

    label: str
    value: Value


def page_context(published: Published, versions: Sequence[Published], address: Address, day: Day) -> dict[str, Any]:
    """Everything `procedures/procedure_page.html` prints for a notice in force on the day shown."""
    notice = published.notice
    current = in_force(versions, day.today)
    changed = current is not None and day.is_other and current.version.is_in_force_kind
    path = reverse("procedures:detail", args=[address.agency_slug, address.slug])
    where = where_accepted(notice, day.shown)
    return {
        **notice_context(notice, day),
        **day.context(),
        "open_places": [
            place
            for place in _open_places(notice, day)
            if not place.is_open or place.outside or place.level in where.levels
        ],
        "version": published.version,
        "versions": version_rows(versions, published.version),
        "coming": coming(versions, day.shown),
        "current": current,
        "differences": differences(notice, current.notice) if changed and current else (),
        "is_comparable": changed,
        "where": where,
        "is_outside_only": bool(notice.levels) and all(outside_words(mark.level) for mark in notice.levels),
        "canonical_path": path,
        "path": path,
        "nearest_url": nearest_url(notice.code, day),
        "history_url": reverse("procedures:history", args=[address.agency_slug, address.slug]),
        "sheet_url": reverse("procedures:sheet", args=[address.agency_slug, address.slug]) + day.query,
        "sheet_pdf_url": reverse("procedures:sheet_pdf", args=[address.agency_slug, address.slug]) + day.query,
    }


def preview_context(page: ProcedurePage) -> dict[str, Any]:
    """The same page for an unsaved form: the Notice it would publish, without versions and places."""
    today = clock.today()
    notice = from_page(page)
    return {**notice_context(notice, Day(today, today)), **Day(today, today).context(), "is_preview": True}


def notice_context(notice: Notice, day: Day) -> dict[str, Any]:
    """The words of a notice, in the order of the page."""
    cases = _paper_cases(notice)
    handlings = present_handlings(notice.handlings)
    measured = completeness(notice)
    urls = _document_urls([CONTROL_DECREE, *(ref.number for ref in notice.legal_basis)])
    permanent = reverse("procedures:permanent", args=[notice.code]) if notice.code else ""
    return {
        "nav_current": "procedures",
        "notice": notice,
        "reference": reference(notice.notes),
        "remarks": [note for note in notice.notes if note != reference(notice.notes)],
        "description": notice.summary
        or _("%(title)s: giấy tờ, nơi nộp, thời hạn, phí.") % {"title": notice.list_title},
        "is_long_heading": len(notice.heading) > _LONG_HEADING,
        "is_wall_heading": len(notice.heading) > _WALL_HEADING,
        "badges": open_badges(notice.levels, day.shown),
        "crumbs": crumbs(notice, day),
        "is_title_only": not (notice.steps or notice.handlings or cases),
        "missing_parts": [str(PARTS[gap.part]) for gap in measured.missing],
        "completeness": measured,
        "cases": cases,
        "paper_gaps": _paper_gaps(cases),
        "few_papers": cases[0].papers if len(cases) == 1 and len(cases[0].papers) <= _GLANCE_PAPERS else (),
        "dossier_sets": f"{notice.dossier_sets:02d}" if notice.dossier_sets is not None else "",
        "handlings": handlings,
        "durations": glance_durations(notice.handlings),
        "fees": glance_fees(notice.handlings),
        "open_places": _open_places(notice, day),
        **_steps(notice),
        **_facts(notice),
        "legal": [_legal_item(ref, urls) for ref in notice.legal_basis],
        "control_decree_url": urls.get(CONTROL_DECREE, ""),
        "feedback": text_value(notice.feedback_address),
        "qr": svg_for_html(settings.BASE_URL + permanent, _("Mã QR mở trang này")) if permanent else "",
        "permanent_text": settings.BASE_URL.partition("://")[2],
        "permanent_path": permanent,
    }


# --- head and glance ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenPlace:
    """A level on the day shown: takes in now, or from `starts_on`."""

    level: str
    word: str
    starts_on: date
    is_open: bool

    @property
    def outside(self) -> str:
        """Where its papers go, for a level without places in the province."""
        return outside_words(self.level)


def _open_places(notice: Notice, day: Day) -> list[OpenPlace]:
    marks = [mark for mark in notice.levels if mark.ends_on is None or mark.ends_on > day.shown]
    return [OpenPlace(mark.level, place_word(mark.level), mark.starts_on, is_open(mark, day.shown)) for mark in marks]


# --- papers and steps -----------------------------------------------------------------------------


def _paper_cases(notice: Notice) -> list[PaperCase]:
    return [
        _paper_case(case, f"truong-hop-{number}")
        for number, case in enumerate(notice.documents, start=1)
        if case.documents
    ]


def _paper_case(case: DocumentCase, anchor: str) -> PaperCase:
    basis = _shared(paper.basis for paper in case.documents)
    return PaperCase(case.label, anchor, tuple(_paper_item(paper, basis) for paper in case.documents), basis)


def _paper_item(paper: Document, shared_basis: str) -> PaperItem:
    form = paper.form
    counts = [
        words % {"n": f"{count:02d}"}
        for words, count in ((_("%(n)s bản chính"), paper.originals), (_("%(n)s bản sao"), paper.copies))
        if count
    ]
    has_file = form is not None and bool(form.sha256)
    return PaperItem(
        name=paper.name,
        counts=", ".join(counts),
        form_label=" – ".join(filter(None, (form.code, form.title))) if form else "",
        form_url=reverse("procedures:form_file", args=[form.sha256, form.filename]) if form and has_file else "",
        is_form_missing=form is not None and not has_file,
        condition=paper.condition,
        bring_original=paper.bring_original,
        note=paper.note,
        basis="" if paper.basis == shared_basis else paper.basis,
    )


def _paper_gaps(cases: list[PaperCase]) -> list[str]:
    """What papers lack, in one row under the lists instead of a mark at each paper."""
    papers = [paper for case in cases for paper in case.papers]
    forms = list(dict.fromkeys(paper.form_label for paper in papers if paper.is_form_missing))
    uncounted = [paper for paper in papers if not paper.counts]
    gaps = []
    if uncounted:
        gaps.append(_("số bản của từng giấy tờ") if len(uncounted) == len(papers) else _("số bản của một số giấy tờ"))
    if forms:
        gaps.append(_("tệp mẫu (%(forms)s)") % {"forms": ", ".join(forms)})
    return gaps


def _steps(notice: Notice) -> dict[str, Any]:
    """The steps; a note and an article that all of them share are printed once, under the list."""
    note = _shared(step.duration.note for step in notice.steps if step.duration)
    basis = _shared(step.basis for step in notice.steps)
    return {
        "steps": [_step_item(step, note, basis) for step in notice.steps],
        "steps_note": note,
        "steps_basis": basis,
    }


def _step_item(step: Step, note: str, basis: str) -> StepItem:
    duration = duration_value(step.duration)
    if note and duration.note == note:
        duration = Value(duration.text)
    return StepItem(step.title, step.text, step.actor, duration, "" if step.basis == basis else step.basis)


def _shared(texts: Iterable[str]) -> str:
    """The text that several rows all have; nothing where they differ."""
    found = list(texts)
    return found[0] if len(found) > 1 and len(set(found)) == 1 else ""


# --- facts and law --------------------------------------------------------------------------------


def _facts(notice: Notice) -> dict[str, Any]:
    """Facts with a value, and the names of those without: one by one while they are few."""
    facts = [
        Fact(_("Đối tượng thực hiện"), Value("\n".join(audience_labels(notice.audiences)))),
        Fact(_("Nơi tiếp nhận hồ sơ"), text_value(notice.receiving_body)),
        Fact(_("Cơ quan giải quyết"), text_value(notice.deciding_body)),
        Fact(_("Cơ quan phối hợp"), text_value(notice.coordinating_bodies)),
        Fact(_("Kết quả"), text_value(notice.result)),
        Fact(_("Yêu cầu, điều kiện"), text_value(notice.conditions, none=_("Không có yêu cầu, điều kiện"))),
    ]
    missing = [fact for fact in facts if fact.value.is_missing]
    if len(missing) < _MANY_MISSING:
        return {"facts": facts, "missing_facts": []}
    return {
        "facts": [fact for fact in facts if not fact.value.is_missing],
        "missing_facts": [fact.label for fact in missing],
    }


def _document_urls(numbers: Iterable[str]) -> Mapping[str, str]:
    """Pages of the documents this portal keeps. One query."""
    rows = LegalDocument.objects.filter(number__in=set(numbers)).values_list("number", "slug")
    return {number: reverse("procedures:legal_document", args=[slug]) for number, slug in rows if slug}


def _legal_item(ref: LegalRef, urls: Mapping[str, str]) -> LegalItem:
    kinds = dict(LegalDocument.Kind.choices)
    kind = str(kinds[ref.kind]) if ref.kind in kinds and ref.kind != LegalDocument.Kind.OTHER else ""
    return LegalItem(
        name=f"{kind} {ref.number}".strip(),
        url=urls.get(ref.number, ""),
        title=ref.title,
        articles=ref.articles,
        published=", ".join(
            filter(
                None, (_("ngày %(day)s") % {"day": f"{ref.issued_on:%d/%m/%Y}"} if ref.issued_on else "", ref.issuer)
            )
        ),
        note=ref.note or (draft_note() if ref.kind == LegalDocument.Kind.PLAN and not ref.issued_on else ""),
    )


def draft_note() -> str:
    """What stands beside a plan without number and date."""
    return _("Bản dự thảo: chưa ghi số, chưa ghi ngày ban hành.")
