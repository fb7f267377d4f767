"""News: one index, articles below it, topics and tags to browse them by."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page
from wagtail.search import index

from portal.core import clock
from portal.news import panels
from portal.news.blocks import ArticleBody
from portal.news.forms import OutreachPageForm
from portal.news.models.kept import LookedAfter
from portal.news.models.workflow import ReviewedPage
from portal.places.models import Agency
from portal.procedures.models import LegalDocument, ProcedurePage

LONGEST_LEAD = 300


class Topic(models.Model):
    """What articles are about; each has a page and a feed."""

    name = models.CharField(_("Tên chủ đề"), max_length=80, unique=True)
    slug = models.SlugField(_("Đường dẫn"), max_length=80, unique=True, blank=True)
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)

    class Meta:
        verbose_name = _("Chủ đề")
        verbose_name_plural = _("Chủ đề")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class NewsIndexPage(ReviewedPage):
    """`/tin-tuc/`: all articles, newest first, by year, topic and tag."""

    parent_page_types: ClassVar[list[str]] = ["site.HomePage"]
    subpage_types: ClassVar[list[str]] = ["news.ArticlePage"]
    max_count = 1
    page_description = _("Gốc của mọi tin, bài")
    template = "news/index_page.html"

    class Meta:
        verbose_name = _("Mục tin tức")

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """The list as readers see it today."""
        from portal.news.presenters_articles import whole_list_context

        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return context | whole_list_context(clock.today())

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The public address is answered by our own view; this is only a way there."""
        return redirect("news:index")


class ArticleTag(TaggedItemBase):
    """A tag on an article."""

    content_object = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="tagged_items")


class ArticlePage(LookedAfter, ReviewedPage):
    """`/tin-tuc/<slug>/`: one article.

    The metadata of the page (Thông tư 24/2011/TT-BTTTT: Dublin Core) come from these fields.
    """

    lead = models.CharField(_("Câu mở đầu"), max_length=LONGEST_LEAD)
    published_on = models.DateField(_("Ngày đăng"))
    author_unit = models.CharField(
        _("Đơn vị biên soạn"), max_length=160, help_text=_("Tên đơn vị; không cần tên người viết.")
    )
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("Bài nói về cơ quan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Để trống nếu bài nói về nhiều cơ quan."),
    )
    topic = models.ForeignKey(
        Topic, verbose_name=_("Chủ đề"), on_delete=models.PROTECT, null=True, blank=True, related_name="articles"
    )
    tags = ClusterTaggableManager(through=ArticleTag, blank=True, verbose_name=_("Từ khóa"))
    picture = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("Ảnh đầu bài"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    picture_caption = models.CharField(_("Chú thích ảnh"), max_length=300, blank=True)
    body = StreamField(ArticleBody(), verbose_name=_("Nội dung"))
    is_sample = models.BooleanField(
        _("Bài mẫu"), default=False, help_text=_("Trang công khai ghi rõ đây là bài mẫu của bản trình diễn.")
    )

    content_panels = panels.ARTICLE_PANELS
    promote_panels = panels.KEEPING_PANELS
    base_form_class = OutreachPageForm
    parent_page_types: ClassVar[list[str]] = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    page_description = _("Một tin, bài: câu mở đầu, nội dung, thủ tục liên quan, nguồn")
    template = "news/article_page.html"
    print_template: ClassVar[str] = "news/article_print.html"
    preview_modes: ClassVar[list[tuple[str, Any]]] = [("", _("Trang bài viết")), ("print", _("Bản in A4"))]

    search_fields: ClassVar[list[index.BaseField]] = [
        *Page.search_fields,
        index.SearchField("lead"),
        index.FilterField("published_on"),
    ]

    class Meta:
        verbose_name = _("Bài viết")
        verbose_name_plural = _("Bài viết")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the page and its print show, of the live article and of a draft."""
        # Here and not above: the presenter imports the models of this module.
        from portal.news.presenters_articles import article_context

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | article_context(self, clock.today())

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """Of the unsaved form; the print has its address besides."""
        from portal.news.presenters_articles import print_context

        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return context | print_context(self) if mode_name == "print" else context

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return self.print_template if mode_name == "print" else self.template

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The public address is answered by our own view; this is only a way there."""
        return redirect("news:article", slug=self.slug)


class ArticleProcedure(Orderable):
    """A procedure an article speaks of."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="procedures")
    procedure = models.ForeignKey(
        ProcedurePage, verbose_name=_("Thủ tục"), on_delete=models.CASCADE, related_name="articles"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Thủ tục liên quan")
        constraints = [models.UniqueConstraint(fields=["page", "procedure"], name="news_article_procedure_once")]

    def __str__(self) -> str:
        return str(self.procedure)


class ArticleSource(Orderable):
    """Where an article has its facts from."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="sources")
    label = models.CharField(_("Nguồn"), max_length=300)
    url = models.URLField(_("Địa chỉ"), blank=True)
    document = models.ForeignKey(
        LegalDocument, verbose_name=_("Văn bản"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Nguồn")
        verbose_name_plural = _("Nguồn")

    def __str__(self) -> str:
        return self.label
