"""Where articles and campaigns live in the page tree."""

from typing import TypeVar

from wagtail.models import Page

from portal.news.models import CampaignIndexPage, NewsIndexPage

_Index = TypeVar("_Index", NewsIndexPage, CampaignIndexPage)


def set_up_news_pages(home: Page) -> tuple[NewsIndexPage, CampaignIndexPage]:
    """The index of articles (`/tin-tuc/`) and of campaigns (`/chien-dich/`) below the home page; made where missing."""
    news = NewsIndexPage.objects.first() or _add(home, NewsIndexPage(title="Tin tức", slug="tin-tuc"))
    campaigns = CampaignIndexPage.objects.first() or _add(
        home, CampaignIndexPage(title="Tuyên truyền", slug="chien-dich")
    )
    return news, campaigns


def _add(home: Page, page: _Index) -> _Index:
    """Published as an editor would: with a revision, which the admin opens."""
    home.add_child(instance=page)
    page.save_revision().publish()
    return page
