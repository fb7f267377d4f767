"""Reading what was printed the way a reader does: its text, its pictures of pages, its tags."""

import io
import unicodedata
from html.parser import HTMLParser
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
import zxingcpp


def text_of(pdf: bytes) -> str:
    """All text, one space between words."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def codes_in(pdf: bytes) -> list[str]:
    """What a telephone reads from the QR codes of the first page, printed at 150 dots per inch."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        image = document[0].render(scale=150 / 72).to_pil()
        return [code.text for code in zxingcpp.read_barcodes(image)]
    finally:
        document.close()


def pages_in(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def fonts_of(pdf: bytes) -> list[tuple[str, bool]]:
    """Name of every font, and whether its letters are in the file."""
    found = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                embedded = any(key in thing for key in ("/FontFile", "/FontFile2", "/FontFile3"))
                found.append((str(thing["/FontName"]), embedded))
    return found


def tags_of(pdf: bytes) -> list[tuple[str, str]]:
    """Kind and alternative text of every structure element, in reading order."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found: list[tuple[str, str]] = []
        _walk(document.Root.StructTreeRoot, found)
        return found


def is_nfc(text: str) -> bool:
    return unicodedata.is_normalized("NFC", text)


def _walk(element: Any, found: list[tuple[str, str]]) -> None:
    if isinstance(element, pikepdf.Array):
        for child in element:
            _walk(child, found)
    elif isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            found.append((str(element["/S"]), str(element.get("/Alt", ""))))
        if "/K" in element:
            _walk(element["/K"], found)


class _Words(HTMLParser):
    #: Between words even where the source has no blank.
    BLOCKS = frozenset({"p", "li", "td", "th", "div", "dt", "dd", "h1", "h2", "h3", "b", "br"})

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.BLOCKS:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.BLOCKS:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def words_of(page: str) -> list[str]:
    """The words of an HTML fragment in source order."""
    reader = _Words()
    reader.feed(page)
    reader.close()
    return "".join(reader.parts).split()
