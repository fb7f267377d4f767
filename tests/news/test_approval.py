"""Two steps, by two others than the writer; nobody goes around them."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import (
    Page,
    PageLogEntry,
    Task,
    TaskState,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from portal.news.models import ArticlePage, CampaignIndexPage, CampaignPage, NewsIndexPage
from portal.news.permissions import EDITORS, LEGAL_CHECKERS, PUBLISHERS, create_outreach_accounts
from portal.news.workflow import LEGAL_CHECK, PUBLICATION, set_up_outreach_workflow, writers

from .conftest import logged_in
from .editing import act, article_form, bulk_url, page_url, source_rows, step, write_article

MakeUser = Callable[[str, str], User]


@pytest.fixture
def submitted(as_editor: Client, news_index: NewsIndexPage) -> ArticlePage:
    """A whole article, written and submitted by the editor."""
    article = write_article(as_editor, news_index.pk)
    assert article is not None
    return article


@pytest.fixture
def as_admin(roles: None) -> Client:
    return logged_in(User.objects.create_superuser("quan-tri"))


def test_an_article_is_public_after_both_steps_and_not_before(
    as_checker: Client, as_publisher: Client, submitted: ArticlePage
) -> None:
    assert step().task.name == LEGAL_CHECK
    act(as_checker, submitted, "approve")
    assert not submitted.live
    assert step().task.name == PUBLICATION
    act(as_publisher, submitted, "approve")
    assert submitted.live


def test_a_checker_who_approves_in_the_form_is_led_home_and_not_to_a_closed_list(
    as_checker: Client, submitted: ArticlePage
) -> None:
    form = article_form(submitted) | {
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": "{}",
    }
    response = as_checker.post(page_url("edit", submitted), form)
    assert (response.status_code, response.headers["Location"]) == (302, reverse("wagtailadmin_home"))
    assert step().task.name == PUBLICATION


def test_the_writer_approves_at_neither_step(
    as_checker: Client, as_editor: Client, editor: User, submitted: ArticlePage
) -> None:
    editor.groups.add(*Group.objects.filter(name__in=[LEGAL_CHECKERS, PUBLISHERS]))
    act(as_editor, submitted, "approve")
    assert step().task.name == LEGAL_CHECK
    act(as_checker, submitted, "approve")
    act(as_editor, submitted, "approve")
    assert step().task.name == PUBLICATION
    assert not submitted.live


def test_the_writer_is_told_why_there_is_no_button(as_editor: Client, editor: User, submitted: ArticlePage) -> None:
    editor.groups.add(Group.objects.get(name=LEGAL_CHECKERS))
    response = as_editor.get(page_url("edit", submitted))
    assert 'data-workflow-action-name="approve"' not in response.content.decode()
    assert "người khác phải duyệt" in " ".join(str(message) for message in response.context["messages"])


def test_one_person_does_not_take_both_steps_not_even_an_administrator(
    as_admin: Client, submitted: ArticlePage
) -> None:
    act(as_admin, submitted, "approve")
    assert step().task.name == PUBLICATION
    act(as_admin, submitted, "approve")
    assert step().task.name == PUBLICATION
    assert not submitted.live


def test_who_submits_what_another_wrote_does_not_approve_it(
    as_editor: Client, as_publisher: Client, as_checker: Client, news_index: NewsIndexPage
) -> None:
    draft = write_article(as_editor, news_index.pk, action="")
    assert draft is not None
    as_publisher.post(page_url("edit", draft), article_form(draft, **{"action-submit": "1"}))
    act(as_checker, draft, "approve")
    act(as_publisher, draft, "approve")
    assert step().task.name == PUBLICATION
    assert not draft.live


def test_an_approver_who_changes_a_word_leaves_the_approval_to_a_colleague(
    as_checker: Client, make_user: MakeUser, submitted: ArticlePage
) -> None:
    button = {"action-workflow-action": "true", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
    response = as_checker.post(page_url("edit", submitted), article_form(submitted, title="Tên khác", **button))
    assert "Bạn đã sửa nội dung nên không duyệt cùng lúc được" in response.content.decode()
    as_checker.post(page_url("edit", submitted), article_form(submitted, title="Tên khác"))
    act(as_checker, submitted, "approve")
    assert step().task.name == LEGAL_CHECK
    act(logged_in(make_user("dong-nghiep", LEGAL_CHECKERS)), submitted, "approve")
    assert step().task.name == PUBLICATION


def test_an_approver_who_opens_and_saves_without_a_change_may_approve(
    as_checker: Client, submitted: ArticlePage
) -> None:
    as_checker.post(page_url("edit", submitted), article_form(submitted))
    assert submitted.revisions.count() == 2
    button = {"action-workflow-action": "true", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
    as_checker.post(page_url("edit", submitted), article_form(submitted, **button))
    assert step().task.name == PUBLICATION


def test_what_changes_after_the_legal_check_is_checked_again(
    as_editor: Client, as_checker: Client, as_publisher: Client, make_user: MakeUser, submitted: ArticlePage
) -> None:
    act(as_checker, submitted, "approve")
    as_publisher.post(page_url("edit", submitted), article_form(submitted, title="Tên khác"))
    second = logged_in(make_user("xuat-ban-2", PUBLISHERS))
    act(second, submitted, "approve")
    assert not submitted.live
    act(second, submitted, "reject", "Đã sửa sau khi kiểm tra.")
    as_editor.post(page_url("edit", submitted), article_form(submitted, **{"action-submit": "1"}))
    assert step().task.name == LEGAL_CHECK
    act(as_checker, submitted, "approve")
    act(second, submitted, "approve")
    assert submitted.live
    assert submitted.title == "Tên khác"


def test_the_writer_reads_why_it_was_sent_back(as_editor: Client, as_checker: Client, submitted: ArticlePage) -> None:
    act(as_checker, submitted, "reject", "Ghi rõ ngày.")
    messages = as_editor.get(page_url("edit", submitted)).context["messages"]
    assert "Trả lại để sửa: Ghi rõ ngày." in [str(message).strip() for message in messages]


@pytest.mark.parametrize("who", ["as_editor", "as_publisher", "as_admin"])
def test_nobody_publishes_past_the_steps(
    who: str, request: pytest.FixtureRequest, news_index: NewsIndexPage, submitted: ArticlePage
) -> None:
    client: Client = request.getfixturevalue(who)
    write_article(client, news_index.pk, action="publish", slug="thang")
    client.post(page_url("edit", submitted), article_form(submitted, title="Tên khác", **{"action-publish": "1"}))
    client.post(bulk_url("publish", submitted))
    api = reverse("wagtailadmin_api:pages:action", args=[submitted.pk, "publish"])
    client.post(api, content_type="application/json")
    assert not ArticlePage.objects.live().exists()


def test_a_program_may_not_publish_in_somebodys_name(submitted: ArticlePage, publisher: User) -> None:
    with pytest.raises(PermissionDenied):
        submitted.get_latest_revision().publish(user=publisher)


def test_a_change_of_a_public_article_takes_both_steps_too(
    as_editor: Client, as_checker: Client, as_publisher: Client, roles: None, make_article: Callable[..., ArticlePage]
) -> None:
    article = make_article()
    as_editor.post(page_url("edit", article), article_form(article, title="Tên mới", **{"action-publish": "1"}))
    article.refresh_from_db()
    assert (article.live, article.title) == (True, "Thủ tục quân sự nộp ở xã")
    data = article_form(article, sources=source_rows(), **{"action-submit": "1"})
    as_editor.post(page_url("edit", article), data)
    act(as_checker, article, "approve")
    act(as_publisher, article, "approve")
    assert article.title == "Tên mới"


def test_only_changes_since_the_last_publication_make_a_writer(
    as_checker: Client, as_publisher: Client, make_user: MakeUser, submitted: ArticlePage
) -> None:
    act(as_checker, submitted, "approve")
    act(as_publisher, submitted, "approve")
    other = make_user("bien-tap-2", EDITORS)
    submitted = ArticlePage.objects.get()
    logged_in(other).post(page_url("edit", submitted), article_form(submitted, title="Tên khác"))
    submitted.refresh_from_db()
    assert writers(submitted, None) == {other.pk}


def test_the_publisher_takes_down_at_once_and_the_editor_does_not(
    as_editor: Client, as_publisher: Client, roles: None, make_article: Callable[..., ArticlePage]
) -> None:
    article = make_article()
    as_editor.post(page_url("unpublish", article))
    assert ArticlePage.objects.get().live
    as_publisher.post(page_url("unpublish", article))
    assert not ArticlePage.objects.get().live
    entry = PageLogEntry.objects.filter(action="wagtail.unpublish").get()
    assert entry.user is not None
    assert entry.user.get_username() == "xuat-ban"


def test_what_was_public_once_is_never_deleted(
    as_editor: Client, as_publisher: Client, roles: None, make_article: Callable[..., ArticlePage]
) -> None:
    article = make_article()
    as_publisher.post(page_url("unpublish", article))
    for client in (as_editor, as_publisher):
        client.post(page_url("delete", article))
    assert ArticlePage.objects.exists()


def test_copies_do_not_go_around_the_steps(
    as_publisher: Client, as_admin: Client, roles: None, make_article: Callable[..., ArticlePage]
) -> None:
    article = make_article()
    data = {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": article.get_parent().pk}
    for client in (as_publisher, as_admin):
        client.post(page_url("copy", article), {**data, "publish_copies": "on"})
        client.post(page_url("copy", article), {**data, "alias": "on"})
        api = reverse("wagtailadmin_api:pages:action", args=[article.pk, "copy"])
        client.post(api, {"slug": "ban-sao-3"}, content_type="application/json")
    assert ArticlePage.objects.live().count() == 1


def test_the_workflow_stands_over_both_indexes_and_spots_and_is_set_up_once(
    roles: None, news_index: NewsIndexPage, campaign_index: CampaignIndexPage, campaign: CampaignPage
) -> None:
    assert [str(task) for task in campaign.get_workflow().tasks] == [LEGAL_CHECK, PUBLICATION]
    models = (Workflow, Task, WorkflowTask, WorkflowPage, WorkflowContentType, Group)
    before = [model._default_manager.count() for model in models]
    set_up_outreach_workflow()
    assert [model._default_manager.count() for model in models] == before


def test_each_role_gets_an_account_whose_password_works_once(roles: None) -> None:
    accounts = create_outreach_accounts()
    assert [account.role for account in accounts] == [EDITORS, LEGAL_CHECKERS, PUBLISHERS]
    assert all(Client().login(username=account.username, password=account.password) for account in accounts)
    assert create_outreach_accounts() == []


def test_the_history_says_who_and_when(
    as_editor: Client, as_checker: Client, as_publisher: Client, submitted: ArticlePage
) -> None:
    act(as_checker, submitted, "approve")
    act(as_publisher, submitted, "approve")
    entries = PageLogEntry.objects.filter(page=submitted.pk).order_by("timestamp", "pk")
    told = [(entry.action, entry.user.get_username() if entry.user else "") for entry in entries]
    assert ("wagtail.create", "bien-tap") in told
    assert [who for action, who in told if action == "wagtail.workflow.approve"] == ["phap-ly", "xuat-ban"]
    assert ("wagtail.publish", "xuat-ban") in told
    html = as_editor.get(page_url("history", submitted)).content.decode()
    assert "phap-ly" in html
    assert "xuat-ban" in html
    assert TaskState.objects.filter(status=TaskState.STATUS_APPROVED).count() == 2
    assert Page.objects.filter(pk=submitted.pk).exists()
