"""The page every other page type builds on, the plain text page, and the site's contact data."""

import re
from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition, Image
from wagtail.models import Page

from portal.core.blocks import BodyBlock
from portal.core.forms import PortalPageForm
from portal.core.page_forms import title_panel
from portal.core.panels import OldFontPanel

#: A path of this portal. What begins with two slashes, or a slash and a backslash, is another site to a browser.
_OWN_ADDRESS = re.compile(r"/(?![/\\])[^\s\\]*")


class BasePage(Page):
    """Abstract base of all pages.

    Pages are never private: a Notice is public by law (Nghị định 63/2010/NĐ-CP, Điều 16), and the
    surfaces that show it by its code would not ask a view restriction.
    """

    private_page_options: ClassVar[list[str]] = []
    base_form_class = PortalPageForm
    content_panels = [OldFontPanel(), title_panel()]

    class Meta:
        abstract = True


class StandardPage(BasePage):
    """A page of text: accessibility statement, personal data, about the portal."""

    lead = models.CharField(_("Câu mở đầu"), max_length=300, blank=True)
    body = StreamField(BodyBlock(), verbose_name=_("Nội dung"), blank=True)

    content_panels = [*BasePage.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types: ClassVar[list[str]] = ["site.HomePage", "core.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["core.StandardPage"]
    page_description = _("Trang chữ thường: giới thiệu, trợ năng, dữ liệu cá nhân")
    template = "core/standard_page.html"

    class Meta:
        verbose_name = _("Trang thường")


@register_setting(icon="mail")
class ContactSettings(BaseSiteSetting):
    """Where citizens turn to (Nghị định 20/2008/NĐ-CP, Điều 10 and 13). Empty fields read "Chưa cung cấp"."""

    hotline = models.CharField(_("Đường dây nóng"), max_length=60, blank=True)
    email = models.EmailField(_("Thư điện tử"), blank=True)
    feedback_address = models.CharField(_("Địa chỉ nhận phản ánh, kiến nghị"), max_length=300, blank=True)

    panels = [FieldPanel("hotline"), FieldPanel("email"), FieldPanel("feedback_address")]

    class Meta:
        verbose_name = _("Liên hệ và phản ánh")

    @classmethod
    def of_the_site(cls) -> "ContactSettings":
        """The data there are, or blank ones: `for_request()` would write a row for a reader's GET."""
        return cls.objects.filter(site__is_default_site=True).first() or cls()


class PortalImage(AbstractImage):
    """A picture with who made it and under what right it is shown; what it shows is in `description`."""

    credit = models.CharField(_("Người chụp, nguồn ảnh"), max_length=200)
    rights = models.CharField(_("Quyền sử dụng"), max_length=300, help_text=_("Ví dụ: cơ quan tự chụp, được dùng lại."))

    admin_form_fields = (*Image.admin_form_fields, "credit", "rights")

    class Meta(AbstractImage.Meta):
        verbose_name = _("Ảnh")
        verbose_name_plural = _("Ảnh")


class PortalRendition(AbstractRendition):
    """One size of a picture."""

    image = models.ForeignKey(PortalImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta(AbstractRendition.Meta):
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="core_rendition_once")
        ]


class Announcement(models.Model):
    """An urgent message on top of every page, from one moment to another."""

    text = models.CharField(_("Lời báo"), max_length=200)
    link_url = models.CharField(
        _("Dẫn tới"), max_length=300, blank=True, help_text=_("Địa chỉ trên cổng này, ví dụ /noi-nop/.")
    )
    link_text = models.CharField(_("Chữ của liên kết"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("Hiện từ"))
    ends_at = models.DateTimeField(_("Đến"))

    class Meta:
        verbose_name = _("Báo khẩn")
        verbose_name_plural = _("Báo khẩn")
        ordering = ["-starts_at"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Hours in their order, and a link that stays on this portal and says where it leads."""
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("Giờ kết thúc phải sau giờ bắt đầu.")})
        if self.link_url and not _OWN_ADDRESS.fullmatch(self.link_url):
            raise ValidationError({"link_url": _("Chỉ dẫn tới trang của cổng này: bắt đầu bằng một dấu /.")})
        if bool(self.link_url) != bool(self.link_text):
            missing = "link_text" if self.link_url else "link_url"
            raise ValidationError({missing: _("Liên kết cần cả địa chỉ và chữ.")})

    def state_at(self, moment: datetime) -> str:
        """Whether it is shown at `moment`, in words for the list."""
        if moment < self.starts_at:
            return gettext("Chưa hiện")
        return gettext("Đang hiện") if moment < self.ends_at else gettext("Đã hết")
