"""Campaigns, and their words by language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from portal.core import clock
from portal.news import counting
from portal.news.models import CampaignIndexPage, CampaignPage, Language
from portal.news.presenters_campaigns import campaign_context, campaigns_context
from portal.news.presenters_languages import language_context, languages_context


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """`/chien-dich/`: campaigns that run, that are to come, that have ended."""
    page = get_object_or_404(CampaignIndexPage.objects.live())
    return render(request, "news/campaigns_page.html", campaigns_context(page, clock.today()))


@require_safe
def campaign(request: HttpRequest, slug: str) -> HttpResponse:
    """`/chien-dich/<slug>/`: one campaign."""
    page = get_object_or_404(CampaignPage.objects.live().select_related("legal_document"), slug=slug)
    counting.visited(request, page)
    return render(request, "news/campaign_page.html", campaign_context(page, clock.today()))


@require_safe
def languages(request: HttpRequest) -> HttpResponse:
    """`/chien-dich/ngon-ngu/`: every language; `?q=` finds one by any spelling of its name."""
    return render(request, "news/languages_page.html", languages_context(request.GET.get("q", "")))


@require_safe
def language(request: HttpRequest, code: str) -> HttpResponse:
    """`/chien-dich/ngon-ngu/<code>/`: all there is to hear, see and read in one language."""
    found = get_object_or_404(Language.objects.prefetch_related("spellings"), code=code)
    return render(request, "news/language_page.html", language_context(found, clock.today()))
