"""How much of a query a document's own words bear out, each word by how much it tells.

Counts alone would let "đăng ký" weigh as much as "kết hôn". What a word tells comes from the titles of the
whole site, so both engines judge alike.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from portal.search.documents import SearchDocument, Words
from portal.search.understanding import Query, Reading, Term

#: What a word tells that no title has.
UNKNOWN = 1.0

#: A procedure answers when the words bear out so much of the query, …
ENOUGH_OF_QUERY = 0.5
#: … or the query so much of another name, and that at least two words that are neighbours in both.
ENOUGH_OF_NAME = 0.75
#: … and where words were only counted, one name holds so much of it.
ENOUGH_IN_ONE_NAME = 0.4
#: All of a name but what tells nearly nothing.
WHOLE_NAME = 0.95
#: So much of a query in one name, and no other procedure needs to be looked for.
NEARLY_ALL = 0.85
#: A query of so many words that count tells a story: most of them say nothing of the procedure.
SENTENCE = 7
#: What all shares together must come to for a sentence, with so many neighbours in one name …
ENOUGH_FOR_SENTENCE, NEIGHBOURS = 0.6, 2
#: (more where the sentence also names what the portal does not have) …
ENOUGH_BESIDE_FOREIGN = 1.0
#: From so much of it on, that is what is asked for, however long the sentence.
MOSTLY_FOREIGN = 0.4
#: … and no less than so much of what the best procedure has.
BESIDE_THE_BEST = 0.6


class Scale:
    """How much words tell, 0 to 1 each, and names as a whole.

    What was weighed once is kept, but for words no title has: readers make up as many of these as they like.
    """

    def __init__(self, weigh: Callable[[str], float]) -> None:
        self._weigh = weigh
        self._words: dict[str, float] = {}
        self._names: dict[int, tuple[Words, float]] = {}

    def word(self, key: str) -> float:
        """Of a folded word."""
        weight = self._words.get(key)
        if weight is None:
            weight = self._weigh(key)
            if weight < UNKNOWN:
                self._words[key] = weight
        return weight

    def name(self, name: Words) -> float:
        """Of all words of a name, each once."""
        known = self._names.get(id(name))
        if known is None:
            # The name is kept with its weight, so that its number is never given to another.
            known = self._names[id(name)] = name, sum(map(self._weigh, name.distinct))
        return known[1]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Of one reading and one document.

    `of_query`: share of the query that title, other names and field hold together; `by_name`: that the best of
    title and names holds by itself; `of_name`: share of a name that the query holds, best of names of two words
    or more; `pairs`: neighbours the query shares with one name.
    """

    of_query: float
    by_name: float
    of_name: float
    pairs: int

    @property
    def strength(self) -> float:
        """All shares together, 0 to 3; nothing where no two words stand together."""
        return self.of_query + self.by_name + self.of_name if self.pairs else 0.0


NO_EVIDENCE = Evidence(0.0, 0.0, 0.0, 0)


def weigh_up(reading: Reading, document: SearchDocument, scale: Scale) -> Evidence:
    """What the words of a document say for a reading."""
    total = sum(scale.word(term.key) for term in reading.terms)
    held = [term for term in reading.terms if holds(term, document.title_side, document.accented_side)]
    if not held or not total:
        return NO_EVIDENCE
    keys = frozenset(term.key for term in held)
    # Question words tell nothing of the query, but a name may hold them too.
    others = frozenset(reading.keys).difference(term.key for term in reading.terms)
    wanted = frozenset(reading.pairs)
    by_name = of_name = 0.0
    pairs = 0
    for name in document.all_names:
        if keys.isdisjoint(name.distinct):
            continue
        weight = sum(scale.word(term.key) for term in held if holds(term, name.distinct, name.spellings))
        by_name = max(by_name, weight)
        shared = len(wanted & name.neighbours)
        if shared:
            weight += sum(map(scale.word, others & name.distinct))
            of_name = max(of_name, weight / scale.name(name))
            pairs = max(pairs, shared)
    return Evidence(sum(map(scale.word, keys)) / total, by_name / total, of_name, pairs)


def answers(query: Query, documents: Iterable[SearchDocument], scale: Scale) -> list[SearchDocument]:
    """Those of the documents found by some of their words that answer one of a query's readings.

    Where the query names something the portal does not have, only a name that stands whole beside it does.
    """
    is_sentence = len(query.terms) >= SENTENCE and _foreign_share(query, scale) < MOSTLY_FOREIGN
    found = []
    for document in documents:
        evidence = [weigh_up(_without(reading, query.foreign), document, scale) for reading in query.readings]
        if any(_is_enough(one, is_sentence=is_sentence, is_beside_foreign=bool(query.foreign)) for one in evidence):
            found.append((max(one.strength for one in evidence), document))
    best = max((strength for strength, _ in found), default=0.0)
    return [document for strength, document in found if not is_sentence or strength >= best * BESIDE_THE_BEST]


def is_borne_out(query: Query, documents: Iterable[SearchDocument], scale: Scale) -> bool:
    """Whether one of the documents holds nearly all of a reading in its title or in one other name."""
    return any(
        weigh_up(reading, document, scale).by_name >= NEARLY_ALL for document in documents for reading in query.readings
    )


def is_plausible(readings: Iterable[Reading], documents: Iterable[SearchDocument], scale: Scale) -> bool:
    """Whether one of the documents holds enough of a reading in one name; words of many names meet by chance."""
    possible = list(documents)
    return any(
        _meets_in_one_name(reading, weigh_up(reading, document, scale)) for reading in readings for document in possible
    )


def _meets_in_one_name(reading: Reading, evidence: Evidence) -> bool:
    is_together = evidence.pairs or len(reading.terms) == 1 or evidence.by_name >= NEARLY_ALL
    return bool(is_together) and evidence.by_name >= ENOUGH_IN_ONE_NAME


def _is_enough(evidence: Evidence, *, is_sentence: bool, is_beside_foreign: bool) -> bool:
    if not evidence.pairs:
        return False
    if is_sentence and evidence.pairs >= NEIGHBOURS:
        return evidence.strength >= (ENOUGH_BESIDE_FOREIGN if is_beside_foreign else ENOUGH_FOR_SENTENCE)
    if is_beside_foreign:
        return evidence.of_name >= WHOLE_NAME
    return evidence.of_query >= ENOUGH_OF_QUERY or evidence.of_name >= ENOUGH_OF_NAME


def _foreign_share(query: Query, scale: Scale) -> float:
    """How much of a query names what the portal does not have."""
    total = sum(scale.word(term.key) for term in query.terms)
    return sum(scale.word(term.key) for term in query.terms if term.key in query.foreign) / total if total else 0.0


def _without(reading: Reading, foreign: frozenset[str]) -> Reading:
    return replace(
        reading,
        keys=tuple(key for key in reading.keys if key not in foreign),
        terms=tuple(term for term in reading.terms if term.key not in foreign),
    )


def holds(term: Term, folded: frozenset[str], accented: frozenset[str]) -> bool:
    """Whether a term stands among words, in one of its spellings where the reader typed accents."""
    return term.key in folded and (not term.accents or not accented.isdisjoint(term.accents))
