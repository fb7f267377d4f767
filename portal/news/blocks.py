"""Blocks of an article's body.

What a block shows from the database is read by the presenter for the whole body at once (`presenters_articles.Body`);
a block shown alone, as in the editor's preview, reads it for itself.
"""

from typing import Any, cast

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from portal.core import clock
from portal.core.blocks import RICH_TEXT_FEATURES, CleanRichTextBlock
from portal.core.models import PortalImage
from portal.procedures.models import NoticeVersion

#: Shows one block in the admin with the style of the public page.
PREVIEW = "news/blocks/preview.html"


class TextBlock(CleanRichTextBlock):
    """Paragraphs, headings, lists and links."""

    class Meta:
        icon = "pilcrow"
        label = _("Đoạn chữ")
        description = _("Đoạn văn, đề mục, danh sách, liên kết")
        preview_template = PREVIEW
        preview_value = (
            "<h2>Nộp ở đâu</h2><p>Bà con nộp hồ sơ tại <b>Bộ phận Tiếp nhận và Trả kết quả</b>.</p>"
            "<ul><li>Mang theo bản chính.</li><li>Hỏi ngày nhận kết quả.</li></ul>"
        )


class PictureBlock(blocks.StructBlock):
    """A picture with what it shows; its rights stand with the picture itself."""

    picture = ImageChooserBlock(label=_("Ảnh"))
    alt_text = blocks.CharBlock(label=_("Mô tả ảnh"), max_length=200, help_text=_("Cho người không nhìn thấy ảnh."))
    caption = blocks.CharBlock(label=_("Chú thích"), max_length=300, required=False)

    class Meta:
        icon = "image"
        label = _("Ảnh")
        description = _("Ảnh có mô tả, chú thích, nguồn và quyền sử dụng")
        template = "news/blocks/picture.html"
        preview_template = PREVIEW

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """`picture` for the template; None where it was deleted or its file is gone."""
        # Here and not above: pictures are shown by a module that stands on the models, and they on this one.
        from portal.news.pictures import picture_of

        context: dict[str, Any] = super().get_context(value, parent_context)
        image: PortalImage | None = value.get("picture")
        read: dict[int, Any] | None = (parent_context or {}).get("pictures")
        picture = None if image is None else read[image.pk] if read and image.pk in read else picture_of(image)
        return context | {"picture": picture, "alt": value.get("alt_text"), "caption": value.get("caption")}

    def get_preview_value(self) -> Any:
        """The newest picture there is: none can be made up."""
        newest = PortalImage.objects.order_by("-pk").first()
        return self.to_python(
            {
                "picture": newest.pk if newest else None,
                "alt_text": newest.description if newest else "",
                "caption": "Chú thích của ảnh",
            }
        )

    @property
    def is_previewable(self) -> bool:
        return True


class StepsBlock(blocks.StructBlock):
    """What to do, one step after the other."""

    heading = blocks.CharBlock(label=_("Đề mục"), max_length=120, required=False)
    items = blocks.ListBlock(blocks.CharBlock(label=_("Việc"), max_length=300), label=_("Các bước"))

    class Meta:
        icon = "list-ol"
        label = _("Các bước")
        description = _("Những việc phải làm, theo thứ tự")
        template = "news/blocks/steps.html"
        preview_template = PREVIEW
        preview_value = {
            "heading": "Trước khi đi nộp",
            "items": ["Tìm thủ tục bạn cần.", "Xem phải mang giấy tờ gì.", "Hỏi ngày nhận kết quả."],
        }


class NoticeBlock(blocks.StructBlock):
    """A sentence that must not be overlooked."""

    text = blocks.CharBlock(label=_("Lời lưu ý"), max_length=400)

    class Meta:
        icon = "warning"
        label = _("Lưu ý")
        description = _("Một câu người đọc không được bỏ qua")
        template = "news/blocks/notice.html"
        preview_template = PREVIEW
        preview_value = {"text": "Mang theo bản chính để đối chiếu."}


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words, with where they stand."""

    text = blocks.TextBlock(label=_("Lời trích"))
    source = blocks.CharBlock(label=_("Nguồn"), max_length=200)

    class Meta:
        icon = "openquote"
        label = _("Trích dẫn")
        description = _("Nguyên văn lời của một văn bản, một cơ quan, kèm nguồn")
        template = "news/blocks/quote.html"
        preview_template = PREVIEW
        preview_value = {"text": "Lời trích nguyên văn từ văn bản.", "source": "Tên văn bản, điều, khoản"}


class ProceduresBlock(blocks.StructBlock):
    """Links to procedures, with their titles as they are today."""

    heading = blocks.CharBlock(label=_("Đề mục"), max_length=120, required=False)
    codes = blocks.ListBlock(blocks.CharBlock(label=_("Mã thủ tục"), max_length=24), label=_("Thủ tục"))

    class Meta:
        icon = "list-ul"
        label = _("Danh sách thủ tục")
        description = _("Liên kết tới các thủ tục; tên lấy theo bản đang có hiệu lực")
        template = "news/blocks/procedures.html"
        preview_template = PREVIEW

    def clean(self, value: Any) -> Any:
        """Codes in capitals; one of a procedure that was never published is refused by name."""
        cleaned = super().clean(value)
        codes = [code.strip().upper() for code in cleaned["codes"]]
        known = set(NoticeVersion.objects.filter(code__in=codes).values_list("code", flat=True))
        unknown = {
            number: ValidationError(_("Chưa có thủ tục nào công bố với mã %(code)s."), params={"code": code})
            for number, code in enumerate(codes)
            if code not in known
        }
        if unknown:
            raise StructBlockValidationError(
                block_errors={"codes": ListBlockValidationError(block_errors=cast("dict[Any, Any]", unknown))}
            )
        for number, code in enumerate(codes):
            cleaned["codes"][number] = code
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """`procedures` for the template; a code that was never published is left out."""
        from portal.news.presenters_procedures import procedure_links

        context: dict[str, Any] = super().get_context(value, parent_context)
        read: dict[str, Any] | None = (parent_context or {}).get("procedure_links")
        links = procedure_links(value["codes"], clock.today()) if read is None else read
        return context | {"procedures": [links[code] for code in value["codes"] if code in links]}

    def get_preview_value(self) -> Any:
        """The first procedures there are."""
        codes = NoticeVersion.objects.in_force_on(clock.today()).order_by("code").values_list("code", flat=True)[:3]
        return self.to_python({"heading": "Thủ tục liên quan", "codes": list(codes)})

    @property
    def is_previewable(self) -> bool:
        return True


class ArticleBody(blocks.StreamBlock):
    """The body of an article."""

    text = TextBlock(features=RICH_TEXT_FEATURES)
    picture = PictureBlock()
    steps = StepsBlock()
    notice = NoticeBlock()
    quote = QuoteBlock()
    procedures = ProceduresBlock()

    class Meta:
        template = "core/blocks/body.html"
