"""The words of this site: what a reader can have meant by keys that are no word themselves."""

from collections.abc import Sequence

from portal.search.asking import all_documents
from portal.search.documents import SearchDocument
from portal.search.engines.base import EngineUnavailable
from portal.vietnamese.accents import AccentModel, learn

#: How much more an editor's other name for a procedure counts than its official title: it is how people speak.
NAME_WEIGHT = 5

_EMPTY = learn([])

#: The documents last read, and their model.
_known: tuple[Sequence[SearchDocument], AccentModel] = ((), _EMPTY)


def model() -> AccentModel:
    """The model of titles, other names and fields as they are now; of nothing while no index can be read."""
    global _known  # noqa: PLW0603 - one memory a process
    try:
        documents = all_documents()
    except EngineUnavailable:
        return _EMPTY
    if documents is not _known[0]:
        _known = documents, _learned(documents)
    return _known[1]


def _learned(documents: Sequence[SearchDocument]) -> AccentModel:
    return learn(
        text
        for document in documents
        for text in (
            (document.title.accented, 1),
            (document.field_words.accented, 1),
            *((name.accented, NAME_WEIGHT) for name in document.names),
        )
    )
