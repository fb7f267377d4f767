"""Filters as they come in an address, for the page and the API alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min
from django.utils.translation import gettext as _

from portal.places.models import Agency, Counter, Level, ServicePoint
from portal.procedures.enums import Audience
from portal.procedures.models import AcceptanceException
from portal.search.filters import Filters
from portal.vietnamese.slugs import slugify

#: Values of one kind that are read; more than these no form of ours sends.
MOST_VALUES = 20

#: A field's slug is cut there, so a field given by its full name must be cut alike.
_FIELD_SLUG = 100


class UnknownValue(ValueError):
    """A filter names something the portal does not have; the message is for the reader."""


#: Names of the filters in an address.
NAMES = ("level", "agency", "field", "audience", "place")


def read_filters(asked: Mapping[str, Sequence[str]], day: date) -> Filters:
    """Filters on `day` from values by NAMES; of several places the last counts.

    Agencies are named by code, slug or name, fields by slug or name, in any spelling.

    Raises:
        UnknownValue: a level or audience outside its list, or a place that is not open on `day`.
    """
    place = next(reversed(_some(asked.get("place", ()))), "")
    pairs, excepted = acceptance_at(place, day) if place else (frozenset[str](), frozenset[str]())
    return Filters(
        levels=_listed(asked.get("level", ()), Level.values, _("Không có cấp “%s”.")),
        audiences=_listed(asked.get("audience", ()), Audience.values, _("Không có đối tượng “%s”.")),
        agencies=_agencies(_some(asked.get("agency", ()))),
        fields=frozenset(slugify(value, max_length=_FIELD_SLUG) for value in _some(asked.get("field", ()))),
        place=place,
        pairs=pairs,
        excepted=excepted,
    )


def _agencies(values: Sequence[str]) -> frozenset[str]:
    """Slugs of agencies' codes for whatever way they were named; what is no agency's stays as it is."""
    wanted = {slugify(value) for value in values}
    for agency in Agency.objects.all() if wanted else ():
        named = {agency.slug, *map(slugify, (agency.code, agency.name, agency.short_name))}
        if not named.isdisjoint(wanted):
            wanted = (wanted - named) | {slugify(agency.code)}
    return frozenset(wanted)


def acceptance_at(slug: str, day: date) -> tuple[frozenset[str], frozenset[str]]:
    """What a place takes in: `level|agency` of its open counters, and the codes it does not take for now.

    Raises:
        UnknownValue: no place of that name is open on `day`.
    """
    points = ServicePoint.objects.valid_on(day).filter(slug=slug[:100])
    counters = Counter.objects.valid_on(day).filter(service_point__in=points)
    pairs = frozenset(f"{level}|{code}" for level, code in counters.values_list("service_point__level", "agency__code"))
    if not pairs and not points.exists():
        raise UnknownValue(_("Hôm nay không có nơi nộp nào tên “%s”.") % slug)
    exceptions = AcceptanceException.objects.valid_on(day).filter(service_point__in=points)
    return pairs, frozenset(exceptions.values_list("code", flat=True))


def _some(values: Iterable[str]) -> list[str]:
    return [value for value in values if value.strip()][:MOST_VALUES]


def _listed(values: Iterable[str], known: Iterable[str], message: str) -> frozenset[str]:
    wanted = frozenset(_some(values))
    for unknown in sorted(wanted.difference(known)):
        raise UnknownValue(message % unknown[:40])
    return wanted


# --- where papers are handed in -------------------------------------------------------------------

#: Kinds of units in the order people name them.
_KINDS = ("huyện", "quận", "thị xã", "thành phố", "xã", "phường", "thị trấn", "đặc khu")


@dataclass(frozen=True, slots=True)
class Counters:
    """The places of one level that have an open counter of one agency."""

    count: int
    name: str
    kinds: tuple[str, ...]

    @property
    def words(self) -> str:
        """`102 xã, phường, thị trấn`, or the name of the only place."""
        return self.name if self.count == 1 else f"{self.count} {', '.join(self.kinds)}"


def open_counters(day: date) -> dict[str, Counters]:
    """`level|agency` -> its places on `day`. One query."""
    rows = (
        Counter.objects.valid_on(day)
        .filter(service_point__in=ServicePoint.objects.valid_on(day))
        .values_list("service_point__level", "agency__code", "service_point__unit__kind")
        .annotate(points=Count("service_point", distinct=True), name=Min("service_point__name"))
    )
    found: dict[str, Counters] = {}
    for level, agency, kind, points, name in rows:
        former = found.get(f"{level}|{agency}", Counters(0, name, ()))
        kinds = sorted({*former.kinds, kind.lower()}, key=lambda word: _KINDS.index(word) if word in _KINDS else 99)
        found[f"{level}|{agency}"] = Counters(former.count + points, min(former.name, name), tuple(kinds))
    return found
