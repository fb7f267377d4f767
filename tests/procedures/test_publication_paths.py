"""Every way a procedure page becomes public, changes or goes away, and what it leaves behind.

The rows are those of a trial with Wagtail 8: on most of them `page_published` fires outside the
transaction or not at all, so versions and ledger rows are written at the model.
"""

from collections.abc import Callable
from datetime import date, timedelta
from unittest import mock

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings
from wagtail.models import Page

from portal.core import clock
from portal.ledger import reading, writing
from portal.ledger.models import Kind
from portal.ledger.writing import Key
from portal.procedures import publication, selectors
from portal.procedures.models import Address, AgencyPage, NoticeVersion, ProcedurePage, Step
from portal.procedures.preflight import PreflightFailed

pytestmark = pytest.mark.django_db

CODE = "BQP-06"
ROW = Key(Kind.PROCEDURE, CODE)


def kinds(code: str = CODE) -> list[str]:
    return list(NoticeVersion.objects.filter(code=code).order_by("number").values_list("kind", flat=True))


def in_force_title(day: date | None = None) -> str | None:
    found = selectors.notice_on(CODE, day or clock.today())
    return found.notice.title if found and found.version.is_in_force_kind else None


class Ledger:
    """The rows written since this was made."""

    def __init__(self) -> None:
        self.start = writing.head_seq()

    @property
    def keys(self) -> tuple[Key, ...]:
        return reading.read(self.start).keys


def test_publishing_a_revision_records_a_version_and_a_ledger_row(live_page: ProcedurePage) -> None:
    ledger = Ledger()
    live_page.title = "Tên mới"
    live_page.save_revision().publish()
    assert (kinds(), in_force_title()) == (["published", "corrected"], "Tên mới")
    assert ROW in ledger.keys


def test_the_first_live_save_is_version_one(live_page: ProcedurePage) -> None:
    version = NoticeVersion.objects.get(code=CODE)
    assert (version.number, version.kind, version.effective_from) == (1, "published", date(2020, 1, 1))
    assert list(version.levels.values_list("level", flat=True)) == ["commune"]


def test_saving_a_draft_of_a_live_page_writes_nothing(live_page: ProcedurePage) -> None:
    ledger = Ledger()
    live_page.title = "Bản nháp"
    live_page.save_revision()
    assert (kinds(), ledger.keys, in_force_title()) == (["published"], (), "Đăng ký nghĩa vụ quân sự lần đầu")


def test_a_page_that_was_never_live_has_no_version(
    agency_page: AgencyPage, make_page: Callable[..., ProcedurePage]
) -> None:
    page = agency_page.add_child(instance=make_page(live=False))
    page.save_revision()
    page.delete()
    assert kinds() == []


def test_publishing_again_without_a_change_makes_no_version(live_page: ProcedurePage) -> None:
    live_page.save_revision().publish()
    live_page.save()
    assert kinds() == ["published"]


def test_a_failing_write_leaves_the_old_page_and_the_old_version(live_page: ProcedurePage) -> None:
    ledger = Ledger()
    live_page.title = "Không bao giờ thấy"
    with mock.patch.object(publication, "append", side_effect=RuntimeError), pytest.raises(RuntimeError):
        live_page.save_revision().publish()
    assert Page.objects.get(pk=live_page.pk).title == "Đăng ký nghĩa vụ quân sự lần đầu"
    assert (kinds(), ledger.keys) == (["published"], ())


def test_content_that_preflight_refuses_is_not_saved_live(live_page: ProcedurePage) -> None:
    live_page.effective_from = None
    with pytest.raises(PreflightFailed):
        live_page.save()
    assert ProcedurePage.objects.get(pk=live_page.pk).effective_from == date(2020, 1, 1)


def test_a_go_live_in_the_future_records_only_when_it_comes(
    agency_page: AgencyPage, make_page: Callable[..., ProcedurePage]
) -> None:
    page = agency_page.add_child(instance=make_page(live=False))
    page.go_live_at = timezone.now() + timedelta(days=2)
    page.save_revision(approved_go_live_at=page.go_live_at).publish()
    assert (kinds(), ProcedurePage.objects.get(pk=page.pk).live) == ([], False)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        call_command("publish_scheduled")
    assert (kinds(), in_force_title()) == (["published"], "Đăng ký nghĩa vụ quân sự lần đầu")


def test_a_go_live_in_the_future_on_a_live_page_keeps_the_notice_of_now(live_page: ProcedurePage) -> None:
    live_page.title = "Tên từ ngày mai"
    live_page.go_live_at = timezone.now() + timedelta(days=1)
    live_page.save_revision().publish()
    assert (kinds(), in_force_title()) == (["published"], "Đăng ký nghĩa vụ quân sự lần đầu")


def test_unpublishing_withdraws(live_page: ProcedurePage) -> None:
    ledger = Ledger()
    live_page.unpublish()
    assert (kinds(), in_force_title(), ledger.keys) == (["published", "withdrawn"], None, (ROW,))


def test_expiry_by_the_schedule_withdraws(live_page: ProcedurePage) -> None:
    Page.objects.filter(pk=live_page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    ledger = Ledger()
    call_command("publish_scheduled")
    assert (kinds(), in_force_title()) == (["published", "withdrawn"], None)
    assert ROW in ledger.keys


def test_deleting_the_page_withdraws_and_keeps_every_version(live_page: ProcedurePage) -> None:
    live_page.delete()
    assert (kinds(), in_force_title()) == (["published", "withdrawn"], None)
    assert in_force_title(date(2020, 1, 1)) == "Đăng ký nghĩa vụ quân sự lần đầu"


def test_deleting_the_agency_page_withdraws_all_below(
    agency_page: AgencyPage, make_page: Callable[..., ProcedurePage]
) -> None:
    for code in ("BQP-06", "BQP-07"):
        agency_page.add_child(instance=make_page(code))
    Page.objects.get(pk=agency_page.pk).delete()
    assert (kinds("BQP-06"), kinds("BQP-07")) == (["published", "withdrawn"], ["published", "withdrawn"])


def test_withdrawing_twice_records_once(live_page: ProcedurePage) -> None:
    live_page.unpublish()
    live_page.delete()
    assert kinds() == ["published", "withdrawn"]


def test_what_comes_back_after_a_withdrawal_applies_from_today(live_page: ProcedurePage) -> None:
    live_page.unpublish()
    live_page.save_revision().publish()
    assert kinds() == ["published", "withdrawn", "published"]
    assert NoticeVersion.objects.get(code=CODE, number=3).effective_from == clock.today()


def test_a_new_slug_keeps_the_old_address(live_page: ProcedurePage) -> None:
    live_page.slug = "dang-ky-nghia-vu"
    live_page.save_revision().publish()
    assert kinds() == ["published"]
    rows = Address.objects.filter(code=CODE).values_list("slug", "is_current")
    assert set(rows) == {("thu-tuc-bqp-06", False), ("dang-ky-nghia-vu", True)}


def test_a_move_changes_no_notice_and_no_agency(live_page: ProcedurePage, agency_page: AgencyPage) -> None:
    other = agency_page.get_parent()
    live_page.move(other, pos="last-child")
    assert (kinds(), ProcedurePage.objects.get(pk=live_page.pk).agency_id) == (["published"], agency_page.agency_id)


def test_an_alias_is_refused_because_it_would_be_live_with_the_same_code(
    live_page: ProcedurePage, agency_page: AgencyPage
) -> None:
    with pytest.raises(ValidationError):
        live_page.create_alias(update_slug="bi-danh", parent=agency_page)
    assert kinds() == ["published"]


def test_a_copy_has_no_code_and_so_cannot_be_live(live_page: ProcedurePage) -> None:
    copy = live_page.copy(update_attrs={"slug": "ban-sao"}, keep_live=False)
    assert (copy.code, kinds()) == (None, ["published"])
    with pytest.raises(PreflightFailed):
        live_page.copy(update_attrs={"slug": "ban-sao-2"}, keep_live=True)


def test_changing_the_agency_row_leaves_the_frozen_words(live_page: ProcedurePage) -> None:
    agency = live_page.agency
    assert agency is not None
    agency.name = "Tên khác"
    agency.save()
    found = selectors.notice_on(CODE, clock.today())
    assert found is not None
    assert found.notice.agency.name == "Bộ Chỉ huy Quân sự tỉnh Kon Tum"


def test_child_rows_of_a_revision_reach_the_version(live_page: ProcedurePage) -> None:
    live_page.steps = [Step(title="Một bước khác", basis="Điều 5")]
    live_page.save_revision().publish()
    found = selectors.notice_on(CODE, clock.today())
    assert found is not None
    assert [step.title for step in found.notice.steps] == ["Một bước khác"]


def test_a_notice_that_came_back_never_reaches_into_the_days_it_was_away(
    live_page: ProcedurePage, settings: Settings
) -> None:
    live_page.unpublish()
    settings.PORTAL_TODAY = date(2020, 2, 1)
    live_page.save_revision().publish()
    again = ProcedurePage.objects.get(pk=live_page.pk)
    again.save()
    assert kinds() == ["published", "withdrawn", "published"]
    again.title = "Tên đã sửa"
    again.save_revision().publish()
    assert kinds()[-1] == "corrected"
    assert in_force_title(date(2020, 1, 15)) is None
    assert in_force_title(date(2020, 2, 1)) == "Tên đã sửa"


def test_unpublishing_takes_down_the_notice_of_today_although_a_later_one_is_recorded(live_page: ProcedurePage) -> None:
    live_page.title, live_page.effective_from = "Từ tháng Ba", date(2020, 3, 1)
    live_page.save_revision().publish()
    assert in_force_title() == "Đăng ký nghĩa vụ quân sự lần đầu"
    live_page.unpublish()
    assert (in_force_title(), in_force_title(date(2020, 3, 1))) == (None, None)


def test_an_address_that_led_to_one_procedure_is_not_given_to_another(
    live_page: ProcedurePage, agency_page: AgencyPage, make_page: Callable[..., ProcedurePage]
) -> None:
    live_page.delete()
    other = agency_page.add_child(instance=make_page("BQP-07", slug="thu-tuc-bqp-06", live=False))
    with pytest.raises(PreflightFailed, match="BQP-06"):
        other.save_revision().publish()
    assert Address.objects.get(slug="thu-tuc-bqp-06").code == CODE


@pytest.mark.parametrize("lifecycle", ["abolished", "replaced"])
def test_an_end_needs_a_day_of_its_own(live_page: ProcedurePage, lifecycle: str) -> None:
    live_page.lifecycle = lifecycle
    with pytest.raises(PreflightFailed, match="ngày thôi áp dụng"):
        live_page.save_revision().publish()
    assert (kinds(), in_force_title(date(2020, 1, 1))) == (["published"], "Đăng ký nghĩa vụ quân sự lần đầu")
    live_page.effective_from = clock.today()
    live_page.save_revision().publish()
    live_page.save()
    assert kinds() == ["published", lifecycle]
