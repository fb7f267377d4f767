"""The lists of the outreach in the admin, one file a subject, under one entry of the menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from portal.news.viewsets.links import ShortLinkViewSet
from portal.news.viewsets.reach import ReachEntryViewSet


class OutreachGroup(SnippetViewSetGroup):
    """One menu entry for everything about the outreach that is not a page."""

    items = (ShortLinkViewSet, ReachEntryViewSet)
    menu_label = _("Tuyên truyền")
    menu_name = "outreach"
    menu_icon = "comment-large"
    menu_order = 215
