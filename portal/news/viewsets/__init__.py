"""The lists of the outreach in the admin, under one entry of the menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from portal.news.viewsets.articles import TopicViewSet
from portal.news.viewsets.broadcast import BroadcastSlotViewSet, OutletViewSet
from portal.news.viewsets.languages import LanguageViewSet
from portal.news.viewsets.links import ShortLinkViewSet
from portal.news.viewsets.reach import ReachEntryViewSet
from portal.news.viewsets.spots import SpotViewSet


class OutreachGroup(SnippetViewSetGroup):
    """Everything of the outreach that is not a page."""

    items = (
        SpotViewSet,
        BroadcastSlotViewSet,
        OutletViewSet,
        LanguageViewSet,
        TopicViewSet,
        ShortLinkViewSet,
        ReachEntryViewSet,
    )
    menu_label = _("Tuyên truyền")
    menu_name = "outreach"
    menu_icon = "openquote"
    menu_order = 215
