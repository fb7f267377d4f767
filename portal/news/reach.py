"""What is known of whom a campaign reached: from the log kept by hand, the broadcast schedule, and what counts itself.

Figures of different kinds are never added up: a leaflet, a listener and a scan are not the same.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Count, DateField, F, QuerySet, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncWeek
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.news.enums import AiringStatus, Medium, ReachKind
from portal.news.models import Airing, CampaignPage, CampaignVisits, Language, ReachEntry, ShortLinkScans
from portal.places.models import AdministrativeUnit

SCAN: Final = "scan"
VISIT: Final = "visit"

#: What is told apart, in the order it is shown.
MEASURES: Final[dict[str, str | Promise]] = {
    **{kind.value: kind.label for kind in ReachKind},
    SCAN: _("Lượt mở mã QR, liên kết ngắn"),
    VISIT: _("Lượt mở trang"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of what, in one day or week; "" and None where that is not known."""

    #: The day, or the Monday of the week.
    on: date
    measure: str
    quantity: int
    medium: str = ""
    language: int | None = None
    unit: int | None = None
    is_counted: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything known of a campaign, with the names of what its figures refer to."""

    figures: tuple[Figure, ...]
    languages: Mapping[int, str]
    units: Mapping[int, str]


def of_campaign(campaign: CampaignPage, *, weekly: bool) -> Reach:
    """What is known, by week or by day. Six queries, however much there is."""
    when = TruncWeek("day", output_field=DateField()) if weekly else F("day")
    figures = tuple(sorted(_figures(campaign, when), key=lambda figure: (figure.on, figure.measure)))
    return Reach(
        figures,
        dict(Language.objects.values_list("pk", "name")),
        _unit_names({figure.unit for figure in figures if figure.unit}),
    )


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def _figures(campaign: CampaignPage, when: Combinable) -> Iterator[Figure]:
    entries = ReachEntry.objects.filter(campaign=campaign)
    for row in _summed(entries, when, Sum("quantity"), "kind", "medium", "language", "unit"):
        yield Figure(row["on"], row["kind"], row["total"], row["medium"], row["language"], row["unit"])
    aired = Airing.objects.filter(slot__campaign=campaign, status=AiringStatus.AIRED)
    kind, language, unit = "slot__outlet__kind", "slot__spot__language", "slot__outlet__unit"
    for row in _summed(aired, when, Count("pk"), kind, language, unit):
        # What an outlet is and by what medium it is heard have the same names.
        medium = Medium(row[kind]).value
        yield Figure(row["on"], ReachKind.AIRING, row["total"], medium, row[language], row[unit], is_counted=True)
    scans = ShortLinkScans.objects.filter(link__campaign=campaign)
    for row in _summed(scans, when, Sum("count"), "link__medium", "link__unit"):
        yield Figure(row["on"], SCAN, row["total"], row["link__medium"], None, row["link__unit"], is_counted=True)
    for row in _summed(CampaignVisits.objects.filter(campaign=campaign), when, Sum("count")):
        yield Figure(row["on"], VISIT, row["total"], is_counted=True)


def _summed(rows: QuerySet[Any], when: Combinable, total: Sum | Count, *by: str) -> Iterable[dict[str, Any]]:
    return rows.order_by().values(*by, on=when).annotate(total=total)


def _unit_names(pks: Iterable[int]) -> dict[int, str]:
    """Where two have one name, each with the unit above it."""
    units = list(AdministrativeUnit.objects.filter(pk__in=pks).select_related("parent"))
    times = Counter(unit.name for unit in units)
    return {
        unit.pk: f"{unit.name} ({unit.parent.name})" if unit.parent and times[unit.name] > 1 else unit.name
        for unit in units
    }
