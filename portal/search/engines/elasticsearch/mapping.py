"""What the index holds of a document: ready-made tokens, exact values, and what ranking reads.

No analysis happens in Elasticsearch: tokens come cut and folded by `portal.vietnamese` and are split at
white space, so both engines see the same words. Token fields are left out of `_source`; a rebuild
reads the database.
"""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from elasticsearch.dsl import Date, Document, Keyword, Long, MetaField, Text

from portal.search.documents import SearchDocument, Words, digest, parts, to_content

#: Raised when the same mapping is filled in another way, so that an index of before is known as such.
CONTENT = 3

#: A longer value is no number or name anyone searches for; Lucene refuses values over 32,766 bytes.
LONGEST_VALUE = 1000

#: Fields of tokens that are scored.
SCORED_FIELDS = (
    "title_accented", "title", "title_pairs", "names_accented", "names", "names_pairs",
    "body_accented", "body", "body_pairs",
)  # fmt: skip
#: Fields of tokens that only say whether a word stands there: `side` is all of title, other names, field and codes.
PLAIN_FIELDS = ("side_accented", "side", "side_pairs", "about_accented", "about", "about_pairs")

#: Between the parts of a facet's value: its key, and the name people read.
FACET_SEPARATOR = "\t"


def _value() -> Keyword:
    return Keyword(ignore_above=LONGEST_VALUE)


class ProcedureIndex(Document):
    """The mapping.

    `content` is the document as ranking reads it, in JSON; `cursor`, `mark` and `day` are those of the one document
    that says how far the index has followed the ledger.
    """

    code = _value()
    stamp = Keyword(index=False)
    digest = Keyword(index=False)
    content = Keyword(index=False, doc_values=False)
    identifiers = _value()
    levels = _value()
    acceptance = _value()
    agency = _value()
    agency_keys = _value()
    agency_facet = _value()
    field = _value()
    field_facet = _value()
    audiences = _value()
    cursor = Long(index=False)
    mark = Keyword(index=False)
    day = Date(index=False)

    class Meta:
        # A typo never invents a field.
        dynamic = MetaField("strict")


for _name in SCORED_FIELDS:
    ProcedureIndex._doc_type.mapping.field(_name, Text(analyzer="whitespace"))
for _name in PLAIN_FIELDS:
    ProcedureIndex._doc_type.mapping.field(_name, Text(analyzer="whitespace", norms=False, index_options="docs"))


def mapping() -> dict[str, Any]:
    """The explicit mapping, with a fingerprint that tells whether an index was made by this code."""
    described: dict[str, Any] = ProcedureIndex._doc_type.mapping.to_dict()
    described["_source"] = {"excludes": [*SCORED_FIELDS, *PLAIN_FIELDS]}
    return described | {"_meta": {"fingerprint": _fingerprint(described)}}


def fingerprint() -> str:
    """What `_meta.fingerprint` must be."""
    return str(mapping()["_meta"]["fingerprint"])


def values(document: SearchDocument) -> dict[str, Any]:
    """The fields of a document."""
    return {
        "code": document.code,
        "stamp": document.stamp,
        "digest": digest(document),
        "content": to_content(document),
        "identifiers": sorted(document.identifiers),
        "levels": document.levels,
        "acceptance": document.acceptance,
        "agency": document.agency,
        "agency_keys": document.agency_keys,
        "agency_facet": _facet(document.agency, document.agency_name),
        "field": document.field,
        "field_facet": _facet(document.field, document.field_name) if document.field else None,
        "audiences": document.audiences,
        **_words("title", [document.title]),
        **_words("names", document.names),
        **_words("side", [document.title, *document.names, document.field_words, _code_words(document)]),
        **_words("about", [document.about]),
        **_words("body", [document.body]),
    }


def _code_words(document: SearchDocument) -> Words:
    return Words(folded=tuple(word for code in document.codes for word in parts(code)))


def _words(name: str, stretches: Sequence[Words]) -> dict[str, list[str]]:
    return {
        f"{name}_accented": [" ".join(words.accented) for words in stretches],
        name: [" ".join(words.folded) for words in stretches],
        f"{name}_pairs": [" ".join(words.pairs) for words in stretches],
    }


def _facet(key: str, name: str) -> str:
    return f"{key}{FACET_SEPARATOR}{name}"


def _fingerprint(described: dict[str, Any]) -> str:
    text = json.dumps([CONTENT, described], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
