"""What a campaign reached: a page of charts with their tables, and the figures as CSV."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.core.spreadsheets import BYTE_ORDER_MARK, defused
from portal.news import presenters_reach, reach
from portal.news.enums import Medium
from portal.news.models import CampaignPage

_CSV_HEADINGS = ("Ngày", "Việc", "Phương tiện", "Ngôn ngữ", "Đơn vị hành chính", "Số lượng", "Cách đếm")


@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Charts and tables, by medium, language, unit and week."""
    campaign = _campaign(slug)
    found = reach.of_campaign(campaign, weekly=True)
    context = {
        "campaign": campaign,
        "campaign_url": reverse("news:campaign", args=[slug]),
        "totals": presenters_reach.totals(found),
        "divisions": presenters_reach.divisions(found) if found.figures else [],
        "csv_url": reverse("news:reach_csv", args=[slug]),
        "nav_current": "news",
        "canonical_path": request.path,
    }
    return render(request, "news/reach.html", context)


@require_safe
def results_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Every figure of every day; for spreadsheets, which know UTF-8 by its mark."""
    campaign = _campaign(slug)
    found = reach.of_campaign(campaign, weekly=False)
    response = HttpResponse(BYTE_ORDER_MARK, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="ket-qua-{slug}.csv"'
    writer = csv.writer(response)
    writer.writerow(_CSV_HEADINGS)
    for figure in found.figures:
        words = (
            str(reach.MEASURES[figure.measure]),
            str(Medium(figure.medium).label) if figure.medium else "",
            found.languages.get(figure.language, "") if figure.language else "",
            found.units.get(figure.unit, "") if figure.unit else "",
        )
        how = "Tự đếm" if figure.is_counted else "Ghi tay"
        writer.writerow([figure.on.isoformat(), *map(defused, words), figure.quantity, how])
    return response


def _campaign(slug: str) -> CampaignPage:
    campaign = CampaignPage.objects.live().filter(slug=slug).first()
    if campaign is None:
        raise Http404("Không có đợt tuyên truyền này.")
    return campaign
