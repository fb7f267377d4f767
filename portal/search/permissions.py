"""Who may change what the search understands: those who publish. Editors of an agency look it up."""

from django.contrib.auth.models import Group
from django.db import transaction

from portal.core.permissions import permissions_named
from portal.places.models import Agency
from portal.procedures.permissions import REVIEWERS, editors_name

#: An entry counts for every agency's procedures at once, so no single agency decides on it.
EDITOR_RIGHTS = ("search.view_synonym", "search.view_editorspick", "search.view_elsewherearea")
REVIEWER_RIGHTS = (
    *EDITOR_RIGHTS,
    "search.add_synonym",
    "search.change_synonym",
    "search.add_editorspick",
    "search.change_editorspick",
    "search.delete_editorspick",
    "search.add_elsewherearea",
    "search.change_elsewherearea",
)


@transaction.atomic
def set_up_search_rights() -> None:
    """Give the groups of `set_up_groups` their rights here; safe to run again, takes nothing away."""
    editors = [editors_name(agency) for agency in Agency.objects.all()]
    for group in Group.objects.filter(name__in=editors):
        group.permissions.add(*permissions_named(EDITOR_RIGHTS))
    for group in Group.objects.filter(name=REVIEWERS):
        group.permissions.add(*permissions_named(REVIEWER_RIGHTS))
