from datetime import date

import pytest

from portal.ledger import reading, tick, writing
from portal.ledger.models import Kind, TickMark
from portal.ledger.writing import Key
from portal.places.models import ServicePoint
from portal.procedures.models import AcceptanceException, LegalDocument, ProcedurePage

pytestmark = pytest.mark.django_db

ROW = Key(Kind.PROCEDURE, "BQP-06")


@pytest.fixture(autouse=True)
def _start() -> None:
    TickMark.objects.update_or_create(pk=1, defaults={"day": date(2020, 1, 2)})


def test_a_version_prepared_for_a_later_day_is_announced_on_that_day(live_page: ProcedurePage) -> None:
    live_page.title, live_page.effective_from = "Tên từ tháng sáu", date(2020, 6, 1)
    live_page.save_revision().publish()
    assert tick.run(date(2020, 5, 31)).keys == ()
    assert tick.run(date(2020, 6, 1)).keys == (ROW,)


def test_an_exception_is_announced_when_it_begins_and_when_it_ends(
    live_page: ProcedurePage, commune: ServicePoint
) -> None:
    AcceptanceException.objects.create(
        code="BQP-06", service_point=commune, valid_from=date(2020, 2, 3), valid_to=date(2020, 2, 5), reason="thử"
    )
    assert tick.run(date(2020, 2, 3)).keys == (ROW,)
    assert tick.run(date(2020, 2, 4)).keys == ()
    assert tick.run(date(2020, 2, 5)).keys == (ROW,)


def test_a_changed_or_deleted_legal_document_is_announced(db: None) -> None:
    start = writing.head_seq()
    document = LegalDocument.objects.create(number="13/2016/NĐ-CP", slug="13-2016-nd-cp")
    assert reading.read(start).keys == (Key(Kind.LEGAL_DOCUMENT, "13/2016/NĐ-CP"),)
    start = writing.head_seq()
    document.delete()
    assert reading.read(start).keys == (Key(Kind.LEGAL_DOCUMENT, "13/2016/NĐ-CP"),)
