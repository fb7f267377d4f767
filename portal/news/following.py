"""The versions of notices that spots follow: noted when words are written, found outdated, brought up to date."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from portal.news.models import Spot, SpotSource
from portal.procedures.enums import IN_FORCE_KINDS
from portal.procedures.models import NoticeVersion


@dataclass(frozen=True, slots=True)
class Superseded:
    """A notice whose version in force is another one than the words follow."""

    code: str
    title: str
    followed: int
    current: int
    is_in_force: bool


def superseded_by_spot(day: date, spots: Iterable[int] | None = None) -> Mapping[int, list[Superseded]]:
    """Key of a spot -> what has a newer version on `day`, of all spots or of these. One query."""
    version = NoticeVersion.objects.in_force_on(day).filter(code=OuterRef("procedure__code"), language="vi")
    rows = SpotSource.objects.annotate(
        current=Subquery(version.values("number")[:1]), kind=Subquery(version.values("kind")[:1])
    )
    rows = rows.filter(current__isnull=False, number__isnull=False).exclude(current=F("number"))
    if spots is not None:
        rows = rows.filter(spot__in=list(spots))
    found: dict[int, list[Superseded]] = defaultdict(list)
    columns = ("spot_id", "procedure__code", "procedure__title", "number", "current", "kind")
    for spot, code, title, number, current, kind in rows.order_by("procedure__code").values_list(*columns):
        found[spot].append(Superseded(code, title, number, current, kind in IN_FORCE_KINDS))
    return found


def note_followed_versions(spot: Spot, day: date) -> None:
    """Give every source without a number the version in force on `day`; saving the spot keeps it.

    A procedure that was never published keeps none.
    """
    sources = list(spot.sources.select_related("procedure"))
    if all(source.number is not None for source in sources):
        return
    numbers = _numbers_in_force(sources, day)
    for source in sources:
        if source.number is None:
            source.number = numbers.get(source.procedure.code)
    spot.sources.set(sources)


@transaction.atomic
def follow_newest(spot: Spot, user: User | AnonymousUser, day: date) -> None:
    """Note that somebody has looked at the words again: they follow the versions in force on `day`.

    The draft is renumbered. So is what readers see, where the user may publish without the approval of others and words
    and draft are the same; else the new numbers reach readers together with the draft.
    """
    # Asked for first: without other changes the draft is the very same object, and saving it marks it as changed.
    is_same = spot.live and not spot.has_unpublished_changes
    goes_public = is_same and not spot.has_workflow and user.has_perm("news.publish_spot")
    draft = spot.get_latest_revision_as_object()
    _renumber(draft, day)
    revision = draft.save_revision(user=user)
    if goes_public:
        revision.publish(user=user)
    elif not spot.live:
        _renumber(spot, day)
        spot.save(update_fields=["sources"])


def _renumber(spot: Spot, day: date) -> None:
    sources = list(spot.sources.select_related("procedure"))
    numbers = _numbers_in_force(sources, day)
    for source in sources:
        source.number = numbers.get(source.procedure.code, source.number)
    spot.sources.set(sources)


def _numbers_in_force(sources: Iterable[SpotSource], day: date) -> dict[str, int]:
    codes = {source.procedure.code for source in sources if source.procedure.code}
    versions = NoticeVersion.objects.in_force_on(day).filter(code__in=codes, language="vi")
    return dict(versions.values_list("code", "number"))
