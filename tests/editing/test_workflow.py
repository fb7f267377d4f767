"""Two steps: the agency's editor submits, the People's Committee office approves a complete notice."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Task, TaskState, Workflow, WorkflowPage, WorkflowTask

from portal.procedures.models import AgencyPage, NoticeVersion, PreflightApprovalTask, ProcedurePage
from portal.procedures.workflow import set_up_workflow

from .conftest import complete_form, empty_form

Make = Callable[..., ProcedurePage]


def edit_url(page: ProcedurePage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def act(client: Client, page: ProcedurePage, action: str) -> int:
    state = TaskState.objects.get(status=TaskState.STATUS_IN_PROGRESS)
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(url, {"comment": "Xem lại"}).status_code


@pytest.fixture
def submitted(as_editor: Client, police: AgencyPage) -> ProcedurePage:
    """A complete procedure, created and submitted by its agency."""
    add = reverse("wagtailadmin_pages:add", args=["procedures", "procedurepage", police.pk])
    as_editor.post(add, complete_form(police.agency, **{"action-submit": "1"}))
    return ProcedurePage.objects.get()


def test_a_submitted_procedure_is_published_when_the_reviewer_approves(
    as_reviewer: Client, submitted: ProcedurePage
) -> None:
    assert not submitted.live
    assert act(as_reviewer, submitted, "approve") == 302
    submitted.refresh_from_db()
    assert submitted.live
    assert NoticeVersion.objects.get().code == "BCA-04"


def test_the_editor_who_submitted_cannot_approve(as_editor: Client, submitted: ProcedurePage) -> None:
    act(as_editor, submitted, "approve")
    assert not NoticeVersion.objects.exists()


def test_gaps_take_approval_away_and_tell_the_reviewer_why(
    as_reviewer: Client, police: AgencyPage, make_page: Make, roles: None
) -> None:
    page = make_page(police, "BCA-05", gaps_accepted=False)
    page.get_workflow().start(page, None)
    html = as_reviewer.get(edit_url(page))
    assert "Thành phần hồ sơ (điểm d) chưa có giấy tờ nào." in str(next(iter(html.context["messages"])))
    assert 'data-workflow-action-name="approve"' not in html.content.decode()
    assert act(as_reviewer, page, "approve") == 302
    page.refresh_from_db()
    assert not page.live
    assert not NoticeVersion.objects.exists()


def test_an_incomplete_procedure_can_be_sent_back(
    as_reviewer: Client, police: AgencyPage, make_page: Make, roles: None
) -> None:
    page = make_page(police, "BCA-05", gaps_accepted=False)
    page.get_workflow().start(page, None)
    data = empty_form(
        code="BCA-05",
        **{"action-workflow-action": "true", "workflow-action-name": "reject", "workflow-action-extra-data": "{}"},
    )
    assert as_reviewer.post(edit_url(page), data).status_code == 302
    assert TaskState.objects.get().status == TaskState.STATUS_REJECTED


def test_approving_with_changes_in_the_form_asks_for_a_complete_notice(
    as_reviewer: Client, submitted: ProcedurePage
) -> None:
    data = empty_form(code="BCA-04", **{"action-workflow-action": "true", "workflow-action-name": "approve"})
    response = as_reviewer.post(edit_url(submitted), data)
    assert response.context["form"].errors["effective_from"] == ["Chưa có ngày áp dụng."]
    assert not NoticeVersion.objects.exists()


def test_the_editor_of_a_submitted_procedure_waits(as_editor: Client, submitted: ProcedurePage) -> None:
    response = as_editor.post(edit_url(submitted), empty_form(title="Tên khác"))
    assert response.status_code == 200
    assert submitted.get_latest_revision_as_object().title == "Đăng ký thường trú"


def test_setting_up_again_adds_nothing(roles: None) -> None:
    models = (Workflow, Task, WorkflowTask, WorkflowPage, PreflightApprovalTask)
    before = [model.objects.count() for model in models]
    set_up_workflow()
    assert [model.objects.count() for model in models] == before


def test_the_editor_reads_why_the_procedure_was_sent_back(
    as_reviewer: Client, as_editor: Client, submitted: ProcedurePage
) -> None:
    assert act(as_reviewer, submitted, "reject") == 302
    shown = [str(message).strip() for message in as_editor.get(edit_url(submitted)).context["messages"]]
    assert "Trả lại để sửa: Xem lại" in shown


def test_what_was_not_sent_back_says_nothing_of_it(as_editor: Client, submitted: ProcedurePage) -> None:
    assert "Trả lại để sửa:" not in as_editor.get(edit_url(submitted)).content.decode()
