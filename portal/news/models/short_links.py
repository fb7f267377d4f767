"""Short links: read out, printed, scanned; counted, and nothing else."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.news import short_codes
from portal.news.enums import Medium
from portal.news.models.broadcast import Outlet
from portal.news.models.campaigns import CampaignPage
from portal.places.models import AdministrativeUnit
from portal.procedures.models import ProcedurePage


class ShortLink(models.Model):
    """`/q/<code>`: leads to a campaign, or to one of its procedures; one for each medium and unit.

    It never leads anywhere else, so nobody can make it an open redirect.
    """

    code = models.CharField(_("Mã"), max_length=12, unique=True, editable=False)
    campaign = models.ForeignKey(
        CampaignPage, verbose_name=_("Đợt tuyên truyền"), on_delete=models.CASCADE, related_name="short_links"
    )
    procedure = models.ForeignKey(
        ProcedurePage,
        verbose_name=_("Dẫn thẳng tới thủ tục"),
        # What is printed goes on leading somewhere: to the campaign.
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    medium = models.CharField(_("Phương tiện"), max_length=16, choices=Medium.choices)
    outlet = models.ForeignKey(
        Outlet, verbose_name=_("Báo, đài, loa"), on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(
        AdministrativeUnit,
        verbose_name=_("Đơn vị hành chính"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    is_active = models.BooleanField(_("Đang dùng"), default=True)
    note = models.CharField(_("Ghi chú"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("Tạo lúc"), auto_now_add=True)

    class Meta:
        verbose_name = _("Liên kết ngắn")
        verbose_name_plural = _("Liên kết ngắn")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"/q/{self.code}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A link without a code draws one.

        Raises:
            NoCodeLeft: nearly all codes are taken.
        """
        if not self.code:
            self.code = short_codes.new_code(lambda code: ShortLink.objects.filter(code=code).exists())
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if self.procedure_id and not self.campaign.procedures.filter(procedure=self.procedure_id).exists():
            raise ValidationError({"procedure": _("Chọn một thủ tục trong đợt tuyên truyền này.")})


class ShortLinkScans(models.Model):
    """How often a link was followed on a day. No address, no hour, no cookie."""

    link = models.ForeignKey(ShortLink, on_delete=models.CASCADE, related_name="scans")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["link", "day"], name="news_scans_once_a_day")]

    def __str__(self) -> str:
        return f"{self.link} {self.day} {self.count}"
