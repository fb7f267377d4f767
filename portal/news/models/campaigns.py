"""Campaigns: one message, whom it is for, from when to when, and everything that carries it."""

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from portal.core import clock
from portal.core.blocks import RICH_TEXT_FEATURES
from portal.news import panels
from portal.news.forms import OutreachPageForm
from portal.news.models.kept import LookedAfter
from portal.news.models.languages import Language
from portal.news.models.workflow import ReviewedPage
from portal.procedures.models import LegalDocument, ProcedurePage

PAGE = "news.CampaignPage"

#: Characters a sign over the road shows in one run (domain: section 6.2, "LED line").
LONGEST_LED_LINE = 100

#: Addresses below `/chien-dich/` that are no campaigns (`urls.py`).
RESERVED_SLUGS = frozenset({"ngon-ngu", "lich-phat", "tep", "phu-de"})


class CampaignIndexPage(ReviewedPage):
    """`/chien-dich/`: all campaigns."""

    parent_page_types: ClassVar[list[str]] = ["site.HomePage"]
    subpage_types: ClassVar[list[str]] = [PAGE]
    max_count = 1
    page_description = _("Gốc của mọi đợt tuyên truyền")
    template = "news/campaigns_page.html"

    class Meta:
        verbose_name = _("Mục tuyên truyền")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.news.presenters_campaigns import campaigns_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | campaigns_context(self, clock.today())


class CampaignPage(LookedAfter, ReviewedPage):
    """`/chien-dich/<slug>/`: what is said, to whom, where they can go, and the material for those who pass it on."""

    message = models.CharField(_("Thông điệp"), max_length=200, help_text=_("Một câu, ai nghe cũng hiểu."))
    audience = models.CharField(_("Dành cho"), max_length=200, blank=True)
    starts_on = models.DateField(_("Từ ngày"))
    ends_on = models.DateField(_("Đến hết ngày"), null=True, blank=True)
    period_note = models.CharField(_("Nói rõ thêm về thời gian"), max_length=300, blank=True)
    carried_out_by = models.CharField(_("Đơn vị thực hiện"), max_length=300, blank=True)
    legal_document = models.ForeignKey(
        LegalDocument,
        verbose_name=_("Văn bản được tuyên truyền"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    plan_section = models.CharField(_("Mục của kế hoạch"), max_length=200, blank=True)
    plan_note = models.CharField(_("Ghi chú về kế hoạch"), max_length=300, blank=True)

    press_release = RichTextField(_("Thông cáo báo chí"), features=RICH_TEXT_FEATURES, blank=True)
    background_short = RichTextField(_("Bối cảnh, bản ngắn"), features=RICH_TEXT_FEATURES, blank=True)
    background_long = RichTextField(_("Bối cảnh, bản dài"), features=RICH_TEXT_FEATURES, blank=True)
    press_contact = models.CharField(
        _("Đầu mối báo chí"), max_length=300, blank=True, help_text=_("Bộ phận, điện thoại cơ quan; hiện công khai.")
    )
    led_line = models.CharField(_("Dòng chữ bảng điện tử"), max_length=LONGEST_LED_LINE, blank=True)
    poster_line = models.CharField(_("Câu trên áp phích"), max_length=80, blank=True)
    languages = ParentalManyToManyField(
        Language, verbose_name=_("Ngôn ngữ cần có"), blank=True, related_name="campaigns"
    )
    is_sample = models.BooleanField(
        _("Đợt mẫu"), default=False, help_text=_("Trang công khai ghi rõ lời trong đợt này là lời mẫu, chưa duyệt.")
    )

    content_panels = panels.CAMPAIGN_PANELS
    promote_panels = panels.KEEPING_PANELS
    base_form_class = OutreachPageForm
    parent_page_types: ClassVar[list[str]] = ["news.CampaignIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Một đợt tuyên truyền: thông điệp, thủ tục, lời phát, lịch, tài liệu cho báo, đài")
    template = "news/campaign_page.html"

    search_fields: ClassVar[list[index.BaseField]] = [*Page.search_fields, index.SearchField("message")]

    class Meta:
        verbose_name = _("Đợt tuyên truyền")
        verbose_name_plural = _("Đợt tuyên truyền")
        permissions = [("withdraw_outreach", _("Gỡ xuống bài viết, đợt tuyên truyền, lời phát"))]

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("Ngày kết thúc phải từ ngày bắt đầu trở đi.")})
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("Cổng đã dùng đường dẫn này cho trang khác. Hãy chọn đường dẫn khác.")})

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the page prints; for previews too, which show the draft."""
        # Here and not above: presenters read these models.
        from portal.news.presenters_campaigns import campaign_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | campaign_context(self, clock.today())

    def runs_on(self, day: date) -> bool:
        """Whether the campaign has begun and not ended on `day`; its last day belongs to it."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class CampaignProcedure(Orderable):
    """A procedure the campaign makes known; through it the page says where to go."""

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="procedures")
    procedure = models.ForeignKey(
        ProcedurePage, verbose_name=_("Thủ tục"), on_delete=models.CASCADE, related_name="campaigns"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Thủ tục trong đợt")
        constraints = [models.UniqueConstraint(fields=["page", "procedure"], name="news_campaign_procedure_once")]

    def __str__(self) -> str:
        return str(self.procedure)


class CampaignQuestion(Orderable):
    """A question people ask, and the answer."""

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="questions")
    question = models.CharField(_("Câu hỏi"), max_length=200)
    answer = RichTextField(_("Trả lời"), features=["bold", "link"])

    class Meta(Orderable.Meta):
        verbose_name = _("Hỏi và đáp")
        verbose_name_plural = _("Hỏi và đáp")

    def __str__(self) -> str:
        return self.question


class CampaignPicture(Orderable):
    """A picture newspapers may print; its rights stand with the picture itself."""

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL, verbose_name=_("Ảnh"), on_delete=models.PROTECT, related_name="+"
    )
    caption = models.CharField(_("Chú thích"), max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("Ảnh cho báo chí")
        verbose_name_plural = _("Ảnh cho báo chí")

    def __str__(self) -> str:
        return self.caption or str(self.picture)


class PressCoverage(Orderable):
    """An article a newspaper or another site has published about the campaign."""

    page = ParentalKey(CampaignPage, on_delete=models.CASCADE, related_name="coverage")
    outlet = models.ForeignKey("news.Outlet", verbose_name=_("Báo, trang"), on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("Tên bài"), max_length=300)
    published_on = models.DateField(_("Ngày đăng"))
    place = models.CharField(_("Số báo, trang"), max_length=100, blank=True)
    url = models.URLField(_("Địa chỉ"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("Bài báo đã đăng")
        verbose_name_plural = _("Bài báo đã đăng")

    def __str__(self) -> str:
        return self.title
