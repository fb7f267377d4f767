"""Documents this process has seen, so that a search brings digests, not texts, over the network.

They are known by the digest of their content, so what is kept is never out of date, and a rebuild costs nothing here.
"""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from portal.search.documents import SearchDocument, from_content
from portal.search.engines.base import EngineUnavailable, IndexMissing
from portal.search.engines.elasticsearch.client import elasticsearch, translated

#: Documents kept in one process, about 6 KB each.
MOST = 8_000

#: Digest -> document; the least used goes first.
_kept: OrderedDict[str, SearchDocument] = OrderedDict()
_lock = threading.Lock()


def documents(hits: Iterable[dict[str, Any]]) -> dict[str, SearchDocument]:
    """Code -> document of hits that carry `_index` and the fields `code` and `digest`.

    What is not known is fetched in one call; what was deleted a moment ago is left out.
    """
    wanted = list(hits)
    found: dict[str, SearchDocument] = {}
    with _lock:
        for hit in wanted:
            digest = hit["fields"]["digest"][0]
            if digest in _kept:
                _kept.move_to_end(digest)
                found[code_of(hit)] = _kept[digest]
    missing = [hit for hit in wanted if code_of(hit) not in found]
    return found | _fetch(missing) if missing else found


def code_of(hit: dict[str, Any]) -> str:
    """The code of a hit."""
    return str(hit["fields"]["code"][0])


def _fetch(missing: list[dict[str, Any]]) -> dict[str, SearchDocument]:
    found = {}
    with translated():
        answer = elasticsearch().mget(
            docs=[{"_index": hit["_index"], "_id": code_of(hit), "_source": ["content", "digest"]} for hit in missing]
        )
    with _lock:
        for item in answer["docs"]:
            if "error" in item:
                # Half an answer would look like a whole one.
                raise EngineUnavailable("a document could not be read")
            if item.get("found"):
                document = _read(item["_source"]["content"])
                found[item["_id"]] = document
                # Its own digest, not that of the hit: it may have changed in between.
                _kept[item["_source"]["digest"]] = document
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def _read(content: str) -> SearchDocument:
    try:
        return from_content(content)
    except ValidationError as error:
        raise IndexMissing("a document of the index cannot be read") from error
