"""Lists come out of the cache until something public changes, and never show yesterday's."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.ledger import remembering, writing
from portal.ledger.models import Entry
from portal.ledger.writing import Key, append
from portal.places.models import ServicePoint
from portal.procedures.models import ProcedurePage
from portal.procedures.outline import outline_on
from portal.procedures.selectors import notices_on
from tests.seeding import seed_all

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2020, 1, 2)


@pytest.fixture(autouse=True)
def _seeded() -> None:
    seed_all()


def make(found: list[int]) -> int:
    found.append(len(found) + 1)
    return found[-1]


def test_a_value_is_made_once_until_the_ledger_grows_or_the_day_changes() -> None:
    made: list[int] = []
    assert [remembering.remember("n", TODAY, lambda: make(made)) for _ in range(3)] == [1, 1, 1]
    with transaction.atomic():
        append([Key("agency", "BCA")])
    assert remembering.remember("n", TODAY, lambda: make(made)) == 2
    assert remembering.remember("n", date(2020, 1, 3), lambda: make(made)) == 3
    assert remembering.remember("other", TODAY, lambda: make(made)) == 4


def test_nothing_is_kept_from_inside_a_transaction_whose_rows_may_be_taken_back() -> None:
    made: list[int] = []
    with transaction.atomic():
        append([Key("agency", "BCA")])
        remembering.remember("n", TODAY, lambda: make(made))
        transaction.set_rollback(True)
    with transaction.atomic():
        append([Key("agency", "BHXH")])
    assert remembering.remember("n", TODAY, lambda: make(made)) == 2


def test_a_database_brought_back_from_a_copy_does_not_meet_the_values_of_the_other() -> None:
    made: list[int] = []
    remembering.remember("n", TODAY, lambda: make(made))
    newest = Entry.objects.order_by("-seq").first()
    assert newest is not None
    Entry.objects.filter(seq=newest.seq).update(at=newest.at.replace(microsecond=(newest.at.microsecond + 1) % 10**6))
    assert remembering.remember("n", TODAY, lambda: make(made)) == 2


def test_another_release_makes_values_of_its_own_wherever_it_differs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remembering, "__file__", str(tmp_path / "ledger" / "remembering.py"))
    deep = tmp_path / "procedures" / "models" / "rows.py"
    deep.parent.mkdir(parents=True)
    made: list[int] = []
    for release in ("one", "another"):
        deep.write_text(release)
        remembering._code.cache_clear()
        remembering.remember("n", TODAY, lambda: make(made))
    remembering._code.cache_clear()
    assert made == [1, 2]


def test_an_empty_ledger_has_values_too() -> None:
    Entry.objects.all().delete()
    assert remembering.remember("n", TODAY, lambda: [None]) == [None]
    assert writing.head_seq() > 0


def test_the_outline_holds_what_all_notices_of_the_day_say() -> None:
    for day in (TODAY, date(2025, 7, 2)):
        notices = [item.notice for item in notices_on(day)]
        outline = outline_on(day)
        assert list(outline.codes) == [notice.code for notice in notices]
        assert outline.total == len(notices) == 36
        assert {(a, f, c) for a, fields in outline.by_field.items() for f, codes in fields.items() for c in codes} == {
            (notice.agency.code, notice.field, notice.code) for notice in notices
        }


@pytest.mark.parametrize("path", ["/", "/thu-tuc/", "/tim-kiem/"])
def test_a_list_is_not_made_again_for_the_next_reader(client: Client, path: str) -> None:
    cache.clear()
    with CaptureQueriesContext(connection) as first:
        before = client.get(path).content
    with CaptureQueriesContext(connection) as second:
        assert client.get(path).content == before
    assert len(second) < len(first)


def test_what_is_published_or_closed_is_seen_by_the_next_reader(client: Client) -> None:
    assert "36" in client.get("/thu-tuc/").content.decode()
    ProcedurePage.objects.get(code="BQP-06").unpublish()
    assert outline_on(TODAY).total == 35
    before: Any = client.get("/").context["levels"]
    ServicePoint.objects.filter(level="commune").first().delete()  # type: ignore[union-attr]
    after: Any = client.get("/").context["levels"]
    assert [entry.points for entry in after] != [entry.points for entry in before]
