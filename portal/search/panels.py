"""The editor's forms for what the search knows, each with a way to try it before it is saved."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, InlinePanel, ObjectList, Panel

from portal.core.panels import ReadOnlyTemplatePanel, fields
from portal.search.forms import EditorsPickForm, ElsewhereAreaForm, SynonymForm
from portal.search.models.knowledge import MOST_PICKED

#: Name of the admin's address that shows what an unsaved entry would change.
PREVIEW = "search_words_preview"
#: Name of the address that shows what unsaved other names of a procedure would change.
PREVIEW_NAMES = "search_names_preview"


class PreviewPanel(ReadOnlyTemplatePanel):
    """A button that sends the form as it stands to the preview, in a window of its own."""

    class BoundPanel(ReadOnlyTemplatePanel.BoundPanel):
        """Knows which entry is being edited."""

        template_name = "search/admin/preview_panel.html"

        class Media:
            js = ("js/search_preview.js",)

        def facts(self) -> dict[str, Any]:
            names = [self.panel.model._meta.model_name, *([self.instance.pk] if self.instance.pk else [])]
            return {"preview_url": reverse(PREVIEW, args=names)}


class NamesPreviewPanel(ReadOnlyTemplatePanel):
    """In a procedure's form: a button that sends the other names as they stand to the preview."""

    class BoundPanel(ReadOnlyTemplatePanel.BoundPanel):
        """Offers nothing for a procedure that nobody can find yet."""

        template_name = "search/admin/names_preview_panel.html"

        class Media:
            js = ("js/search_preview.js",)

        def facts(self) -> dict[str, Any]:
            is_offered = self.instance.pk and self.instance.live
            return {"preview_url": reverse(PREVIEW_NAMES, args=[self.instance.pk]) if is_offered else ""}


_STATE: list[Panel] = [*fields("note", "is_active"), PreviewPanel(heading=_("Xem thử"))]

SYNONYM_EDIT_HANDLER = ObjectList(
    [
        HelpPanel(
            _(
                "Cách gọi riêng của một thủ tục thì ghi ở ô “Cách gọi khác” của thủ tục đó. "
                "Ở đây ghi những từ dùng cho nhiều thủ tục."
            )
        ),
        FieldRowPanel(fields("wordings", "meanings")),
        FieldPanel("kind"),
        FieldRowPanel(fields("is_two_way", "is_upper_case_only")),
        FieldPanel("source"),
        *_STATE,
    ],
    base_form_class=SynonymForm,
)

EDITORS_PICK_EDIT_HANDLER = ObjectList(
    [
        FieldPanel("phrases"),
        InlinePanel(
            "procedures",
            heading=_("Thủ tục đứng đầu"),
            label=_("thủ tục"),
            help_text=_("Theo thứ tự này. Các kết quả khác đứng sau."),
            panels=[FieldPanel("procedure")],
            min_num=1,
            max_num=MOST_PICKED,
        ),
        *_STATE,
    ],
    base_form_class=EditorsPickForm,
)

ELSEWHERE_AREA_EDIT_HANDLER = ObjectList(
    [*fields("area", "subjects", "source"), *_STATE], base_form_class=ElsewhereAreaForm
)
