"""Dated facts of places, for the ledger's tick."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q

from portal.ledger.models import Kind
from portal.ledger.tick import register
from portal.ledger.writing import Key
from portal.places.models import Agency, Counter, OpeningException, OpeningHours, ServicePoint


def crossed(after: date, through: date) -> Q:
    """Rows whose first or last day lies in (after, through]."""
    days = {"gt": after, "lte": through}
    return Q(**{f"valid_from__{op}": day for op, day in days.items()}) | Q(
        **{f"valid_to__{op}": day for op, day in days.items()}
    )


@register
def dated_places(after: date, through: date) -> Iterator[Key]:
    """Service points that open, close, gain or lose a counter or hours; agencies that begin or end."""
    slugs = set(ServicePoint.objects.filter(crossed(after, through)).values_list("slug", flat=True))
    for model in (Counter, OpeningHours):
        slugs.update(model.objects.filter(crossed(after, through)).values_list("service_point__slug", flat=True))
    # The day after the last day of an exception is when the usual hours are back.
    starts = Q(first_day__gt=after, first_day__lte=through)
    ends = Q(last_day__gt=after - timedelta(days=1), last_day__lte=through - timedelta(days=1))
    slugs.update(OpeningException.objects.filter(starts | ends).values_list("service_point__slug", flat=True))
    yield from (Key(Kind.SERVICE_POINT, slug) for slug in sorted(slugs))
    for code in Agency.objects.filter(crossed(after, through)).values_list("code", flat=True):
        yield Key(Kind.AGENCY, code)
