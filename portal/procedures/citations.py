"""Who cites a shared row, and publishing those notices again with its new words.

A Notice freezes what it cites, so that history stays true: renaming an agency changes no published
notice. Nothing is published again silently; an editor does it as one act, with a reason and a date.
"""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Q, QuerySet
from wagtail.log_actions import log

from portal.places.models import Agency
from portal.procedures.models import Field, FormFile, LegalDocument, ProcedurePage
from portal.procedures.obstacles import last_version
from portal.procedures.preflight import PreflightFailed

CITED: tuple[type[models.Model], ...] = (Agency, Field, LegalDocument, FormFile)


@dataclass(frozen=True, slots=True)
class Republished:
    """What one act did."""

    changed: tuple[ProcedurePage, ...]
    unchanged: tuple[ProcedurePage, ...]
    refused: tuple[tuple[ProcedurePage, str], ...]


def citing_pages(row: models.Model) -> QuerySet[ProcedurePage]:
    """Live procedures whose notice freezes words of this row, by code."""
    live = ProcedurePage.objects.live().filter(alias_of__isnull=True)
    match row:
        case Agency():
            found = live.filter(agency=row)
        case Field():
            found = live.filter(field=row)
        case LegalDocument():
            found = live.filter(Q(legal_basis__document=row) | Q(decision=row))
        case FormFile():
            found = live.filter(documents__form=row)
        case _:
            found = live.none()
    return found.order_by("code").distinct()


def republish(pages: QuerySet[ProcedurePage], *, user: User, reason: str, applies_from: date) -> Republished:
    """Publish live content again with the words of now; a notice whose words did not change gets no version.

    Each page is its own transaction: one that preflight refuses is reported and stops no other. What
    lies in a draft stays a draft.
    """
    changed: list[ProcedurePage] = []
    unchanged: list[ProcedurePage] = []
    refused: list[tuple[ProcedurePage, str]] = []
    for page in pages:
        before = last_version(page)
        if before is not None:
            page.effective_from = max(applies_from, before.effective_from)
        page.change_reason = reason
        try:
            _publish_live_content(page, user)
        except PreflightFailed as failure:
            refused.append((page, "; ".join(str(gap.message) for gap in failure.gaps)))
            continue
        after = last_version(page)
        (unchanged if before is not None and after == before else changed).append(page)
    return Republished(tuple(changed), tuple(unchanged), tuple(refused))


@transaction.atomic
def _publish_live_content(page: ProcedurePage, user: User) -> None:
    if page.has_unpublished_changes:
        # A revision made now would bury the draft; the live row alone is saved.
        page.save()
        log(instance=page, action="wagtail.publish", user=user)
    else:
        page.save_revision(user=user, log_action=True).publish(user=user)
