"""The form of a line of the reach log."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from portal.core import clock

#: Of anything on one line; more is a slip of the hand.
MOST = 10_000_000


class ReachEntryForm(WagtailAdminModelForm):
    """What has not happened yet reached nobody, and what is of no number is no line."""

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > clock.today():
            raise ValidationError(_("Ngày này chưa đến. Chỉ ghi việc đã làm."))
        return day

    def clean_quantity(self) -> int:
        quantity: int = self.cleaned_data["quantity"]
        if not 1 <= quantity <= MOST:
            raise ValidationError(_("Số lượng phải từ 1 đến 10.000.000."))
        return quantity
