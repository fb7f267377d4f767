"""The part of a notice that a question asks for, said with the first result; the procedure's page says the rest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from portal.procedures.days import Day
from portal.procedures.notice import DocumentCase, Notice
from portal.procedures.presenters_handlings import GlanceValue, glance_durations, glance_fees
from portal.procedures.presenters_places import nearest_url
from portal.search.understanding import Intent

#: Papers, or cases that need different ones, named with a result.
MOST_PAPERS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """A paper with the condition it is needed on, or a case with the address of its papers."""

    text: str
    condition: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One asked part: papers as `lines`, time and fee as `values`, places as words; nothing of these is "not supplied".

    `url` leads to that part of the procedure's page, `more` are the words of the link.
    """

    kind: str
    heading: str
    url: str
    more: str
    lines: tuple[Line, ...] = ()
    values: tuple[GlanceValue, ...] = ()
    places: tuple[str, ...] = ()
    has_cases: bool = False
    is_varied: bool = False
    nearest_url: str = ""


def answers(
    intents: Sequence[Intent], notice: Notice, path: str, places: tuple[str, ...], day: Day
) -> tuple[Answer, ...]:
    """What is asked, in the order it is asked in; `places` are the words for where papers are handed in."""
    made: Mapping[Intent, Answer] = {
        Intent.PAPERS: _papers(notice, path),
        Intent.DURATION: _values(Intent.DURATION, notice, path),
        Intent.FEE: _values(Intent.FEE, notice, path),
        Intent.WHERE: Answer(
            kind=Intent.WHERE.value,
            heading=_("Nơi nộp"),
            url=f"{path}#noi-nop",
            more=_("Xem các nơi nộp"),
            places=places,
            nearest_url=nearest_url(notice.code, day) if places else "",
        ),
    }
    return tuple(made[intent] for intent in intents)


def _papers(notice: Notice, path: str) -> Answer:
    cases = [(number, case) for number, case in enumerate(notice.documents, start=1) if case.documents]
    has_cases = len(cases) > 1
    lines = tuple(_case_lines(cases, path)) if has_cases else tuple(_paper_lines(cases[0][1])) if cases else ()
    return Answer(
        kind=Intent.PAPERS.value,
        heading=_("Giấy tờ cần nộp"),
        url=f"{path}#giay-to" if cases else path,
        more=_more_papers(len(lines), has_cases=has_cases),
        lines=lines[:MOST_PAPERS],
        has_cases=has_cases,
    )


def _case_lines(cases: Sequence[tuple[int, DocumentCase]], path: str) -> Iterator[Line]:
    for number, case in cases:
        yield Line(case.label or _("Mọi trường hợp"), url=f"{path}#truong-hop-{number}")


def _paper_lines(case: DocumentCase) -> Iterator[Line]:
    for paper in case.documents:
        yield Line(paper.name, paper.condition)


def _more_papers(count: int, *, has_cases: bool) -> str:
    if count <= MOST_PAPERS:
        return _("Xem giấy tờ và mẫu đơn")
    if has_cases:
        return _("Xem đủ %(n)d trường hợp") % {"n": count}
    return _("Xem đủ %(n)d loại giấy tờ") % {"n": count}


def _values(intent: Intent, notice: Notice, path: str) -> Answer:
    is_fee = intent is Intent.FEE
    values = glance_fees(notice.handlings) if is_fee else glance_durations(notice.handlings)
    return Answer(
        kind=intent.value,
        heading=_("Phí, lệ phí") if is_fee else _("Thời hạn"),
        url=f"{path}#cach-nop" if notice.handlings else path,
        more=_("Xem bảng phí") if is_fee else _("Xem bảng thời hạn"),
        values=values,
        is_varied=bool(notice.handlings) and not values,
    )
