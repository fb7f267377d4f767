"""Who may do what: a group for each agency's editors, one for reviewers, and the demo's accounts."""

import secrets
from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from portal.core.permissions import permissions_named
from portal.places.models import Agency
from portal.procedures.models import AgencyPage, ProcedureIndexPage

REVIEWERS = "Văn phòng UBND tỉnh – người duyệt"
EDITORS_OF = "Biên tập – {agency}"

#: On the agency's own page and everything below it. Publishing is the reviewers'.
EDITOR_PAGE_RIGHTS = ("add_page", "change_page")
REVIEWER_PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page")

#: Lists that editors read. They add form files; a legal document is public at once, so reviewers add it.
EDITOR_RIGHTS = (
    "wagtailadmin.access_admin",
    "places.view_agency",
    "places.view_servicepoint",
    "procedures.view_field",
    "procedures.view_legaldocument",
    "procedures.view_formfile",
    "procedures.add_formfile",
    "search.view_searchcount",
)
REVIEWER_RIGHTS = (
    *EDITOR_RIGHTS,
    "procedures.backdate_notice",
    "places.change_agency",
    "places.view_administrativeunit",
    "places.add_servicepoint",
    "places.change_servicepoint",
    "procedures.add_field",
    "procedures.change_field",
    "procedures.add_legaldocument",
    "procedures.change_legaldocument",
    "procedures.change_formfile",
    "procedures.add_acceptanceexception",
    "procedures.change_acceptanceexception",
    "procedures.delete_acceptanceexception",
)
REVIEWER_COLLECTION_RIGHTS = (
    "wagtailimages.add_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.choose_document",
)

#: Easy to read from paper and to type: no l, I, 1, O, 0.
_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 16


class DemoAccount(NamedTuple):
    """An account just created; its password is not kept anywhere else."""

    username: str
    password: str
    role: str


@transaction.atomic
def set_up_groups() -> list[Group]:
    """Make the groups and their rights; safe to run again, adds what is missing and takes nothing away.

    Needs the page tree (ProcedureIndexPage, AgencyPages) to stand.
    """
    reviewers = set_up_group(REVIEWERS, REVIEWER_RIGHTS, REVIEWER_COLLECTION_RIGHTS)
    for index in ProcedureIndexPage.objects.all():
        allow_pages(reviewers, index, REVIEWER_PAGE_RIGHTS)
    groups = [reviewers]
    for page in AgencyPage.objects.select_related("agency").order_by("agency__code"):
        editors = set_up_group(editors_name(page.agency), EDITOR_RIGHTS)
        allow_pages(editors, page, EDITOR_PAGE_RIGHTS)
        groups.append(editors)
    return groups


def editors_name(agency: Agency) -> str:
    """The group of an agency's editors."""
    return EDITORS_OF.format(agency=agency.short_name)


@transaction.atomic
def create_demo_accounts() -> list[DemoAccount]:
    """One editor for each agency, one reviewer and one administrator, with random passwords.

    Only accounts that do not exist yet are made and returned: the passwords are shown once and never
    changed behind anybody's back.
    """
    set_up_groups()
    wanted = [("quan-tri", _("Quản trị hệ thống"), None), ("nguoi-duyet", REVIEWERS, REVIEWERS)]
    for page in AgencyPage.objects.select_related("agency").order_by("agency__code"):
        group = editors_name(page.agency)
        wanted.append((f"bien-tap-{page.agency.slug}", group, group))
    return create_accounts(wanted)


def create_accounts(wanted: Iterable[tuple[str, str, str | None]]) -> list[DemoAccount]:
    """Accounts by name, role and group (None: an administrator); those that exist are left alone and not returned."""
    created = []
    for username, role, group_name in wanted:
        if User.objects.filter(username=username).exists():
            continue
        password = "".join(secrets.choice(_LETTERS) for _number in range(_LENGTH))
        user = User.objects.create_user(username, password=password, is_superuser=group_name is None)
        if group_name is not None:
            user.groups.add(Group.objects.get(name=group_name))
        created.append(DemoAccount(username, password, role))
    return created


def set_up_group(name: str, rights: tuple[str, ...], collection_rights: tuple[str, ...] = ()) -> Group:
    """The group of that name with these rights, the second on all pictures and files; what it has besides stays."""
    group, _created = Group.objects.get_or_create(name=name)
    group.permissions.add(*permissions_named(rights))
    root = Collection.get_first_root_node()
    for permission in permissions_named(collection_rights):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
    return group


def allow_pages(group: Group, page: Page, rights: tuple[str, ...]) -> None:
    """Give the group these rights on the page and all below it."""
    allowed = Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=rights)
    for permission in allowed:
        GroupPagePermission.objects.get_or_create(group=group, page=page.page_ptr, permission=permission)
