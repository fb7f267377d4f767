"""The door for HTML from outside: imports and pasted text go through bleach with an allow-list."""

import html
import re

import bleach

ALLOWED_TAGS = frozenset(
    {"p", "br", "ul", "ol", "li", "b", "strong", "h2", "h3", "h4", "a", "table", "thead", "tbody", "tr", "th", "td"}
)
# linktype and id are how Wagtail stores a link to one of its own pages or documents.
ALLOWED_ATTRIBUTES = {"a": ["href", "title", "linktype", "id"], "th": ["scope", "colspan"], "td": ["colspan"]}
ALLOWED_PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})

_CODE_BLOCKS = re.compile(r"<(script|style)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_BLOCK_ENDS = re.compile(r"<\s*(?:/\s*(?:p|li|div|tr|h[1-6])|br\s*/?)\s*>", re.IGNORECASE)


def clean_fragment(fragment: str) -> str:
    """HTML with only the allowed tags left; the text of other tags stays, script and style go."""
    return bleach.clean(
        _CODE_BLOCKS.sub("", fragment),
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        protocols=ALLOWED_PROTOCOLS,
        strip=True,
        strip_comments=True,
    )


def plain_text(fragment: str) -> str:
    """The words of an HTML fragment, one line a paragraph; for the Notice, whose fields are plain text."""
    if "<" not in fragment and "&" not in fragment:
        return fragment
    with_breaks = _BLOCK_ENDS.sub("\n", _CODE_BLOCKS.sub("", fragment))
    stripped = bleach.clean(with_breaks, tags=set(), attributes={}, strip=True, strip_comments=True)
    # Not a pattern of blanks: over a long run of spaces its time grows with the square of the length.
    lines = (line.strip() for line in html.unescape(stripped).split("\n"))
    return "\n".join(line for line in lines if line)
