"""Who answers: the main engine, or the embedded one while the main one is away.

A reader never waits for a server that is down: it has BUDGET seconds for all of its calls, and after
some failures it is not even asked for a while. The answer then says that it is degraded.
"""

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Generic, TypeVar

from portal.core.breaker import CircuitBreaker
from portal.search import engines, indexing
from portal.search.documents import SearchDocument
from portal.search.engines.base import NOT_UNDERSTOOD, Engine, EngineUnavailable, IndexMissing
from portal.search.engines.elasticsearch import client
from portal.search.engines.embedded.engine import EmbeddedEngine

logger = logging.getLogger(__name__)

#: Seconds the main engine may take for one search, all calls together; the embedded one then has the rest of a second.
BUDGET = 0.6
#: Failures in a row after which the main engine is left alone, and for how many seconds.
FAILURES, PAUSE = 2, 5.0

T = TypeVar("T")

breaker = CircuitBreaker(failures=FAILURES, pause=PAUSE)

_only: ContextVar[Engine | None] = ContextVar("only_engine", default=None)


@dataclass(frozen=True, slots=True)
class Answer(Generic[T]):
    """What an engine said, which one, and whether it only stands in for the main one."""

    value: T
    engine: str
    degraded: bool


@contextlib.contextmanager
def only(engine: Engine) -> Iterator[None]:
    """Let one engine alone answer what this block asks, however long it takes: to measure or try, not for readers."""
    token = _only.set(engine)
    try:
        yield
    finally:
        _only.reset(token)


def is_one_chosen() -> bool:
    """Whether one engine alone is to answer here."""
    return _only.get() is not None


def ask(question: Callable[[Engine], T], head: int | None = None, *, after_documents: bool = False) -> Answer[T]:
    """Put a question to an index that is up to date; `head` is the ledger's where the caller has just read it.

    With `after_documents` the caller has just asked for `all_documents`, and the embedded index has had its step: one
    request makes no two.

    Raises:
        EngineUnavailable: no index can be read or made.
    """
    chosen = _only.get()
    main = chosen or engines.main()
    if main.name == engines.embedded().name:
        return Answer(_with_embedded(question, head, is_ensured=after_documents), main.name, degraded=False)
    if chosen:
        return Answer(_with_index(chosen, question, head), chosen.name, degraded=False)
    if breaker.may_try():
        try:
            with client.within(BUDGET):
                value = _with_index(main, question, head)
        except EngineUnavailable as error:
            breaker.failed()
            logger.warning("%s does not answer, the embedded engine stands in: %s", main.name, error)
        except NOT_UNDERSTOOD:
            breaker.failed()
            logger.exception("%s answers what nobody understands, the embedded engine stands in", main.name)
        else:
            breaker.succeeded()
            return Answer(value, main.name, degraded=False)
    return Answer(_with_embedded(question, head, is_ensured=after_documents), engines.embedded().name, degraded=True)


def all_documents(head: int | None = None) -> Sequence[SearchDocument]:
    """Every document without its full text, in memory: what is being typed cannot wait for a server.

    Raises:
        EngineUnavailable: no index can be read or made.
    """
    embedded = _embedded()
    return _with_embedded(lambda _: embedded.documents(), head)


def warm() -> None:
    """Let every engine read into memory what answers need: a new process is then as quick as an old one.

    An engine that is away or without an index is left for later.
    """
    for engine in engines.every():
        try:
            engine.warm()
        except (EngineUnavailable, IndexMissing, *NOT_UNDERSTOOD) as error:
            logger.warning("%s could not be read into memory: %s", engine.name, type(error).__name__)


def _with_embedded(question: Callable[[Engine], T], head: int | None, *, is_ensured: bool = False) -> T:
    embedded = _embedded()
    return _with_rebuild(embedded, question) if is_ensured else _with_index(embedded, question, head)


def _embedded() -> EmbeddedEngine:
    """The embedded engine, or the copy of it that alone is to answer."""
    chosen = _only.get()
    return chosen if isinstance(chosen, EmbeddedEngine) else engines.embedded()


def _with_index(engine: Engine, question: Callable[[Engine], T], head: int | None) -> T:
    """Ask an index that is up to date."""
    indexing.ensure(engine, head)
    return _with_rebuild(engine, question)


def _with_rebuild(engine: Engine, question: Callable[[Engine], T]) -> T:
    """Ask an index; if it breaks in between, once more after a rebuild."""
    # Named before it is asked: what another process replaces meanwhile is not replaced again.
    generation = engine.generation() if engine.builds_in_requests else ""
    try:
        return question(engine)
    except IndexMissing as unfit:
        indexing.rebuild_in_request(engine, generation, unfit)
    try:
        return question(engine)
    except IndexMissing as error:
        raise EngineUnavailable(str(error)) from error
