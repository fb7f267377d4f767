"""Publishing and taking down at the hour an editor set: each page by itself.

Wagtail's `publish_scheduled` stops at the first page that fails, so one incomplete draft would hold up
every other (tried on 8.0.1). Here a failure is written to the page's history, once, and the next follows.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry, LogFormatter, log
from wagtail.models import Page, PageLogEntry, Revision

logger = logging.getLogger(__name__)

FAILED = "procedures.schedule_failed"


@dataclass(slots=True)
class Outcome:
    """Titles of what was published and taken down, and of what failed with the reason."""

    published: list[str] = field(default_factory=list)
    taken_down: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)


def due(now: datetime) -> tuple[list[Page], list[Revision]]:
    """Live pages whose time is over, and approved revisions whose time has come, in the order of their times."""
    expired = Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at", "pk")
    approved = Revision.page_revisions.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at", "pk")
    return list(expired), list(approved)


def publish_due(now: datetime) -> Outcome:
    """Take down and publish everything due at `now`. Never raises for a page that cannot be published."""
    outcome = Outcome()
    expired, approved = due(now)
    for page in expired:
        if _alone(outcome, page, None, partial(_take_down, page)):
            outcome.taken_down.append(page.title)
    for revision in approved:
        page = revision.content_object
        if _alone(outcome, page, revision, partial(_publish, revision)):
            outcome.published.append(page.title)
    return outcome


def _take_down(page: Page) -> None:
    page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(revision: Revision) -> None:
    revision.publish(log_action="wagtail.publish.scheduled")


def _alone(outcome: Outcome, page: Page, revision: Revision | None, act: Callable[[], None]) -> bool:
    try:
        with transaction.atomic():
            act()
    except Exception as error:
        # Whatever is wrong with one page must not hold up the others.
        reason = str(error) or type(error).__name__
        outcome.failed.append((page.title, reason))
        if _tell_editor(page, revision, reason):
            logger.warning("scheduled change of page %s failed", page.pk, exc_info=error)
        return False
    return True


def _tell_editor(page: Page, revision: Revision | None, reason: str) -> bool:
    """Write the failure into the page's history; False if it stands there, since this runs each minute."""
    data = {"reason": reason, "revision": revision.pk if revision else None}
    newest = PageLogEntry.objects.filter(page=page.pk, action=FAILED).order_by("-timestamp", "-pk").first()
    if newest is not None and newest.data == data:
        return False
    log(instance=page, action=FAILED, user=revision.user if revision else None, data=data)
    return True


@hooks.register("register_log_actions")
def register_failure(actions: LogActionRegistry) -> None:
    """Give the failure its words in the page's history."""

    @actions.register_action(FAILED)
    class FailureFormatter(LogFormatter):
        label = _("Đăng theo lịch không được")

        def format_message(self, log_entry: PageLogEntry) -> str:
            return gettext("Không đăng hoặc gỡ theo lịch được: {reason}").format(**{"reason": "", **log_entry.data})
