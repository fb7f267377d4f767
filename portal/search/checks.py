"""What is found wrong before anyone searches: at each start, and with `check --deploy` on the servers too."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as CheckWarning
from wagtail.models import get_page_models

from portal.search import engines
from portal.search.engines.base import EngineUnavailable, IndexMissing
from portal.search.engines.embedded.index_file import require_fts5

#: Page types whose content the search finds.
SEARCHED = frozenset({"procedures.ProcedurePage"})
#: Page types that it leaves out: lists and texts about the site, reached by browsing.
NOT_SEARCHED = frozenset(
    {
        "core.StandardPage",
        "news.ArticlePage",
        "news.CampaignIndexPage",
        "news.CampaignPage",
        "news.NewsIndexPage",
        "procedures.AgencyPage",
        "procedures.ProcedureIndexPage",
        "site.HomePage",
        "wagtailcore.Page",
    }
)


@register("search")
def sqlite_carries_the_index(**kwargs: Any) -> list[CheckMessage]:
    """FTS5 is there and SQLite is new enough."""
    try:
        require_fts5()
    except EngineUnavailable as error:
        return [Error(str(error), hint="Use a Python built with SQLite 3.35 or newer and FTS5.", id="search.E001")]
    return []


@register("search")
def every_page_type_is_searched_or_left_out(**kwargs: Any) -> list[CheckMessage]:
    """Nobody adds a type of page and forgets the search."""
    known = SEARCHED | NOT_SEARCHED
    return [
        Error(
            f"{model._meta.label} is neither searched nor left out.",
            hint="Index it in portal/search/documents.py, or name it in NOT_SEARCHED of portal/search/checks.py.",
            obj=model,
            id="search.E002",
        )
        for model in get_page_models()
        if model._meta.label not in known
    ]


@register("search", deploy=True)
def elasticsearch_has_an_index_of_this_code(**kwargs: Any) -> list[CheckMessage]:
    """The server answers, and its index has the mapping this code asks for; one that is yet to be built is fine."""
    if not settings.SEARCH_ELASTICSEARCH:
        return []
    try:
        fits = engines.main().is_made_by_this_code()
    except IndexMissing:
        return []
    except EngineUnavailable as error:
        return [CheckWarning(f"Elasticsearch does not answer: {error}", hint="See manage.py doctor.", id="search.W003")]
    if fits:
        return []
    return [
        Error(
            "The index of Elasticsearch was made by another version of the program.",
            hint="Run: manage.py search_index rebuild --engine elasticsearch",
            id="search.E004",
        )
    ]
