"""Announcing what a date alone changed: no row is edited on the day a version or a counter starts.

Rooms register a source of dated facts; `run` (each minute, and at start) writes a ledger row for
every fact whose first or last day was crossed since the last run.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from portal.ledger.models import TickMark
from portal.ledger.reading import prune
from portal.ledger.writing import Key, append

#: Gives the keys whose facts start or end on a day in (after, through].
Source = Callable[[date, date], Iterable[Key]]

_sources: list[Source] = []


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a run announced."""

    after: date | None
    through: date
    keys: tuple[Key, ...]


def register(source: Source) -> Source:
    """Add a source of dated facts (usable as a decorator)."""
    if source not in _sources:
        _sources.append(source)
    return source


def source_count() -> int:
    """How many sources `run` asks."""
    return len(_sources)


def run(today: date, *, dry_run: bool = False, step: Callable[[], object] = lambda: None) -> Ticked:
    """Announce every dated fact crossed between the last run and `today`, and drop old rows; safe to run again.

    A clock set back (a demonstration's fixed day) crosses the same days the other way, which
    changes what the public sees just as much. `step` is called after each source that was asked.
    """
    with transaction.atomic():
        mark = TickMark.objects.select_for_update().filter(pk=1).first()
        if mark is None:
            keys: tuple[Key, ...] = ()
        else:
            after, through = sorted((mark.day, today))
            keys = _crossed(after, through, step)
        if not dry_run and (mark is None or mark.day != today):
            TickMark.objects.update_or_create(pk=1, defaults={"day": today})
            append(keys)
            prune()
    return Ticked(mark.day if mark else None, today, keys)


def _crossed(after: date, through: date, step: Callable[[], object]) -> tuple[Key, ...]:
    keys: dict[Key, None] = {}
    for source in _sources:
        keys.update(dict.fromkeys(source(after, through)))
        step()
    return tuple(keys)
