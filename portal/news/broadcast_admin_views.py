"""The schedule in the admin: a week of all slots, and recording what became of one slot in a week."""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from portal.core import clock
from portal.news.broadcast_forms import AiringForm, record
from portal.news.models import BroadcastSlot, Outlet
from portal.news.presenters_schedule import day_words, week_context
from portal.news.recurrence import days_of
from portal.news.schedule import UnreadableWeek, Week
from portal.news.selectors import airings_between, broadcast_slots

#: Whoever holds it may say what became of a planned broadcast.
RECORD = "news.change_airing"


class ScheduleView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """What the two views share: the address of the list, the week, the way to it."""

    model = BroadcastSlot
    index_url_name = ""
    week_url_name = ""
    record_url_name = ""
    any_permission_required: ClassVar[list[str]] = ["add", "change", "delete", "view"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse(self.index_url_name), "label": gettext("Suất phát")}
        return [*super().get_breadcrumbs_items(), index, {"url": "", "label": self.get_page_title()}]

    def may_record(self) -> bool:
        return bool(self.request.user.has_perm(RECORD))

    def week_url(self, week: Week) -> str:
        return f"{reverse(self.week_url_name)}?tuan={week.label}"


class WeekView(ScheduleView):
    """All slots of a week, of every campaign or of one outlet, with those that get in each other's way."""

    page_title = _("Lịch phát theo tuần")
    template_name = "news/admin/schedule_week.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        slots = broadcast_slots()
        chosen = self.request.GET.get("dai", "")
        if chosen.isascii() and chosen.isdigit() and len(chosen) < 10:  # noqa: PLR2004 - no key is longer
            slots = slots.filter(outlet=int(chosen))
        return {
            **super().get_context_data(**kwargs),
            **week_context(self._asked_week(), slots),
            "outlets": Outlet.objects.filter(slots__isnull=False).distinct(),
            "chosen": chosen,
            "record_url_name": self.record_url_name,
            "edit_url_name": self.record_url_name.replace(":record", ":edit"),
            "may_record": self.may_record(),
            "may_edit": self.user_has_permission("change"),
        }

    def _asked_week(self) -> Week:
        label = self.request.GET.get("tuan", "")
        try:
            return Week.parse(label) if label else Week.of(clock.today())
        except UnreadableWeek as error:
            messages.warning(self.request, str(error))
            return Week.of(clock.today())


class RecordView(ScheduleView):
    """What became of a slot on each of its days in a week: aired with a proof, cancelled, or still planned."""

    page_title = _("Ghi kết quả phát")
    template_name = "news/admin/schedule_record.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.may_record():
            raise PermissionDenied
        self.slot = get_object_or_404(broadcast_slots(), pk=kwargs["pk"])
        try:
            self.week = Week.parse(kwargs["week"])
        except UnreadableWeek as error:
            raise Http404 from error
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.slot)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(rows=self._rows(None)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = self._rows(request.POST)
        # The errors of all rows are wanted, not those of the first bad one.
        if any([not row.is_valid() for row in rows]):  # noqa: C419
            messages.error(request, gettext("Chưa lưu được. Xem lời báo ở từng ngày dưới đây."))
            return self.render_to_response(self.get_context_data(rows=rows))
        user = request.user
        assert isinstance(user, User)  # noqa: S101 - the admin's URLs ask for a login
        count = record(self.slot, rows, user)
        text = ngettext("Đã ghi kết quả của %(count)d ngày.", "Đã ghi kết quả của %(count)d ngày.", count)
        messages.success(request, text % {"count": count})
        return redirect(self.week_url(self.week))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows: list[AiringForm] = kwargs.pop("rows")
        return {
            **super().get_context_data(**kwargs),
            "slot": self.slot,
            "week": self.week,
            "week_url": self.week_url(self.week),
            "rows": [(day_words(row.day), row) for row in rows],
        }

    def _rows(self, data: QueryDict | None) -> list[AiringForm]:
        week, slot = self.week, self.slot
        found = airings_between(broadcast_slots().filter(pk=slot.pk), week.monday, week.sunday)
        recorded = {airing.day: airing for airing in found}
        days = self._days(set(recorded))
        return [AiringForm(data, slot=slot, day=day, airing=recorded.get(day)) for day in days]

    def _days(self, recorded: set[date]) -> list[date]:
        """The days of the rule and those recorded; every day of a slot whose day was not known beforehand."""
        if not self.slot.day_is_known:
            return list(self.week.days)
        return sorted(recorded.union(days_of(self.slot, self.week.monday, self.week.sunday)))
