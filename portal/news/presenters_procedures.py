"""Procedures an article or a campaign speaks of, with their titles as of a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from portal.procedures import canonical
from portal.procedures.enums import VersionKind
from portal.procedures.models import Address, NoticeVersion
from portal.procedures.presenters_values import LevelBadge, open_badges


@dataclass(frozen=True, slots=True)
class ProcedureLink:
    """One procedure as a list names it. `state` says what is not ordinary: ended since, or only coming."""

    code: str
    title: str
    url: str
    badges: tuple[LevelBadge, ...]
    state: str = ""


def procedure_links(codes: Iterable[str], day: date) -> dict[str, ProcedureLink]:
    """Code -> link, in the order asked for; a code that was never published is left out. One query.

    Of a procedure that no version counts for yet, the first one to come is shown.
    """
    wanted = list(dict.fromkeys(codes))
    if not wanted:
        return {}
    ours = NoticeVersion.objects.filter(code__in=wanted, language="vi")
    shown = Q(pk__in=ours.in_force_on(day).values("pk")) | Q(effective_from__gt=day)
    # Latest first: of several rows of a code the last one read stays, and what counts today comes before what comes.
    versions = {version.code: version for version in _with_paths(ours.filter(shown)).order_by("-effective_from")}
    return {code: _link(versions[code], day) for code in wanted if code in versions}


def _with_paths(versions: QuerySet[NoticeVersion]) -> QuerySet[NoticeVersion]:
    current = Address.objects.filter(code=OuterRef("code"), is_current=True)
    return versions.annotate(path=Subquery(current.values(path=Concat("agency_slug", Value("/"), "slug"))[:1]))


def _link(version: NoticeVersion, day: date) -> ProcedureLink:
    notice = canonical.load(version.content, version.schema)
    state = _state(version, day)
    badges = () if state else tuple(open_badges(notice.levels, day))
    path = getattr(version, "path", None)
    return ProcedureLink(version.code, notice.list_title, f"/thu-tuc/{path}/" if path else "", badges, state)


def _state(version: NoticeVersion, day: date) -> str:
    since = f"{version.effective_from:%d/%m/%Y}"
    if version.effective_from > day:
        return _("Áp dụng từ %(day)s") % {"day": since}
    words = {
        VersionKind.ABOLISHED: _("Đã bãi bỏ từ %(day)s"),
        VersionKind.REPLACED: _("Đã được thay thế từ %(day)s"),
        VersionKind.WITHDRAWN: _("Đã rút khỏi trang từ %(day)s"),
    }.get(VersionKind(version.kind))
    return words % {"day": since} if words else ""
