"""Pages about a procedure that is not there on the day: ended, not yet published, and its whole history."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.procedures.days import Day
from portal.procedures.enums import VersionKind
from portal.procedures.models import Address
from portal.procedures.presenters_catalogue import crumbs
from portal.procedures.presenters_versions import changes, coming, in_force, last_day_in_force, version_rows
from portal.procedures.selectors import Published, addresses
from portal.procedures.source_marks import reference


def ended_context(published: Published, versions: Sequence[Published], address: Address, day: Day) -> dict[str, Any]:
    """A notice withdrawn, abolished or replaced: since when, why, and what to use instead."""
    urls = addresses(ref.code for ref in published.notice.successors)
    return {
        **_common(published, address, day),
        "noindex": True,
        "headline": _headline(published),
        "version": published.version,
        "versions": version_rows(versions, published.version),
        "successors": [(ref, urls.get(ref.code, "")) for ref in published.notice.successors],
        "last_day": last_day_in_force(versions, published.version),
        "coming": coming(versions, day.shown),
    }


def not_yet_context(versions: Sequence[Published], address: Address, day: Day) -> dict[str, Any]:
    """No version counts on the day: before the first one, or in a gap between two."""
    first = min(versions, key=lambda item: item.version.effective_from)
    return {
        **_common(first, address, day),
        "noindex": True,
        "first_day": first.version.effective_from,
        "is_before_first": day.shown < first.version.effective_from,
        "coming": coming(versions, day.shown),
    }


def history_context(versions: Sequence[Published], address: Address, day: Day) -> dict[str, Any]:
    """Every version, newest first, with its difference from the one before."""
    shown = in_force(versions, day.today)
    return {
        **_common(shown or versions[0], address, Day(day.today, day.today)),
        "is_dated": False,
        "changes": changes(versions, shown.version if shown else None),
        "canonical_path": reverse("procedures:history", args=[address.agency_slug, address.slug]),
    }


def _common(published: Published, address: Address, day: Day) -> dict[str, Any]:
    path = reverse("procedures:detail", args=[address.agency_slug, address.slug])
    return {
        **day.context(),
        "nav_current": "procedures",
        "notice": published.notice,
        "reference": reference(published.notice.notes),
        "crumbs": crumbs(published.notice, day),
        "path": path,
        "canonical_path": path,
        "history_url": reverse("procedures:history", args=[address.agency_slug, address.slug]),
    }


def _headline(published: Published) -> str:
    kind = VersionKind(published.version.kind)
    return {
        VersionKind.ABOLISHED: _("Thủ tục này đã bị bãi bỏ"),
        VersionKind.REPLACED: _("Thủ tục này đã được thay thế"),
    }.get(kind, _("Thủ tục này đã được rút khỏi trang"))
