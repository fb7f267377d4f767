"""Spots take the same two steps as pages, and say in their history who let them pass."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.news.models import CampaignPage, Language, Spot
from portal.news.permissions import LEGAL_CHECKERS
from portal.news.workflow import LEGAL_CHECK, PUBLICATION

from .conftest import logged_in
from .editing import act, step

MakeSpot = Callable[..., Spot]


def url(name: str, *args: int) -> str:
    return reverse(f"wagtailsnippets_news_spot:{name}", args=args)


def spot_form(campaign: CampaignPage, language: Language, **changes: str) -> dict[str, object]:
    blank = ("length_seconds", "media", "external_url", "transcript", "speaker", "approved_by", "approved_on", "note")
    data = {
        **dict.fromkeys(blank, ""),
        "campaign": campaign.pk,
        "title": "Lời loa xã",
        "medium": "loudspeaker",
        "language": language.pk,
        "script": "Bà con nộp giấy tờ quân sự tại xã.",
        "translation_status": "missing",
        "sources": inline_formset([]),
    }
    return dict(nested_form_data({**data, **changes}))


@pytest.fixture
def submitted(as_editor: Client, campaign: CampaignPage, vietnamese: Language) -> Spot:
    as_editor.post(url("add"), spot_form(campaign, vietnamese, **{"action-submit": "1"}))
    return Spot.objects.get()


def test_a_spot_is_public_after_both_steps_and_its_history_names_both(
    as_checker: Client, as_publisher: Client, submitted: Spot
) -> None:
    assert not submitted.live
    act(as_checker, submitted, "approve")
    assert step().task.name == PUBLICATION
    assert not submitted.live
    act(as_publisher, submitted, "approve")
    assert submitted.live
    told = ModelLogEntry.objects.filter(object_id=str(submitted.pk), action="wagtail.workflow.approve")
    names = [entry.user.get_username() for entry in told.order_by("timestamp", "pk") if entry.user]
    assert names == ["phap-ly", "xuat-ban"]
    html = as_publisher.get(url("history", submitted.pk)).content.decode()
    assert "phap-ly" in html


def test_the_writer_of_a_spot_does_not_approve_it(as_editor: Client, editor: User, submitted: Spot) -> None:
    editor.groups.add(Group.objects.get(name=LEGAL_CHECKERS))
    act(as_editor, submitted, "approve")
    assert step().task.name == LEGAL_CHECK
    html = as_editor.get(url("edit", submitted.pk)).content.decode()
    assert 'data-workflow-action-name="approve"' not in html


@pytest.mark.parametrize("is_admin", [False, True])
def test_nobody_publishes_a_spot_past_the_steps(
    is_admin: bool, publisher: User, campaign: CampaignPage, vietnamese: Language
) -> None:
    client = logged_in(User.objects.create_superuser("quan-tri") if is_admin else publisher)
    assert 'name="action-publish"' not in client.get(url("add")).content.decode()
    response = client.post(url("add"), spot_form(campaign, vietnamese, **{"action-publish": "1"}))
    assert "phải qua các bước duyệt" in response.content.decode()
    client.post(url("add"), spot_form(campaign, vietnamese))
    spot = Spot.objects.get()
    client.post(url("edit", spot.pk), spot_form(campaign, vietnamese, **{"action-publish": "1"}))
    spot.refresh_from_db()
    assert not spot.live
    with pytest.raises(PermissionDenied):
        spot.get_latest_revision().publish(user=publisher, skip_permission_checks=True)


def test_a_draft_of_a_spot_may_lack_its_words_and_is_not_submitted_so(
    as_editor: Client, campaign: CampaignPage, vietnamese: Language
) -> None:
    as_editor.post(url("add"), spot_form(campaign, vietnamese, script=""))
    draft = Spot.objects.get()
    response = as_editor.post(
        url("edit", draft.pk), spot_form(campaign, vietnamese, script="", **{"action-submit": "1"})
    )
    assert "Chưa có lời." in response.content.decode()
    assert not draft.workflow_in_progress


def test_the_publisher_takes_a_spot_down_and_the_editor_does_not(
    as_editor: Client, as_publisher: Client, make_spot: MakeSpot
) -> None:
    spot = make_spot()
    as_editor.post(url("unpublish", spot.pk))
    assert Spot.objects.get().live
    as_publisher.post(url("unpublish", spot.pk))
    assert not Spot.objects.get().live


def test_no_role_deletes_a_spot(as_editor: Client, as_publisher: Client, as_checker: Client, spot: Spot) -> None:
    for client in (as_editor, as_publisher, as_checker):
        client.post(url("delete", spot.pk))
    assert Spot.objects.exists()


def test_the_writer_of_a_spot_reads_why_it_was_sent_back(
    as_editor: Client, as_checker: Client, submitted: Spot
) -> None:
    act(as_checker, submitted, "reject", "Bỏ câu cuối.")
    messages = as_editor.get(url("edit", submitted.pk)).context["messages"]
    assert "Trả lại để sửa: Bỏ câu cuối." in [str(message).strip() for message in messages]
