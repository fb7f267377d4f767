"""The rows of a procedure page, in the order of the legal field set.

Every row may name the article it rests on (`basis`): a fact without one is easier to challenge.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from portal.places.models import Level
from portal.procedures.enums import Channel, DurationUnit, FeeKind

PAGE = "procedures.ProcedurePage"


class Sourced(models.Model):
    """Base of rows that state a fact of the law."""

    basis = models.CharField(
        _("Căn cứ"),
        max_length=200,
        blank=True,
        help_text=_("Văn bản, điều, khoản; ví dụ: Nghị định 13/2016/NĐ-CP, Điều 4."),
    )

    class Meta:
        abstract = True


class Timed(models.Model):
    """Base of rows that state a duration: number and unit, or neither ("Chưa cung cấp")."""

    duration = models.PositiveIntegerField(_("Thời hạn"), null=True, blank=True)
    duration_unit = models.CharField(
        _("Đơn vị thời hạn"), max_length=16, choices=DurationUnit.choices, default=DurationUnit.UNKNOWN, blank=True
    )
    duration_note = models.CharField(
        _("Tính từ khi nào, ghi chú"),
        max_length=300,
        blank=True,
        help_text=_("Ví dụ: tính từ khi nhận đủ hồ sơ hợp lệ."),
    )

    class Meta:
        abstract = True


class ProcedureLevel(Orderable):
    """Cấp tiếp nhận, from the day it begins there."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="levels")
    level = models.CharField(_("Cấp"), max_length=16, choices=Level.choices)
    starts_on = models.DateField(_("Nhận từ ngày"))
    ends_on = models.DateField(_("Đến trước ngày"), null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("Cấp tiếp nhận")
        constraints = [models.UniqueConstraint(fields=["page", "level", "starts_on"], name="procedures_level_once")]

    def __str__(self) -> str:
        return str(self.get_level_display())

    def clean(self) -> None:
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            raise ValidationError({"ends_on": _("Ngày kết thúc phải sau ngày bắt đầu.")})


class OtherName(Orderable):
    """How people call this procedure; found by search, not part of the notice."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="other_names")
    text = models.CharField(_("Cách gọi khác"), max_length=160)

    class Meta(Orderable.Meta):
        verbose_name = _("Cách gọi khác")

    def __str__(self) -> str:
        return self.text


class Step(Sourced, Timed, Orderable):
    """b) Trình tự thực hiện: who does what, in which time."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("Bước"), max_length=300)
    text = models.TextField(_("Nội dung"), blank=True)
    actor = models.CharField(_("Ai thực hiện"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("Bước thực hiện")

    def __str__(self) -> str:
        return self.title


class DocumentItem(Sourced, Orderable):
    """d) Thành phần hồ sơ: one paper; papers with the same case belong together."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="documents")
    case = models.CharField(
        _("Trường hợp"),
        max_length=300,
        blank=True,
        help_text=_("Các giấy tờ cùng trường hợp được xếp chung; để trống nếu chỉ có một."),
    )
    name = models.CharField(_("Giấy tờ"), max_length=600)
    originals = models.PositiveSmallIntegerField(_("Số bản chính"), null=True, blank=True)
    copies = models.PositiveSmallIntegerField(_("Số bản sao"), null=True, blank=True)
    form = models.ForeignKey(
        "procedures.FormFile",
        verbose_name=_("Tệp mẫu"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    form_code = models.CharField(_("Ký hiệu mẫu"), max_length=60, blank=True)
    condition = models.CharField(_("Chỉ cần khi"), max_length=400, blank=True)
    bring_original = models.BooleanField(_("Mang bản chính để đối chiếu"), default=False)
    note = models.TextField(_("Ghi chú"), blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("Giấy tờ")

    def __str__(self) -> str:
        return self.name


class Handling(Sourced, Timed, Orderable):
    """c, đ, and fee: one row for each channel × case × area that really differs."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="handlings")
    channel = models.CharField(_("Cách nộp"), max_length=16, choices=Channel.choices)
    case = models.CharField(_("Trường hợp"), max_length=300, blank=True)
    area = models.CharField(_("Khu vực"), max_length=300, blank=True)
    place = models.CharField(_("Nơi nộp, cách nộp"), max_length=400, blank=True)
    fee_kind = models.CharField(_("Phí, lệ phí"), max_length=16, choices=FeeKind.choices, default=FeeKind.MISSING)
    fee_amount = models.PositiveIntegerField(_("Mức thu (đồng)"), null=True, blank=True)
    fee_note = models.CharField(_("Miễn, giảm; ghi chú về phí"), max_length=600, blank=True)
    fee_basis = models.CharField(_("Căn cứ thu"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("Cách nộp, thời hạn, phí")

    def __str__(self) -> str:
        return str(self.get_channel_display())

    def clean(self) -> None:
        super().clean()
        if self.fee_kind == FeeKind.AMOUNT and self.fee_amount is None:
            raise ValidationError({"fee_amount": _("Ghi mức thu, hoặc chọn loại phí khác.")})
        if self.fee_kind != FeeKind.AMOUNT and self.fee_amount is not None:
            raise ValidationError({"fee_kind": _("Đã ghi mức thu thì chọn “Có mức thu”.")})


class LegalBasis(Orderable):
    """Căn cứ pháp lý (Điều 15): the document and the articles."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="legal_basis")
    document = models.ForeignKey(
        "procedures.LegalDocument", verbose_name=_("Văn bản"), on_delete=models.PROTECT, related_name="citations"
    )
    articles = models.CharField(_("Điều, khoản, nội dung"), max_length=300, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("Căn cứ pháp lý")

    def __str__(self) -> str:
        return str(self.document)


class Successor(Orderable):
    """The procedure that took this one's place; several where it was split."""

    page = ParentalKey(PAGE, on_delete=models.CASCADE, related_name="successors")
    procedure = models.ForeignKey(PAGE, verbose_name=_("Thủ tục thay thế"), on_delete=models.CASCADE, related_name="+")

    class Meta(Orderable.Meta):
        verbose_name = _("Thủ tục thay thế")

    def __str__(self) -> str:
        return str(self.procedure)
