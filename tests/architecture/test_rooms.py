import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

from .rooms import PORTAL, PROJECT_DIR, TEMPLATES, layers, may_use, room_of_template, rooms, short

TAG = re.compile(r"{%-?\s*(load|include|extends)\s+(.+?)\s*-?%}", re.DOTALL)
QUOTED = re.compile(r"""^["']([^"']+)["']""")


def tag_libraries() -> dict[str, str]:
    """Tag library name -> the room that defines it; Django's and Wagtail's libraries are nobody's."""
    return {
        path.stem: path.parent.parent.name for path in PORTAL.glob("*/templatetags/*.py") if path.stem != "__init__"
    }


def uses(source: str) -> Iterator[tuple[str, str]]:
    """What a template depends on: pairs of its tag and the name of a library or a template."""
    for kind, words in TAG.findall(source):
        if kind == "load":
            names = words.split()
            names = names[names.index("from") + 1 :] if "from" in names else names
            yield from (("load", name) for name in names)
        elif quoted := QUOTED.match(words):
            yield kind, quoted.group(1)


def owner_of_template(name: str) -> str | None:
    """The room a template belongs to; None for those of Wagtail's own namespaces."""
    return room_of_template(name) if "/" not in name or name.split("/", 1)[0] in rooms() else None


def forbidden_uses(template: str, source: str, libraries: dict[str, str]) -> list[str]:
    user = room_of_template(template)
    found = []
    for kind, name in uses(source):
        used = libraries.get(name) if kind == "load" else owner_of_template(name)
        if used is not None and not may_use(user, used):
            found.append(f"{template}: {kind} {name} ({user} may not use {used})")
    return found


def test_python_imports_keep_the_arrow() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
    if not Path(command[0]).exists():
        pytest.skip("import-linter is not installed: it is in the lint group (make install)")
    result = subprocess.run(command, cwd=PROJECT_DIR, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_room_of_the_code_is_in_the_contract() -> None:
    folders = {path.parent.name for path in PORTAL.glob("*/__init__.py")} - {"settings"}
    assert folders == rooms()


def test_every_installed_room_is_in_the_contract() -> None:
    installed = {config.name.removeprefix("portal.") for config in apps.get_app_configs() if "portal." in config.name}
    assert installed <= rooms()


def test_templates_keep_the_arrow() -> None:
    libraries = tag_libraries()
    found = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        template = path.relative_to(TEMPLATES).as_posix()
        found += forbidden_uses(template, path.read_text(encoding="utf-8"), libraries)
    assert found == []


def test_templates_live_in_a_room() -> None:
    outside = {"wagtailadmin"} | rooms()
    folders = {path.name for path in TEMPLATES.iterdir() if path.is_dir()}
    assert folders <= outside, f"no room owns {sorted(folders - outside)}"


def test_templates_name_only_templates_that_exist() -> None:
    missing = [
        f"{short(path)}: {kind} {name}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for kind, name in uses(path.read_text(encoding="utf-8"))
        if kind != "load" and room_of_template(name) == name.split("/", 1)[0] and not (TEMPLATES / name).exists()
    ]
    assert missing == []


@pytest.mark.parametrize(
    ("template", "source"),
    [
        ("core/base.html", '{% include "procedures/glance.html" %}'),
        ("core/base.html", "{% load search_tags %}"),
        ("procedures/detail.html", "{%load highlight from search_tags%}"),
        ("places/point.html", "{% extends 'site/home.html' %}"),
        ("printing/sheet.html", '{% include "core/head.html" %}'),
    ],
)
def test_a_template_that_looks_up_is_found(template: str, source: str) -> None:
    assert forbidden_uses(template, source, {"search_tags": "search"}) != []


@pytest.mark.parametrize(
    ("template", "source"),
    [
        ("procedures/detail.html", '{% extends "core/base.html" %}{% load static i18n %}'),
        ("site/home.html", '{% include "search/box.html" with big=True %}{% load search_tags %}'),
        ("404.html", '{% include "search/box.html" %}'),
        ("core/base.html", "{% include row.template %}"),
        ("procedures/admin/report.html", '{% extends "wagtailadmin/generic/base.html" %}'),
        ("core/base.html", "{% url 'search:results' %}"),
    ],
)
def test_a_template_that_looks_down_or_names_an_address_is_left_alone(template: str, source: str) -> None:
    assert forbidden_uses(template, source, {"search_tags": "search"}) == []


def test_the_arrow_is_read_from_the_contract() -> None:
    assert layers()[0] == {"site"}
    assert {"printing", "ledger", "core"} in layers()
    assert layers()[-1] == {"vietnamese"}
