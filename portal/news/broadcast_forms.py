"""Forms of the broadcast schedule in the admin."""

from datetime import date

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.log_actions import log

from portal.news.enums import AiringStatus, Weekday
from portal.news.models import Airing, BroadcastSlot


class BroadcastSlotForm(WagtailAdminModelForm):
    """A slot with its weekdays as boxes to tick."""

    weekdays = forms.MultipleChoiceField(
        label=_("Các thứ trong tuần"),
        choices=Weekday.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Chỉ khi lặp lại hằng tuần. Để trống nếu đài chưa cho biết phát vào thứ mấy."),
    )


class AiringForm(WagtailAdminModelForm):
    """What became of one day of a slot."""

    class Meta(WagtailAdminModelForm.Meta):
        model = Airing
        fields = ("status", "proof", "proof_url")
        widgets = {"status": forms.RadioSelect}

    def __init__(self, data: QueryDict | None, *, slot: BroadcastSlot, day: date, airing: Airing | None) -> None:
        instance = airing or Airing(slot=slot, day=day, status=AiringStatus.PLANNED)
        super().__init__(data, instance=instance, prefix=f"{day:%Y-%m-%d}")
        self.day = day
        # Without the empty choice: whatever is not known yet is planned.
        self.fields["status"].choices = AiringStatus.choices


@transaction.atomic
def record(slot: BroadcastSlot, rows: list[AiringForm], user: User) -> int:
    """Keep what was changed, and say how many days that were. Nothing is written for the others.

    Two people may record the same day: the later one is kept, and both stand in the history of the slot.
    """
    changed = [row for row in rows if row.has_changed()]
    for row in changed:
        values = {name: row.cleaned_data[name] for name in row.Meta.fields}
        Airing.objects.update_or_create(slot=slot, day=row.day, defaults=values)
        told = {"day": f"{row.day:%Y-%m-%d}", **values}
        log(instance=slot, action="wagtail.edit", user=user, data={"airing": told}, content_changed=True)
    if changed:
        slot.save(update_fields=["changed_at"])
    return len(changed)
