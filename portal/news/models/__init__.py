"""Everything the outreach is made of, by what it is about."""

from portal.news.models.articles import ArticlePage, ArticleProcedure, ArticleSource, NewsIndexPage, Topic
from portal.news.models.broadcast import Airing, BroadcastSlot, Outlet
from portal.news.models.campaigns import (
    CampaignIndexPage,
    CampaignPage,
    CampaignPicture,
    CampaignProcedure,
    CampaignQuestion,
    PressCoverage,
)
from portal.news.models.languages import Language, LanguageSpelling
from portal.news.models.media import OutreachMedia
from portal.news.models.reach import CampaignVisits, ReachEntry
from portal.news.models.short_links import ShortLink, ShortLinkScans
from portal.news.models.spots import Spot, SpotSource
from portal.news.models.workflow import SecondPersonApprovalTask

__all__ = [
    "Airing",
    "ArticlePage",
    "ArticleProcedure",
    "ArticleSource",
    "BroadcastSlot",
    "CampaignIndexPage",
    "CampaignPage",
    "CampaignPicture",
    "CampaignProcedure",
    "CampaignQuestion",
    "CampaignVisits",
    "Language",
    "LanguageSpelling",
    "NewsIndexPage",
    "Outlet",
    "OutreachMedia",
    "PressCoverage",
    "ReachEntry",
    "SecondPersonApprovalTask",
    "ShortLink",
    "ShortLinkScans",
    "Spot",
    "SpotSource",
    "Topic",
]
