"""Who may go where: every role walks every admin address of a procedure."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from portal.procedures.models import AgencyPage, NoticeVersion, ProcedurePage
from portal.procedures.permissions import REVIEWERS, create_demo_accounts, set_up_groups

from .conftest import complete_form, empty_form

Make = Callable[..., ProcedurePage]

PAGE_VIEWS = ("edit", "delete", "unpublish", "copy", "move", "history", "usage", "workflow_history", "view_draft")
FORBIDDEN = 302  # Wagtail sends who may not enter back to the dashboard.


def statuses(client: Client, page: ProcedurePage) -> dict[str, int]:
    return {name: client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk])).status_code for name in PAGE_VIEWS}


def test_an_editor_enters_nothing_of_another_agency(as_editor: Client, military: AgencyPage, make_page: Make) -> None:
    page = make_page(military, "BQP-01", live=True)
    allowed = {name for name, status in statuses(as_editor, page).items() if status == 200}
    # The usage report names pages only, to everyone who may enter the admin.
    assert allowed <= {"usage"}
    data = complete_form(military.agency, code="BQP-01", **{"action-publish": "1"})
    as_editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    as_editor.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    as_editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    as_editor.post(reverse("wagtailadmin_pages:add", args=["procedures", "procedurepage", military.pk]), empty_form())
    page.refresh_from_db()
    assert (page.title, page.live) == ("Đăng ký việc BQP-01", True)
    assert ProcedurePage.objects.count() == 1
    assert NoticeVersion.objects.count() == 1


def test_an_editor_of_the_agency_writes_and_does_not_publish(
    as_editor: Client, police: AgencyPage, make_page: Make
) -> None:
    page = make_page(police, "BCA-04", live=True)
    assert statuses(as_editor, page)["edit"] == 200
    assert statuses(as_editor, page)["unpublish"] == FORBIDDEN
    assert statuses(as_editor, page)["delete"] == FORBIDDEN
    data = empty_form(title="Tên mới", code="BCA-04", **{"action-publish": "1"})
    as_editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    page.refresh_from_db()
    assert (page.title, page.has_unpublished_changes) == ("Đăng ký việc BCA-04", True)
    assert NoticeVersion.objects.count() == 1


def test_a_form_sent_from_elsewhere_is_refused_in_vietnamese(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("wagtailadmin_login"), {"username": "a", "password": "b"})
    assert response.status_code == 403
    assert "CSRF" not in response.content.decode()


def test_a_reviewer_enters_every_agency(
    as_reviewer: Client, police: AgencyPage, military: AgencyPage, make_page: Make
) -> None:
    for page in (make_page(police, "BCA-04", live=True), make_page(military, "BQP-01", live=True)):
        found = statuses(as_reviewer, page)
        assert {name for name, status in found.items() if status != 200} == set()


@pytest.mark.parametrize("name", PAGE_VIEWS)
def test_a_stranger_is_asked_to_log_in(client: Client, police: AgencyPage, make_page: Make, name: str) -> None:
    page = make_page(police, "BCA-04", live=True)
    response = client.get(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
    assert response.status_code == 302
    assert response.url.startswith("/quan-tri/login/")  # type: ignore[attr-defined]


LISTS = {
    "procedure_listing:index": (200, 200),
    "wagtailsnippets_procedures_legaldocument:list": (200, 200),
    # A legal document is public at once, so only a reviewer adds one.
    "wagtailsnippets_procedures_legaldocument:add": (FORBIDDEN, 200),
    "wagtailsnippets_procedures_formfile:list": (200, 200),
    "wagtailsnippets_procedures_formfile:add": (200, 200),
    "wagtailsnippets_procedures_field:list": (200, 200),
    "wagtailsnippets_procedures_field:add": (FORBIDDEN, 200),
    "wagtailsnippets_procedures_acceptanceexception:add": (FORBIDDEN, 200),
    "wagtailsnippets_places_agency:list": (200, 200),
    "wagtailsnippets_places_agency:add": (FORBIDDEN, FORBIDDEN),
    "wagtailsnippets_places_servicepoint:add": (FORBIDDEN, 200),
    "wagtailsnippets_places_administrativeunit:list": (FORBIDDEN, 200),
    "wagtailsnippets_places_administrativeunit:add": (FORBIDDEN, FORBIDDEN),
    "wagtailusers_users:index": (FORBIDDEN, FORBIDDEN),
    "wagtailusers_groups:index": (FORBIDDEN, FORBIDDEN),
    "wagtailadmin_workflows:index": (FORBIDDEN, FORBIDDEN),
}


@pytest.mark.parametrize(("name", "expected"), LISTS.items())
def test_each_list_opens_to_those_who_need_it(
    as_editor: Client, as_reviewer: Client, name: str, expected: tuple[int, int]
) -> None:
    assert tuple(client.get(reverse(name)).status_code for client in (as_editor, as_reviewer)) == expected


def test_nobody_deletes_what_history_refers_to(as_admin: Client, police: AgencyPage) -> None:
    url = reverse("wagtailsnippets_places_agency:delete", args=[police.agency.pk])
    assert as_admin.post(url).status_code == FORBIDDEN
    police.agency.refresh_from_db()


def test_groups_can_be_set_up_again(roles: None) -> None:
    models = (Group, GroupPagePermission, GroupCollectionPermission)
    before = [model.objects.count() for model in models]
    set_up_groups()
    assert [model.objects.count() for model in models] == before
    assert GroupPagePermission.objects.filter(group__name="Biên tập – Công an tỉnh").count() == 2


def test_only_reviewers_may_set_a_day_back(roles: None) -> None:
    right = Permission.objects.get(codename="backdate_notice")
    assert [group.name for group in right.group_set.all()] == [REVIEWERS]


def test_demo_accounts_get_passwords_that_work_once(roles: None) -> None:
    accounts = create_demo_accounts()
    assert [account.username for account in accounts] == [
        "quan-tri",
        "nguoi-duyet",
        "bien-tap-cong-an",
        "bien-tap-quan-su",
    ]
    assert len({account.password for account in accounts}) == 4
    assert all(Client().login(username=account.username, password=account.password) for account in accounts)
    kept = User.objects.get(username="nguoi-duyet").password
    assert create_demo_accounts() == []
    assert User.objects.get(username="nguoi-duyet").password == kept
