"""Writing to the ledger: number rows, and link the chain of versions, under the head's lock."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from django.db import connection, transaction
from django.dispatch import Signal
from django.utils import timezone

from portal.ledger.models import Entry, Head

#: Sent once after each transaction that wrote rows. Without arguments: readers ask for what is new.
grew = Signal()


class Key(NamedTuple):
    """What changed: a Kind and the key of the thing."""

    kind: str
    key: str


class Link(NamedTuple):
    """One link of the global hash chain: SHA-256 hex digests."""

    previous: str
    digest: str


def append(keys: Iterable[Key]) -> int:
    """Number one row for each distinct key and return the head's new number.

    Call it as the last act of the transaction that makes the change: the update of the head takes
    the lock that orders all writers until commit, so numbers follow commits and have no gaps, on
    PostgreSQL and SQLite alike (cursors over automatic ids lost a third of the rows in a trial).

    Raises:
        TransactionManagementError: outside a transaction, where the lock would end at once.
    """
    _require_transaction()
    distinct = list(dict.fromkeys(keys))
    if not distinct:
        return head_seq()
    last = _advance(len(distinct))
    first = last - len(distinct) + 1
    at = timezone.now()
    Entry.objects.bulk_create(
        [Entry(seq=first + offset, kind=key.kind, key=key.key, at=at) for offset, key in enumerate(distinct)]
    )
    _announce_at_commit()
    return last


def link(payload: bytes) -> Link:
    """Add `payload` to the global chain: digest = SHA-256(previous digest as ASCII + payload).

    Raises:
        TransactionManagementError: outside a transaction.
    """
    return link_many([payload])[0]


def link_many(payloads: Iterable[bytes]) -> list[Link]:
    """Add several payloads to the chain in their order, under one lock.

    Raises:
        TransactionManagementError: outside a transaction.
    """
    _require_transaction()
    previous = _locked_chain_hash()
    links = []
    for payload in payloads:
        links.append(Link(previous, chained_digest(previous, payload)))
        previous = links[-1].digest
    Head.objects.filter(pk=1).update(chain_hash=previous)
    return links


def chained_digest(previous: str, payload: bytes) -> str:
    """The digest a link with this payload must have; also used to verify."""
    return hashlib.sha256(previous.encode("ascii") + payload).hexdigest()


def head_seq() -> int:
    """The newest number; 0 in an empty ledger."""
    # Asked by every search: composing the query would take longer than answering it.
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq FROM ledger_head WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _announce_at_commit() -> None:
    # An import appends thousands of times in one transaction; a savepoint taken back takes its announcement along.
    if not any(waiting is _announce for _savepoints, waiting, *_ in connection.run_on_commit):
        transaction.on_commit(_announce, robust=True)


def _announce() -> None:
    grew.send_robust(sender=None)


def _advance(count: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_head SET seq = seq + %s WHERE id = 1 RETURNING seq", [count])
        row = cursor.fetchone()
    if row is None:
        # A test that emptied the tables took the head's row with it.
        Head.objects.create(pk=1, seq=count)
        return count
    return int(row[0])


def _locked_chain_hash() -> str:
    # An update that changes nothing takes the same lock on both databases.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_head SET chain_hash = chain_hash WHERE id = 1 RETURNING chain_hash")
        row = cursor.fetchone()
    if row is None:
        Head.objects.create(pk=1)
        return ""
    return str(row[0])


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("The ledger is written inside the transaction of the change.")
