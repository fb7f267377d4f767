"""The words of this site, as they are now: documents, what editors know, places."""

from collections.abc import Sequence

from portal.search.asking import all_documents
from portal.search.documents import SearchDocument
from portal.search.engines.base import EngineUnavailable
from portal.search.understanding import Site
from portal.search.understanding.knowledge import NOTHING_KNOWN, Knowledge

#: What was last made a Site of, and that Site.
_known: tuple[Sequence[SearchDocument], Knowledge, Site] = ((), NOTHING_KNOWN, Site())


def site(knowledge: Knowledge = NOTHING_KNOWN) -> Site:
    """What the site tells about words; only what editors know while no index can be read."""
    global _known  # noqa: PLW0603 - one memory a process
    try:
        documents = all_documents()
    except EngineUnavailable:
        documents = ()
    if documents is not _known[0] or knowledge is not _known[1]:
        _known = documents, knowledge, Site(documents=documents, knowledge=knowledge)
    return _known[2]
