"""A small province that tells people something: one procedure, one article, one campaign with a spot."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from wagtail.models import Page

from portal.news.enums import Medium, OutletKind
from portal.news.models import (
    ArticlePage,
    ArticleProcedure,
    CampaignIndexPage,
    CampaignPage,
    CampaignProcedure,
    Language,
    LanguageSpelling,
    NewsIndexPage,
    Outlet,
    Spot,
    SpotSource,
    Topic,
)
from portal.news.permissions import EDITORS, LEGAL_CHECKERS, PUBLISHERS, set_up_outreach_groups
from portal.news.tree import set_up_news_pages
from portal.news.workflow import set_up_outreach_workflow
from portal.procedures.models import AgencyPage, ProcedurePage
from tests.procedures.conftest import FIRST_DAY, agency, agency_page, commune, live_page, make_page

__all__ = ["FIRST_DAY", "agency", "agency_page", "commune", "live_page", "make_page"]


@pytest.fixture
def home(agency_page: AgencyPage) -> Page:
    return agency_page.get_ancestors().get(depth=2).specific


@pytest.fixture
def news_index(home: Page) -> NewsIndexPage:
    return set_up_news_pages(home)[0]


@pytest.fixture
def campaign_index(home: Page) -> CampaignIndexPage:
    return set_up_news_pages(home)[1]


@pytest.fixture
def topic(db: None) -> Topic:
    return Topic.objects.create(name="Nộp hồ sơ", slug="nop-ho-so")


@pytest.fixture
def vietnamese(db: None) -> Language:
    return Language.objects.create(code="vi", name="Tiếng Việt", order=1)


@pytest.fixture
def sedang(db: None) -> Language:
    language = Language(code="sed", name="Tiếng Xơ Đăng", order=2)
    language.spellings = [LanguageSpelling(text=text) for text in ("Xơ Đăng", "Xê Đăng", "Sedang")]
    language.save()
    return language


@pytest.fixture
def make_article(news_index: NewsIndexPage, topic: Topic) -> Callable[..., ArticlePage]:
    """A live article below the index."""

    def make(slug: str = "nop-o-xa", **values: Any) -> ArticlePage:
        procedures = values.pop("procedures", ())
        defaults: dict[str, Any] = {
            "title": "Thủ tục quân sự nộp ở xã",
            "slug": slug,
            "lead": "Từ ngày 01/01/2020, bà con nộp giấy tờ quân sự tại xã.",
            "published_on": date(2019, 12, 20),
            "author_unit": "Ban biên tập Cổng thông tin điện tử tỉnh",
            "topic": topic,
            "body": [("notice", {"text": "Mang theo chứng minh nhân dân."})],
        }
        page = ArticlePage(**(defaults | values))
        page.procedures.set([ArticleProcedure(procedure=procedure) for procedure in procedures])
        news_index.add_child(instance=page)
        page.save_revision().publish()
        return page

    return make


@pytest.fixture
def article(make_article: Callable[..., ArticlePage], live_page: ProcedurePage) -> ArticlePage:
    return make_article(procedures=[live_page])


@pytest.fixture
def make_campaign(campaign_index: CampaignIndexPage) -> Callable[..., CampaignPage]:
    """A live campaign below the index."""

    def make(slug: str = "mot-cua", **values: Any) -> CampaignPage:
        procedures = values.pop("procedures", ())
        defaults: dict[str, Any] = {
            "title": "Thủ tục của Công an, Quân sự, Bảo hiểm xã hội: nộp tại một cửa",
            "slug": slug,
            "message": "36 thủ tục của ba cơ quan nay nộp tại một cửa.",
            "audience": "Người dân trong tỉnh",
            "starts_on": date(2019, 12, 1),
            "led_line": "Thủ tục công an, quân sự, bảo hiểm: nộp tại một cửa từ 01/01/2020.",
        }
        page = CampaignPage(**(defaults | values))
        page.procedures.set([CampaignProcedure(procedure=procedure) for procedure in procedures])
        campaign_index.add_child(instance=page)
        page.save_revision().publish()
        return page

    return make


@pytest.fixture
def campaign(make_campaign: Callable[..., CampaignPage], live_page: ProcedurePage) -> CampaignPage:
    return make_campaign(procedures=[live_page])


@pytest.fixture
def make_spot(campaign: CampaignPage, vietnamese: Language) -> Callable[..., Spot]:
    """A live spot of the campaign."""

    def make(**values: Any) -> Spot:
        followed = values.pop("follows", ())
        defaults: dict[str, Any] = {
            "campaign": campaign,
            "title": "Lời loa xã",
            "medium": Medium.LOUDSPEAKER,
            "language": vietnamese,
            "script": "Từ ngày 01 tháng 01 năm 2020, bà con nộp giấy tờ quân sự tại xã.",
        }
        spot = Spot(**(defaults | values))
        spot.sources = [SpotSource(procedure=procedure, number=number) for procedure, number in followed]
        spot.save()
        return spot

    return make


@pytest.fixture
def spot(make_spot: Callable[..., Spot], live_page: ProcedurePage) -> Spot:
    return make_spot(follows=[(live_page, 1)])


@pytest.fixture
def station(db: None) -> Outlet:
    return Outlet.objects.create(name="Đài Phát thanh tỉnh", slug="dai-phat-thanh", kind=OutletKind.RADIO)


def _with_role(name: str, group: str) -> User:
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get(name=group))
    return user


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def roles(news_index: NewsIndexPage, campaign_index: CampaignIndexPage) -> None:
    """The three groups and the workflow; without it there is none, and Wagtail's own rules hold."""
    set_up_outreach_groups()
    set_up_outreach_workflow()


@pytest.fixture
def make_user(roles: None) -> Callable[[str, str], User]:
    """Somebody in one of the three groups."""
    return _with_role


@pytest.fixture
def editor(roles: None) -> User:
    return _with_role("bien-tap", EDITORS)


@pytest.fixture
def checker(roles: None) -> User:
    return _with_role("phap-ly", LEGAL_CHECKERS)


@pytest.fixture
def publisher(roles: None) -> User:
    return _with_role("xuat-ban", PUBLISHERS)


@pytest.fixture
def as_editor(editor: User) -> Client:
    return logged_in(editor)


@pytest.fixture
def as_checker(checker: User) -> Client:
    return logged_in(checker)


@pytest.fixture
def as_publisher(publisher: User) -> Client:
    return logged_in(publisher)
