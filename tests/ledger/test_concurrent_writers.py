"""No row is lost, doubled or out of order when several writers commit at once."""

import random
import threading
import time

import pytest
from django.db import connection, transaction

from portal.ledger import reading, writing
from portal.ledger.models import Entry, Head, Kind
from portal.ledger.writing import Key

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8
CHANGES_EACH = 15


def _write(writer: int, failures: list[Exception]) -> None:
    chance = random.Random(writer)
    try:
        for change in range(CHANGES_EACH):
            rolled_back = chance.random() < 0.2
            try:
                with transaction.atomic():
                    writing.link(f"{writer}/{change}".encode())
                    writing.append([Key(Kind.PROCEDURE, f"{writer}-{change}"), Key(Kind.AGENCY, f"{writer}-{change}")])
                    if rolled_back:
                        raise RuntimeError
            except RuntimeError:
                pass
            time.sleep(chance.random() / 500)
    except Exception as error:  # noqa: BLE001 - a thread's failure must reach the test
        failures.append(error)
    finally:
        connection.close()


def test_a_reader_that_follows_eight_writers_sees_every_row_once_in_order() -> None:
    Head.objects.get_or_create(pk=1)
    start = writing.head_seq()
    failures: list[Exception] = []
    writers = [threading.Thread(target=_write, args=(number, failures)) for number in range(WRITERS)]
    for thread in writers:
        thread.start()
    seen: list[Key] = []
    cursor = start
    while any(thread.is_alive() for thread in writers) or cursor < writing.head_seq():
        batch = reading.read(cursor, limit=7)
        seen += batch.keys
        assert batch.cursor >= cursor
        cursor = batch.cursor
    for thread in writers:
        thread.join()

    assert failures == []
    stored = list(Entry.objects.filter(seq__gt=start).values_list("seq", "kind", "key"))
    assert [seq for seq, _kind, _key in stored] == list(range(start + 1, writing.head_seq() + 1))
    assert seen == [Key(kind, key) for _seq, kind, key in stored]
    assert len(set(seen)) == len(seen) > WRITERS * CHANGES_EACH


def test_the_chain_has_no_fork_under_concurrent_writers() -> None:
    Head.objects.get_or_create(pk=1)
    links: list[tuple[bytes, writing.Link]] = []
    lock = threading.Lock()

    def extend(writer: int) -> None:
        try:
            for change in range(CHANGES_EACH):
                payload = f"{writer}/{change}".encode()
                with transaction.atomic():
                    made = writing.link(payload)
                with lock:
                    links.append((payload, made))
        finally:
            connection.close()

    threads = [threading.Thread(target=extend, args=(number,)) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(links) == WRITERS * CHANGES_EACH
    assert len({made.previous for _payload, made in links}) == len(links)
    assert all(made.digest == writing.chained_digest(made.previous, payload) for payload, made in links)
