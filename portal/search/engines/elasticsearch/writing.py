"""Writing documents and the position; every write may be repeated, and a late one never wins.

Documents carry the ledger's number as an external version: a writer that read an older state is
refused (`external_gte`), also after a deletion. The position moves by compare-and-set, so of two
writers that follow the same rows one moves it.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from elasticsearch import ApiError, BadRequestError, ConflictError, NotFoundError, TransportError

from portal.core.batches import batches
from portal.search.documents import SearchDocument
from portal.search.engines.base import EngineUnavailable, IndexMissing, Position
from portal.search.engines.elasticsearch import mapping
from portal.search.engines.elasticsearch.client import elasticsearch, is_hurried, is_passing, translated, translation

#: Documents of one bulk request, about two megabytes of tokens.
BATCH = 100
#: Seconds before each new attempt when a node was lost or is overloaded: its replacement is chosen within these.
PAUSES = (0.5, 1, 2, 4, 8, 15)
#: How long the server itself waits for a lost copy before it says so: shorter than any client's patience, because a
#: client that gave up first would only ask again. An index that stays lost is given up after two minutes.
LOST_COPY = "10s"

_POSITION = "_position"

#: Of a bulk answer only this is read.
_ERRORS = ["items.*.status", "items.*.error.type"]
#: Written; deleted before; a newer state is there.
_FINE = frozenset({200, 201, 404, 409})
#: A shard is moving, or the server is overloaded.
_PASSING = frozenset({429, 502, 503, 504})

Action = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """Which index an alias leads to, how far it has come, and the mark for compare-and-set."""

    index: str
    position: Position
    seq_no: int
    primary_term: int


def standing(target: str) -> Standing:
    """Where an index stands, in one call. Always the newest state, whatever was refreshed.

    Raises:
        IndexMissing: there is no index, or it does not say.
        EngineUnavailable
    """
    try:
        with translated():
            found = elasticsearch().get(index=target, id=_POSITION, source_includes=["cursor", "mark", "day"])
    except EngineUnavailable as error:
        if isinstance(error.__cause__, BadRequestError):
            raise IndexMissing("the alias leads to several indices") from error
        raise
    source = found["_source"]
    try:
        position = Position(cursor=source["cursor"], mark=source["mark"], day=date.fromisoformat(source["day"]))
    except (KeyError, ValueError) as error:
        raise IndexMissing("the index does not say where it stands") from error
    return Standing(found["_index"], position, found["_seq_no"], found["_primary_term"])


def fill(index: str, documents: Iterable[SearchDocument], version: int) -> None:
    """Put documents into an index that nobody reads yet."""
    for batch in batches(documents, BATCH):
        write(index, (), batch, version, refresh=False)


def write(
    index: str, removed: Iterable[str], documents: Iterable[SearchDocument], version: int, *, refresh: bool = True
) -> None:
    """Delete and index in bulk.

    Raises:
        EngineUnavailable: something was not written; all of it may be written again.
    """
    kept = {document.code: document for document in documents}
    actions: list[Action] = [{"delete": _target(code, version)} for code in removed if code not in kept]
    for document in kept.values():
        actions += [{"index": _target(document.code, version)}, mapping.values(document)]
    if actions:
        _send(index, actions, refresh=refresh)


def put_position(index: str, position: Position) -> None:
    """Say where a new index stands."""
    with translated():
        elasticsearch().index(index=index, id=_POSITION, document=_position(position), timeout=LOST_COPY)


def move_position(found: Standing, end: Position) -> bool:
    """Move the position on, unless another writer has."""
    try:
        elasticsearch().index(
            index=found.index,
            id=_POSITION,
            document=_position(end),
            timeout=LOST_COPY,
            if_seq_no=found.seq_no,
            if_primary_term=found.primary_term,
        )
    except ConflictError:
        return False
    except (ApiError, TransportError) as error:
        raise translation(error) from error
    return True


def _send(index: str, actions: list[Action], *, refresh: bool) -> None:
    """One bulk request, again while the cluster recovers: repeating it is harmless."""
    for pause in (*PAUSES, None):
        try:
            answer = elasticsearch().bulk(
                index=index, operations=actions, refresh=refresh, timeout=LOST_COPY, filter_path=_ERRORS
            )
            trouble = _trouble(answer.get("items", []))
            passes = trouble is not None and trouble[0] in _PASSING
        except (ApiError, TransportError) as error:
            if isinstance(error, NotFoundError) or not is_passing(error):
                raise translation(error) from error
            trouble, passes = (0, type(error).__name__), True
        if trouble is None:
            return
        if pause is None or not passes or is_hurried():
            raise EngineUnavailable(f"not written: {trouble[1]}")
        time.sleep(pause)


def _trouble(items: Iterable[Action]) -> tuple[int, str] | None:
    """Status and kind of the first item that failed; a newer state that is there already is no failure."""
    for item in items:
        (result,) = item.values()
        status = int(result["status"])
        if status not in _FINE:
            return status, str(result.get("error", {}).get("type", status))
    return None


def _target(code: str, version: int) -> Action:
    return {"_id": code, "version": version, "version_type": "external_gte"}


def _position(position: Position) -> Action:
    return {"cursor": position.cursor, "mark": position.mark, "day": position.day.isoformat()}
