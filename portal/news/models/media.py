"""Sound and film of the outreach."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtailmedia.models import AbstractMedia


class OutreachMedia(AbstractMedia):
    """A sound or film file, with who made it and under what right it is shown."""

    credit = models.CharField(_("Người, đơn vị thực hiện"), max_length=200)
    rights = models.CharField(_("Quyền sử dụng"), max_length=300)
    is_sample = models.BooleanField(
        _("Bản mẫu"), default=False, help_text=_("Trang công khai ghi rõ đây là bản mẫu, không phải bản phát sóng.")
    )

    admin_form_fields: ClassVar[tuple[str, ...]] = (
        "title",
        "file",
        "collection",
        "credit",
        "rights",
        "is_sample",
        "duration",
        "width",
        "height",
        "thumbnail",
        "tags",
    )

    class Meta(AbstractMedia.Meta):
        verbose_name = _("Tệp âm thanh, phim")
        verbose_name_plural = _("Tệp âm thanh, phim")
