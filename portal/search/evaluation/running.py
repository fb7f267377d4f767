"""Asking the judged queries, as a reader would, of one engine at a time."""

import time
from collections.abc import Sequence

from portal.search import asking, engines
from portal.search.engines.base import Engine
from portal.search.evaluation.judged import Judged
from portal.search.evaluation.measures import DEPTH, Answered
from portal.search.matching import Match
from portal.search.service import SearchRequest, search


def answers(engine: Engine, queries: Sequence[Judged]) -> list[Answered]:
    """What `engine` answers to each query. Nothing stands in for it, and nobody hurries it.

    Raises:
        EngineUnavailable: it does not answer, or has no index.
    """
    with asking.only(engine):
        # Builds an index that a request may build. What a process reads once is no part of an answer's time.
        search(SearchRequest(text=queries[0].query if queries else "", size=DEPTH))
        engine.warm()
        return [_answer(judged) for judged in queries]


def _answer(judged: Judged) -> Answered:
    started = time.perf_counter()
    result = search(SearchRequest(text=judged.query, size=DEPTH))
    milliseconds = (time.perf_counter() - started) * 1000
    return Answered(
        judged=judged,
        codes=tuple(hit.document.code for hit in result.hits),
        none=result.match == Match.NONE,
        milliseconds=milliseconds,
        first_title=result.hits[0].words.title if result.hits else "",
    )


def known_codes() -> frozenset[str]:
    """The codes of every procedure that can be found.

    Raises:
        EngineUnavailable: no index can be read or made.
    """
    return frozenset(document.code for document in asking.all_documents())


def chosen(name: str) -> tuple[Engine, ...]:
    """The engines of this installation called `name`; `both` names all of them."""
    return tuple(engine for engine in engines.every() if name in {"both", engine.name})
