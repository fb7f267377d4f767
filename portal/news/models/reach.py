"""What reached people: entered by hand, or counted by itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.news.enums import Medium, ReachKind
from portal.news.models.campaigns import CampaignPage
from portal.news.models.languages import Language
from portal.places.models import AdministrativeUnit


class ReachEntry(models.Model):
    """One line of the reach log, written by hand: how many of what, where, when, and how it is known."""

    campaign = models.ForeignKey(
        CampaignPage, verbose_name=_("Đợt tuyên truyền"), on_delete=models.CASCADE, related_name="reach_entries"
    )
    day = models.DateField(_("Ngày"))
    kind = models.CharField(_("Việc"), max_length=16, choices=ReachKind.choices)
    quantity = models.PositiveIntegerField(_("Số lượng"))
    medium = models.CharField(_("Phương tiện"), max_length=16, choices=Medium.choices)
    language = models.ForeignKey(
        Language, verbose_name=_("Ngôn ngữ"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(
        AdministrativeUnit,
        verbose_name=_("Đơn vị hành chính"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    source = models.CharField(_("Biết từ đâu"), max_length=300, help_text=_("Biên bản, báo cáo, ảnh chụp."))
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Dòng nhật ký tuyên truyền")
        verbose_name_plural = _("Nhật ký tuyên truyền")
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.get_kind_display()}: {self.quantity}"


class CampaignVisits(models.Model):
    """How often a campaign's page was opened on a day."""

    campaign = models.ForeignKey(CampaignPage, on_delete=models.CASCADE, related_name="visits")
    day = models.DateField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "day"], name="news_visits_once_a_day")]

    def __str__(self) -> str:
        return f"{self.campaign} {self.day} {self.count}"
