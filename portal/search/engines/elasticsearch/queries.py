"""From a rule, a query and filters to a search of Elasticsearch; pure, nothing is sent here.

The accepted set is the filter context of the query and the same as the embedded engine's: which terms
a document must hold is said with exact terms, never with analysis. Scoring happens beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from elasticsearch.dsl import A, Agg, Q, Search
from elasticsearch.dsl.query import Query as Clause

from portal.search.filters import Filters
from portal.search.matching import LONGEST_FOR_BODY, Rule, Side, Wanted
from portal.search.understanding import Query, Term

#: Weight of each field in the score: other names a little above the title because an editor wrote them for search;
#: the body only re-ranks what titles accepted.
WEIGHTS = {
    "title_accented": 2.0, "title": 3.0, "title_pairs": 3.0,
    "names_accented": 2.5, "names": 4.0, "names_pairs": 4.0,
    "body_accented": 0.25, "body": 0.5, "body_pairs": 0.5,
}  # fmt: skip

#: Values of one facet that are counted; there are some hundred fields of work in the whole country.
FACET_VALUES = 1000

#: The parts of an answer that are read; a hundred hits with all that is said of each take longer to read than to find.
OF_HITS = "hits.hits._index,hits.hits._score,hits.hits.fields"
OF_RETRIEVAL = f"hits.total,{OF_HITS},aggregations"

#: The one document without a code says how far the index has come.
_IS_PROCEDURE = Q("exists", field="code")

_FACETS = {"level": "levels", "agency": "agency_facet", "field": "field_facet"}


def retrieval(rule: Rule | None, query: Query, filters: Filters, limit: int) -> Search:
    """What `rule` accepts: hits, total and facets after filters; with any, the agg `accepted` counts before them."""
    accepted = _IS_PROCEDURE if rule is None else _accepts(rule)
    search = _best(accepted, _scores(query, with_body=True), limit).extra(track_total_hits=True)
    allowed = filter_clauses(filters)
    if not allowed:
        for name, field in _FACETS.items():
            search.aggs.bucket(name, _values(field))
        return search
    search = search.post_filter("bool", filter=list(allowed.values()))
    search.aggs.bucket("accepted", "filter", Q("match_all"))
    for name, field in _FACETS.items():
        # A kind's own filter does not narrow its own counts: readers may add a value.
        others = [clause for kind, clause in allowed.items() if kind != name]
        search.aggs.bucket(name, "filter", Q("bool", filter=others)).bucket("values", _values(field))
    return search


def _values(field: str) -> Agg:
    return A("terms", field=field, size=FACET_VALUES)


def candidates(wanted: Iterable[Wanted], query: Query, limit: int) -> Search:
    """The best of what holds one of `wanted`; nothing is counted."""
    accepted = _any_of(map(_accepts_words, wanted))
    return _best(accepted, _scores(query, with_body=False), limit).extra(track_total_hits=False)


def every_document(field: str, after: str, size: int) -> Search:
    """A page of all documents in the order of their codes, with one field."""
    return _page(Search().query(_IS_PROCEDURE), after, size, field)


def of_agency(agency: str, after: str, size: int) -> Search:
    """A page of the documents of an agency in the order of their codes."""
    return _page(Search().query("term", agency=agency), after, size)


def procedures() -> Search:
    """Everything but the document that says how far the index has come."""
    return Search().query(_IS_PROCEDURE)


def filter_clauses(filters: Filters) -> dict[str, Clause]:
    """A clause for each kind of filter that is set."""
    clauses: dict[str, Clause] = {}
    for kind, field, wanted in (
        ("level", "levels", filters.levels),
        ("agency", "agency_keys", filters.agencies),
        ("field", "field", filters.fields),
        ("audience", "audiences", filters.audiences),
    ):
        if wanted:
            clauses[kind] = Q("terms", **{field: sorted(wanted)})
    if filters.place:
        clauses["place"] = Q(
            "bool",
            filter=[Q("terms", acceptance=sorted(filters.pairs))],
            must_not=[Q("terms", code=sorted(filters.excepted))],
        )
    return clauses


def _best(accepted: Clause, scores: Iterable[Clause], limit: int) -> Search:
    return (
        Search()
        .query("bool", filter=[accepted], should=list(scores))
        .sort("_score", "code")
        .extra(size=limit, **_only("digest"))
    )


def _only(*fields: str) -> dict[str, Any]:
    """The code and some fields of each hit, from columns: reading a hit's `_id` unpacks the whole document."""
    return {"stored_fields": "_none_", "docvalue_fields": ["code", *fields]}


def _page(search: Search, after: str, size: int, *fields: str) -> Search:
    search = search.sort("code").extra(size=size, track_total_hits=False, **_only(*fields))
    return search.extra(search_after=[after]) if after else search


def _accepts(rule: Rule) -> Clause:
    alternatives = []
    if rule.identifiers:
        alternatives.append(Q("terms", identifiers=list(rule.identifiers)))
    alternatives += map(_accepts_words, rule.wanted)
    return _any_of(alternatives)


def _accepts_words(wanted: Wanted) -> Clause:
    needed = Q("bool", should=[_holds(term, wanted.side) for term in wanted.terms], minimum_should_match=wanted.needed)
    conditions: list[Clause] = [needed]
    if wanted.telling and len(wanted.telling) < len(wanted.terms):
        conditions.append(_any_of(_holds(term, wanted.side) for term in wanted.telling))
    if wanted.pairs:
        conditions.append(_stands("pairs", wanted.pairs, wanted.side))
    return Q("bool", filter=conditions)


def _holds(term: Term, side: Side) -> Clause:
    """Whether a term stands in a document, in one of its accented spellings where the reader typed any."""
    return _stands("accented", term.accents, side) if term.accents else _stands("", [term.key], side)


def _stands(kind: str, words: Sequence[str], side: Side) -> Clause:
    suffix = f"_{kind}" if kind else ""
    on_title = Q("terms", **{f"side{suffix}": list(words)})
    return _any_of([on_title, Q("terms", **{f"about{suffix}": list(words)})]) if side is Side.PURPOSE else on_title


def _scores(query: Query, *, with_body: bool) -> Iterator[Clause]:
    """The words of all readings in each field: ranking proper is done in Python, of the best of these."""
    terms = query.all_terms
    words = {
        "folded": " ".join(term.key for term in terms),
        "accented": " ".join(term.accents[0] for term in terms if term.accents),
        "pairs": " ".join(dict.fromkeys(pair for reading in query.readings for pair in reading.pairs)),
    }
    with_body = with_body and len(query.terms) <= LONGEST_FOR_BODY
    for field, weight in WEIGHTS.items():
        if not with_body and field.startswith("body"):
            continue
        kind = field.rpartition("_")[2]
        text = words.get(kind, words["folded"])
        if text:
            yield Q("match", **{field: {"query": text, "boost": weight}})


def _any_of(clauses: Iterable[Clause]) -> Clause:
    alternatives = list(clauses)
    # A `bool` without any clause matches everything.
    return Q("bool", should=alternatives, minimum_should_match=1) if alternatives else Q("match_none")
