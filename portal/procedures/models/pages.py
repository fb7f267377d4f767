"""The page tree: one index, one page an agency (the permission boundary), one page a procedure."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search import index

from portal.core.models import BasePage
from portal.places.models import Agency
from portal.procedures import panels
from portal.procedures.enums import Audience, Lifecycle
from portal.procedures.forms import ProcedurePageForm
from portal.procedures.models.catalogue import Field, LegalDocument


class ProcedureIndexPage(BasePage):
    """`/thu-tuc/`: the root of all procedures."""

    parent_page_types: ClassVar[list[str]] = ["site.HomePage"]
    subpage_types: ClassVar[list[str]] = ["procedures.AgencyPage"]
    max_count = 1
    page_description = _("Gốc của mọi thủ tục")

    class Meta:
        verbose_name = _("Mục thủ tục")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("procedures:index")


class AgencyPage(BasePage):
    """`/thu-tuc/<agency>/`: its group of editors has its rights here."""

    agency = models.OneToOneField(Agency, verbose_name=_("Cơ quan"), on_delete=models.PROTECT, related_name="page")

    content_panels = panels.AGENCY_PANELS
    parent_page_types: ClassVar[list[str]] = ["procedures.ProcedureIndexPage"]
    subpage_types: ClassVar[list[str]] = ["procedures.ProcedurePage"]
    page_description = _("Một cơ quan và các thủ tục của cơ quan đó")

    class Meta:
        verbose_name = _("Trang cơ quan")

    def clean(self) -> None:
        """A live agency page keeps its slug: renaming would move every procedure's address without a word."""
        super().clean()
        if not self.pk:
            return
        stored = AgencyPage.objects.filter(pk=self.pk).values_list("slug", "live").first()
        if stored and stored[1] and stored[0] != self.slug:
            raise ValidationError({"slug": _("Đường dẫn của trang cơ quan đã công bố không đổi được nữa.")})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("procedures:agency", agency_slug=self.agency.slug)


class ProcedurePage(BasePage):
    """A procedure as its agency edits it. The public never reads this row: it reads a NoticeVersion.

    Fields stand in the order of Nghị định 63/2010/NĐ-CP, Điều 8 khoản 2. Saving live content records
    a version in the same transaction, because Wagtail's `page_published` fires outside it on most paths.
    """

    code = models.CharField(
        _("Mã thủ tục"),
        max_length=24,
        unique=True,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2,8}-\d{2,4}\Z|^\d\.\d{6}\Z", _("Mã có dạng BCA-04 hoặc 1.013133."))],
        help_text=_("Mã của cổng này, ví dụ BCA-04. Không dùng lại mã của thủ tục khác."),
    )
    national_code = models.CharField(
        _("Mã quốc gia"),
        max_length=12,
        blank=True,
        validators=[RegexValidator(r"^\d\.\d{6}\Z", _("Mã quốc gia có dạng 1.013133."))],
        help_text=_("Mã trong Cơ sở dữ liệu quốc gia về thủ tục hành chính, nếu có."),
    )
    legal_title = models.TextField(
        _("Tên đầy đủ theo văn bản"),
        blank=True,
        max_length=2000,
        help_text=_("Chỉ ghi khi tên chính thức dài hơn 255 ký tự; ô tiêu đề khi đó giữ phần đầu của tên."),
    )
    short_title = models.CharField(
        _("Tên ngắn"), max_length=120, blank=True, help_text=_("Dùng làm tiêu đề khi tên chính thức dài hơn 160 ký tự.")
    )
    summary = models.CharField(_("Tóm tắt"), max_length=300, blank=True)
    agency_id: int | None
    agency = models.ForeignKey(
        Agency,
        verbose_name=_("Cơ quan"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="procedures",
    )
    field = models.ForeignKey(
        Field, verbose_name=_("Lĩnh vực"), on_delete=models.PROTECT, null=True, blank=True, related_name="procedures"
    )

    dossier_sets = models.PositiveSmallIntegerField(_("Số bộ hồ sơ"), null=True, blank=True)
    audiences = models.JSONField(_("Đối tượng thực hiện"), default=list, blank=True)
    # Text fields: a list of regional offices or of addresses is longer than a line.
    receiving_body = models.TextField(_("Nơi tiếp nhận hồ sơ"), blank=True)
    deciding_body = models.TextField(_("Cơ quan giải quyết"), blank=True)
    coordinating_bodies = models.TextField(_("Cơ quan phối hợp"), blank=True)
    result = models.TextField(_("Kết quả"), blank=True)
    conditions = models.TextField(_("Yêu cầu, điều kiện"), blank=True)
    conditions_none = models.BooleanField(_("Văn bản nêu rõ: không có yêu cầu, điều kiện"), default=False)
    notes = models.TextField(_("Lưu ý"), blank=True, help_text=_("Mỗi dòng một lưu ý; hiện nguyên văn trên trang."))
    feedback_address = models.CharField(_("Nơi nhận phản ánh, kiến nghị"), max_length=300, blank=True)

    decision = models.ForeignKey(
        LegalDocument,
        verbose_name=_("Quyết định công bố"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="publishes",
    )
    effective_from = models.DateField(
        _("Áp dụng từ ngày"),
        null=True,
        blank=True,
        help_text=_("Ngày nội dung có hiệu lực. Khác với giờ lên trang: giờ lên trang là lúc bản này được ghi."),
    )
    effective_to = models.DateField(
        _("Hết hiệu lực từ ngày"), null=True, blank=True, help_text=_("Chỉ ghi khi quyết định nêu ngày kết thúc.")
    )
    change_reason = models.CharField(_("Lý do thay đổi"), max_length=300, blank=True)
    gaps_accepted = models.BooleanField(
        _("Công bố dù còn thiếu nội dung luật định"),
        default=False,
        help_text=_("Trang công khai sẽ ghi rõ phần nào chưa cung cấp."),
    )
    lifecycle = models.CharField(_("Tình trạng"), max_length=16, choices=Lifecycle.choices, default=Lifecycle.IN_FORCE)

    content_owner = models.CharField(_("Người phụ trách nội dung"), max_length=160, blank=True)
    review_date = models.DateField(_("Ngày rà soát"), null=True, blank=True)

    #: Hash of the imported record this page was made from: one that did not change leaves editors' work alone.
    source_digest = models.CharField(max_length=64, blank=True, editable=False)
    # Computed at every save of live content, for the editors' list only.
    missing_parts = models.JSONField(default=list, editable=False)
    quality_flags = models.JSONField(default=list, editable=False)

    base_form_class = ProcedurePageForm
    edit_handler = panels.PROCEDURE_EDIT_HANDLER
    parent_page_types: ClassVar[list[str]] = ["procedures.AgencyPage"]
    subpage_types: ClassVar[list[str]] = []
    exclude_fields_in_copy: ClassVar[list[str]] = ["code", "source_digest"]
    page_description = _("Một thủ tục hành chính: nội dung niêm yết, giấy tờ, nơi nộp")
    template = "procedures/procedure_page.html"

    search_fields: ClassVar[list[index.BaseField]] = [
        *Page.search_fields,
        index.SearchField("code"),
        index.SearchField("national_code"),
        index.SearchField("legal_title"),
        index.SearchField("short_title"),
        index.AutocompleteField("code"),
        index.AutocompleteField("national_code"),
        index.AutocompleteField("legal_title"),
        index.AutocompleteField("short_title"),
        index.FilterField("agency"),
        index.FilterField("field"),
    ]

    class Meta:
        verbose_name = _("Thủ tục")
        verbose_name_plural = _("Thủ tục")
        permissions = [("backdate_notice", _("Ghi lùi ngày áp dụng của thủ tục đã công bố"))]

    def clean(self) -> None:
        super().clean()
        self.code = self.code or None
        unknown = set(self.audiences or []) - set(Audience.values)
        if unknown:
            raise ValidationError({"audiences": _("Đối tượng không có trong danh mục.")})
        if self.effective_from and self.effective_to and self.effective_to <= self.effective_from:
            raise ValidationError({"effective_to": _("Ngày hết hiệu lực phải sau ngày áp dụng.")})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, and for live content record the version and its ledger row in the same transaction.

        Raises:
            PreflightFailed: live content without what must be there; nothing is saved then.
        """
        # Here and not above: publication imports the models of this module.
        from portal.procedures import publication

        with transaction.atomic():
            self._take_agency_from_parent()
            super().save(*args, **kwargs)
            is_content = kwargs.get("update_fields") is None
            if is_content and self.live and self.alias_of_id is None:
                publication.record(self)

    def _take_agency_from_parent(self) -> None:
        # The tree gives the agency once, at creation; a later move never changes a published fact.
        if self.agency_id is None and self.path and self.depth > 1:
            parent = AgencyPage.objects.filter(path=self.path[: -self.steplen]).first()
            self.agency_id = parent.agency_id if parent else None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The public address is answered by our own view over NoticeVersion; this is only a way there."""
        if self.code is None:
            raise Http404
        return redirect("procedures:permanent", code=self.code)

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """The template sees the Notice of the unsaved form, never the page."""
        from portal.procedures.presenters import preview_context

        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return context | preview_context(self)
