"""Writing a procedure page the way an editor does: a revision, published, so that the admin shows it."""

from django.core.exceptions import ValidationError

from portal.core.importing import ImportRefused, Refusal, explain
from portal.procedures.models import AgencyPage, ProcedurePage
from portal.procedures.preflight import PreflightFailed

#: Wagtail's column for a page title.
_LONGEST_PAGE_TITLE = 255


def page_title(name: str) -> str:
    """The name of a procedure, or its first words where Wagtail's title cannot hold it."""
    if len(name) <= _LONGEST_PAGE_TITLE:
        return name
    head = name[: _LONGEST_PAGE_TITLE - 1]
    return (head.rpartition(" ")[0] or head) + "…"


def create(parent: AgencyPage, page: ProcedurePage, line: int | None = None, file: str = "") -> None:
    """Add a page below its agency and publish it: one version, with its revision.

    Raises:
        ImportRefused: the page cannot be public as it is.
    """
    page.live = False
    try:
        parent.add_child(instance=page)
        page.save_revision().publish()
    except (ValidationError, PreflightFailed) as error:
        raise ImportRefused(_refusal(page, error, line, file)) from error


def publish(page: ProcedurePage, line: int | None = None, file: str = "") -> None:
    """Publish changed content as a new revision.

    Raises:
        ImportRefused: somebody is at work on this page, or it cannot be public as it is.
    """
    if reason := why_not(page):
        raise ImportRefused(Refusal(f"{page.code}: {reason}", line, file))
    try:
        page.save_revision(clean=True).publish()
    except (ValidationError, PreflightFailed) as error:
        raise ImportRefused(_refusal(page, error, line, file)) from error


def why_not(page: ProcedurePage) -> str:
    """Why an import must not touch a page's content; "" if it may."""
    if not page.live:
        return "trang đã rút hoặc chưa công bố; công bố lại trong trang quản trị rồi nhập."
    if page.has_unpublished_changes:
        return "trang có bản nháp chưa công bố; công bố hoặc bỏ bản nháp rồi nhập."
    return ""


def _refusal(page: ProcedurePage, error: ValidationError | PreflightFailed, line: int | None, file: str) -> Refusal:
    reason = explain(error, ProcedurePage) if isinstance(error, ValidationError) else str(error)
    return Refusal(f"{page.code}: {reason}", line, file)
