"""Recording what becomes public: versions and ledger rows, at the model and in its transaction.

Wagtail's `page_published` fires outside the publish transaction on most paths, so nothing here
listens to it; see docs/adr/0003-notice-and-versions.md.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import clock
from portal.ledger.models import Kind
from portal.ledger.writing import Key, append, link_many
from portal.places.models import Agency
from portal.procedures import canonical, quality
from portal.procedures.enums import IN_FORCE_KINDS, Lifecycle, VersionKind
from portal.procedures.models import Address, NoticeLevel, NoticeVersion, ProcedurePage
from portal.procedures.notice import SCHEMA, Notice, from_page
from portal.procedures.preflight import Gap, PreflightFailed, refusals

_ENDING_KIND = {Lifecycle.ABOLISHED: VersionKind.ABOLISHED, Lifecycle.REPLACED: VersionKind.REPLACED}


def record(page: ProcedurePage) -> NoticeVersion | None:
    """Publish the page's content: a new version if anything changed, None if nothing did.

    Called by `ProcedurePage.save()` for live content, so a spurious save is harmless. A ledger row
    is written either way: other names are searched but are not part of the notice.

    Raises:
        PreflightFailed: the last guard; the caller's transaction rolls the page back.
    """
    notice = from_page(page)
    agency, effective_from = check(page, notice)
    with transaction.atomic():
        former = _latest(notice.code, notice.language)
        version = _new_version(page, notice, effective_from, former)
        changed = former is None or not _is_same(version, former)
        if changed:
            _insert([version], [agency.pk])
        _remember_address(notice.code, agency.slug, page.slug)
        note_quality(page, notice)
        append([Key(Kind.PROCEDURE, notice.code)])
    return version if changed else None


def record_many(pages: Sequence[tuple[ProcedurePage, Notice]]) -> list[NoticeVersion]:
    """`record` for new pages, each with its Notice and with `set_quality` applied, in a few queries for all.

    Versions, chain and ledger rows are in the order of the pages. Call it as the last act of the transaction
    that inserts the pages.

    Raises:
        PreflightFailed: as `record` does, for the first page that cannot be public.
    """
    owners = _owners_of_addresses([page for page, _notice in pages])
    checked = [(page, notice, *check(page, notice, owners)) for page, notice in pages]
    with transaction.atomic():
        formers = _latest_of([notice.code for _page, notice in pages])
        versions = [
            _new_version(page, notice, effective_from, formers.get((notice.code, notice.language)))
            for page, notice, _agency, effective_from in checked
        ]
        _insert(versions, [agency.pk for _page, _notice, agency, _from in checked])
        _remember_addresses([(notice.code, agency.slug, page.slug) for page, notice, agency, _from in checked])
        append(Key(Kind.PROCEDURE, notice.code) for _page, notice in pages)
    return versions


def withdraw(code: str, language: str = "vi") -> NoticeVersion | None:
    """Record that a notice left the public site today (unpublished, expired, deleted); None if it had."""
    with transaction.atomic():
        former = _latest(code, language)
        if former is None or former.kind not in IN_FORCE_KINDS:
            return None
        version = _withdrawal_of(former)
        _insert([version], [None])
        append([Key(Kind.PROCEDURE, code)])
    return version


def conflicts(page: ProcedurePage, owners: Mapping[tuple[str, str], str] | None = None) -> tuple[Gap, ...]:
    """What a draft would break of what is published already: a printed address, or days that are over.

    `owners` are the codes by address, where the caller asked for many pages at once.
    """
    found = []
    if owners is None:
        owners = _owners_of_addresses([page])
    owner = owners.get((page.agency.slug, page.slug), "") if page.agency else ""
    other = owner if owner != page.code else ""
    if other:
        message = _("Đường dẫn này đã dẫn tới thủ tục %(code)s. Hãy chọn đường dẫn khác.")
        found.append(Gap("identity", "slug", message % {"code": other}, blocks=True))
    if _ends_without_a_day(page):
        message = _("Thủ tục bị bãi bỏ hoặc thay thế: ghi ngày thôi áp dụng, sau ngày áp dụng đã công bố.")
        found.append(Gap("identity", "effective_from", message, blocks=True))
    return tuple(found)


def start_day(code: str, language: str, effective_from: date) -> date:
    """The first day a version with this date counts: a notice that was away counts again from its return only.

    The page keeps the day it had before it was withdrawn, and nobody could read it in between.
    """
    versions = NoticeVersion.objects.filter(code=code, language=language)
    away = versions.filter(kind=VersionKind.WITHDRAWN).order_by("-number").first()
    if away is None or effective_from > away.effective_from:
        return effective_from
    back = versions.filter(number__gt=away.number).order_by("number").first()
    return back.effective_from if back is not None else max(clock.today(), away.effective_from)


def note_quality(page: ProcedurePage, notice: Notice) -> None:
    """Keep what the editors' list filters by; `update` so that no signal and no second version follows."""
    set_quality(page, notice)
    ProcedurePage.objects.filter(pk=page.pk).update(missing_parts=page.missing_parts, quality_flags=page.quality_flags)


def set_quality(page: ProcedurePage, notice: Notice) -> None:
    """The same on the page only, for one that is about to be inserted."""
    page.missing_parts = [gap.part for gap in quality.completeness(notice).missing]
    page.quality_flags = list(quality.flags(notice, clock.today()))


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


def check(
    page: ProcedurePage, notice: Notice, owners: Mapping[tuple[str, str], str] | None = None
) -> tuple[Agency, date]:
    """Agency and first day of a page that may be published.

    Raises:
        PreflightFailed: something speaks against it.
    """
    refused = (*refusals(notice, page.effective_from), *conflicts(page, owners))
    agency, effective_from = page.agency, page.effective_from
    if refused or agency is None or effective_from is None:
        raise PreflightFailed(refused)
    return agency, effective_from


def _latest(code: str, language: str) -> NoticeVersion | None:
    return NoticeVersion.objects.filter(code=code, language=language).order_by("-number").first()


def _latest_of(codes: Iterable[str]) -> dict[tuple[str, str], NoticeVersion]:
    versions = NoticeVersion.objects.filter(code__in=list(codes)).order_by("number")
    return {(version.code, version.language): version for version in versions}


def _owners_of_addresses(pages: Iterable[ProcedurePage]) -> dict[tuple[str, str], str]:
    """(agency slug, slug) of the pages -> the code of the procedure to which that address ever led."""
    wanted = {(page.agency.slug, page.slug) for page in pages if page.agency and page.slug}
    agencies, slugs = {agency for agency, _slug in wanted}, {slug for _agency, slug in wanted}
    rows = Address.objects.filter(agency_slug__in=agencies, slug__in=slugs)
    return {(row.agency_slug, row.slug): row.code for row in rows}


def _ends_without_a_day(page: ProcedurePage) -> bool:
    """Whether an end would count from the notice's own first day, as if it had never been in force."""
    if page.lifecycle not in _ENDING_KIND or page.effective_from is None:
        return False
    former = _latest(page.code or "", page.locale.language_code if page.locale_id else "vi")
    return former is not None and former.kind in IN_FORCE_KINDS and page.effective_from <= former.effective_from


def _new_version(
    page: ProcedurePage, notice: Notice, effective_from: date, former: NoticeVersion | None
) -> NoticeVersion:
    content = canonical.dump(notice)
    start = start_day(notice.code, notice.language, effective_from) if former else effective_from
    kind = _ENDING_KIND.get(Lifecycle(page.lifecycle), VersionKind.PUBLISHED)
    is_later = former is None or former.kind == VersionKind.WITHDRAWN or start > former.effective_from
    if former is not None and kind == VersionKind.PUBLISHED and not is_later:
        is_changed = canonical.in_todays_schema(former.content, former.schema) != content
        kind = VersionKind.CORRECTED if is_changed else VersionKind(former.kind)
    return NoticeVersion(
        code=notice.code,
        language=notice.language,
        number=former.number + 1 if former else 1,
        kind=kind,
        decision=page.decision.number if page.decision else "",
        decided_on=page.decision.issued_on if page.decision else None,
        effective_from=start,
        effective_to=page.effective_to,
        reason=page.change_reason,
        recorded_at=timezone.now(),
        schema=SCHEMA,
        content=content,
        page_id=page.pk,
        recorded_by_id=_editor_id(page),
    )


def _withdrawal_of(former: NoticeVersion) -> NoticeVersion:
    return NoticeVersion(
        code=former.code,
        language=former.language,
        number=former.number + 1,
        kind=VersionKind.WITHDRAWN,
        decision=former.decision,
        decided_on=former.decided_on,
        # Even where the newest version was to begin later: it must not leave the one before it standing.
        effective_from=clock.today(),
        recorded_at=timezone.now(),
        schema=former.schema,
        content=former.content,
        page_id=former.page_id,
    )


def _is_same(version: NoticeVersion, former: NoticeVersion) -> bool:
    if canonical.in_todays_schema(former.content, former.schema) != version.content:
        return False
    compared = ("kind", "decision", "effective_from", "effective_to")
    return all(getattr(version, name) == getattr(former, name) for name in compared)


def _insert(versions: Sequence[NoticeVersion], agency_ids: Sequence[int | None]) -> None:
    """Chain and insert versions, with the levels of those that have an agency (a withdrawal has none)."""
    for version, chained in zip(versions, link_many(map(payload, versions)), strict=True):
        version.previous_digest, version.digest = chained
    NoticeVersion.objects.bulk_create(versions)
    NoticeLevel.objects.bulk_create(
        [
            NoticeLevel(
                version=version, agency_id=agency_id, level=mark.level, starts_on=mark.starts_on, ends_on=mark.ends_on
            )
            for version, agency_id in zip(versions, agency_ids, strict=True)
            if agency_id is not None
            for mark in canonical.load(version.content, version.schema).levels
        ]
    )


def _remember_addresses(addresses: Sequence[tuple[str, str, str]]) -> None:
    """(code, agency slug, slug): codes that never had an address get theirs in one insert."""
    known = set(Address.objects.filter(code__in=[code for code, *_ in addresses]).values_list("code", flat=True))
    Address.objects.bulk_create(
        Address(code=code, agency_slug=agency_slug, slug=slug)
        for code, agency_slug, slug in addresses
        if code not in known
    )
    for code, agency_slug, slug in addresses:
        if code in known:
            _remember_address(code, agency_slug, slug)


def _remember_address(code: str, agency_slug: str, slug: str) -> None:
    Address.objects.filter(code=code).exclude(agency_slug=agency_slug, slug=slug).update(is_current=False)
    Address.objects.update_or_create(agency_slug=agency_slug, slug=slug, defaults={"code": code, "is_current": True})


def _editor_id(page: ProcedurePage) -> int | None:
    revision = page.latest_revision
    return revision.user_id if revision is not None else None
