"""Spots: what is read out, shown or runs over a sign, in one language."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, Revision, RevisionMixin, WorkflowMixin

from portal.core import clock
from portal.news.enums import SPOT_MEDIA, Medium, TranslationStatus
from portal.news.models.campaigns import LONGEST_LED_LINE, CampaignPage
from portal.news.models.languages import Language
from portal.news.models.workflow import after_approval, beside_judged
from portal.procedures.models import ProcedurePage


class Spot(WorkflowMixin, DraftStateMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """One spot of a campaign. Only what was approved is live; the page of the campaign shows nothing else."""

    campaign = models.ForeignKey(
        CampaignPage, verbose_name=_("Đợt tuyên truyền"), on_delete=models.CASCADE, related_name="spots"
    )
    title = models.CharField(_("Tên"), max_length=160)
    medium = models.CharField(
        _("Phương tiện"), max_length=16, choices=[(medium.value, medium.label) for medium in SPOT_MEDIA]
    )
    language = models.ForeignKey(Language, verbose_name=_("Ngôn ngữ"), on_delete=models.PROTECT, related_name="spots")
    script = models.TextField(_("Lời"), blank=True, help_text=_("Lời đọc hoặc lời hiện trên màn hình, nguyên văn."))
    translation_status = models.CharField(
        _("Tình trạng bản dịch"), max_length=16, choices=TranslationStatus.choices, default=TranslationStatus.MISSING
    )
    length_seconds = models.PositiveIntegerField(_("Độ dài (giây)"), null=True, blank=True)
    media = models.ForeignKey(
        "news.OutreachMedia",
        verbose_name=_("Tệp âm thanh, phim"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="spots",
    )
    external_url = models.URLField(
        _("Hoặc địa chỉ ở trang khác"), blank=True, help_text=_("Trang chỉ dẫn tới đó, không phát ngay tại đây.")
    )
    transcript = models.TextField(
        _("Lời chép lại"), blank=True, help_text=_("Chỉ ghi khi lời trong bản thu khác với lời ở trên.")
    )
    captions = models.FileField(_("Phụ đề (WebVTT)"), upload_to="captions", blank=True)
    speaker = models.CharField(_("Giọng đọc"), max_length=160, blank=True, help_text=_("Người đọc đã đồng ý ghi tên."))
    approved_by = models.CharField(_("Cơ quan duyệt lời"), max_length=160, blank=True)
    approved_on = models.DateField(_("Ngày duyệt lời"), null=True, blank=True)
    is_sample = models.BooleanField(_("Lời mẫu, chưa duyệt"), default=False)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Lời phát")
        verbose_name_plural = _("Lời phát")
        ordering = ["campaign", "language__order", "medium"]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    def clean(self) -> None:
        super().clean()
        if self.media_id and self.external_url:
            raise ValidationError({"external_url": _("Chọn một: tệp ở đây hoặc địa chỉ ở trang khác.")})
        if self.medium == Medium.LED and len(self.script) > LONGEST_LED_LINE:
            text = _("Dòng chữ bảng điện tử dài nhất %(most)s ký tự; dòng này có %(count)s.")
            raise ValidationError({"script": text % {"most": LONGEST_LED_LINE, "count": len(self.script)}})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Notes which versions of notices the words follow, where the editor left that open."""
        if kwargs.get("update_fields") is None:
            self._note_followed_versions()
        super().save(*args, **kwargs)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """A draft follows the versions of the day it is written on, not of the day it is approved."""
        self._note_followed_versions()
        return super().save_revision(*args, **beside_judged(self, kwargs))

    def _note_followed_versions(self) -> None:
        # Here and not above: it reads these models.
        from portal.news.following import note_followed_versions

        note_followed_versions(self, clock.today())

    def publish(self, revision: Revision, user: User | None = None, **kwargs: Any) -> "Spot":
        """Publish; a person only what all steps approved (see `models.workflow.ReviewedPage`)."""
        return super().publish(revision, user=user, **kwargs | after_approval(self, revision, user))

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "news/spot_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        """The words as the campaign's page would show them."""
        from portal.news.presenters_spots import preview_context

        context: dict[str, Any] = super().get_preview_context(request, mode_name)
        return context | preview_context(self)


class SpotSource(Orderable):
    """The version of a notice that the words of a spot follow."""

    spot = ParentalKey(Spot, on_delete=models.CASCADE, related_name="sources")
    procedure = models.ForeignKey(ProcedurePage, verbose_name=_("Thủ tục"), on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(
        _("Bản công bố số"), null=True, blank=True, help_text=_("Để trống: bản đang có hiệu lực khi lưu.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("Bản công bố mà lời dựa vào")
        verbose_name_plural = _("Bản công bố mà lời dựa vào")

    def __str__(self) -> str:
        return f"{self.procedure.code} bản {self.number}"
