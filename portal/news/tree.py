"""Where articles and campaigns live in the page tree."""

from wagtail.models import Page

from portal.news.models import CampaignIndexPage, NewsIndexPage


def set_up_news_pages(home: Page) -> tuple[NewsIndexPage, CampaignIndexPage]:
    """The index of articles (`/tin-tuc/`) and of campaigns (`/chien-dich/`) below the home page; made where missing."""
    news = NewsIndexPage.objects.first() or home.add_child(instance=NewsIndexPage(title="Tin tức", slug="tin-tuc"))
    campaigns = CampaignIndexPage.objects.first() or home.add_child(
        instance=CampaignIndexPage(title="Tuyên truyền", slug="chien-dich")
    )
    return news, campaigns
