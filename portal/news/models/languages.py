"""Languages the message is spoken in, with every way their names are written."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable


class Language(ClusterableModel):
    """One language by its code (BCP 47; three letters are ISO 639-3). Editors add more."""

    code = models.CharField(
        _("Mã ngôn ngữ"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z", _("Mã có dạng vi, bdq, sed."))],
        help_text=_("Theo ISO 639, ví dụ bdq cho tiếng Ba Na."),
    )
    name = models.CharField(_("Tên"), max_length=60, help_text=_("Ví dụ: Tiếng Ba Na"))
    order = models.PositiveSmallIntegerField(_("Thứ tự"), default=0)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Ngôn ngữ")
        verbose_name_plural = _("Ngôn ngữ")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class LanguageSpelling(Orderable):
    """Another way the name is written: Xơ Đăng, Xê Đăng and Sedang are one language."""

    language = ParentalKey(Language, on_delete=models.CASCADE, related_name="spellings")
    text = models.CharField(_("Cách viết khác"), max_length=60)

    class Meta(Orderable.Meta):
        verbose_name = _("Cách viết khác")
        verbose_name_plural = _("Cách viết khác")

    def __str__(self) -> str:
        return self.text
