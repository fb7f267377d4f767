"""Making short links: one, or one for each of many units."""

from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.core import clock
from portal.news import short_links
from portal.places.models import AdministrativeUnit, Level

_ONE: Final = "one"
_COMMUNES: Final = "communes"
_DISTRICTS: Final = "districts"
_LEVELS: Final = {_COMMUNES: Level.COMMUNE, _DISTRICTS: Level.DISTRICT}


class ShortLinksForm(WagtailAdminModelForm):
    """What the links have in common, and for which units there is to be one."""

    for_whom = forms.ChoiceField(
        label=_("Tạo cho"),
        choices=[
            (_ONE, _("Một liên kết, theo đơn vị chọn bên dưới (hoặc không theo đơn vị nào)")),
            (_COMMUNES, _("Mỗi xã, phường, thị trấn đang có một liên kết")),
            (_DISTRICTS, _("Mỗi huyện, thành phố đang có một liên kết")),
        ],
        initial=_ONE,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("for_whom") in _LEVELS and cleaned.get("unit"):
            self.add_error("unit", _("Để trống khi tạo cho mọi xã hoặc mọi huyện."))
        return cleaned

    def units(self) -> QuerySet[AdministrativeUnit] | list[AdministrativeUnit | None]:
        """Those chosen; [None] for a link of no unit."""
        level = _LEVELS.get(self.cleaned_data["for_whom"])
        if level is None:
            return [self.cleaned_data["unit"]]
        return AdministrativeUnit.objects.valid_on(clock.today()).filter(level=level).order_by("code")

    def make(self) -> short_links.Made:
        """The links, new and old."""
        return short_links.make(self.instance, self.units())
