import pytest
from django.db import transaction

from portal.ledger import reading, writing
from portal.ledger.models import Entry, Kind
from portal.ledger.writing import Key

pytestmark = pytest.mark.django_db


def test_rows_are_numbered_without_gaps_and_a_repeated_key_gives_one_row() -> None:
    start = writing.head_seq()
    with transaction.atomic():
        last = writing.append([Key(Kind.PROCEDURE, "BQP-06"), Key(Kind.PROCEDURE, "BQP-06"), Key(Kind.AGENCY, "BCA")])
    assert last == start + 2
    assert list(Entry.objects.filter(seq__gt=start).values_list("seq", flat=True)) == [start + 1, start + 2]
    assert reading.read(start).keys == (Key(Kind.PROCEDURE, "BQP-06"), Key(Kind.AGENCY, "BCA"))


@pytest.mark.django_db(transaction=True)
def test_writing_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        writing.append([Key(Kind.AGENCY, "BCA")])


def test_a_rolled_back_change_leaves_no_number_behind() -> None:
    start = writing.head_seq()
    with pytest.raises(RuntimeError), transaction.atomic():
        writing.append([Key(Kind.AGENCY, "BCA")])
        raise RuntimeError
    assert writing.head_seq() == start
