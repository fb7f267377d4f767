"""No row is lost, doubled or out of order when several writers commit at once, whatever they do in between."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portal.ledger import reading, writing
from portal.ledger.models import Entry, Head, Kind
from portal.ledger.writing import Key

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8


@dataclass(frozen=True)
class Change:
    """One transaction of a writer: its steps in order, milliseconds spent between them, whether it is kept."""

    steps: tuple[str, ...]
    pause: int
    is_kept: bool


@dataclass
class Record:
    """What the writers know to be committed: keys, and links with their payload."""

    failures: list[Exception] = field(default_factory=list)
    keys: list[Key] = field(default_factory=list)
    links: list[tuple[bytes, writing.Link]] = field(default_factory=list)


class _TakenBack(Exception):
    pass


CHANGES = st.builds(
    Change,
    steps=st.lists(st.sampled_from(["link", "append", "append two", "append in vain"]), min_size=1, max_size=4).map(
        tuple
    ),
    pause=st.integers(0, 2),
    is_kept=st.integers(0, 4).map(bool),
)
INTERLEAVINGS = st.lists(st.lists(CHANGES, min_size=1, max_size=6).map(tuple), min_size=WRITERS, max_size=WRITERS).map(
    tuple
)


# Which plan fails depends on the threads too, so there is nothing to shrink.
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
@given(plans=INTERLEAVINGS)
def test_eight_writers_lose_no_row_leave_no_gap_and_never_fork_the_chain(plans: Sequence[Sequence[Change]]) -> None:
    start, end_of_chain = _current_head()
    record = Record()
    writers = _in_threads(lambda number: _write(number, plans[number], record))
    seen, cursor = _follow(start, writers)

    assert record.failures == []
    stored = list(Entry.objects.filter(seq__gt=start).order_by("seq").values_list("seq", "kind", "key"))
    # No gap, also where transactions were taken back.
    assert [seq for seq, _kind, _key in stored] == list(range(start + 1, writing.head_seq() + 1))
    # Neither lost nor doubled, and the reader beside them saw each row once, in order.
    assert sorted(Key(kind, key) for _seq, kind, key in stored) == sorted(record.keys)
    assert seen == [Key(kind, key) for _seq, kind, key in stored]
    assert cursor == writing.head_seq()
    _assert_one_chain(end_of_chain, record.links)


def test_a_reader_that_follows_a_long_crowd_of_writers_sees_every_row_once_in_order() -> None:
    start, end_of_chain = _current_head()
    record = Record()
    chance = random.Random(4)
    plans = [
        [Change(("link", "append two"), chance.randrange(3), chance.random() > 0.2) for _ in range(25)]
        for _ in range(WRITERS)
    ]
    writers = _in_threads(lambda number: _write(number, plans[number], record))
    seen, _cursor = _follow(start, writers)
    assert record.failures == []
    assert len(seen) == len(set(seen)) == len(record.keys) > WRITERS * 25
    _assert_one_chain(end_of_chain, record.links)


def _current_head() -> tuple[int, str]:
    head, _ = Head.objects.get_or_create(pk=1)
    return head.seq, head.chain_hash


def _in_threads(work: Callable[[int], None]) -> list[threading.Thread]:
    writers = [threading.Thread(target=work, args=(number,)) for number in range(WRITERS)]
    for thread in writers:
        thread.start()
    return writers


def _write(writer: int, plan: Sequence[Change], record: Record) -> None:
    try:
        for number, change in enumerate(plan):
            _carry_out(f"{writer}-{number}", change, record)
    except Exception as error:  # noqa: BLE001 - a thread's failure must reach the test
        record.failures.append(error)
    finally:
        connection.close()


def _carry_out(name: str, change: Change, record: Record) -> None:
    made = Record()
    try:
        with transaction.atomic():
            for position, step in enumerate(change.steps):
                _do(step, f"{name}-{position}", made)
                time.sleep(change.pause / 1000)
            if not change.is_kept:
                raise _TakenBack
    except _TakenBack:
        return
    # Appending to a list is safe between threads.
    record.keys += made.keys
    record.links += made.links


def _do(step: str, name: str, made: Record) -> None:
    if step == "link":
        made.links.append((name.encode(), writing.link(name.encode())))
    elif step == "append in vain":
        # Part of a transaction taken back: its numbers are given out again.
        try:
            with transaction.atomic():
                writing.append([Key(Kind.SERVICE_POINT, f"{name}-in-vain")])
                raise _TakenBack
        except _TakenBack:
            pass
    else:
        keys = [Key(Kind.PROCEDURE, name), Key(Kind.AGENCY, name)][: 2 if step == "append two" else 1]
        writing.append(keys)
        made.keys += keys


def _follow(start: int, writers: Sequence[threading.Thread]) -> tuple[list[Key], int]:
    """Read beside the writers until they are done and everything is read."""
    seen: list[Key] = []
    cursor = start
    while any(thread.is_alive() for thread in writers) or cursor < writing.head_seq():
        batch = reading.read(cursor, limit=7)
        assert batch.cursor >= cursor
        seen += batch.keys
        cursor = batch.cursor
        # A reader that never rests keeps Python's lock from the writer who has the database's, and the others give up.
        time.sleep(0.002)
    for thread in writers:
        thread.join()
    return seen, cursor


def _assert_one_chain(start: str, links: Sequence[tuple[bytes, writing.Link]]) -> None:
    """Every committed link hangs on exactly one other, from the former end to the head's."""
    after = {made.previous: (payload, made) for payload, made in links}
    assert len(after) == len(links)
    digest = start
    for _ in links:
        payload, made = after[digest]
        assert made.digest == writing.chained_digest(digest, payload)
        digest = made.digest
    assert Head.objects.get(pk=1).chain_hash == digest
