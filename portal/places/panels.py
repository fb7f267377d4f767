"""The editor's forms for places."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface

from portal.core.forms import KeptSlugForm
from portal.core.panels import fields

VALIDITY = MultiFieldPanel(
    [FieldRowPanel(fields("valid_from", "valid_to"))],
    heading=_("Thời gian"),
    help_text=_("Không xóa khi hết hiệu lực: ghi ngày đầu tiên không còn đúng nữa vào ô “Đến trước ngày”."),
)


class AgencyForm(KeptSlugForm):
    """The code begins every procedure's code, so it stays too."""

    slug_from: ClassVar[str] = "short_name"
    kept: ClassVar[tuple[str, ...]] = ("slug", "code")


AGENCY_EDIT_HANDLER = ObjectList(
    [
        FieldPanel(
            "name", help_text=_("Đổi tên thì các thủ tục đã công bố vẫn giữ tên cũ cho đến khi công bố bản mới.")
        ),
        *fields("short_name", "ministry"),
        FieldRowPanel(fields("code", "slug")),
        VALIDITY,
    ],
    base_form_class=AgencyForm,
)

SERVICE_POINT_EDIT_HANDLER = TabbedInterface(
    [
        ObjectList(
            [
                FieldPanel("name"),
                FieldRowPanel(fields("unit", "level")),
                FieldPanel("address"),
                FieldRowPanel(fields("phone", "managed_by")),
                *fields("access_note", "source", "slug"),
                VALIDITY,
            ],
            heading=_("Địa điểm"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "counters",
                    heading=_("Quầy"),
                    label=_("quầy"),
                    help_text=_("Có quầy của một cơ quan thì điểm này nhận mọi thủ tục của cơ quan đó ở cấp này."),
                    panels=[
                        FieldRowPanel(fields("agency", "label")),
                        FieldRowPanel(fields("valid_from", "valid_to")),
                    ],
                )
            ],
            heading=_("Quầy"),
        ),
        ObjectList(
            [
                InlinePanel(
                    "opening_hours",
                    heading=_("Giờ làm việc"),
                    label=_("buổi"),
                    help_text=_("Mỗi buổi một dòng: sáng và chiều là hai dòng."),
                    panels=[
                        FieldRowPanel(fields("weekday", "opens", "closes")),
                        FieldRowPanel(fields("valid_from", "valid_to")),
                    ],
                ),
                InlinePanel(
                    "opening_exceptions",
                    heading=_("Ngày nghỉ, giờ khác thường"),
                    label=_("đợt"),
                    panels=[
                        FieldRowPanel(fields("first_day", "last_day")),
                        FieldRowPanel(fields("opens", "closes")),
                        FieldPanel("reason"),
                    ],
                ),
            ],
            heading=_("Giờ làm việc"),
        ),
    ],
    base_form_class=KeptSlugForm,
)
