"""Reading what the outreach consists of."""

from datetime import date

from portal.news.models import Spot, SpotSource
from portal.procedures.models import NoticeVersion


def outdated_sources(spot: Spot, day: date) -> list[SpotSource]:
    """Of the versions a spot follows, those for which another one is in force on `day`."""
    sources = list(spot.sources.select_related("procedure"))
    codes = [source.procedure.code for source in sources if source.procedure.code]
    current = dict(NoticeVersion.objects.in_force_on(day).filter(code__in=codes).values_list("code", "number"))
    return [
        source
        for source in sources
        if source.number is not None and current.get(source.procedure.code, source.number) != source.number
    ]
