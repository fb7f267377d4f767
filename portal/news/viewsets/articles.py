"""Topics of articles in the admin."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from portal.core.forms import KeptSlugForm
from portal.core.panels import fields
from portal.core.viewsets import AccentFreeSearch
from portal.news.models import Topic


class TopicIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("name",)


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    menu_label = _("Chủ đề")
    index_view_class = TopicIndexView
    list_display: ClassVar[list[str]] = ["name", "order", "slug"]
    copy_view_enabled = False
    edit_handler = ObjectList(
        [FieldPanel("name"), FieldRowPanel(fields("order", "slug"))], base_form_class=KeptSlugForm
    )
