"""axe on every type of page, contrast checks included, on a phone and on a desk."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

from .conftest import NewPage
from .pages import PAGES, Site

RULES = {
    "runOnly": [
        *("wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa"),
        "best-practice",
    ],
    "resultTypes": ["violations"],
}


def readable(violations: list[dict[str, Any]]) -> str:
    """Each violation node by node: rule, what is wrong, and the markup it is about."""
    lines = []
    for violation in violations:
        lines.append(f"{violation['id']} ({violation['impact']}): {violation['help']}")
        for node in violation["nodes"]:
            lines += [f"    at {' '.join(map(str, node['target']))}", f"       {node['html'][:200]}"]
            lines += [f"       {line}" for line in node["failureSummary"].splitlines()[1:]]
    return "\n".join(lines)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(site: Site, new_page: NewPage, name: str, width: int) -> None:
    page = new_page(width=width)
    page.goto(site.url(name))
    violations = Axe().run(page, options=RULES).response["violations"]
    assert not violations, f"{name} at {width} px\n{readable(violations)}"


@pytest.mark.parametrize("choice", ["#c3", "#tp"], ids=["very large letters", "high contrast"])
@pytest.mark.parametrize("name", ["home", "search with results", "procedure, many cases", "service point"])
def test_axe_finds_nothing_with_a_display_choice(site: Site, new_page: NewPage, name: str, choice: str) -> None:
    page = new_page(width=360)
    page.goto(site.url(name))
    page.locator("details.opt summary").click()
    page.locator(choice).check()
    violations = Axe().run(page, options=RULES).response["violations"]
    assert not violations, f"{name}, {choice}\n{readable(violations)}"


def test_axe_is_really_asked(new_page: NewPage) -> None:
    page = new_page()
    page.set_content(
        '<html lang="vi"><title>t</title><main><h1>t</h1><p style="color:#bbb">nhạt</p><img src="x"></main>'
    )
    found = {violation["id"] for violation in Axe().run(page, options=RULES).response["violations"]}
    assert {"color-contrast", "image-alt"} <= found
