"""The connection to Elasticsearch: how long we wait, how often we try, and what its refusals mean to us."""

import contextlib
import os
import time
from collections.abc import Iterator
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.conf import settings
from elastic_transport import TransportError
from elasticsearch import ApiError, Elasticsearch, NotFoundError, OrjsonSerializer

from portal.search.engines.base import EngineUnavailable, IndexMissing
from portal.settings.services import ElasticsearchOptions

#: Seconds one call of a reader's search may take; a healthy server needs hundredths.
CALL = 0.4
#: With several nodes a call that one of them does not answer is put to another within the same time.
CALL_OF_SEVERAL = 0.25
#: Seconds commands and the worker wait for one call: a bulk request while a node is lost takes long.
PATIENT_CALL = 60.0
#: Too little time to start a call in.
_NO_TIME = 0.02
#: Seconds between the time limits that are told apart.
_STEP = 0.02

_deadline: ContextVar[float | None] = ContextVar("elasticsearch_deadline", default=None)


@contextlib.contextmanager
def within(seconds: float) -> Iterator[None]:
    """Let all calls of the block together take at most `seconds`; then they are refused as unavailable."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def is_hurried() -> bool:
    """Whether a reader waits, so that nothing may be tried again later."""
    return _deadline.get() is not None


def elasticsearch() -> Elasticsearch:
    """A client with the patience the moment allows: short inside `within`, long for commands.

    Raises:
        EngineUnavailable: no time is left.
    """
    nodes = len(options().urls)
    deadline = _deadline.get()
    if deadline is None:
        return _client().options(request_timeout=PATIENT_CALL, max_retries=nodes + 1, retry_on_timeout=nodes > 1)
    left = deadline - time.monotonic()
    if left < _NO_TIME:
        raise EngineUnavailable("Elasticsearch took too long")
    if nodes == 1:
        return _hurried(os.getpid(), options(), _rounded(min(CALL, left)), 0)
    return _hurried(os.getpid(), options(), _rounded(min(CALL_OF_SEVERAL, left / 2)), nodes - 1)


@contextlib.contextmanager
def translated() -> Iterator[None]:
    """Turn what the client raises into what the portal acts on.

    Raises:
        IndexMissing: there is no such index.
        EngineUnavailable: anything else.
    """
    try:
        yield
    except (ApiError, TransportError) as error:
        raise translation(error) from error


def translation(error: ApiError | TransportError) -> IndexMissing | EngineUnavailable:
    """What an error of the client means to the portal.

    A request that the server finds wrong is a mistake of ours; it must not become an error page either.
    """
    if isinstance(error, NotFoundError):
        return IndexMissing(_words(error))
    return EngineUnavailable(_words(error))


def is_passing(error: ApiError | TransportError) -> bool:
    """Whether the same call may succeed in a moment: a node was lost, or the server is overloaded."""
    if isinstance(error, ApiError):
        return error.status_code in {429, 502, 503, 504}
    return True


def _words(error: ApiError | TransportError) -> str:
    """Kind and status only: addresses and query texts do not belong in messages and logs."""
    if isinstance(error, ApiError):
        return f"{error.status_code} {error.error}"
    return type(error).__name__


def options() -> ElasticsearchOptions:
    """The settings of this installation's Elasticsearch."""
    chosen: ElasticsearchOptions | None = settings.SEARCH_ELASTICSEARCH
    if chosen is None:
        raise EngineUnavailable("no address of Elasticsearch is set")
    return chosen


def _rounded(seconds: float) -> float:
    """Down to a step that few others lie between, so that few clients are made."""
    return max(_STEP, int(seconds / _STEP) * _STEP)


@lru_cache(maxsize=64)
def _hurried(process: int, chosen: ElasticsearchOptions, timeout: float, retries: int) -> Elasticsearch:
    # `options` makes fifty objects; as long as half of a search in the server takes.
    client = _connected(process, chosen)
    return client.options(request_timeout=timeout, max_retries=retries, retry_on_timeout=retries > 0)


def _client() -> Elasticsearch:
    # One for each process: connections do not survive a fork.
    return _connected(os.getpid(), options())


@lru_cache(maxsize=4)
def _connected(process: int, chosen: ElasticsearchOptions) -> Elasticsearch:
    secure: dict[str, Any] = {"ca_certs": chosen.ca_file} if chosen.ca_file else {}
    if chosen.user:
        secure["basic_auth"] = (chosen.user, chosen.password)
    return Elasticsearch(
        list(chosen.urls), connections_per_node=20, meta_header=False, serializer=OrjsonSerializer(), **secure
    )
