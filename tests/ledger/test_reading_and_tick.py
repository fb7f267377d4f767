from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from portal.ledger import reading, tick, writing
from portal.ledger.models import Entry, Kind, TickMark
from portal.ledger.writing import Key

pytestmark = pytest.mark.django_db

Facts = list[tuple[date, Key]]


def _append(*codes: str) -> int:
    with transaction.atomic():
        return writing.append([Key(Kind.PROCEDURE, code) for code in codes])


def test_a_reader_far_behind_gets_batches_and_is_told_that_more_waits() -> None:
    start = writing.head_seq()
    _append("A", "B", "C")
    first = reading.read(start, limit=2)
    assert (first.keys, first.has_more) == ((Key(Kind.PROCEDURE, "A"), Key(Kind.PROCEDURE, "B")), True)
    assert reading.read(first.cursor, limit=2).keys == (Key(Kind.PROCEDURE, "C"),)


def test_a_reader_at_the_head_gets_nothing() -> None:
    head = _append("A")
    batch = reading.read(head)
    assert (batch.keys, batch.cursor, batch.has_more) == ((), head, False)


def test_a_reader_behind_pruned_rows_must_rebuild() -> None:
    start = writing.head_seq()
    _append("A", "B")
    Entry.objects.filter(seq=start + 1).update(at=timezone.now() - timedelta(days=31))
    assert reading.prune() == 1
    with pytest.raises(reading.CursorTooOld):
        reading.read(start)
    assert reading.read(start + 1).keys == (Key(Kind.PROCEDURE, "B"),)


def test_a_reader_ahead_of_a_restored_database_must_rebuild() -> None:
    with pytest.raises(reading.CursorTooOld):
        reading.read(writing.head_seq() + 1)


def test_cursors_inside_the_database_are_kept_by_reader() -> None:
    assert reading.position("feeds") == 0
    reading.move("feeds", 7)
    assert reading.position("feeds") == 7


@pytest.fixture
def facts(monkeypatch: pytest.MonkeyPatch) -> Facts:
    known: Facts = []
    monkeypatch.setattr(tick, "_sources", [lambda after, through: [k for d, k in known if after < d <= through]])
    TickMark.objects.all().delete()
    return known


def test_the_first_tick_only_remembers_the_day(facts: Facts) -> None:
    facts.append((date(2020, 1, 1), Key(Kind.PROCEDURE, "A")))
    assert tick.run(date(2020, 1, 2)).keys == ()


def test_a_tick_announces_each_crossed_day_once(facts: Facts) -> None:
    facts += [(date(2020, 1, 2), Key(Kind.PROCEDURE, "A")), (date(2020, 1, 5), Key(Kind.PROCEDURE, "B"))]
    tick.run(date(2020, 1, 1))
    head = writing.head_seq()
    assert tick.run(date(2020, 1, 3)).keys == (Key(Kind.PROCEDURE, "A"),)
    assert tick.run(date(2020, 1, 3)).keys == ()
    assert reading.read(head).keys == (Key(Kind.PROCEDURE, "A"),)


def test_a_clock_set_back_announces_the_days_it_crosses_too(facts: Facts) -> None:
    facts.append((date(2025, 7, 1), Key(Kind.SERVICE_POINT, "huyen-dak-ha")))
    tick.run(date(2025, 7, 2))
    assert tick.run(date(2020, 1, 2)).keys == (Key(Kind.SERVICE_POINT, "huyen-dak-ha"),)


def test_the_first_tick_of_a_day_drops_rows_that_are_too_old(facts: Facts) -> None:
    last = _append("A", "B")
    tick.run(date(2020, 1, 1))
    Entry.objects.filter(seq=last - 1).update(at=timezone.now() - timedelta(days=31))
    tick.run(date(2020, 1, 1))
    assert Entry.objects.filter(seq=last - 1).exists()
    tick.run(date(2020, 1, 2))
    assert list(Entry.objects.filter(seq__gte=last - 1).values_list("seq", flat=True)) == [last]


def test_the_tick_reports_each_source_it_asked(facts: Facts) -> None:
    tick.run(date(2020, 1, 1))
    asked: list[None] = []
    tick.run(date(2020, 1, 2), step=lambda: asked.append(None))
    assert len(asked) == tick.source_count() == 1


def test_a_dry_tick_changes_nothing(facts: Facts) -> None:
    facts.append((date(2020, 1, 2), Key(Kind.PROCEDURE, "A")))
    tick.run(date(2020, 1, 1))
    head = writing.head_seq()
    assert tick.run(date(2020, 1, 3), dry_run=True).keys == (Key(Kind.PROCEDURE, "A"),)
    assert (writing.head_seq(), TickMark.objects.get().day) == (head, date(2020, 1, 1))
