"""Other searches over the same documents, each as its manual has it, with nothing of ours.

A peer is made from documents and answers a query with codes, best first. What it made on a server is removed later.
"""

import contextlib
import http.client
import json
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.benchmarks.peer_documents import Document, as_list_of_the_stock_site
from tests.benchmarks.sites import Servers, Site, database, delete_indices, stock

#: Results asked for.
SIZE = 10
#: Fields of a document that are searched.
FIELDS = ("title", "names", "field", "body")
#: Seconds for one answer; the stock site on SQLite needs some.
PATIENCE = 120

#: Codes, best first, and the milliseconds the search took inside the peer.
Answer = tuple[list[str], float]
Ask = Callable[[str], Answer]


def timed(find: Callable[[str], list[str]]) -> Ask:
    """A search in this process, with its time."""

    def ask(text: str) -> Answer:
        started = time.perf_counter()
        codes = find(text)
        return codes, (time.perf_counter() - started) * 1000

    return ask


# --- Elasticsearch --------------------------------------------------------------------------------------


@contextlib.contextmanager
def elasticsearch(documents: Sequence[Document], address: str, kind: str, *, ascii_folding: bool) -> Iterator[Ask]:
    """A `multi_match` of a type over all fields; the standard analyser, or with `asciifolding` after it."""
    from elasticsearch import Elasticsearch
    from elasticsearch.helpers import bulk

    name = f"bench-peer-{secrets.token_hex(4)}"
    filters = ["lowercase", "asciifolding"] if ascii_folding else ["lowercase"]
    analyser = {"type": "custom", "tokenizer": "standard", "filter": filters}
    with Elasticsearch(address.split(","), request_timeout=PATIENCE) as server:
        server.indices.create(
            index=name,
            settings={
                "number_of_shards": 1,
                "number_of_replicas": 0,
                "analysis": {"analyzer": {"default": analyser}},
            },
            mappings={"properties": {"code": {"type": "keyword"}} | {field: {"type": "text"} for field in FIELDS}},
        )
        try:
            bulk(server, ({"_index": name, "_source": _fields(document)} for document in documents), refresh=True)

            def find(text: str) -> list[str]:
                query = {"multi_match": {"query": text, "fields": list(FIELDS), "type": kind}}
                found = server.search(index=name, query=query, size=SIZE, source={"includes": ["code", "title"]})
                return [hit["_source"]["code"] for hit in found["hits"]["hits"]]

            yield timed(find)
        finally:
            delete_indices(address, name)


def _fields(document: Document) -> dict[str, str]:
    return {field: getattr(document, field) for field in ("code", *FIELDS)}


# --- PostgreSQL -----------------------------------------------------------------------------------------

_POSTGRESQL = """
CREATE EXTENSION unaccent;
CREATE TEXT SEARCH CONFIGURATION folded (COPY = simple);
ALTER TEXT SEARCH CONFIGURATION folded ALTER MAPPING FOR hword, hword_part, word WITH unaccent, simple;
CREATE TABLE document (code text PRIMARY KEY, title text, words tsvector);
"""
_ADD = """
INSERT INTO document VALUES (%(code)s, %(title)s,
    setweight(to_tsvector('folded', %(title)s), 'A') || setweight(to_tsvector('folded', %(names)s), 'B') ||
    setweight(to_tsvector('folded', %(field)s), 'C') || setweight(to_tsvector('folded', %(body)s), 'D'))
"""
_FIND = """
SELECT code, title FROM document, (SELECT {query} AS asked) AS question
WHERE words @@ asked ORDER BY ts_rank(words, asked) DESC, code LIMIT %(size)s
"""
_ALL_WORDS = "websearch_to_tsquery('folded', %(text)s)"
_ANY_WORD = "replace(plainto_tsquery('folded', %(text)s)::text, '&', '|')::tsquery"


@contextlib.contextmanager
def postgresql(documents: Sequence[Document], address: str) -> Iterator[Ask]:
    """Full text with `unaccent`: all words, and where that finds nothing, any of them."""
    import psycopg

    with (
        database(address, f"bench_peer_{secrets.token_hex(4)}") as own,
        psycopg.connect(own, autocommit=True) as server,
    ):
        server.execute(_POSTGRESQL)
        with server.cursor() as cursor:
            cursor.executemany(_ADD, [_fields(document) for document in documents])
        server.execute("CREATE INDEX ON document USING gin (words)")
        server.execute("ANALYZE document")

        def find(text: str) -> list[str]:
            values = {"text": text, "size": SIZE}
            rows = server.execute(_FIND.format(query=_ALL_WORDS).encode(), values).fetchall()
            rows = rows or server.execute(_FIND.format(query=_ANY_WORD).encode(), values).fetchall()
            return [row[0] for row in rows]

        yield timed(find)


# --- tantivy --------------------------------------------------------------------------------------------


@contextlib.contextmanager
def tantivy(documents: Sequence[Document]) -> Iterator[Ask]:
    """Its own query parser over all fields, letters folded to ASCII."""
    import tantivy as library

    folded = library.TextAnalyzerBuilder(library.Tokenizer.simple())
    analyser = folded.filter(library.Filter.lowercase()).filter(library.Filter.ascii_fold()).build()
    builder = library.SchemaBuilder()
    builder.add_text_field("code", stored=True, tokenizer_name="raw")
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="folded")
    index = library.Index(builder.build())
    index.register_tokenizer("folded", analyser)
    writer = index.writer()
    for document in documents:
        writer.add_document(library.Document(**_fields(document)))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()

    def find(text: str) -> list[str]:
        query, _errors = index.parse_query_lenient(text, list(FIELDS))
        return [str(searcher.doc(place)["code"][0]) for _score, place in searcher.search(query, SIZE).hits]

    yield timed(find)


# --- Wagtail --------------------------------------------------------------------------------------------


@contextlib.contextmanager
def wagtail(
    documents: Sequence[Document], scripts: Path, folder: Path, variant: str, servers: Servers | None
) -> Iterator[Ask]:
    """A stock site, asked over HTTP; the time is the one it gives itself."""
    data = as_list_of_the_stock_site(documents, folder.with_name(f"{folder.name}-data"))
    with stock(f"Wagtail {variant}", scripts, folder, variant, servers, data=data) as site:
        yield lambda text: _over_http(site, text)


def _over_http(site: Site, text: str) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE)
    connection.request("GET", f"/api/v1/search?{urlencode({'q': text, 'size': SIZE})}", headers={"Host": "localhost"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != http.client.OK:
        raise SystemExit(f"{site.name} answers {answer.status} to {text!r}: {body[:300]!r}")
    found: dict[str, Any] = json.loads(body)
    return [result["code"] for result in found["results"]], float(found["took_ms"])
