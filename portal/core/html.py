"""The door for HTML from outside: imports and pasted text go through bleach with an allow-list."""

import html
import re

import bleach

from portal.core.pasted import tidy

ALLOWED_TAGS = frozenset(
    {"p", "br", "ul", "ol", "li", "b", "strong", "h2", "h3", "h4", "a", "table", "thead", "tbody", "tr", "th", "td"}
)
# linktype and id are how Wagtail stores a link to one of its own pages or documents.
ALLOWED_ATTRIBUTES = {"a": ["href", "title", "linktype", "id"], "th": ["scope", "colspan"], "td": ["colspan"]}
ALLOWED_PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})

#: How often a fragment is cleaned before it is taken for hostile: what people paste is clean after the second time.
_ROUNDS = 5
#: Deeper than any page of Word; a parser that recurses must not meet more.
_DEEPEST = 100

_CODE_BLOCKS = re.compile(r"<(script|style|xml|head|title)\b.*?(</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_BLOCK_ENDS = re.compile(r"<\s*(?:/\s*(?:p|li|div|tr|h[1-6])|br\s*/?)\s*>", re.IGNORECASE)

#: What office programs write, as what the portal has: a line of its own stays one, a heading stays one.
_OFFICE_TAGS = (
    (re.compile(r"<(/?)div\b[^<>]*>", re.IGNORECASE), r"<\1p>"),
    (re.compile(r"<(/?)h1\b[^<>]*>", re.IGNORECASE), r"<\1h2>"),
    (re.compile(r"<(/?)h[56]\b[^<>]*>", re.IGNORECASE), r"<\1h4>"),
)
#: Google Docs wraps everything it copies in a bold that is not bold.
_BOLD = re.compile(r"<b\b[^<>]*>", re.IGNORECASE)
_NOT_BOLD = re.compile(r"(?<!bidi-)font-weight:\s*normal", re.IGNORECASE)
#: Left over once attributes are gone: marks of Word's own, and paragraphs without a word.
_WORDS_ANCHORS = re.compile(r'<a(?: href="#_[^"]*"| id="[^"]*"| title="[^"]*")*>(.*?)</a>', re.DOTALL)
_BLANKS = re.compile(r" {2,}")
_EMPTY_PARAGRAPH = re.compile(r"<(p|h2|h3|h4|b|strong)>\s*</\1>")
#: Tags that stay open until they are closed; the others end by themselves.
_NESTING_TAG = re.compile(r"<(/?)(?!(?:p|br|li|tr|t[dh]|hr|img|meta|link|input|col)\b)[a-zA-Z]", re.IGNORECASE)


def clean_fragment(fragment: str) -> str:
    """HTML with only the allowed tags left and nothing invisible in its text.

    The text of other tags stays, script and style go. Idempotent: what comes out passes unchanged. A fragment that
    does not come to rest, or is nested like no document, is reduced to its words.
    """
    if _depth(fragment) > _DEEPEST:
        return _only_words(fragment)
    for _round in range(_ROUNDS):
        cleaned = _clean_once(fragment)
        if cleaned == fragment:
            return cleaned
        fragment = cleaned
    return _only_words(fragment)


def plain_text(fragment: str) -> str:
    """The words of an HTML fragment, one line a paragraph; for the Notice, whose fields are plain text."""
    if "<" not in fragment and "&" not in fragment:
        return fragment
    with_breaks = _BLOCK_ENDS.sub("\n", _CODE_BLOCKS.sub("", fragment))
    stripped = bleach.clean(with_breaks, tags=set(), attributes={}, strip=True, strip_comments=True)
    # Not a pattern of blanks: over a long run of spaces its time grows with the square of the length.
    lines = (line.strip() for line in html.unescape(stripped).split("\n"))
    return "\n".join(line for line in lines if line)


def _clean_once(fragment: str) -> str:
    prepared = _CODE_BLOCKS.sub("", fragment)
    for pattern, replacement in _OFFICE_TAGS:
        prepared = pattern.sub(replacement, prepared)
    # In two patterns: in one, the time for a tag that never ends grows with the square of its length.
    prepared = _BOLD.sub(lambda tag: "" if _NOT_BOLD.search(tag.group()) else tag.group(), prepared)
    cleaned = bleach.clean(
        prepared,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        protocols=ALLOWED_PROTOCOLS,
        strip=True,
        strip_comments=True,
    )
    cleaned = _BLANKS.sub(" ", tidy(cleaned.replace("&nbsp;", " ")))
    return _EMPTY_PARAGRAPH.sub("", _WORDS_ANCHORS.sub(r"\1", cleaned))


def _depth(fragment: str) -> int:
    """How deep tags are opened at most."""
    depth = deepest = 0
    for found in _NESTING_TAG.finditer(fragment):
        depth = max(0, depth + (-1 if found.group(1) else 1))
        deepest = max(deepest, depth)
    return deepest


def _only_words(fragment: str) -> str:
    """Paragraphs of nothing but escaped text."""
    words = re.sub(r"<[^<>]*>", "", _BLOCK_ENDS.sub("\n", _CODE_BLOCKS.sub("", fragment)))
    lines = (html.escape(tidy(html.unescape(line)).strip(), quote=False) for line in words.split("\n"))
    return "".join(f"<p>{line}</p>" for line in lines if line)
