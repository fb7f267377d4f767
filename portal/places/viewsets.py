"""Places in the admin: agencies, service points with their counters and hours, units to look up."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from portal.core.viewsets import AccentFreeChooserViewSet, AccentFreeSearch
from portal.places.models import AdministrativeUnit, Agency, ServicePoint
from portal.places.panels import AGENCY_EDIT_HANDLER, SERVICE_POINT_EDIT_HANDLER


class AgencyIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("code", "name", "short_name", "ministry")


class AgencyViewSet(SnippetViewSet):
    model = Agency
    icon = "group"
    menu_label = _("Cơ quan")
    index_view_class = AgencyIndexView
    list_display: ClassVar[list[str]] = ["name", "code", "ministry", "valid_from", "valid_to"]
    edit_handler = AGENCY_EDIT_HANDLER
    inspect_view_enabled = True
    copy_view_enabled = False


class ServicePointIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("name", "address", "unit__name")


class ServicePointViewSet(SnippetViewSet):
    model = ServicePoint
    icon = "home"
    menu_label = _("Điểm tiếp nhận")
    index_view_class = ServicePointIndexView
    list_display: ClassVar[list[str]] = ["name", "level", "unit", "valid_from", "valid_to"]
    list_filter: ClassVar[list[str]] = ["level"]
    list_per_page = 50
    edit_handler = SERVICE_POINT_EDIT_HANDLER
    inspect_view_enabled = True
    copy_view_enabled = False


class AdministrativeUnitIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("name", "code")


class AdministrativeUnitChooserViewSet(AccentFreeChooserViewSet):
    folded_columns = ("name", "code")


class AdministrativeUnitViewSet(SnippetViewSet):
    model = AdministrativeUnit
    icon = "site"
    chooser_viewset_class = AdministrativeUnitChooserViewSet
    menu_label = _("Đơn vị hành chính")
    index_view_class = AdministrativeUnitIndexView
    list_display: ClassVar[list[str]] = ["name", "code", "kind", "parent", "valid_from", "valid_to"]
    list_filter: ClassVar[list[str]] = ["level"]
    list_per_page = 50
    inspect_view_enabled = True
    copy_view_enabled = False


class PlacesGroup(SnippetViewSetGroup):
    """One menu entry for everything about places."""

    items = (ServicePointViewSet, AgencyViewSet, AdministrativeUnitViewSet)
    menu_label = _("Nơi tiếp nhận")
    menu_name = "places"
    menu_icon = "home"
    menu_order = 220
