"""Recording what becomes public: versions and ledger rows, at the model and in its transaction.

Wagtail's `page_published` fires outside the publish transaction on most paths, so nothing here
listens to it; see docs/adr/0003-notice-and-versions.md.
"""

import json
from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.core import clock
from portal.ledger.models import Kind
from portal.ledger.writing import Key, append, link
from portal.places.models import Level
from portal.procedures import canonical, quality
from portal.procedures.enums import IN_FORCE_KINDS, Lifecycle, VersionKind
from portal.procedures.models import Address, NoticeLevel, NoticeVersion, ProcedurePage
from portal.procedures.notice import SCHEMA, Notice, from_page
from portal.procedures.preflight import PreflightFailed, refusals

#: The last day of the district level (Nghị quyết 202/2025/QH15).
DISTRICTS_ENDED = date(2025, 7, 1)

_ENDING_KIND = {Lifecycle.ABOLISHED: VersionKind.ABOLISHED, Lifecycle.REPLACED: VersionKind.REPLACED}


def record(page: ProcedurePage) -> NoticeVersion | None:
    """Publish the page's content: a new version if anything changed, None if nothing did.

    Called by `ProcedurePage.save()` for live content, so a spurious save is harmless. A ledger row
    is written either way: other names are searched but are not part of the notice.

    Raises:
        PreflightFailed: the last guard; the caller's transaction rolls the page back.
    """
    notice = from_page(page)
    refused = refusals(notice, page.effective_from)
    agency, effective_from = page.agency, page.effective_from
    if refused or agency is None or effective_from is None:
        raise PreflightFailed(refused)
    with transaction.atomic():
        former = _latest(notice.code, notice.language)
        version = _new_version(page, notice, effective_from, former)
        changed = former is None or not _is_same(version, former)
        if changed:
            _insert(version, agency.pk)
        _remember_address(notice.code, agency.slug, page.slug)
        _note_quality(page, notice)
        append([Key(Kind.PROCEDURE, notice.code)])
    return version if changed else None


def withdraw(code: str, language: str = "vi") -> NoticeVersion | None:
    """Record that a notice left the public site today (unpublished, expired, deleted); None if it had."""
    with transaction.atomic():
        former = _latest(code, language)
        if former is None or former.kind not in IN_FORCE_KINDS:
            return None
        version = _successor_of(former, VersionKind.WITHDRAWN, clock.today())
        _insert(version, agency_id=None)
        append([Key(Kind.PROCEDURE, code)])
    return version


def header(version: NoticeVersion) -> bytes:
    """What the digest covers besides the content: the version's identity and dates, one line of JSON."""
    fields = {
        "code": version.code,
        "language": version.language,
        "number": version.number,
        "kind": str(version.kind),
        "decision": version.decision,
        "decided_on": version.decided_on.isoformat() if version.decided_on else None,
        "effective_from": version.effective_from.isoformat(),
        "effective_to": version.effective_to.isoformat() if version.effective_to else None,
        "reason": version.reason,
        "recorded_at": version.recorded_at.isoformat(),
        "schema": version.schema,
    }
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def payload(version: NoticeVersion) -> bytes:
    """The bytes that go into the hash chain for a version."""
    return header(version) + b"\n" + version.content.encode()


def _latest(code: str, language: str) -> NoticeVersion | None:

    return NoticeVersion.objects.filter(code=code, language=language).order_by("-number").first()


def _new_version(
    page: ProcedurePage, notice: Notice, effective_from: date, former: NoticeVersion | None
) -> NoticeVersion:
    content = canonical.dump(notice)
    kind = _ENDING_KIND.get(Lifecycle(page.lifecycle), VersionKind.PUBLISHED)
    if former is not None and kind == VersionKind.PUBLISHED and effective_from <= former.effective_from:
        if former.kind == VersionKind.WITHDRAWN:
            # It was gone in between: what comes back applies from now, the gap stays in the history.
            effective_from = max(clock.today(), former.effective_from)
        elif former.content != content:
            kind = VersionKind.CORRECTED
        else:
            kind = VersionKind(former.kind)
    return NoticeVersion(
        code=notice.code,
        language=notice.language,
        number=former.number + 1 if former else 1,
        kind=kind,
        decision=page.decision.number if page.decision else "",
        decided_on=page.decision.issued_on if page.decision else None,
        effective_from=effective_from,
        effective_to=page.effective_to,
        reason=page.change_reason,
        recorded_at=timezone.now(),
        schema=SCHEMA,
        content=content,
        page_id=page.pk,
        recorded_by_id=_editor_id(page),
    )


def _successor_of(former: NoticeVersion, kind: VersionKind, effective_from: date) -> NoticeVersion:

    return NoticeVersion(
        code=former.code,
        language=former.language,
        number=former.number + 1,
        kind=kind,
        decision=former.decision,
        decided_on=former.decided_on,
        effective_from=max(effective_from, former.effective_from),
        recorded_at=timezone.now(),
        schema=former.schema,
        content=former.content,
        page_id=former.page_id,
    )


def _is_same(version: NoticeVersion, former: NoticeVersion) -> bool:
    compared = ("kind", "content", "decision", "effective_from", "effective_to")
    return all(getattr(version, name) == getattr(former, name) for name in compared)


def _insert(version: NoticeVersion, agency_id: int | None) -> None:

    chained = link(payload(version))
    version.previous_digest, version.digest = chained
    version.save()
    if agency_id is None:
        return
    notice = canonical.load(version.content, version.schema)
    NoticeLevel.objects.bulk_create(
        [
            NoticeLevel(
                version=version, agency_id=agency_id, level=mark.level, starts_on=mark.starts_on, ends_on=mark.ends_on
            )
            for mark in notice.levels
        ]
    )


def _remember_address(code: str, agency_slug: str, slug: str) -> None:
    Address.objects.filter(code=code).exclude(agency_slug=agency_slug, slug=slug).update(is_current=False)
    Address.objects.update_or_create(agency_slug=agency_slug, slug=slug, defaults={"code": code, "is_current": True})


def _note_quality(page: ProcedurePage, notice: Notice) -> None:
    """Keep what the editors' list filters by; `update` so that no signal and no second version follows."""
    day = clock.today()
    ended = frozenset({Level.DISTRICT.value}) if day >= DISTRICTS_ENDED else frozenset[str]()
    page.missing_parts = [gap.part for gap in quality.completeness(notice).missing]
    page.quality_flags = list(quality.flags(notice, day, ended_levels=ended))
    ProcedurePage.objects.filter(pk=page.pk).update(missing_parts=page.missing_parts, quality_flags=page.quality_flags)


def _editor_id(page: ProcedurePage) -> int | None:
    revision = page.latest_revision
    return revision.user_id if revision is not None else None
