"""Reading what the outreach consists of."""

from datetime import date

from django.db.models import Q, QuerySet

from portal.news.models import Airing, ArticlePage, BroadcastSlot, CampaignPage


def articles_on(day: date) -> QuerySet[ArticlePage]:
    """What readers have on `day`, newest first: live, and dated that day or before."""
    articles: QuerySet[ArticlePage] = ArticlePage.objects.live()
    return articles.filter(published_on__lte=day).order_by("-published_on", "-pk")


def campaigns_on(day: date) -> QuerySet[CampaignPage]:
    """Live campaigns that have begun and not ended on `day`, the newest first."""
    campaigns: QuerySet[CampaignPage] = CampaignPage.objects.live()
    not_ended = Q(ends_on__isnull=True) | Q(ends_on__gte=day)
    return campaigns.filter(not_ended, starts_on__lte=day).order_by("-starts_on", "-pk")


def broadcast_slots(*, campaign: CampaignPage | None = None) -> QuerySet[BroadcastSlot]:
    """All slots, or those of one campaign, with what lists show of them."""
    found = BroadcastSlot.objects.select_related("campaign", "outlet", "spot__language").order_by("starts_on", "pk")
    return found if campaign is None else found.filter(campaign=campaign)


def airings_between(found: QuerySet[BroadcastSlot], first: date, last: date) -> QuerySet[Airing]:
    """What was recorded of these slots from `first` to `last`, both included."""
    return Airing.objects.filter(slot__in=found, day__range=(first, last))
