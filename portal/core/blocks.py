"""Blocks an editor may put on a text page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from portal.core.html import clean_fragment

RICH_TEXT_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link"]


class CleanRichTextBlock(blocks.RichTextBlock):
    """Rich text whose source passes bleach whenever it comes from a form, pasted or typed."""

    def value_from_form(self, value: Any) -> RichText:
        rich_text: RichText = super().value_from_form(value)
        return RichText(clean_fragment(rich_text.source))


class BodyBlock(blocks.StreamBlock):
    """The body of a text page."""

    text = CleanRichTextBlock(features=RICH_TEXT_FEATURES, label=_("Đoạn chữ"), icon="pilcrow")

    class Meta:
        template = "core/blocks/body.html"
