"""What a reader typed, understood once for every engine: step by step, each a small function of its own.

Letters first (legacy encodings, keys of an input method that was off), then words (chat spelling, spaces, spelling
mistakes), then what they mean (place, question, abbreviations, synonyms). What was read otherwise than it was typed
adds its note; with `literal` only the letters' form is put right.
"""

from collections.abc import Callable, Iterable
from typing import Any

from portal.search.understanding import letters
from portal.search.understanding.accents import restore
from portal.search.understanding.chat import undo_chat
from portal.search.understanding.expansion import expand, is_written_so, write_out
from portal.search.understanding.places import read_place
from portal.search.understanding.query import Query, Reading, Term
from portal.search.understanding.questions import read_questions
from portal.search.understanding.site import Site
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


def understand(text: str, site: Callable[[], Site] = _no_site, *, literal: bool = False) -> Query:
    """Read `text`, of which only the first LONGEST characters count. Never raises; linear in its length.

    `site` is asked only where something is to be looked up.
    """
    cleaned = " ".join(clean(text[:_LONGEST_RAW]).split())
    was_cut = len(text) > _LONGEST_RAW or len(cleaned) > LONGEST
    kept = cleaned[:LONGEST].rstrip()
    original = nfc(text[:_LONGEST_RAW])[:LONGEST]
    kept, of_legacy = letters.undo_legacy(kept)
    if literal:
        return _literal(original, kept, (*of_legacy, *(("cut",) if was_cut else ())))
    kept, of_keys = letters.undo_keystrokes(kept, site)
    tokens = tokenize(kept)
    typed = tuple(word for token in tokens for word in words_in(token))
    notes = (*of_legacy, *of_keys, *_notes(tokens, was_cut=was_cut))
    return _understood(original, kept, tokens, typed, notes, site)


def _literal(original: str, kept: str, notes: tuple[str, ...]) -> Query:
    tokens = tokenize(kept)
    words = tuple(word for token in tokens for word in words_in(token))
    return Query(
        original=original,
        text=kept,
        interpreted=kept,
        readings=(_reading(words, range(len(words)), _NO_SITE),),
        notes=notes,
        is_literal=True,
        **_identifiers(kept, tokens),
    )


def _understood(
    original: str,
    kept: str,
    tokens: list[Token],
    typed: tuple[Word, ...],
    notes: tuple[str, ...],
    site: Callable[[], Site],
) -> Query:
    if not typed or all(token.kind in ("code", "law") for token in tokens):
        reading = _reading(typed, range(len(typed)), _NO_SITE)
        return Query(
            original=original,
            text=kept,
            interpreted=kept,
            readings=(reading,),
            notes=notes,
            **_identifiers(kept, tokens),
        )
    words, of_chat = undo_chat(typed)
    words, of_spacing = mend_spacing(words, site)
    words, place = read_place(words, site)
    searched = correct(words, site, strict=True)
    of_spelling = ("spelling",) if searched != words else ()
    positions, intents = read_questions(searched)
    main = _reading(searched, positions, site())
    expansions = expand(searched, site())
    others = tuple(_expanded(one.words, one.share, site()) for one in expansions)
    respelled = correct(searched, site, strict=False)
    written, has_abbreviations = write_out(searched, site())
    interpreted, of_accents = _accented(written, site())
    # Without accents every third phrase looks like another one: what was most likely meant decides.
    meant = spelled(main.restored) if all(word.is_bare for word in searched) else searched
    elsewhere = site().elsewhere.longest(meant)
    foreign = [*elsewhere, *(found for found in site().unborne.longest(meant) if is_written_so(found, meant))]
    return Query(
        original=original,
        text=kept,
        readings=(main, *(one for one in others if one.keys != main.keys)),
        respelled=_expanded(respelled, CORRECTED_SHARE, site()) if respelled != searched else None,
        interpreted=interpreted,
        notes=tuple(
            dict.fromkeys(
                (
                    *notes,
                    *of_chat,
                    *of_spacing,
                    *of_spelling,
                    *of_accents,
                    *(("abbreviation",) if has_abbreviations else ()),
                    *(("synonym",) if any(one.note == "synonym" for one in expansions) else ()),
                    *(("place",) if place else ()),
                    *(("question",) if intents else ()),
                )
            )
        ),
        intents=intents,
        place=place,
        picked=tuple(dict.fromkeys(code for codes in site().picks.whole(searched) for code in codes)),
        elsewhere=tuple(dict.fromkeys(found.value for found in elsewhere)),
        foreign=frozenset(word.key for found in foreign for word in searched[found.start : found.end]),
        **_identifiers(kept, tokens),
    )


def _expanded(words: tuple[Word, ...], share: float, site: Site) -> Reading:
    positions, _ = read_questions(words)
    return _reading(words, positions, site, share)


def _reading(words: tuple[Word, ...], positions: Iterable[int], site: Site, share: float = 1.0) -> Reading:
    keys = tuple(word.key for word in words)
    accented = tuple(word.accented for word in words)
    return Reading(
        text=text_of(words),
        keys=keys,
        accent_keys=accented,
        restored=restore(words, site),
        pairs=tuple(dict.fromkeys(bigrams(keys))),
        terms=_terms((words[at] for at in positions), site),
        share=share,
    )


def _accented(words: tuple[Word, ...], site: Site) -> tuple[str, tuple[str, ...]]:
    """The words with the accents they most likely have."""
    restored = restore(words, site)
    text = " ".join(
        word.text if word.accented == accented else accented for word, accented in zip(words, restored, strict=True)
    )
    return text, ("accents",) if any(w.accented != a for w, a in zip(words, restored, strict=True)) else ()


def _identifiers(kept: str, tokens: list[Token]) -> dict[str, Any]:
    return {
        "codes": keys_of("code", tokens),
        "laws": keys_of("law", tokens),
        "forms": keys_of("form", tokens),
        "slug": slugify(kept),
        "only_numbers": bool(tokens) and all(token.kind in ("code", "law") for token in tokens),
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
