"""Where editors learn that words have been overtaken: the first page of the admin, and the reports."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.components import Component

from portal.core import clock
from portal.core.menus import PermittedMenuItem
from portal.news.following import superseded_by_spot
from portal.news.models import Spot
from portal.news.viewsets.spots import OUTDATED

_CHANGE = "news.change_spot"


def outdated_url() -> str:
    """The list of spots that the notices have overtaken."""
    return f"{reverse(Spot.snippet_viewset.get_url_name('list'))}?follows={OUTDATED}"


class OutdatedSpotsPanel(Component):
    """How many spots are to be looked at again; nothing where there are none."""

    name = "outdated_spots"
    template_name = "news/admin/outdated_spots_panel.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        allowed = parent_context["request"].user.has_perm(_CHANGE)
        return {"count": len(superseded_by_spot(clock.today())) if allowed else 0, "url": outdated_url()}


@hooks.register("construct_homepage_panels")
def show_outdated_spots(request: HttpRequest, panels: list[Any]) -> None:
    panels.append(OutdatedSpotsPanel())


@hooks.register("register_reports_menu_item")
def outdated_spots_item() -> PermittedMenuItem:
    return PermittedMenuItem(
        _("Lời phát cần xem lại"),
        outdated_url(),
        permission=_CHANGE,
        name="outdated-spots",
        icon_name="media",
        order=130,
    )
