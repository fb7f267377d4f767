"""How often something was searched for on a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchCount(models.Model):
    """Counts of one query on one day; a query asked less often than `stores.ENOUGH` has no row.

    Nothing here or elsewhere says who asked, from where or at what time.
    """

    day = models.DateField(_("ngày"), db_index=True)
    text = models.CharField(_("câu tìm"), max_length=100)
    searches = models.PositiveIntegerField(_("số lần tìm"), default=0)
    without_results = models.PositiveIntegerField(_("số lần không có kết quả"), default=0)
    clicks = models.PositiveIntegerField(_("số lần mở kết quả"), default=0)

    class Meta:
        verbose_name = _("câu tìm")
        verbose_name_plural = _("câu tìm")
        constraints = [models.UniqueConstraint(fields=["day", "text"], name="search_count_once_a_day")]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.day:%d/%m/%Y} {self.text}: {self.searches}"
