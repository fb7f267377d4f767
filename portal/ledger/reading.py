"""Reading the ledger: everything after a number, in order."""

import datetime
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from portal.ledger.models import Cursor, Entry
from portal.ledger.writing import Key, head_seq

#: How long rows are kept; a reader further behind rebuilds.
KEPT_DAYS = 30


class CursorTooOld(Exception):
    """Rows after this cursor were pruned, or the database is older than the cursor: rebuild."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Distinct keys changed after a cursor, the number reached, and whether more rows wait."""

    keys: tuple[Key, ...]
    cursor: int
    has_more: bool


def read(since: int, limit: int = 500) -> Batch:
    """The keys of up to `limit` rows numbered above `since`.

    Raises:
        CursorTooOld: rows in between were pruned, or `since` lies beyond the head (a restored database).
    """
    head = head_seq()
    if since > head:
        raise CursorTooOld(f"cursor {since} is beyond the ledger's head {head}")
    rows = list(Entry.objects.filter(seq__gt=since).order_by("seq").values_list("seq", "kind", "key")[: limit + 1])
    # Numbers have no gaps, so a first row above since + 1 (or none at all) means pruned rows.
    if since < head and (not rows or rows[0][0] != since + 1):
        raise CursorTooOld(f"rows after {since} were pruned")
    taken = rows[:limit]
    cursor = taken[-1][0] if taken else since
    keys = dict.fromkeys(Key(kind, key) for _, kind, key in taken)
    return Batch(tuple(keys), cursor, len(rows) > limit)


def position(reader: str) -> int:
    """Where a reader inside this database stands; 0 for a new one."""
    return Cursor.objects.filter(pk=reader).values_list("seq", flat=True).first() or 0


def move(reader: str, seq: int) -> None:
    """Remember that a reader has dealt with everything up to `seq`."""
    Cursor.objects.update_or_create(pk=reader, defaults={"seq": seq})


def prune(kept_days: int = KEPT_DAYS) -> int:
    """Delete rows older than `kept_days`; returns how many."""
    before = timezone.now() - datetime.timedelta(days=kept_days)
    with transaction.atomic():
        deleted, _ = Entry.objects.filter(at__lt=before).delete()
    return deleted
