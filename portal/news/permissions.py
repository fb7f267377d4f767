"""Who may do what in the outreach: editors write, legal checkers check, publishers make public and take down."""

from django.contrib.auth.models import Group
from django.db import transaction

from portal.news.models import CampaignIndexPage, NewsIndexPage
from portal.procedures.permissions import DemoAccount, allow_pages, create_accounts, set_up_group

EDITORS = "Tuyên truyền – biên tập"
LEGAL_CHECKERS = "Tuyên truyền – kiểm tra pháp lý"
PUBLISHERS = "Tuyên truyền – xuất bản"

#: On both indexes and everything below. Nobody has `publish_page`: only the workflow makes public.
EDITOR_PAGE_RIGHTS = ("add_page", "change_page")
PUBLISHER_PAGE_RIGHTS = ("add_page", "change_page", "lock_page", "unlock_page")

#: What each role needs to read beside its own work; checkers see pages and spots when these reach their step.
CHECKER_RIGHTS = (
    "wagtailadmin.access_admin",
    "news.view_topic",
    "news.view_language",
    "news.view_outlet",
    "news.view_spot",
    "news.view_broadcastslot",
    "news.view_airing",
    "news.view_shortlink",
    "news.view_reachentry",
    "places.view_agency",
    "places.view_servicepoint",
    "procedures.view_legaldocument",
)
EDITOR_RIGHTS = (
    *CHECKER_RIGHTS,
    "news.add_topic",
    "news.change_topic",
    "news.add_language",
    "news.change_language",
    "news.add_outlet",
    "news.change_outlet",
    "news.add_spot",
    "news.change_spot",
    "news.add_broadcastslot",
    "news.change_broadcastslot",
    "news.delete_broadcastslot",
    "news.add_airing",
    "news.change_airing",
    "news.delete_airing",
    "news.add_shortlink",
    "news.add_reachentry",
    "news.change_reachentry",
)
PUBLISHER_RIGHTS = (
    *EDITOR_RIGHTS,
    "news.publish_spot",
    "news.withdraw_outreach",
    "news.change_shortlink",
    "news.delete_reachentry",
    "core.view_announcement",
    "core.add_announcement",
    "core.change_announcement",
    "core.delete_announcement",
)
#: "add" also lets people change what they uploaded themselves.
COLLECTION_RIGHTS = (
    "wagtailimages.add_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.choose_document",
    "wagtailmedia.add_media",
)


@transaction.atomic
def set_up_outreach_groups() -> list[Group]:
    """Make the groups and their rights; safe to run again, adds what is missing and takes nothing away.

    Needs both indexes to stand (`tree.set_up_news_pages`).
    """
    editors = set_up_group(EDITORS, EDITOR_RIGHTS, COLLECTION_RIGHTS)
    checkers = set_up_group(LEGAL_CHECKERS, CHECKER_RIGHTS)
    publishers = set_up_group(PUBLISHERS, PUBLISHER_RIGHTS, COLLECTION_RIGHTS)
    for index in (*NewsIndexPage.objects.all(), *CampaignIndexPage.objects.all()):
        allow_pages(editors, index, EDITOR_PAGE_RIGHTS)
        allow_pages(publishers, index, PUBLISHER_PAGE_RIGHTS)
    return [editors, checkers, publishers]


@transaction.atomic
def create_outreach_accounts() -> list[DemoAccount]:
    """One account for each role, with random passwords; see `procedures.permissions.create_accounts`."""
    set_up_outreach_groups()
    return create_accounts(
        [
            ("bien-tap-tuyen-truyen", EDITORS, EDITORS),
            ("kiem-tra-phap-ly", LEGAL_CHECKERS, LEGAL_CHECKERS),
            ("xuat-ban", PUBLISHERS, PUBLISHERS),
        ]
    )
