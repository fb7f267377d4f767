"""What a reader typed, understood once for every engine.

Here: Unicode form, case, accents, tone style, keys of an input method that was off, codes, law numbers
and form names. What was read otherwise than it was typed adds its note.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from portal.search.documents import parts
from portal.vietnamese.accents import AccentModel, learn
from portal.vietnamese.keys import accent_key, search_key
from portal.vietnamese.keystrokes import decode_telex, decode_vni
from portal.vietnamese.slugs import slugify
from portal.vietnamese.tokens import Token, bigrams, keys_of, tokenize
from portal.vietnamese.unicode import clean, nfc, nfd

#: Characters of a query that are read, after composition: official titles pasted in full, of which one in twelve is
#: longer than 200; two that begin alike differ near their ends.
LONGEST = 300
#: Different words an engine is asked for; a legal title of 60 words is found by its first 16.
MOST_TERMS = 16

# A letter may be four characters in decomposed text; more than this is never looked at.
_LONGEST_RAW = LONGEST * 4
# The one spelling mistake of accents that speakers of the South and Centre make all the time.
_HOOK_AND_TILDE = str.maketrans({"\u0309": "\u0303", "\u0303": "\u0309"})


@dataclass(frozen=True, slots=True)
class Term:
    """One distinct word asked for.

    `accents` are the accented spellings it stands for, empty where the reader typed no accent: then
    any accents will do. `sung` is written without any, so an unaccented word proves nothing.
    """

    key: str
    accents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A query ready for the engines; `keys`, `accent_keys` and `pairs` follow the order of the words.

    `slug` is the whole text as an agency's name would be written in an address.
    """

    original: str
    text: str
    keys: tuple[str, ...] = ()
    accent_keys: tuple[str, ...] = ()
    pairs: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    codes: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    slug: str = ""
    only_numbers: bool = False
    notes: tuple[str, ...] = field(default=())

    @property
    def identifiers(self) -> tuple[str, ...]:
        """Exact numbers the reader named."""
        return (*self.codes, *self.laws, *self.forms)

    @property
    def has_accents(self) -> bool:
        """Whether any word was really accented."""
        return any(term.accents for term in self.terms)

    def __bool__(self) -> bool:
        return bool(self.terms)


def _no_words() -> AccentModel:
    return learn([])


def understand(text: str, words_of_site: Callable[[], AccentModel] = _no_words) -> Query:
    """Read `text`, of which only the first LONGEST characters count. Never raises; linear.

    `words_of_site` is asked only where something typed may be the keys of a word.
    """
    cleaned = " ".join(clean(text[:_LONGEST_RAW]).split())
    kept, typed_notes = _undo_keystrokes(cleaned[:LONGEST].rstrip(), words_of_site)
    tokens = tokenize(kept)
    words = [pair for token in tokens for pair in _words(token)]
    terms = _terms(words)
    keys = tuple(key for key, _ in words)
    was_cut = len(text) > _LONGEST_RAW or len(cleaned) > LONGEST
    return Query(
        original=nfc(text[:_LONGEST_RAW])[:LONGEST],
        text=kept,
        keys=keys,
        accent_keys=tuple(accented for _, accented in words),
        pairs=tuple(dict.fromkeys(bigrams(keys))),
        terms=terms,
        codes=keys_of("code", tokens),
        laws=keys_of("law", tokens),
        forms=keys_of("form", tokens),
        slug=slugify(kept),
        only_numbers=bool(tokens) and all(token.kind in ("code", "law") for token in tokens),
        notes=(*typed_notes, *_notes(tokens, was_cut=was_cut)),
    )


def _undo_keystrokes(text: str, words_of_site: Callable[[], AccentModel]) -> tuple[str, tuple[str, ...]]:
    """The text with Telex and VNI keys as the words they spell, where the site knows those words and not the keys."""
    notes: dict[str, None] = {}
    site: AccentModel | None = None
    words = text.split(" ")
    for at, word in enumerate(words):
        for note, decode in (("telex", decode_telex), ("vni", decode_vni)):
            spelled = decode(word)
            if spelled is None:
                continue
            site = site or words_of_site()
            if _is_meant(word, spelled, site):
                words[at] = spelled
                notes[note] = None
                break
    return " ".join(words), tuple(notes)


def _is_meant(typed: str, spelled: str, site: AccentModel) -> bool:
    return site.knows(accent_key(spelled)) and not site.spellings.get(search_key(typed))


def _words(token: Token) -> list[tuple[str, str]]:
    folded, accented = parts(search_key(token.text)), parts(accent_key(token.text))
    if len(folded) != len(accented):
        # Only letters of other scripts fold to another number of parts; their accents are not ours.
        accented = folded
    return list(zip(folded, accented, strict=True))


def _terms(words: Iterable[tuple[str, str]]) -> tuple[Term, ...]:
    accents: dict[str, list[str]] = {}
    for key, accented in words:
        known = accents.setdefault(key, [])
        if accented != key:
            known += [accented, _other_tone(accented)]
        else:
            known.append("")
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
