"""The editor's forms, in the order of the legal field set (Nghị định 63/2010/NĐ-CP, Điều 8 khoản 2, a to h)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.models import Page

from portal.core.panels import OldFontPanel, OpenObjectList, ReadOnlyTemplatePanel, fields

#: Wagtail hook by which other rooms add panels below the other names, the last panel of the first tab.
BESIDE_OTHER_NAMES = "panels_beside_other_names"


class ChecklistPanel(ReadOnlyTemplatePanel):
    """What the draft still lacks and what looks doubtful in it."""

    class BoundPanel(ReadOnlyTemplatePanel.BoundPanel):
        """Looks at the form where it was sent and refused, else at the saved draft."""

        template_name = "procedures/admin/checklist_panel.html"

        def facts(self) -> dict[str, Any]:
            # Here and not above: the models import this module.
            from portal.procedures.obstacles import findings

            if self.instance.pk is None and not self.form.is_bound:
                return {"findings": None}
            page = self.form.unsaved() if self.form is not None and self.form.is_bound else self.instance
            return {"findings": findings(page)}


DURATION = FieldRowPanel(fields("duration", "duration_unit"))

NAME_AND_CODE = [
    OldFontPanel(),
    FieldPanel(
        "title",
        heading=_("Tên thủ tục"),
        help_text=_("Đúng như trong quyết định công bố. Dài hơn 255 ký tự thì ghi đủ vào ô “Tên đầy đủ”."),
    ),
    FieldPanel("legal_title"),
    FieldRowPanel(fields("code", "national_code"), heading=_("Mã")),
    FieldPanel("short_title"),
    FieldPanel("summary", help_text=_("Một câu cho người dân: thủ tục này để làm gì.")),
    FieldPanel("field", widget=forms.Select, help_text=_("Chỉ hiện lĩnh vực của cơ quan này.")),
    InlinePanel(
        "other_names",
        heading=_("Cách gọi khác"),
        label=_("cách gọi"),
        help_text=_("Người dân hay gọi là gì, ví dụ “làm sổ đỏ”. Giúp tìm ra thủ tục; không hiện trên trang."),
    ),
]

PLACES = [
    InlinePanel(
        "levels",
        heading=_("Cấp tiếp nhận"),
        label=_("cấp"),
        help_text=_(
            "Mỗi cấp một dòng, kèm ngày bắt đầu nhận. Nơi nộp cụ thể được tự tính: mọi điểm tiếp nhận của cấp này "
            "có quầy của cơ quan."
        ),
        panels=[FieldPanel("level"), FieldRowPanel(fields("starts_on", "ends_on"))],
    ),
    FieldPanel("receiving_body", help_text=_("Chỉ ghi khi văn bản nêu rõ nơi tiếp nhận.")),
    FieldPanel("feedback_address", help_text=_("Địa chỉ, điện thoại hoặc thư điện tử nhận phản ánh về thủ tục này.")),
]

DOCUMENTS = [
    FieldPanel("dossier_sets", help_text=_("Điểm d: số lượng hồ sơ, ví dụ 1. Để trống nếu văn bản không nêu.")),
    InlinePanel(
        "documents",
        heading=_("Thành phần hồ sơ"),
        label=_("giấy tờ"),
        help_text=_("Điểm d. Mỗi giấy tờ một dòng. Số bản để trống nghĩa là “Chưa cung cấp”."),
        panels=[
            FieldPanel("name"),
            FieldRowPanel(fields("originals", "copies")),
            FieldPanel("bring_original"),
            FieldRowPanel(fields("form", "form_code")),
            *fields("case", "condition", "note", "basis"),
        ],
    ),
]

HANDLINGS = [
    InlinePanel(
        "handlings",
        heading=_("Cách nộp, thời hạn, phí"),
        label=_("cách nộp"),
        help_text=_(
            "Điểm c, đ và phí. Mỗi cách nộp một dòng; thêm dòng khi thời hạn hoặc phí khác nhau. "
            "Không có phí thì chọn “Không thu” hoặc “Miễn phí”; chưa biết thì để “Chưa cung cấp”."
        ),
        panels=[
            FieldPanel("channel"),
            FieldRowPanel(fields("case", "area")),
            FieldPanel("place"),
            DURATION,
            FieldPanel("duration_note"),
            FieldRowPanel(fields("fee_kind", "fee_amount")),
            *fields("fee_note", "fee_basis", "basis"),
        ],
    ),
]

STEPS = [
    InlinePanel(
        "steps",
        heading=_("Trình tự thực hiện"),
        label=_("bước"),
        help_text=_("Điểm b. Mỗi bước một dòng, theo thứ tự người dân và cơ quan làm."),
        panels=[*fields("title", "text", "actor"), DURATION, *fields("duration_note", "basis")],
    ),
]

PEOPLE = [
    FieldPanel("audiences", help_text=_("Điểm e: ai được làm thủ tục này. Chọn mọi mục đúng.")),
    MultiFieldPanel(
        [
            FieldPanel("deciding_body", help_text=_("Điểm g: cơ quan có thẩm quyền quyết định.")),
            FieldPanel("coordinating_bodies"),
        ],
        heading=_("Cơ quan thực hiện"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("result", help_text=_("Điểm h: người dân nhận được giấy tờ gì.")),
            FieldPanel("conditions", help_text=_("Điểm h. Văn bản nêu “không” thì đánh dấu ô dưới, đừng để trống.")),
            FieldPanel("conditions_none"),
        ],
        heading=_("Kết quả và điều kiện"),
    ),
]

BASIS = [
    InlinePanel(
        "legal_basis",
        heading=_("Căn cứ pháp lý"),
        label=_("văn bản"),
        help_text=_("Mỗi văn bản một dòng, kèm điều khoản. Chưa có trong danh mục thì báo người duyệt thêm."),
        panels=fields("document", "articles"),
    ),
    FieldPanel("notes"),
]

PUBLICATION = [
    ChecklistPanel(heading=_("Việc còn phải làm")),
    MultiFieldPanel(
        [
            HelpPanel(template="procedures/admin/dates_help.html"),
            FieldRowPanel(
                [
                    FieldPanel("effective_from", help_text=_("Theo quyết định; bắt buộc khi công bố.")),
                    FieldPanel("effective_to"),
                ]
            ),
            FieldPanel("decision"),
            FieldPanel(
                "change_reason",
                help_text=_("Hiện trong lịch sử trên trang công khai. Bắt buộc khi lùi ngày áp dụng về trước hôm nay."),
            ),
        ],
        heading=_("Công bố"),
    ),
    FieldPanel("gaps_accepted"),
    MultiFieldPanel(
        [
            FieldPanel("lifecycle"),
            InlinePanel("successors", heading=_("Thủ tục thay thế"), label=_("thủ tục"), panels=fields("procedure")),
        ],
        heading=_("Tình trạng"),
    ),
    MultiFieldPanel(fields("content_owner", "review_date"), heading=_("Người phụ trách và ngày rà soát")),
    FieldPanel(
        "slug",
        heading=_("Đường dẫn"),
        help_text=_("Phần cuối của địa chỉ trang. Để trống thì tự tạo từ tên thủ tục."),
    ),
    PublishingPanel(),
    CommentPanel(),
]

AGENCY_PANELS = [OldFontPanel(), *Page.content_panels, FieldPanel("agency")]
PROCEDURE_EDIT_HANDLER = TabbedInterface(
    [
        OpenObjectList(NAME_AND_CODE, heading=_("Tên & mã"), hook=BESIDE_OTHER_NAMES),
        ObjectList(PLACES, heading=_("Nơi nộp & cấp")),
        ObjectList(DOCUMENTS, heading=_("Giấy tờ")),
        ObjectList(HANDLINGS, heading=_("Cách nộp, thời hạn, phí")),
        ObjectList(STEPS, heading=_("Các bước")),
        ObjectList(PEOPLE, heading=_("Ai làm")),
        ObjectList(BASIS, heading=_("Căn cứ")),
        ObjectList(PUBLICATION, heading=_("Công bố")),
    ]
)
