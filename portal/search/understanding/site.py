"""What the site itself tells about words: which exist, how rare they are, and what editors know of them."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from portal.search.documents import SearchDocument, Words
from portal.search.understanding.knowledge import NOTHING_KNOWN, Elsewhere, Knowledge, Wording
from portal.search.understanding.phrases import Phrases
from portal.search.understanding.query import Term
from portal.search.understanding.question_words import FILLERS, INTENTS
from portal.search.understanding.words import Word, words_of
from portal.vietnamese.accents import AccentModel, learn
from portal.vietnamese.keys import search_key

#: How much more an editor's other name for a procedure counts than its official title: it is how people speak.
NAME_WEIGHT = 5
#: Questions are asked in the same few words by everybody.
QUESTION_WEIGHT = 3

#: Where titles bear so much of an area's subjects, in official words or in those that stand for them, the site has
#: procedures of that area: in the national catalogue the areas have from a quarter to nine tenths, and areas it has
#: nothing of bear a few by chance.
PRESENT_SHARE = 0.25

#: Words from which on a phrase is told by having them all: "đăng ký xe" is not what every title with these words is of.
LONG_PHRASE = 4


@dataclass(frozen=True, slots=True)
class Unit:
    """A place a reader may name: words that name it, its full name, and the service point that stands there."""

    names: tuple[str, ...]
    name: str
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase may be replaced by."""

    words: tuple[Word, ...]
    wording: Wording


def is_said(wording: Wording, words: Sequence[Word], start: int, end: int) -> bool:
    """Whether the words `start:end` may be a wording, and not the NĐ of 13/2016/NĐ-CP, which is part of a name.

    Where only capitals are meant, they tell nothing in a line that is all capitals.
    """
    stretch = words[start:end]
    if any(word.in_number for word in stretch):
        return False
    if not wording.is_upper_case_only:
        return True
    others = (*words[:start], *words[end:])
    are_capitals = all(word.text.isupper() for word in stretch)
    return are_capitals and not (others and all(word.text == word.text.upper() for word in others))


@dataclass(frozen=True, kw_only=True)
class Site:
    """Words of titles, other names and fields; what editors know; places. Tables are made when first asked for."""

    documents: Sequence[SearchDocument] = ()
    knowledge: Knowledge = NOTHING_KNOWN
    units: tuple[Unit, ...] = ()

    @cached_property
    def accents(self) -> AccentModel:
        """Spellings of syllables and their neighbours, from documents and from what editors wrote."""
        return learn([*_texts(self.documents), *_meanings(self.knowledge), *_questions()])

    @cached_property
    def frequencies(self) -> Counter[str]:
        """Folded word -> in how many documents it stands on the title's side."""
        found: Counter[str] = Counter()
        for document in self.documents:
            found.update(document.title_side)
        return found

    @property
    def size(self) -> int:
        """How many documents there are."""
        return len(self.documents)

    def frequency(self, term: Term) -> int:
        """In how many documents a term stands on the title's side, in one of its spellings where it has accents."""
        if not term.accents:
            return self.frequencies.get(term.key, 0)
        holders = [self._holders[spelling] for spelling in term.accents if spelling in self._holders]
        return len(holders[0].union(*holders[1:])) if holders else 0

    @cached_property
    def _holders(self) -> dict[str, set[int]]:
        """Accented word -> numbers of the documents on whose title's side it stands."""
        found: defaultdict[str, set[int]] = defaultdict(set)
        for number, document in enumerate(self.documents):
            for word in document.accented_side:
                found[word].add(number)
        return dict(found)

    @cached_property
    def neighbours(self) -> Counter[tuple[str, str]]:
        """Folded neighbours in titles, other names and what editors wrote, and how often they stand so."""
        found: Counter[tuple[str, str]] = Counter()
        for (first, second), count in self.accents.pairs.items():
            found[search_key(first), search_key(second)] += count
        return found

    def weight(self, key: str) -> float:
        """How much a folded word tells: 0 to 1, least for words of most titles; 1 for words no title has."""
        size = len(self.documents)
        if not size:
            return 1.0
        return math.log((size + 1) / (self.frequencies.get(key, 0) + 0.5)) / math.log((size + 1) / 0.5)

    def knows(self, key: str) -> bool:
        """Whether a folded word stands in a title, another name or what editors wrote."""
        return key in self.accents.spellings

    @cached_property
    def meanings(self) -> Phrases[Meaning]:
        """What editors say phrases mean, as far as a procedure bears it: other words would only find by chance."""
        return Phrases((phrase, meaning) for phrase, meaning in self._replacements if self._says(meaning.words))

    @cached_property
    def contractions(self) -> Phrases[Meaning]:
        """Abbreviations that stand in titles, by the words they are short for."""
        return Phrases(
            (phrase, Meaning(words_of(text), wording))
            for wording in self.knowledge.wordings
            if wording.is_two_way and wording.is_abbreviation
            for phrase in wording.meanings
            for text in wording.wordings[:1]
            if self._bears(words_of(text))
        )

    @cached_property
    def unborne(self) -> Phrases[Wording]:
        """Wordings of which editors say what they mean, and no procedure bears the wording or any meaning."""
        borne = {phrase for phrase, meaning in self._replacements if self._says(meaning.words)}
        others = {phrase: meaning.wording for phrase, meaning in self._replacements if phrase not in borne}
        return Phrases((phrase, wording) for phrase, wording in others.items() if not self._bears(words_of(phrase)))

    @cached_property
    def picks(self) -> Phrases[tuple[str, ...]]:
        """Codes that editors put first, by query."""
        return Phrases((phrase, pick.codes) for pick in self.knowledge.picks for phrase in pick.phrases)

    @cached_property
    def elsewhere(self) -> Phrases[Elsewhere]:
        """Subjects that no procedure bears, of areas the site has next to nothing of."""
        return Phrases(
            (subject, area)
            for area in self.knowledge.elsewhere
            if not self._is_present(area.subjects)
            for subject in area.subjects
            if not self._is_here(subject)
        )

    @cached_property
    def subjects_here(self) -> Phrases[str]:
        """Subjects that procedures bear, of areas that may be elsewhere and are here."""
        return Phrases(
            (subject, subject)
            for area in self.knowledge.elsewhere
            if self._is_present(area.subjects)
            for subject in area.subjects
            if self._is_here(subject)
        )

    @cached_property
    def places(self) -> Phrases[Unit]:
        """Units by every way they are called."""
        return Phrases((name, unit) for unit in self.units for name in unit.names)

    @cached_property
    def _replacements(self) -> list[tuple[str, Meaning]]:
        return list(_replacements(self.knowledge.wordings))

    def _is_present(self, subjects: Sequence[str]) -> bool:
        return sum(map(self._is_here, subjects)) >= len(subjects) * PRESENT_SHARE

    def _is_here(self, subject: str) -> bool:
        words = words_of(subject)
        return self._bears(words) or bool(self.meanings.whole(words))

    def _says(self, phrase: Sequence[Word]) -> bool:
        """Whether a name holds the phrase, or its abbreviation, or of a long one all words in another order."""
        ways = (phrase, self.contracted(phrase))
        return any(self._bears(way) or self._holds_all(way) for way in ways)

    def contracted(self, words: Sequence[Word]) -> tuple[Word, ...]:
        """Words with the abbreviations that stand in titles in the place of what they are short for."""
        short: list[Word] = []
        at = 0
        for found in self.contractions.longest(words):
            short += (*words[at : found.start], *found.value.words)
            at = found.end
        return (*short, *words[at:])

    def _holds_all(self, phrase: Sequence[Word]) -> bool:
        """Whether one title or other name has all words of a long phrase: "cấp lại" and "sổ" stand apart in some."""
        wanted = {word.accented for word in phrase}
        if len(wanted) < LONG_PHRASE:
            return False
        return any(wanted <= name.spellings for name in min((self._names.get(word, ()) for word in wanted), key=len))

    def _bears(self, phrase: Sequence[Word]) -> bool:
        """Whether a title or another name holds the phrase, word by word with its accents.

        While no index can be read every phrase counts as held: nobody is told that the portal has nothing of it.
        """
        wanted = tuple(word.accented for word in phrase)
        if not wanted or not self.documents:
            return True
        line = f" {' '.join(wanted)} "
        # Its rarest word leads to the fewest names: thousands of phrases are asked for, and "cấp" stands in most names.
        return any(line in name.accented_line for name in min((self._names.get(word, ()) for word in wanted), key=len))

    @cached_property
    def _names(self) -> Mapping[str, Sequence[Words]]:
        """Accented word -> titles and other names that hold it."""
        found: defaultdict[str, list[Words]] = defaultdict(list)
        for document in self.documents:
            for name in document.all_names:
                for word in name.spellings:
                    found[word].append(name)
        return found


def _texts(documents: Iterable[SearchDocument]) -> Iterable[tuple[Sequence[str], int]]:
    for document in documents:
        yield document.title.accented, 1
        yield document.field_words.accented, 1
        for name in document.names:
            yield name.accented, NAME_WEIGHT


def _meanings(knowledge: Knowledge) -> Iterable[tuple[Sequence[str], int]]:
    for wording in knowledge.wordings:
        # Abbreviations are no words, and teach no spelling.
        texts = wording.meanings if wording.is_abbreviation else (*wording.wordings, *wording.meanings)
        for text in texts:
            yield [word.accented for word in words_of(text)], 1
    for area in knowledge.elsewhere:
        for subject in area.subjects:
            yield [word.accented for word in words_of(subject)], 1


def _questions() -> Iterable[tuple[Sequence[str], int]]:
    """What is asked is said in words that stand in no title: "bao nhieu tien" has accents too."""
    for phrase in (*FILLERS, *(phrase for phrase, _ in INTENTS)):
        yield [word.accented for word in words_of(phrase)], QUESTION_WEIGHT


def _replacements(wordings: Iterable[Wording]) -> Iterable[tuple[str, Meaning]]:
    for wording in wordings:
        for phrase in wording.wordings:
            for text in wording.meanings:
                yield phrase, Meaning(words_of(text), wording)
        if wording.is_two_way and not wording.is_abbreviation:
            for phrase in wording.meanings:
                for text in wording.wordings:
                    yield phrase, Meaning(words_of(text), wording)
