"""What a reader typed, understood once for every engine: step by step, each a small function of its own.

Letters first (legacy encodings, keys of an input method that was off), then words (chat spelling, spaces, spelling
mistakes), then what they mean (place, question, abbreviations, synonyms). What was read otherwise than it was typed
adds its note; with `literal` only the letters' form is put right.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from portal.search.understanding import letters
from portal.search.understanding.accents import restore
from portal.search.understanding.chat import undo_chat
from portal.search.understanding.expansion import expand, write_out
from portal.search.understanding.knowledge import Elsewhere
from portal.search.understanding.phrases import Found
from portal.search.understanding.places import read_place
from portal.search.understanding.query import Query, Reading, Term
from portal.search.understanding.questions import read_questions
from portal.search.understanding.site import Site, is_said
from portal.search.understanding.spacing import mend_spacing
from portal.search.understanding.spelling import correct
from portal.search.understanding.words import Word, spelled, text_of, words_in
from portal.vietnamese.slugs import slugify
from portal.vietnamese.tokens import Token, bigrams, keys_of, tokenize
from portal.vietnamese.unicode import clean, nfc, nfd

#: Characters of a query that are read, after composition: official titles pasted in full, of which one in twelve is
#: longer than 200; two that begin alike differ near their ends.
LONGEST = 300
#: Different words an engine is asked for; a legal title of 60 words is found by its first 16.
MOST_TERMS = 16
#: How much counts what is found by words that were spelled otherwise.
CORRECTED_SHARE = 0.8

# A letter may be four characters in decomposed text; more than this is never looked at.
_LONGEST_RAW = LONGEST * 4
# The one spelling mistake of accents that speakers of the South and Centre make all the time.
_HOOK_AND_TILDE = str.maketrans({"\u0309": "\u0303", "\u0303": "\u0309"})

_NO_SITE = Site()


def _no_site() -> Site:
    return _NO_SITE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    """What was typed, its letters made readable; `notes` say how."""

    original: str
    text: str
    tokens: Sequence[Token]
    words: tuple[Word, ...]
    notes: tuple[str, ...]

    @property
    def is_only_numbers(self) -> bool:
        """Whether nothing but codes and numbers of documents was typed."""
        return bool(self.tokens) and all(token.kind in ("code", "law") for token in self.tokens)


def understand(text: str, site: Callable[[], Site] = _no_site, *, literal: bool = False) -> Query:
    """Read `text`, of which only the first LONGEST characters count. Never raises; linear in its length.

    `site` is asked only where something is to be looked up, and once.
    """
    known = cache(site)
    typed = _typed(text, known, literal=literal)
    if literal:
        return replace(_as_typed(typed), is_literal=True)
    return _understood(typed, known) if typed.words and not typed.is_only_numbers else _as_typed(typed)


def understand_unfinished(text: str, site: Callable[[], Site] = _no_site) -> Query:
    """Read a text whose last word may be unfinished: its letters are put right and no word is read as another one.

    Never raises.
    """
    return _as_typed(_typed(text, cache(site), literal=False))


def _typed(text: str, site: Callable[[], Site], *, literal: bool) -> _Typed:
    # Legacy letters stand where Unicode has marks and spaces nobody sees, so they are read before these are put away.
    readable, of_letters = letters.undo_legacy(text[:_LONGEST_RAW])
    cleaned = " ".join(clean(readable).split())
    was_cut = len(text) > _LONGEST_RAW or len(cleaned) > LONGEST
    kept = cleaned[:LONGEST].rstrip()
    if not literal:
        kept, of_keys = letters.undo_keystrokes(kept, site)
        of_letters += of_keys
    tokens = tokenize(kept)
    return _Typed(
        original=nfc(text[:_LONGEST_RAW])[:LONGEST],
        text=kept,
        tokens=tokens,
        words=tuple(word for token in tokens for word in words_in(token)),
        notes=(*of_letters, *_notes(tokens, was_cut=was_cut)),
    )


def _as_typed(typed: _Typed) -> Query:
    """The query whose words mean themselves."""
    return Query(
        original=typed.original,
        text=typed.text,
        interpreted=typed.text,
        readings=(_reading(typed.words, range(len(typed.words)), _NO_SITE),),
        notes=typed.notes,
        **_identifiers(typed),
    )


def _understood(typed: _Typed, site: Callable[[], Site]) -> Query:
    # Spaces first: the "ng" of "ng hia vu" is a piece of a word, not a short "người".
    words, of_spacing = mend_spacing(typed.words, site)
    words, of_chat = undo_chat(words)
    words, place = read_place(words, site)
    searched = correct(words, site, strict=True)
    positions, intents = read_questions(searched, site())
    main = _reading(searched, positions, site())
    expansions = expand(searched, site())
    others = (_expanded(one.words, one.share, site()) for one in expansions)
    respelled = correct(searched, site, strict=False)
    written, has_abbreviations = write_out(searched, site())
    accented = _accented(written, site(), is_bare=all(word.is_bare for word in searched))
    elsewhere, foreign = _foreign(searched, main, site())
    said = {
        "spelling": searched != words,
        "accents": accented != written,
        "abbreviation": has_abbreviations,
        "synonym": any(one.note == "synonym" for one in expansions),
        "place": bool(place),
        "question": bool(intents),
    }
    return Query(
        original=typed.original,
        text=typed.text,
        readings=(main, *(one for one in others if one.keys != main.keys)),
        respelled=_expanded(respelled, CORRECTED_SHARE, site()) if respelled != searched else None,
        interpreted=text_of(accented),
        notes=(*typed.notes, *of_spacing, *of_chat, *(note for note, is_so in said.items() if is_so)),
        intents=intents,
        place=place,
        picked=tuple(dict.fromkeys(code for codes in site().picks.whole(searched) for code in codes)),
        elsewhere=elsewhere,
        foreign=foreign,
        **_identifiers(typed),
    )


def _foreign(words: tuple[Word, ...], main: Reading, site: Site) -> tuple[tuple[Elsewhere, ...], frozenset[str]]:
    """Areas named that the portal has nothing of, and the folded words that name something it has not."""
    # Without accents every third phrase looks like another one: what was most likely meant decides.
    meant = spelled(main.restored) if all(word.is_bare for word in words) else words
    known = [
        (found.start, found.end)
        for found in site.meanings.longest(meant)
        if is_said(found.value.wording, meant, found.start, found.end)
    ]
    areas = [found for found in site.elsewhere.longest(meant) if not _is_part(found, known)]
    missing = [
        found
        for found in site.unborne.longest(meant)
        if is_said(found.value, meant, found.start, found.end) and not _is_part(found, known)
    ]
    stretches = [(found.start, found.end) for found in areas] + [(found.start, found.end) for found in missing]
    inside = {at for start, end in stretches for at in range(start, end)}
    if any(inside.isdisjoint(range(found.start, found.end)) for found in site.subjects_here.longest(meant)):
        # "Lý lịch tư pháp xin việc" asks for what is here, and says what for.
        return (), frozenset()
    # "Thẻ" stands in "thẻ thương binh" and in "thẻ bảo hiểm y tế": there it names what is asked for.
    outside = {word.key for at, word in enumerate(words) if at not in inside}
    return (
        tuple(dict.fromkeys(found.value for found in areas)),
        frozenset(words[at].key for at in inside) - outside,
    )


def _is_part(found: Found[Any], stretches: Iterable[tuple[int, int]]) -> bool:
    """Whether it lies in a longer stretch: "mua thuốc" in "mua thuốc nổ" asks for no medicine."""
    length = found.end - found.start
    return any(start <= found.start and found.end <= end and length < end - start for start, end in stretches)


def _expanded(words: tuple[Word, ...], share: float, site: Site) -> Reading:
    positions, _ = read_questions(words, site)
    return _reading(words, positions, site, share)


def _reading(words: tuple[Word, ...], positions: Iterable[int], site: Site, share: float = 1.0) -> Reading:
    keys = tuple(word.key for word in words)
    accented = tuple(word.accented for word in words)
    return Reading(
        text=text_of(words),
        keys=keys,
        accent_keys=accented,
        restored=restore(words, site, is_bare=all(word.is_bare for word in words)),
        pairs=tuple(dict.fromkeys(bigrams(keys))),
        terms=_terms((words[at] for at in positions), site),
        share=share,
    )


def _accented(words: tuple[Word, ...], site: Site, *, is_bare: bool) -> tuple[Word, ...]:
    """The words with the accents they most likely have; `is_bare` says that none were typed."""
    return tuple(
        word if word.accented == accented else word._replace(text=accented, accented=accented)
        for word, accented in zip(words, restore(words, site, is_bare=is_bare), strict=True)
    )


def _identifiers(typed: _Typed) -> dict[str, Any]:
    return {
        "codes": keys_of("code", typed.tokens),
        "laws": keys_of("law", typed.tokens),
        "forms": keys_of("form", typed.tokens),
        "slug": slugify(typed.text),
        "only_numbers": typed.is_only_numbers,
    }


def _terms(words: Iterable[Word], site: Site) -> tuple[Term, ...]:
    accents: dict[str, list[str]] = {}
    for word in words:
        known = accents.setdefault(word.key, [])
        if word.is_bare:
            known.append("")
        else:
            known += [word.accented, _other_tone(word.accented), *site.accents.readings(word.accented)]
    if len(accents) > MOST_TERMS:
        # A long story: words the site does not have find nothing.
        accents = {key: accents[key] for key in accents if site.frequencies.get(key)} or accents
    # A word typed once with and once without accents stands for any accents.
    return tuple(
        Term(key, () if "" in spellings else tuple(dict.fromkeys(spellings)))
        for key, spellings in list(accents.items())[:MOST_TERMS]
    )


def _other_tone(accented: str) -> str:
    return nfc(nfd(accented).translate(_HOOK_AND_TILDE))


def _notes(tokens: Iterable[Token], *, was_cut: bool) -> tuple[str, ...]:
    kinds = {token.kind for token in tokens}
    notes = [name for kind, name in (("code", "code"), ("law", "law_number")) if kind in kinds]
    return (*notes, *(("cut",) if was_cut else ()))
