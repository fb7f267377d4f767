"""Blocks of an article's body."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from portal.core.blocks import RICH_TEXT_FEATURES, CleanRichTextBlock


class PictureBlock(blocks.StructBlock):
    """A picture with what it shows; its rights stand with the picture itself."""

    picture = ImageChooserBlock(label=_("Ảnh"))
    alt_text = blocks.CharBlock(label=_("Mô tả ảnh"), max_length=200, help_text=_("Cho người không nhìn thấy ảnh."))
    caption = blocks.CharBlock(label=_("Chú thích"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = _("Ảnh")
        template = "news/blocks/picture.html"


class StepsBlock(blocks.StructBlock):
    """What to do, one step after the other."""

    heading = blocks.CharBlock(label=_("Đề mục"), max_length=120, required=False)
    items = blocks.ListBlock(blocks.CharBlock(label=_("Việc"), max_length=300), label=_("Các bước"))

    class Meta:
        icon = "list-ol"
        label = _("Các bước")
        template = "news/blocks/steps.html"


class NoticeBlock(blocks.StructBlock):
    """A sentence that must not be overlooked."""

    text = blocks.CharBlock(label=_("Lời lưu ý"), max_length=400)

    class Meta:
        icon = "warning"
        label = _("Lưu ý")
        template = "news/blocks/notice.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words, with where they stand."""

    text = blocks.TextBlock(label=_("Lời trích"))
    source = blocks.CharBlock(label=_("Nguồn"), max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Trích dẫn")
        template = "news/blocks/quote.html"


class ProceduresBlock(blocks.StructBlock):
    """Links to procedures, with their titles as they are today."""

    heading = blocks.CharBlock(label=_("Đề mục"), max_length=120, required=False)
    codes = blocks.ListBlock(blocks.CharBlock(label=_("Mã thủ tục"), max_length=24), label=_("Thủ tục"))

    class Meta:
        icon = "list-ul"
        label = _("Danh sách thủ tục")
        template = "news/blocks/procedures.html"


class ArticleBody(blocks.StreamBlock):
    """The body of an article."""

    text = CleanRichTextBlock(features=RICH_TEXT_FEATURES, label=_("Đoạn chữ"), icon="pilcrow")
    picture = PictureBlock()
    steps = StepsBlock()
    notice = NoticeBlock()
    quote = QuoteBlock()
    procedures = ProceduresBlock()

    class Meta:
        template = "core/blocks/body.html"
