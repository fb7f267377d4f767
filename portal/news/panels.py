"""Forms of articles and campaigns in the admin."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Page

from portal.core.page_forms import title_panel
from portal.core.panels import OldFontPanel, ReadOnlyTemplatePanel, fields

PROCEDURE = "procedures.ProcedurePage"

KEEPING_PANELS = [
    *Page.promote_panels,
    MultiFieldPanel(fields("content_owner", "review_date"), heading=_("Phụ trách và rà soát")),
]

ARTICLE_PANELS = [
    OldFontPanel(),
    title_panel(),
    FieldPanel("lead"),
    FieldRowPanel(fields("published_on", "author_unit")),
    FieldRowPanel(fields("topic", "agency")),
    FieldPanel("tags", help_text=_("Các từ khóa cách nhau bằng dấu phẩy.")),
    MultiFieldPanel(fields("picture", "picture_caption"), heading=_("Ảnh đầu bài")),
    FieldPanel("body"),
    InlinePanel("procedures", [PageChooserPanel("procedure", PROCEDURE)], heading=_("Thủ tục liên quan")),
    InlinePanel("sources", fields("label", "url", "document"), heading=_("Nguồn")),
    FieldPanel("is_sample"),
]


class TranslationsPanel(ReadOnlyTemplatePanel):
    """How far the words are in each language of a campaign."""

    class BoundPanel(ReadOnlyTemplatePanel.BoundPanel):
        """A table with ways to the spots; empty until the campaign is saved."""

        template_name = "news/admin/translations_panel.html"

        def facts(self) -> dict[str, Any]:
            # Here and not above: the models import this module.
            from portal.news.translations import translation_rows

            return {"rows": translation_rows(self.instance) if self.instance.pk else []}


CAMPAIGN_PANELS = [
    OldFontPanel(),
    title_panel(),
    *fields("message", "audience"),
    FieldRowPanel(fields("starts_on", "ends_on")),
    *fields("period_note", "carried_out_by"),
    MultiFieldPanel(fields("legal_document", "plan_section", "plan_note"), heading=_("Căn cứ")),
    FieldPanel("languages"),
    TranslationsPanel(heading=_("Tình trạng lời và bản dịch")),
    InlinePanel("procedures", [PageChooserPanel("procedure", PROCEDURE)], heading=_("Thủ tục trong đợt")),
    MultiFieldPanel(
        fields("press_release", "background_short", "background_long", "press_contact"), heading=_("Cho báo chí")
    ),
    MultiFieldPanel(fields("led_line", "poster_line"), heading=_("Bảng điện tử, áp phích")),
    InlinePanel("pictures", fields("picture", "caption"), heading=_("Ảnh cho báo chí")),
    InlinePanel("coverage", fields("outlet", "title", "published_on", "place", "url"), heading=_("Bài báo đã đăng")),
    InlinePanel("questions", fields("question", "answer"), heading=_("Hỏi và đáp")),
    FieldPanel("is_sample"),
]
