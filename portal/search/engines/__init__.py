"""Engines that find procedures: `asking` chooses between them, `indexing` keeps them in step."""

from django.conf import settings

from portal.search.engines.base import Engine
from portal.search.engines.elasticsearch.engine import ElasticsearchEngine
from portal.search.engines.embedded.engine import EmbeddedEngine


def main() -> Engine:
    """The engine that should answer: Elasticsearch where its address is set, else the embedded one."""
    return ElasticsearchEngine() if settings.SEARCH_ELASTICSEARCH else EmbeddedEngine()


def embedded() -> EmbeddedEngine:
    """The engine that needs no server and stands in for one that is away."""
    return EmbeddedEngine()


def every() -> tuple[Engine, ...]:
    """All engines of this installation, each with an index to keep in step."""
    return (ElasticsearchEngine(), EmbeddedEngine()) if settings.SEARCH_ELASTICSEARCH else (EmbeddedEngine(),)
