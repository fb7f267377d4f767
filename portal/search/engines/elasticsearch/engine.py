"""Finding in Elasticsearch, and keeping its index."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from itertools import islice
from typing import Any

from elasticsearch.dsl import Search

from portal.core import clock, locks
from portal.core.batches import batches
from portal.search.documents import SearchDocument, is_anything_in_force
from portal.search.engines.base import (
    Candidate,
    Changes,
    EngineUnavailable,
    IndexMissing,
    Position,
    RebuildRunning,
    Retrieval,
    Status,
)
from portal.search.engines.elasticsearch import indices, kept, mapping, queries, writing
from portal.search.engines.elasticsearch.client import elasticsearch, options, translated
from portal.search.filters import Facets, FacetValue, Filters
from portal.search.matching import Rule, Wanted
from portal.search.understanding import Query

#: Seconds a process may believe where the index stood: only a rebuild or a rollback of another process moves it back,
#: and until then it answers from the other one as it would have a moment before.
BELIEVED = 5.0

#: Documents of one page where all are read.
_PAGE = 5000

#: Documents fetched at a time when all are.
_WARMED = 500

_believed: dict[str, tuple[float, writing.Standing]] = {}


class ElasticsearchEngine:
    """Finds in the index behind the read alias, or in a new one that is being built."""

    name = "elasticsearch"
    builds_in_requests = False

    def __init__(self, index: str = "") -> None:
        self._index = index

    @property
    def _target(self) -> str:
        return self._index or indices.read_alias()

    def stands_at(self, cursor: int, day: date) -> bool:
        """Whether the index has come so far, as far as this process knows."""
        position = self._standing().position
        return position.cursor == cursor and position.day == day

    def position(self) -> Position:
        """Where the index stands."""
        return self._look().position

    def generation(self) -> str:
        """Names the index behind the alias."""
        try:
            return self._look().index
        except IndexMissing:
            return ""

    def known_generation(self) -> str:
        """Names the index that was behind the alias a moment ago."""
        return self._standing().index

    def is_made_by_this_code(self) -> bool:
        """Whether the mapping's fingerprint is that of this code."""
        return indices.fingerprint_of(self._target) == mapping.fingerprint()

    def retrieve(self, rule: Rule | None, query: Query, filters: Filters, limit: int) -> Retrieval:
        """What `rule` accepts; the documents of the hits come from memory where they are known."""
        answer = self._search(queries.retrieval(rule, query, filters, limit), only=queries.OF_RETRIEVAL)
        hits, found = answer["hits"], answer["aggregations"]
        # Without filters, what passes them is all that is accepted.
        total = hits["total"]["value"]
        accepted = found["accepted"]["doc_count"] if "accepted" in found else total
        if not accepted:
            # What was counted a moment ago may be gone: nothing found in an empty index is no answer.
            self._require_documents(self.size())
        return Retrieval(
            accepted=accepted,
            total=total,
            facets=_facets(found),
            candidates=_candidates(hits.get("hits", ())),
        )

    def candidates(self, wanted: Sequence[Wanted], query: Query, limit: int) -> tuple[Candidate, ...]:
        """The best of what holds one of `wanted`."""
        answer = self._search(queries.candidates(wanted, query, limit), only=queries.OF_HITS)
        return _candidates(answer.get("hits", {}).get("hits", ()))

    def warm(self) -> None:
        """Keep as many documents as are ever kept."""
        hits = self._scan(lambda after: queries.every_document("digest", after, _PAGE))
        for batch in batches(islice(hits, kept.MOST), _WARMED):
            kept.documents(batch)

    def codes_of(self, agency: str) -> list[str]:
        """Codes of the documents of an agency."""
        return [kept.code_of(hit) for hit in self._scan(lambda after: queries.of_agency(agency, after, _PAGE))]

    def stamps(self) -> dict[str, str]:
        """Code -> stamp."""
        return dict(self._values("stamp"))

    def digests(self) -> dict[str, str]:
        """Code -> digest."""
        return dict(self._values("digest"))

    def size(self) -> int:
        """How many documents there are."""
        # Of one index: where the alias leads to several, their sum would refuse every new one as too small.
        index = self._standing().index
        with translated():
            answer = elasticsearch().count(index=index, query=queries.procedures().to_dict()["query"])
        return int(answer["count"])

    def apply(self, changes: Changes) -> bool:
        """Write one step, unless another writer has moved the index on."""
        found = writing.standing(self._index or indices.write_alias())
        _believed.pop(self._target, None)
        if found.position != changes.start:
            return False
        writing.write(found.index, changes.removed, changes.documents, changes.version)
        return writing.move_position(found, changes.end)

    @contextmanager
    def building(self, documents: Iterable[SearchDocument], position: Position) -> Iterator["ElasticsearchEngine"]:
        """A new index; both aliases move to it when the block ends well."""
        name = indices.create()
        try:
            writing.fill(name, documents, position.cursor)
            writing.put_position(name, position)
            indices.settle(name)
            yield ElasticsearchEngine(name)
            indices.promote(name)
        except BaseException:
            # A server that is away keeps it until the next rebuild or `prune`.
            with suppress(EngineUnavailable, IndexMissing):
                indices.discard(name)
            raise
        _believed.clear()

    @contextmanager
    def rebuilding(self, *, wait: bool = True) -> Iterator[None]:
        """The right to rebuild, held in the database, so that it holds for all machines."""
        try:
            with locks.exclusive(f"search:{indices.read_alias()}", wait=wait):
                yield
        except locks.Taken as error:
            raise RebuildRunning(str(error)) from error

    def prune(self) -> list[str]:
        """Delete all but the index in use and the former one."""
        leftovers = indices.family().leftovers
        indices.delete(*leftovers)
        return list(leftovers)

    def roll_back(self) -> str:
        """Point the aliases at the former index; not while a rebuild is about to point them at a new one."""
        with self.rebuilding(wait=False):
            former = indices.roll_back()
        _believed.clear()
        return former

    def status(self) -> Status:
        """Which index answers, and how far it has come."""
        location = f"{', '.join(options().urls)} {indices.read_alias()}"
        try:
            position, documents, family = self.position(), self.size(), indices.family()
            with translated():
                stats = elasticsearch().indices.stats(index=self._target, metric="store")
        except (IndexMissing, EngineUnavailable) as error:
            return Status(engine=self.name, location=location, position=None, documents=0, size=0, trouble=str(error))
        return Status(
            engine=self.name,
            location=f"{location} ({family.current})",
            position=position,
            documents=documents,
            size=int(stats["_all"]["primaries"]["store"]["size_in_bytes"]),
            former=family.former,
        )

    def _require_documents(self, size: int) -> None:
        if not size and not self._index and is_anything_in_force(clock.today()):
            raise IndexMissing("the index is empty")

    def _standing(self) -> writing.Standing:
        until, standing = _believed.get(self._target, (0.0, None))
        return standing if standing is not None and time.monotonic() < until else self._look()

    def _look(self) -> writing.Standing:
        standing = writing.standing(self._target)
        _believed[self._target] = time.monotonic() + BELIEVED, standing
        return standing

    def _search(self, search: Search, *, only: str | None = None) -> Any:
        with translated():
            return elasticsearch().search(
                index=self._target,
                # Half an answer would look like a whole one.
                allow_partial_search_results=False,
                filter_path=only,
                **search.to_dict(),
            )

    def _values(self, field: str) -> Iterator[tuple[str, str]]:
        for hit in self._scan(lambda after: queries.every_document(field, after, _PAGE)):
            yield kept.code_of(hit), hit["fields"][field][0]

    def _scan(self, page: Callable[[str], Search]) -> Iterator[Any]:
        """All hits of a search that goes on behind a code, however many there are."""
        after = ""
        while True:
            hits = self._search(page(after))["hits"]["hits"]
            yield from hits
            if len(hits) < _PAGE:
                return
            after = kept.code_of(hits[-1])


def _candidates(hits: Sequence[dict[str, Any]]) -> tuple[Candidate, ...]:
    documents = kept.documents(hits)
    found = ((documents.get(kept.code_of(hit)), hit["_score"] or 0.0) for hit in hits)
    return tuple(Candidate(document, score) for document, score in found if document)


_KINDS = ("level", "agency", "field")


def _facets(found: Any) -> Facets:
    """Counts as the embedded engine gives them: the most frequent first, then by name."""
    return {
        name: tuple(sorted(_values_of(found[name]), key=lambda value: (-value.count, value.name))) for name in _KINDS
    }


def _values_of(bucket: Any) -> Iterator[FacetValue]:
    for value in bucket.get("values", bucket)["buckets"]:
        key, _, name = value["key"].partition(mapping.FACET_SEPARATOR)
        yield FacetValue(key, name or key, value["doc_count"])
