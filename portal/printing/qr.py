"""QR codes: as SVG, crisp at any size, without inline style, readable by name; and as PNG for programs without SVG."""

import io
from functools import lru_cache

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

#: A quarter of the code may be dirty or torn and it still reads: sheets hang on walls for months.
_ERROR_LEVEL = "q"
#: Light modules around the code; readers need four (ISO/IEC 18004).
_QUIET_ZONE = 4
#: Pixels of a module in PNG: a code of an address is then some 10 cm wide at 200 dots an inch.
_MODULE_PIXELS = 20


def _made(content: str) -> segno.QRCode:
    return segno.make(content, error=_ERROR_LEVEL, micro=False)


@lru_cache(maxsize=512)
def _path(content: str) -> tuple[int, str]:
    """Width in modules with the quiet zone, and the dark modules as path data of one-module strokes."""
    code = _made(content)
    runs = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            length = 0
            while x + length < len(row) and row[x + length]:
                length += 1
            if length:
                runs.append(f"M{x + _QUIET_ZONE} {y + _QUIET_ZONE}h{length}v1h-{length}z")
            x += length or 1
    return len(code.matrix) + 2 * _QUIET_ZONE, "".join(runs)


def svg_for_html(content: str, label: str) -> SafeString:
    """An inline `<svg role="img">` named by `label`; size and colour come from the style sheet."""
    width, path = _path(content)
    return format_html(
        '<svg role="img" aria-label="{}" viewBox="0 0 {} {}" shape-rendering="crispEdges">'
        '<path fill="#fff" d="M0 0h{}v{}H0z"/><path d="{}"/></svg>',
        label,
        width,
        width,
        width,
        width,
        mark_safe(path),
    )


def svg_file(content: str) -> str:
    """The same code as an SVG document, for Typst."""
    width, path = _path(content)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {width}" width="{width}" height="{width}">'
        f'<path fill="#fff" d="M0 0h{width}v{width}H0z"/><path d="{path}"/></svg>'
    )


def png_file(content: str) -> bytes:
    """The same code as a PNG picture, black on white."""
    picture = io.BytesIO()
    _made(content).save(picture, kind="png", scale=_MODULE_PIXELS, border=_QUIET_ZONE)
    return picture.getvalue()
