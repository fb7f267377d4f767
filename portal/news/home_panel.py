"""What is to be read again, on the first page of the admin and as a report."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from portal.core import clock
from portal.news.models import CampaignIndexPage, NewsIndexPage
from portal.news.reminders import reminders

#: Name of the report's address.
REPORT = "news_reviews"


class ReviewPanel(Component):
    """The pages whose day has come; nothing where there are none."""

    name = "news_reviews"
    template_name = "news/admin/review_panel.html"
    order = 60

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        found = reminders(parent_context["request"].user, clock.today())
        return {"overdue": found.overdue, "url": reverse(REPORT)}


class WritingPanel(Component):
    """Ways to begin an article, a campaign or a spot, for whoever may; nothing for others."""

    name = "news_writing"
    template_name = "news/admin/writing_panel.html"
    order = 40

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        news, campaigns = NewsIndexPage.objects.first(), CampaignIndexPage.objects.first()
        return {
            "article": _add_url(news, user, "articlepage"),
            "campaign": _add_url(campaigns, user, "campaignpage"),
            "spot": reverse("wagtailsnippets_news_spot:add") if user.has_perm("news.add_spot") else "",
        }


def _add_url(index: Page | None, user: User, model_name: str) -> str:
    """Where a page below an index is begun; "" where this user may not."""
    if index is None or not index.permissions_for_user(user).can_add_subpage():
        return ""
    return reverse("wagtailadmin_pages:add", args=["news", model_name, index.pk])


class ReviewMenuItem(MenuItem):
    """In the menu of reports, for whoever works on articles or campaigns."""

    def __init__(self) -> None:
        super().__init__(
            _("Tin bài cần rà soát"), reverse(REPORT), name="news-reviews", icon_name="calendar-check", order=140
        )

    def is_shown(self, request: HttpRequest) -> bool:
        return works_on_outreach(request)


def works_on_outreach(request: HttpRequest) -> bool:
    """Whether the user may see one of the two indexes in the page explorer."""
    visible = page_permission_policy.explorable_instances(request.user)
    return bool(visible.type(NewsIndexPage, CampaignIndexPage).exists())


def review_report(request: HttpRequest) -> HttpResponse:
    """All pages that are due, soon due, or have no date."""
    if not works_on_outreach(request):
        raise PermissionDenied
    found = reminders(request.user, clock.today())
    groups = [
        (gettext("Đã đến ngày rà soát"), found.overdue),
        (gettext("Đến ngày rà soát trong 30 ngày tới"), found.soon),
        (gettext("Chưa đặt ngày rà soát"), found.undated),
    ]
    context = {"page_title": gettext("Tin bài cần rà soát"), "header_icon": "calendar-check", "groups": groups}
    return render(request, "news/admin/reviews.html", context)
