"""Documents this process has seen, so that a search brings ids and versions, not texts, over the network."""

import threading
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from portal.search.documents import SearchDocument
from portal.search.engines.base import IndexMissing
from portal.search.engines.elasticsearch import mapping
from portal.search.engines.elasticsearch.client import elasticsearch, translated

#: Documents kept in one process, about 6 KB each.
MOST = 8_000

#: Index and code -> version and document; the least used goes first.
_kept: OrderedDict[tuple[str, str], tuple[int, SearchDocument]] = OrderedDict()
_lock = threading.Lock()


def documents(hits: Iterable[dict[str, Any]]) -> dict[str, SearchDocument]:
    """Code -> document of hits that carry `_index`, `_id` and `_version`; what is not known is fetched in one call.

    A document that was deleted a moment ago is left out.
    """
    wanted = {(hit["_index"], hit["_id"]): hit["_version"] for hit in hits}
    found: dict[str, SearchDocument] = {}
    with _lock:
        for key, version in wanted.items():
            known = _kept.get(key)
            if known is not None and known[0] == version:
                _kept.move_to_end(key)
                found[key[1]] = known[1]
    missing = [key for key in wanted if key[1] not in found]
    if missing:
        found |= _fetch(missing)
    return found


def forget() -> None:
    """Drop everything."""
    with _lock:
        _kept.clear()


def _fetch(missing: list[tuple[str, str]]) -> dict[str, SearchDocument]:
    found = {}
    with translated():
        answer = elasticsearch().mget(
            docs=[{"_index": index, "_id": code, "_source": ["content"]} for index, code in missing]
        )
    with _lock:
        for item in answer["docs"]:
            if item.get("found"):
                document = _read(item["_source"]["content"])
                found[item["_id"]] = document
                _kept[item["_index"], item["_id"]] = item["_version"], document
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def _read(content: str) -> SearchDocument:
    try:
        return mapping.read_content(content)
    except ValidationError as error:
        raise IndexMissing("a document of the index cannot be read") from error
