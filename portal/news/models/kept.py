"""What every text of the staff has: somebody who looks after it, and a day to look again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LookedAfter(models.Model):
    """Base of pages with a content owner and a review date; the reminder list reads both."""

    content_owner = models.CharField(
        _("Bộ phận phụ trách nội dung"),
        max_length=160,
        blank=True,
        help_text=_("Tên bộ phận hoặc chức danh; không cần tên người."),
    )
    review_date = models.DateField(_("Ngày rà soát"), null=True, blank=True)

    class Meta:
        abstract = True
