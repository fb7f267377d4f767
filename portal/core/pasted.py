"""Text somebody pasted: what is invisible goes, and what looks like an old font is read, never changed by itself.

Word, Google Docs and chat programs paste decomposed letters, soft hyphens and signs of private fonts. Text of an old
font (TCVN3, VNI, VISCII) uses some of the same characters as letters, so a paragraph that looks like one is left as
it is here; its conversion is offered in the form (`portal.core.forms.OffersConversion`).
"""

import html
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from portal.vietnamese.legacy import Encoding, decode, detect
from portal.vietnamese.unicode import nfc

_TAG = re.compile(r"<[^<>]*>")
#: Where a paragraph ends: a line break in plain text, a tag of a block in HTML.
_PARAGRAPH_END = re.compile(
    r"(\n|</?(?:p|br|div|ul|ol|li|h[1-6]|table|thead|tbody|tr|th|td|blockquote)(?:\s[^<>]*)?/?>)", re.IGNORECASE
)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
#: Word draws the bullets of a list with signs of its own fonts.
_BULLETS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf0fc\uf076\uf02d", "•")
#: Characters no eye sees, by Unicode category: controls, formats, and signs only one font knows.
_INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cn"})

_NAMES = {Encoding.TCVN3: "TCVN3 (ABC)", Encoding.VNI: "VNI", Encoding.VISCII: "VISCII"}


@dataclass(frozen=True, slots=True)
class OldFontText:
    """A paragraph that looks like an old font: as it stands, and as it would read."""

    shown: str
    converted: str
    encoding: str


def tidy(text: str) -> str:
    """Composed letters, plain blanks, nothing invisible; quotes and dashes stay as the author set them.

    Takes plain text and HTML alike. Paragraphs that look like an old font are left alone. Idempotent.
    """
    return _by_paragraph(text, _tidy_paragraph)


def old_font_texts(text: str) -> list[OldFontText]:
    """Each paragraph of a text or an HTML fragment that looks like an old font."""
    found = []
    for paragraph in _PARAGRAPH_END.split(text):
        encoding = _old_font(paragraph)
        if encoding is not None:
            words = _words(paragraph)
            found.append(OldFontText(words, decode(words, encoding), _NAMES[encoding]))
    return found


def convert_old_fonts(text: str) -> str:
    """The text with the paragraphs of old fonts in Unicode; tags stay as they are."""
    return _by_paragraph(text, _convert_paragraph)


def _by_paragraph(text: str, change: Callable[[str], str]) -> str:
    if text.isascii() and text.isprintable():
        return text
    return "".join(change(paragraph) for paragraph in _PARAGRAPH_END.split(_LINE_ENDS.sub("\n", text)))


def _tidy_paragraph(paragraph: str) -> str:
    if _old_font(paragraph) is not None:
        return paragraph
    kept = "".join(map(_visible, nfc(paragraph)))
    # A letter may now stand next to its mark.
    return nfc(kept)


def _visible(char: str) -> str:
    if char in _BULLETS:
        return _BULLETS[char]
    if char in "\n\t":
        return char
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    if category == "Cs":
        return "\ufffd"
    return "" if category in _INVISIBLE else char


def _convert_paragraph(paragraph: str) -> str:
    encoding = _old_font(paragraph)
    if encoding is None:
        return paragraph
    pieces: list[str] = []
    end = 0
    for tag in _TAG.finditer(paragraph):
        pieces += [decode(paragraph[end : tag.start()], encoding), tag.group()]
        end = tag.end()
    return "".join([*pieces, decode(paragraph[end:], encoding)])


def _old_font(paragraph: str) -> Encoding | None:
    if paragraph.isascii():
        return None
    encoding = detect(_words(paragraph))
    # Half-composed Unicode is no old font: composing it changes nothing anybody sees.
    return encoding if encoding in _NAMES else None


def _words(paragraph: str) -> str:
    return " ".join(html.unescape(_TAG.sub(" ", paragraph)).split(" ")).strip()
