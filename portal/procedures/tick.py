"""Dated facts of procedures, for the ledger's tick."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from portal.ledger.models import Kind
from portal.ledger.tick import register
from portal.ledger.writing import Key
from portal.procedures.models import AcceptanceException, NoticeLevel, NoticeVersion


def _crossed(start: str, end: str, after: date, through: date) -> Q:
    return Q(**{f"{start}__gt": after, f"{start}__lte": through}) | Q(**{f"{end}__gt": after, f"{end}__lte": through})


@register
def dated_procedures(after: date, through: date) -> Iterator[Key]:
    """Versions that begin or end, levels that start or stop accepting, exceptions that begin or end."""
    codes: set[str] = set()
    codes.update(
        NoticeVersion.objects.filter(_crossed("effective_from", "effective_to", after, through)).values_list(
            "code", flat=True
        )
    )
    codes.update(
        NoticeLevel.objects.filter(_crossed("starts_on", "ends_on", after, through)).values_list(
            "version__code", flat=True
        )
    )
    codes.update(
        AcceptanceException.objects.filter(_crossed("valid_from", "valid_to", after, through)).values_list(
            "code", flat=True
        )
    )
    yield from (Key(Kind.PROCEDURE, code) for code in sorted(codes))
