"""A communications editor asks every address of the admin: nothing outside their rights answers."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Model
from django.test import Client
from wagtail.models import Collection, Page, Task

from portal.core.models import Announcement
from portal.news.models import (
    ArticlePage,
    BroadcastSlot,
    CampaignPage,
    Outlet,
    ReachEntry,
    ShortLink,
    Spot,
)
from portal.news.permissions import EDITORS, LEGAL_CHECKERS, set_up_outreach_groups
from portal.news.workflow import set_up_outreach_workflow
from portal.places.models import ServicePoint
from portal.procedures.models import ProcedurePage
from portal.procedures.permissions import set_up_groups
from tests.news.walking import Address, addresses, world

OK = 200

#: What answers an editor although the page, file or person asked for belongs to others. Begins of the names of views.
OPEN_TO_EDITORS = (
    # Their own account, and what every page of the admin asks for.
    "wagtailadmin_account", "wagtailadmin_home", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite",
    "wagtailadmin_login", "wagtailadmin_password_reset", "wagtailadmin_dismissibles", "wagtailadmin_pages:search",
    # Choosers and lists name pages, files and rows; the words of drafts are not in them.
    "wagtailadmin_choose_page", "wagtailadmin_api:", "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete", "wagtailadmin_editing_sessions:", "wagtailadmin_pages:choose_parent",
    "wagtailadmin_pages:type_use", "wagtailadmin_workflows:task_cho", "wagtailembeds:", "procedure_listing:",
    "wagtailimages:", "wagtailimages_chooser:", "wagtaildocs:", "wagtaildocs_chooser:", "wagtailmedia:",
    "wagtailadmin_block_preview", "wagtailadmin_explore",
    # A question in a box; what it asks about is refused.
    "wagtailadmin_pages:confirm_workflow_cancellation",
    # Their own lists, and those they look things up in.
    "wagtailsnippets:", "wagtailsnippets_news_", "wagtailsnippetchoosers_",
    "wagtailsnippets_procedures_legaldocument:", "wagtailsnippets_places_agency:",
    "wagtailsnippets_places_servicepoint:",
    "news_", "wagtailadmin_reports:",
)  # fmt: skip


@pytest.fixture
def rows(article: ArticlePage, spot: Spot, station: Outlet, commune: ServicePoint) -> dict[type[Model], Any]:
    campaign = spot.campaign
    slot = BroadcastSlot.objects.create(campaign=campaign, outlet=station, programme="Tin", starts_on=date(2020, 1, 2))
    entry = ReachEntry.objects.create(
        campaign=campaign, day=date(2020, 1, 2), kind="leaflet", quantity=1, medium="leaflet", source="Biên bản"
    )
    made: tuple[Any, ...] = (
        article, campaign, spot, station, slot, entry, article.topic, spot.language, commune, commune.unit,
        ShortLink.objects.create(campaign=campaign, medium="radio"),
        Announcement.objects.create(text="Báo", starts_at="2020-01-01T00:00Z", ends_at="2020-01-02T00:00Z"),
    )  # fmt: skip
    return {type(row): row for row in made}


@pytest.fixture
def all_addresses(rows: dict[type[Model], Any], live_page: ProcedurePage) -> list[Address]:
    """Every address, with the keys of what belongs to others wherever a page or a file is named."""
    set_up_groups()
    set_up_outreach_groups()
    workflow = set_up_outreach_workflow()
    live_page.save_revision(user=User.objects.create_superuser("quan-tri"))
    revision = live_page.latest_revision
    assert revision is not None
    procedures = live_page.get_parent().get_parent()
    fill = {
        "pk": live_page.pk, "page_id": live_page.pk, "page_pk": live_page.pk, "page_to_move_id": live_page.pk,
        "parent_page_id": procedures.pk, "destination_id": procedures.pk, "object_id": live_page.pk,
        "revision_id": revision.pk, "revision_id_a": revision.pk, "revision_id_b": revision.pk,
        "task_state_id": 1, "task_id": Task.objects.first().pk, "workflow_state_id": 1, "workflow_pk": workflow.pk,
        "action_name": "approve", "action": "delete", "app_label": "procedures", "model_name": "procedurepage",
        "content_type_app_name": "procedures", "content_type_model_name": "procedurepage", "app_name": "core",
        "collection_id": Collection.get_first_root_node().pk, "session_id": 1, "redirect_id": 1, "media_type": "audio",
        "media_id": 1, "document_id": 1, "doc_id": 1, "uploaded_file_id": 1, "image_id": 1,
        "filter_spec": "width-100", "week": "2020-W01", "uidb64": "x", "token": "y",
    }  # fmt: skip
    return list(addresses(fill, rows))


def client_of(group: str) -> Client:
    user = User.objects.create_user(f"nguoi-{group}")
    user.groups.add(Group.objects.get(name=group))
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def answering(client: Client, asked: list[Address], ask: Callable[[Client, str], Any]) -> Iterator[Address]:
    for address in asked:
        # What one request changes is not left for the next.
        with transaction.atomic():
            if ask(client, address.url).status_code == OK:
                yield address
            transaction.set_rollback(True)


def outside(found: Iterator[Address], allowed: tuple[str, ...]) -> list[str]:
    return sorted({address.name for address in found if not address.name.startswith(allowed)})


def test_nothing_outside_an_editors_rights_answers(all_addresses: list[Address]) -> None:
    assert len(all_addresses) > 300
    found = answering(client_of(EDITORS), all_addresses, lambda client, url: client.get(url))
    assert outside(found, OPEN_TO_EDITORS) == []


def test_nothing_outside_a_checkers_rights_answers(all_addresses: list[Address]) -> None:
    found = answering(client_of(LEGAL_CHECKERS), all_addresses, lambda client, url: client.get(url))
    assert outside(found, OPEN_TO_EDITORS) == []


def test_an_empty_form_sent_to_every_address_changes_nothing_of_others(all_addresses: list[Address]) -> None:
    client = client_of(EDITORS)
    before = world()
    changed = []
    for address in all_addresses:
        with transaction.atomic():
            client.post(address.url)
            after = world()
            transaction.set_rollback(True)
        if after != before:
            changed.append((address.name, sorted(label for label in before if before[label] != after[label])))
    own = (
        "wagtailsnippets_news_",
        "wagtailadmin_account",
        "wagtailadmin_dismissibles",
        "wagtailadmin_editing_sessions",
    )
    assert [(name, labels) for name, labels in changed if not name.startswith(own)] == []


def test_the_walk_sees_what_is_open(all_addresses: list[Address]) -> None:
    """Else all of the above could be empty for a wrong reason."""
    client = client_of(EDITORS)
    found = {address.name for address in answering(client, all_addresses, lambda client, url: client.get(url))}
    assert "wagtailsnippets_news_spot:edit" in found
    assert "wagtailsnippets_news_broadcastslot:record" in found
    assert Page.objects.filter(pk__in=CampaignPage.objects.values("pk")).exists()
