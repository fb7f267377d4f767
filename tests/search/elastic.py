"""A real Elasticsearch for tests: its address, an index family of the test's own, and servers that misbehave."""

import contextlib
import os
import socket
import threading
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from portal.search.engines.base import Changes, Engine, Position
from portal.search.engines.elasticsearch import indices
from portal.search.filters import Filters
from portal.search.matching import Match, rules
from portal.search.understanding import Site, understand
from portal.settings.services import ElasticsearchOptions
from tests import servers

VARIABLE = "PORTAL_ELASTICSEARCH_URLS"


def addresses() -> tuple[str, ...]:
    """The nodes named in the environment; the test is skipped without them, or fails where servers are required."""
    return tuple(filter(None, servers.address(VARIABLE).split(",")))


def own_options(**values: object) -> ElasticsearchOptions:
    """The server of the environment, with names that no other test uses."""
    chosen: dict[str, object] = {
        "urls": addresses(),
        "user": os.environ.get("PORTAL_ELASTICSEARCH_USER", ""),
        "password": os.environ.get("PORTAL_ELASTICSEARCH_PASSWORD", ""),
        "ca_file": os.environ.get("PORTAL_ELASTICSEARCH_CA_FILE", ""),
        "prefix": own_prefix(),
    }
    return ElasticsearchOptions(**(chosen | values))  # type: ignore[arg-type]


def delete_indices() -> None:
    """Delete every index of the prefix that the settings name."""
    family = indices.family()
    indices.delete(*filter(None, (family.current, family.former, *family.leftovers)))


def own_prefix() -> str:
    """The first part of names that no other test uses."""
    return f"portal-test-{uuid.uuid4().hex[:12]}"


def refusing_address() -> str:
    """An address at which nobody listens."""
    return f"http://127.0.0.1:{servers.free_port()}"


@contextlib.contextmanager
def hanging_address() -> Iterator[str]:
    """An address that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextlib.contextmanager
def address_that_says(answer: bytes) -> Iterator[str]:
    """An address that answers every connection with the same bytes."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        listener.settimeout(0.1)
        ended = threading.Event()

        def serve() -> None:
            while not ended.is_set():
                with contextlib.suppress(OSError):
                    connection, _ = listener.accept()
                    with connection:
                        connection.recv(65536)
                        connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            ended.set()
            thread.join()


# --- asking and changing an engine ----------------------------------------------------------------------

START = Position(cursor=1, mark="", day=date(2020, 1, 2))


def answer(engine: Engine, text: str, filters: Filters | None = None) -> tuple[Match, int, int, Any, list[str]]:
    """How an engine answers: match, totals, facets and the codes."""
    query = understand(text)
    if not query.text:
        found = engine.retrieve(None, query, filters or Filters(), 100)
        return Match.EXACT, found.accepted, found.total, found.facets, sorted(c.document.code for c in found.candidates)
    for rule in rules(query, Site()):
        found = engine.retrieve(rule, query, filters or Filters(), 100)
        if found.accepted:
            codes = sorted(candidate.document.code for candidate in found.candidates)
            return rule.match, found.accepted, found.total, found.facets, codes
    return Match.NONE, 0, 0, {}, []


def found(engine: Engine, text: str) -> list[str]:
    return answer(engine, text)[4]


def change(end: int, *, start: Position = START, version: int | None = None, **values: Any) -> Changes:
    defaults: dict[str, Any] = {"removed": (), "documents": ()}
    return Changes(
        start=start, end=Position(cursor=end, mark="", day=START.day), version=version or end, **(defaults | values)
    )
