"""The broadcast schedule: a week of all campaigns or of one, and the downloads."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.news import calendars
from portal.news.models import Airing, BroadcastSlot, CampaignPage
from portal.news.presenters_schedule import slot_rows, week_context
from portal.news.schedule import UnreadableWeek, Week
from portal.news.selectors import broadcast_slots
from portal.procedures.days import UnreadableDay, asked_day


@require_safe
def schedule(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The week of `?tuan=2020-W01`, or of the day of `?ngay=`; of one campaign with its slots, or of all.

    An unreadable week or day is answered with status 400, the reason and a form to choose another day.
    """
    campaign = _campaign(slug)
    week = _asked_week(request)
    address = reverse("news:campaign_schedule", args=[slug]) if slug else reverse("news:schedule")
    context = {
        **week_context(week, _public(campaign)),
        "nav_current": "news",
        "is_dated": True,
        "day": asked_day(request).shown,
        "canonical_path": address,
        "csv_url": reverse("news:campaign_schedule_csv", args=[slug]) if slug else reverse("news:schedule_csv"),
        "ics_url": reverse("news:campaign_schedule_ics", args=[slug]) if slug else reverse("news:schedule_ics"),
        "campaign": campaign,
    }
    if campaign is not None:
        context["rows"] = slot_rows(campaign)
    # Other weeks are reached from here; a crawler need not walk through all of them.
    context["noindex"] = not context["is_this_week"]
    return render(request, "news/schedule_page.html", context)


@require_safe
def schedule_csv(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The days around today as a table."""
    found = _public(_campaign(slug))
    response = HttpResponse(calendars.table(found, _airings(found)), content_type="text/csv; charset=utf-8")
    return _as_file(response, slug, "csv")


@require_safe
def schedule_ics(request: HttpRequest, slug: str | None = None) -> HttpResponse:
    """The slots as a calendar."""
    campaign = _campaign(slug)
    found = _public(campaign)
    name = _("Lịch phát: %(title)s") % {"title": campaign.title} if campaign else _("Lịch phát")
    content = calendars.calendar(found, _airings(found), name)
    return _as_file(HttpResponse(content, content_type="text/calendar; charset=utf-8"), slug, "ics")


def _campaign(slug: str | None) -> CampaignPage | None:
    return get_object_or_404(CampaignPage.objects.live(), slug=slug) if slug else None


def _public(campaign: CampaignPage | None) -> QuerySet[BroadcastSlot]:
    return broadcast_slots(campaign=campaign).filter(campaign__live=True)


def _airings(found: QuerySet[BroadcastSlot]) -> QuerySet[Airing]:
    return Airing.objects.filter(slot__in=found)


def _as_file(response: HttpResponse, slug: str | None, ending: str) -> HttpResponse:
    name = f"lich-phat-{slug}" if slug else "lich-phat"
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _asked_week(request: HttpRequest) -> Week:
    label = request.GET.get("tuan", "").strip()
    if not label:
        return Week.of(asked_day(request).shown)
    try:
        return Week.parse(label)
    except UnreadableWeek as error:
        raise UnreadableDay(str(error)) from error
