"""Vietnamese text on a page: whole words in headings, whole document numbers, dates and money as people write them."""

import re
from datetime import date

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from portal.vietnamese.compounds import join_compounds

register = template.Library()

#: 52/2013/QĐ-TTg, 1291/QĐ-TTg, 78/2015/QH13, 05/2019/TTLT-BQP-BTC: breaking at the hyphen makes two numbers of one.
_DOCUMENT_NUMBER = re.compile(r"((?<!\d)\d++(?:/\d{4})?/[A-ZĐ]{2}[A-ZĐ0-9]*(?:-[A-ZĐ][A-Za-zĐđ0-9]*)*)([,.;:)]*)")
#: A longer number (joint circulars of three ministries) does not fit a phone's line in one piece.
_LONGEST_WHOLE = 24


@register.filter
def compounds(text: str) -> str:
    """U+00A0 inside words of two syllables; for headings only."""
    joined = join_compounds(text)
    return mark_safe(joined) if isinstance(text, SafeString) else joined


@register.filter
def docnumbers(text: str) -> SafeString:
    """Escape a text and keep each document number, with the mark after it, on one line."""
    return mark_safe(_DOCUMENT_NUMBER.sub(_keep_whole, str(conditional_escape(text))))


def _keep_whole(found: re.Match[str]) -> str:
    if len(found.group(1)) > _LONGEST_WHOLE:
        return found.group()
    return f'<span class="nw">{found.group()}</span>'


@register.filter
def vndate(day: date | None) -> str | SafeString:
    """15/01/2020 in a `<time>`; nothing for no day."""
    if day is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}")


@register.filter
def number(count: int) -> str:
    """2.882: thousands are set apart by a point."""
    return f"{count:,}".replace(",", ".")


@register.filter
def dong(amount: int) -> str:
    """30.000 đồng, not torn at a line's end."""
    return f"{number(amount)}\u00a0đồng"


@register.filter
def paragraphs(text: str) -> SafeString:
    """Each line of a plain text as a paragraph."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return format_html_join("", "<p>{}</p>", ((docnumbers(line),) for line in lines))
