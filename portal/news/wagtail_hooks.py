"""The outreach in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from portal.news.viewsets.languages import LanguageViewSet
from portal.news.viewsets.spots import SpotViewSet


class OutreachGroup(SnippetViewSetGroup):
    """One menu entry for everything about outreach but its pages."""

    items = (
        SpotViewSet,
        LanguageViewSet,
    )
    menu_label = _("Tuyên truyền")
    menu_name = "outreach"
    menu_icon = "media"
    menu_order = 150


register_snippet(OutreachGroup)
