"""Proving a new index before readers see it: every document there, none too many, a sample word for word."""

import random

from portal.ledger.models import Kind
from portal.ledger.reading import read
from portal.search.documents import digest, documents_on, stamps_on
from portal.search.engines.base import Engine, EngineUnavailable, IndexMissing
from portal.search.filters import Filters
from portal.search.matching import Match, rules
from portal.search.understanding import Site, understand

#: A new index with a smaller share of the former's documents never takes its place by itself.
SMALLEST_SHARE = 0.95
#: Documents compared word for word, and searched for by their code.
SAMPLE = 20
#: Ledger rows that may come in while an index is looked at.
_PENDING = 10_000


class Unfit(Exception):
    """The new index is not what the database says; the message names how."""


def require_fit(fresh: Engine, *, former: Engine, may_shrink: bool = False) -> None:
    """Compare a new index with the database and with the index it is to replace.

    What the ledger says has changed since the new index last followed it may differ: that comes next.

    Raises:
        Unfit: documents are missing, too many or different, or far fewer than before.
    """
    position = fresh.position()
    wanted, present = stamps_on(position.day), fresh.stamps()
    digests = fresh.digests()
    sampled = random.sample(sorted(wanted), min(SAMPLE, len(wanted)))
    documents = list(documents_on(position.day, sampled))
    wrong = {code for code in wanted.keys() | present.keys() if wanted.get(code) != present.get(code)}
    wrong |= {document.code for document in documents if digests.get(document.code) != digest(document)}
    wrong |= {document.code for document in documents if not _is_found(fresh, document.code)}
    # Read last: what was published while we looked is among these.
    wrong -= _changed_since(position.cursor)
    if wrong:
        some = ", ".join(sorted(wrong)[:5])
        raise Unfit(f"{len(wrong)} of {len(wanted)} documents are missing or different: {some}")
    if not may_shrink:
        _require_size(len(present), former)


def _is_found(engine: Engine, code: str) -> bool:
    query = understand(code)
    for rule in rules(query, Site()):
        if rule.match is Match.EXACT:
            found = engine.retrieve(rule, query, Filters(), SAMPLE)
            return any(candidate.document.code == code for candidate in found.candidates)
    return False


def _changed_since(cursor: int) -> set[str]:
    return {key.key for key in read(cursor, limit=_PENDING).keys if key.kind == Kind.PROCEDURE}


def _require_size(documents: int, former: Engine) -> None:
    try:
        before = former.size()
    except (IndexMissing, EngineUnavailable):
        return
    if documents < before * SMALLEST_SHARE:
        raise Unfit(f"the new index has {documents} documents, the former one {before}")
