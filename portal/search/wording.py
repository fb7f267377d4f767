"""The words of this site, as they are now: documents, what editors know, places."""

from collections.abc import Sequence

from portal.search import knowledge, places
from portal.search.asking import all_documents
from portal.search.documents import SearchDocument
from portal.search.engines.base import EngineUnavailable
from portal.search.evidence import Scale
from portal.search.understanding import Site
from portal.search.understanding.knowledge import Knowledge

_EMPTY = Site()
#: What this process last read, and its words weighed. Replaced as a pair: threads never see one without the other.
_known = _EMPTY, Scale(_EMPTY.weight)


def site(head: int | None = None, *, instead: Knowledge | None = None) -> Site:
    """What the site tells about words; only what editors know while no index can be read.

    `head` is the ledger's where the caller has just read it. With `instead`, as if editors knew that.
    """
    global _known  # noqa: PLW0603 - one memory a process
    documents = _documents(head)
    units = places.units(head)
    if instead is not None:
        return Site(documents=documents, knowledge=instead, units=units)
    known = knowledge.current(head)
    last, _ = _known
    if documents is last.documents and known is last.knowledge and units is last.units:
        return last
    fresh = Site(documents=documents, knowledge=known, units=units)
    _known = fresh, Scale(fresh.weight)
    return fresh


def scale(site: Site) -> Scale:
    """How much the words of a site tell."""
    last, weighed = _known
    return weighed if site is last else Scale(site.weight)


def _documents(head: int | None) -> Sequence[SearchDocument]:
    try:
        return all_documents(head)
    except EngineUnavailable:
        return ()
