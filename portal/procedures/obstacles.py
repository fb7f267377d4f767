"""What stands between a draft and the public: its gaps, what it would break, and a date set back without the right to.

Asked with the page as the form would save it, by the page form, the review task and the list's bulk
action; `publication.record` keeps its own guard behind them.
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser, User
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.core import clock
from portal.procedures import quality
from portal.procedures.models import NoticeVersion, ProcedurePage
from portal.procedures.notice import from_page
from portal.procedures.preflight import Gap, gaps, refusals
from portal.procedures.publication import conflicts, note_quality, start_day

BACKDATE_PERMISSION = "procedures.backdate_notice"

NEEDS_RIGHT = _("Ngày áp dụng lùi về trước hôm nay: chỉ người duyệt có quyền “ghi lùi ngày” mới công bố được.")
NEEDS_REASON = _("Ngày áp dụng lùi về trước hôm nay thì phải ghi lý do thay đổi.")
OTHER_AGENCY = _("Mã này không phải của cơ quan này: mã phải bắt đầu bằng %(start)s.")


@dataclass(frozen=True, slots=True)
class Findings:
    """What the editor's checklist shows of one draft."""

    gaps: tuple[Gap, ...]
    supplied: int
    total: int
    flags: tuple[str | Promise, ...]

    @property
    def blocking(self) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps if gap.blocks)

    @property
    def legal(self) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps if not gap.blocks)


def obstacles(page: ProcedurePage, user: User | AnonymousUser | None) -> tuple[Gap, ...]:
    """Everything that keeps `user` from publishing this draft now, as gaps; empty when nothing does."""
    return (
        *refusals(from_page(page), page.effective_from),
        *conflicts(page),
        *code_of_other_agency(page),
        *backdating(page, user),
    )


def code_of_other_agency(page: ProcedurePage) -> tuple[Gap, ...]:
    """A new code that begins with another agency's sign; national codes (1.013133) name no agency."""
    if not page.code or page.agency is None or page.code[0].isdigit():
        return ()
    start = f"{page.agency.code}-"
    published = last_version(page)
    if page.code.startswith(start) or (published is not None and published.code == page.code):
        return ()
    return (Gap("identity", "code", OTHER_AGENCY % {"start": start}, blocks=True),)


def backdating(page: ProcedurePage, user: User | AnonymousUser | None) -> tuple[Gap, ...]:
    """What a date set back still needs: a reason from anybody, and the right to from the one who acts."""
    if not is_backdated(page):
        return ()
    found = []
    if not page.change_reason.strip():
        found.append(Gap("identity", "change_reason", NEEDS_REASON, blocks=True))
    if user is not None and not user.has_perm(BACKDATE_PERMISSION):
        found.append(Gap("identity", "effective_from", NEEDS_RIGHT, blocks=True))
    return tuple(found)


def is_backdated(page: ProcedurePage) -> bool:
    """Whether the draft moves the start of a published notice to a past day it did not have before."""
    published = last_version(page)
    if published is None or page.effective_from is None:
        return False
    start = start_day(published.code, published.language, page.effective_from)
    return start < clock.today() and start != published.effective_from


def last_version(page: ProcedurePage) -> NoticeVersion | None:
    """The newest version recorded from this page, under whatever code it then had."""
    return NoticeVersion.objects.filter(page_id=page.pk).order_by("-number").first() if page.pk else None


def findings(page: ProcedurePage) -> Findings:
    """Gaps, completeness and doubtful data of a draft, for the editor's checklist."""
    notice = from_page(page)
    complete = quality.completeness(notice)
    return Findings(
        gaps=gaps(notice, page.effective_from),
        supplied=complete.supplied,
        total=complete.total,
        flags=tuple(quality.FLAGS[name] for name in quality.flags(notice, clock.today())),
    )


def note_quality_of_draft(page: ProcedurePage) -> None:
    """Keep for the list what a page that was never live still lacks; live pages note it when they publish."""
    if not page.live:
        note_quality(page, from_page(page))
