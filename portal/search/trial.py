"""What a query would find if a procedure had other names than it has. Nothing is saved."""

from collections.abc import Sequence
from dataclasses import replace

from portal.core import clock
from portal.search import asking, engines, knowledge
from portal.search.documents import documents_on, renamed
from portal.search.engines.base import EngineUnavailable, IndexMissing
from portal.search.service import SearchRequest, SearchResult, search


class NotFindable(Exception):
    """The procedure is not in force today, so no name leads to it."""


def find(request: SearchRequest) -> SearchResult:
    """What is found now, by the engine that `find_with_names` asks: two engines score too differently to compare.

    Raises:
        EngineUnavailable
    """
    with asking.only(engines.embedded()):
        return search(request)


def find_with_names(request: SearchRequest, code: str, names: Sequence[str]) -> SearchResult:
    """What would be found if the procedure had these other names and no others, all else as it is published.

    Raises:
        NotFindable, EngineUnavailable
    """
    document = next(documents_on(clock.today(), [code]), None)
    if document is None:
        raise NotFindable(code)
    # Knowledge is named so that the process does not take the words of the trial for those of the site.
    as_known = replace(request, knowledge=knowledge.current())
    # Up to date, and there.
    asking.all_documents()
    try:
        with engines.embedded().trying(renamed(document, names)) as engine, asking.only(engine):
            return search(as_known)
    except IndexMissing as error:
        raise EngineUnavailable(str(error)) from error
