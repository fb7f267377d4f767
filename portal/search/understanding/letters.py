"""Letters made readable: legacy encodings pasted in, and keys of an input method that was off."""

from collections.abc import Callable

from portal.search.understanding.site import Site
from portal.vietnamese.accents import AccentModel
from portal.vietnamese.keys import accent_key, search_key
from portal.vietnamese.keystrokes import decode_telex, decode_vni
from portal.vietnamese.legacy import Encoding, decode, detect

#: Words with letters beyond ASCII before a legacy encoding is thought of.
FEWEST_LEGACY_WORDS = 2


def undo_legacy(text: str) -> tuple[str, tuple[str, ...]]:
    """Text pasted from before Unicode (TCVN3, VNI-Windows, VISCII), as Unicode."""
    # One word is too little to tell: the "dâ" of somebody who goes on typing is "dõ" in TCVN3.
    if sum(not word.isascii() for word in text.split()) < FEWEST_LEGACY_WORDS:
        return text, ()
    encoding = detect(text)
    if encoding is None or encoding is Encoding.COMBINING:
        return text, ()
    return decode(text, encoding), ("legacy",)


def undo_keystrokes(text: str, site: Callable[[], Site]) -> tuple[str, tuple[str, ...]]:
    """Telex and VNI keys as the words they spell, where the site knows those words and not the keys."""
    notes: dict[str, None] = {}
    words = text.split(" ")
    for at, word in enumerate(words):
        for note, decoded in (("telex", decode_telex), ("vni", decode_vni)):
            spelled = decoded(word)
            if spelled is not None and _is_meant(word, spelled, site().accents):
                words[at] = spelled
                notes[note] = None
                break
    return " ".join(words), tuple(notes)


def _is_meant(typed: str, spelled: str, accents: AccentModel) -> bool:
    return accents.knows(accent_key(spelled)) and not accents.spellings.get(search_key(typed))
