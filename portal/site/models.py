"""The home page: search first, then life situations, agencies, fields, places."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from portal.core.models import BasePage


class HomePage(BasePage):
    """The root of the site; one only."""

    question = models.CharField(_("Câu hỏi trên ô tìm"), max_length=120, default="Bạn cần làm thủ tục gì?")

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("question"),
        InlinePanel("example_queries", heading=_("Câu tìm ví dụ"), max_num=5),
        InlinePanel("life_situations", heading=_("Việc của bạn"), max_num=8),
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "procedures.ProcedureIndexPage",
        "news.NewsIndexPage",
        "news.CampaignIndexPage",
        "core.StandardPage",
    ]
    max_count = 1
    template = "site/home_page.html"

    class Meta:
        verbose_name = _("Trang chủ")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from portal.procedures.days import asked_day
        from portal.site.presenters import home_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | home_context(self, asked_day(request))


class ExampleQuery(Orderable):
    """A query shown under the search box, written the way people type."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="example_queries")
    text = models.CharField(_("Câu tìm"), max_length=80)

    def __str__(self) -> str:
        return self.text


class LifeSituation(Orderable):
    """A tile that leads from a situation in life to the procedures it needs, through the search."""

    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="life_situations")
    title = models.CharField(_("Việc"), max_length=60)
    text = models.CharField(_("Nói rõ thêm"), max_length=100, blank=True)
    query = models.CharField(_("Câu tìm"), max_length=120, help_text=_("Bấm vào ô này sẽ tìm câu này."))

    def __str__(self) -> str:
        return self.title
