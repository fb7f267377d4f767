"""Languages in the admin, with every way their names are written."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from portal.core.panels import fields
from portal.core.viewsets import AccentFreeChooserViewSet, AccentFreeSearch
from portal.news.models import Language
from portal.news.spot_forms import LanguageForm


class LanguageIndexView(AccentFreeSearch, IndexView):
    folded_columns: ClassVar[tuple[str, ...]] = ("code", "name", "spellings__text")


class LanguageChooserViewSet(AccentFreeChooserViewSet):
    folded_columns = ("code", "name", "spellings__text")


class LanguageViewSet(SnippetViewSet):
    model = Language
    icon = "globe"
    menu_label = _("Ngôn ngữ")
    index_view_class = LanguageIndexView
    chooser_viewset_class = LanguageChooserViewSet
    list_display: ClassVar[list[str]] = ["name", "code", "order"]
    inspect_view_enabled = True
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldRowPanel(fields("code", "name")),
            FieldPanel("order"),
            InlinePanel(
                "spellings",
                panels=fields("text"),
                heading=_("Các cách viết khác"),
                label=_("cách viết"),
                help_text=_("Ví dụ Xơ Đăng, Xê Đăng, Sedang. Không cần viết lại dạng không dấu, có gạch nối."),
            ),
            FieldPanel("note", help_text=_("Chỉ biên tập viên thấy.")),
        ],
        base_form_class=LanguageForm,
    )
