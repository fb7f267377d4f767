"""Every address of the admin, asked by people with few rights: nothing answers but what is listed here."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fnmatch import fnmatch
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from portal.core.models import Announcement
from portal.news.models import BroadcastSlot, Outlet, ReachEntry, ShortLink, Spot, Topic
from portal.places.models import Agency
from portal.procedures.models import ProcedurePage
from portal.procedures.permissions import editors_name, set_up_groups
from portal.procedures.workflow import set_up_workflow
from portal.search.permissions import set_up_search_rights

from .conftest import logged_in
from .walking import addresses, world

SECRET = "Chuyện của cơ quan khác"

#: What belongs to nobody: one's own account, logging in, parts of the admin's own pages.
EVERYBODY = (
    "wagtailadmin_home",
    "wagtailadmin_account",
    "wagtailadmin_dismissibles",
    "wagtailadmin_editing_sessions:*",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_login",
    "wagtailadmin_password_reset*",
    "wagtailadmin_sprite",
    "wagtailadmin_tag_autocomplete",
)
#: Windows in which somebody chooses what to link to. They name what there is and change nothing.
CHOOSERS = (
    "wagtailadmin_choose_page*",
    "wagtailsnippetchoosers_*:choose",
    "wagtailsnippetchoosers_*:choose_results",
    "wagtailsnippetchoosers_*:chosen",
    "wagtailsnippetchoosers_*:chosen_multiple",
    "wagtailimages_chooser:ch*",
    "wagtaildocs_chooser:ch*",
    "wagtailembeds:chooser*",
    "wagtailmedia:chooser",
    "wagtailmedia:chooser_typed",
    # Asks for the kind of page and offers the places where this user may add one: none.
    "wagtailadmin_pages:choose_parent",
    "procedure_listing:choose_parent",
    # Says that the page waits for no approval.
    "*:confirm_workflow_cancellation",
    # Lists of what this user may see, which may be nothing.
    "wagtailadmin_api:*:listing",
    "wagtailadmin_pages:search*",
    "wagtailadmin_reports:site_history*",
)
LISTS = ("list", "list_results", "inspect", "usage", "history", "history_results")
#: What a legal checker reads beside the drafts that reach the step.
READ = (
    "news_reach_report*",
    "news_short_links_sheet",
    "wagtailsnippets_news_broadcastslot:week",
    *(
        f"wagtailsnippets_{model}:{view}"
        for view in LISTS
        for model in (
            "news_topic",
            "news_language",
            "news_outlet",
            "news_spot",
            "news_broadcastslot",
            "news_shortlink",
            "news_reachentry",
            "places_agency",
            "places_servicepoint",
            "procedures_legaldocument",
        )
    ),
)
#: What an editor of the outreach works on besides.
WRITTEN = (
    *(
        f"wagtailsnippets_{model}:{view}"
        for model in (
            "news_topic",
            "news_language",
            "news_outlet",
            "news_spot",
            "news_broadcastslot",
            "news_reachentry",
        )
        for view in (
            "add",
            "edit",
            "copy",
            "preview_on_add",
            "preview_on_edit",
            "workflow_history",
            "review",
            "record",
        )
    ),
    "wagtailsnippets_news_broadcastslot:delete",
    "wagtailsnippets_news_shortlink:add",
    "wagtailsnippetchoosers_news_*:create",
    "news_reviews",
    "wagtailimages:index*",
    "wagtailimages:add*",
    "wagtailimages_chooser:create",
    "wagtaildocs:index*",
    "wagtaildocs:add*",
    "wagtaildocs_chooser:create",
    "wagtailmedia:index",
    "wagtailmedia:add",
    "wagtailmedia:chooser_upload",
    "procedure_listing:index*",
    "wagtailadmin_reports:workflow*",
    "wagtailadmin_reports:aging_pages*",
)
MAY_OPEN = {
    "as_checker": (*EVERYBODY, *CHOOSERS, *READ),
    "as_editor": (*EVERYBODY, *CHOOSERS, *READ, *WRITTEN),
}
#: The window for choosing a page names drafts too: editors link to what will be public.
NAMES_DRAFTS = frozenset({"wagtailadmin_choose_page_child"})


@pytest.fixture
def all_roles(roles: None, agency: Agency) -> None:
    set_up_groups()
    set_up_search_rights()
    set_up_workflow()


@pytest.fixture
def procedure_draft(live_page: ProcedurePage, make_page: Callable[..., ProcedurePage]) -> ProcedurePage:
    """What an agency writes and nobody else is to see yet."""
    draft = live_page.get_parent().add_child(instance=make_page("BQP-07", slug="nhap", title=SECRET, live=False))
    draft.save_revision()
    return ProcedurePage.objects.get(pk=draft.pk)


@pytest.fixture
def keys(spot: Spot, station: Outlet, topic: Topic, agency: Agency) -> dict[str, int]:
    """A row of each list whose views take one."""
    campaign, day = spot.campaign, date(2020, 1, 2)
    slot = BroadcastSlot.objects.create(campaign=campaign, outlet=station, programme="Bản tin", starts_on=day)
    entry = ReachEntry.objects.create(
        campaign=campaign, day=day, kind="leaflet", quantity=1, medium="leaflet", source="Biên bản"
    )
    banner = Announcement.objects.create(text="Báo", starts_at="2020-01-01T00:00Z", ends_at="2020-01-02T00:00Z")
    link = ShortLink.objects.create(campaign=campaign, medium="radio")
    rows = (spot, station, topic, spot.language, slot, entry, banner, link, agency)
    return {f"{row._meta.app_label}_{row._meta.model_name}": row.pk for row in rows}


def is_among(name: str, rules: Iterable[str]) -> bool:
    return any(fnmatch(name, rule) for rule in rules)


def about(page: Page) -> dict[str, Any]:
    """Arguments of every address, about somebody else's page."""
    number = dict.fromkeys(
        ("task_state_id", "task_id", "workflow_state_id", "workflow_pk", "session_id", "collection_id", "redirect_id"),
        1,
    )
    number |= dict.fromkeys(("image_id", "document_id", "doc_id", "media_id", "uploaded_file_id", "slot_pk"), 1)
    own = dict.fromkeys(
        ("pk", "object_id", "page_id", "parent_page_id", "page_to_move_id", "page_pk", "destination_id"), page.pk
    )
    kind = dict.fromkeys(("content_type_app_name", "app_label", "app_name"), page._meta.app_label)
    kind |= dict.fromkeys(("content_type_model_name", "model_name"), page._meta.model_name)
    words = {
        "action": "publish",
        "action_name": "approve",
        "revision_id": page.latest_revision_id,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "media_type": "audio",
        "filter_spec": "width-100",
        "uidb64": "x",
        "token": "y",
        "day": "2020-01-02",
        "week": "2020-W01",
    }
    return {**number, **own, **kind, **words}


def opened(client: Client, page: Page, keys: Mapping[str, int]) -> set[str]:
    """The views that answered; none may show the title of somebody else's draft."""
    found = set()
    for name, url in addresses(about(page), keys):
        # What one view leaves to be said would be said by the next.
        client.cookies.pop("messages", None)
        response = client.get(url)
        if response.status_code == 200:
            found.add(name)
            text = response.getvalue()
            assert SECRET not in text.decode(errors="replace") or name in NAMES_DRAFTS, name
    return found


@pytest.mark.parametrize("who", sorted(MAY_OPEN))
def test_nothing_answers_the_outreach_but_what_is_its_own(
    who: str, request: pytest.FixtureRequest, all_roles: None, procedure_draft: ProcedurePage, keys: dict[str, int]
) -> None:
    found = opened(request.getfixturevalue(who), procedure_draft, keys)
    assert {name for name in found if not is_among(name, MAY_OPEN[who])} == set()
    assert "wagtailsnippets_news_spot:list" in found
    assert ("wagtailsnippets_news_spot:edit" in found) == (who == "as_editor")


@pytest.mark.parametrize("who", sorted(MAY_OPEN))
def test_no_button_pressed_blindly_changes_anything(
    who: str, request: pytest.FixtureRequest, all_roles: None, procedure_draft: ProcedurePage, keys: dict[str, int]
) -> None:
    client: Client = request.getfixturevalue(who)
    # Wagtail fails on some forms without any field; what counts here is that nothing is written.
    client.raise_request_exception = False
    own = WRITTEN if who == "as_editor" else ()
    asked = [url for name, url in addresses(about(procedure_draft), keys) if not is_among(name, own)]
    assert len(asked) > 300
    before = world()
    for url in asked:
        client.post(url)
    after = world()
    assert {label for label, rows in after.items() if rows != before[label]} == set()


def test_an_agencys_editor_enters_nothing_of_the_outreach(
    all_roles: None,
    agency: Agency,
    make_user: Callable[[str, str], Any],
    make_article: Callable[..., Page],
    keys: dict[str, int],
) -> None:
    draft = make_article("nhap", title=SECRET)
    draft.unpublish()
    client = logged_in(make_user("quan-su", editors_name(agency)))
    found = opened(client, type(draft)._default_manager.get(pk=draft.pk), keys)
    ours = {name for name in found if "news_" in name or "announcement" in name or "wagtailmedia" in name}
    assert {name for name in ours if not is_among(name, CHOOSERS)} == set()
    assert "procedure_listing:index" in found
    assert "wagtailadmin_pages:edit" not in found
