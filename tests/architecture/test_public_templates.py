"""The readers' policy forbids inline script and style; a template that has some would break silently."""

import re

import pytest

from .rooms import TEMPLATES

INLINE = {
    "an inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"""=\s*["']?\s*javascript:""", re.IGNORECASE),
    # A data block (JSON-LD) is not run, so the policy lets it stand.
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*application/(ld\+)?json)", re.IGNORECASE),
    "an address elsewhere": re.compile(r"""<(script|link|img|iframe|audio)\b[^>]*\b(src|href)\s*=\s*["']?https?://"""),
}


def inline_parts(source: str) -> list[str]:
    return [name for name, pattern in INLINE.items() if pattern.search(source)]


def public_templates() -> list[str]:
    """What readers see: everything but the editors' admin."""
    names = (path.relative_to(TEMPLATES).as_posix() for path in sorted(TEMPLATES.rglob("*.html")))
    return [name for name in names if not name.startswith("wagtailadmin/") and "/admin/" not in name]


def test_public_templates_have_no_inline_script_or_style() -> None:
    found = {
        name: parts
        for name in public_templates()
        if (parts := inline_parts((TEMPLATES / name).read_text(encoding="utf-8")))
    }
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color:red">',
        "<style>p{}</style>",
        '<button type="button" onclick="go()">',
        '<a href="javascript:void(0)">',
        "<script>go()</script>",
        '<img alt="" src="https://example.org/a.png">',
    ],
)
def test_an_inline_part_is_found(source: str) -> None:
    assert inline_parts(source) != []


@pytest.mark.parametrize(
    "source",
    [
        '<script src="{% static "js/display.js" %}" defer></script>',
        '<script type="application/ld+json">{}</script>',
        '<p class="styled" data-on="1">onward = 1</p>',
        '<a href="https://example.org/">',
    ],
)
def test_ordinary_markup_is_left_alone(source: str) -> None:
    assert inline_parts(source) == []
