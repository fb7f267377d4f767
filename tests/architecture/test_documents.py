"""Documents that name code are held to it."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import BaseCommand, get_commands, load_command_class

from .rooms import PORTAL, PROJECT_DIR, python_files, short

DOCS = PROJECT_DIR / "docs"
MARKDOWN = sorted(
    [*PROJECT_DIR.glob("*.md"), *DOCS.rglob("*.md"), *(PROJECT_DIR / "deploy").rglob("*.md"), *PORTAL.rglob("*.md")]
)
LINK = re.compile(r"\[[^\]]+\]\((?!https?:|mailto:|#)([^)#\s]+)")
DOCUMENTED_COMMAND = re.compile(r"^## `manage\.py ([a-z_]+)", re.MULTILINE)


def our_commands() -> dict[str, str]:
    """Command name -> the app that has it, of our rooms only."""
    rooms = {path.parents[2].name for path in PORTAL.glob("*/management/commands/*.py") if path.stem != "__init__"}
    apps = {f"portal.{room}" for room in rooms}
    return {name: str(app) for name, app in get_commands().items() if app in apps}


def sections() -> dict[str, str]:
    """Command name -> what docs/commands.md says of it."""
    parts = DOCUMENTED_COMMAND.split((DOCS / "commands.md").read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def names_in_code() -> set[str]:
    """Every class, function, field and member name of the portal."""
    found = set()
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.AnnAssign | ast.Assign):
                targets = [node.target] if isinstance(node, ast.AnnAssign) else node.targets
                found.update(target.id for target in targets if isinstance(target, ast.Name))
    return found


def test_every_command_is_documented_and_every_documented_one_exists() -> None:
    assert set(sections()) == set(our_commands())


def test_every_option_of_a_documented_command_exists_and_is_named() -> None:
    standard = set(_options(BaseCommand()))
    differences = {}
    for name, text in sections().items():
        real = set(_options(load_command_class(our_commands()[name], name))) - standard
        written = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", text)) - standard
        if real != written:
            differences[name] = {"not documented": sorted(real - written), "not there": sorted(written - real)}
    assert differences == {}


def _options(command: BaseCommand) -> list[str]:
    parser = command.create_parser("manage.py", "command")
    return [option for action in parser._actions for option in action.option_strings if option.startswith("--")]


def test_the_glossary_names_identifiers_that_exist() -> None:
    rows = re.findall(r"^\| `([^`]+)`", (DOCS / "glossary.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) > 20
    known = names_in_code()
    assert [name for name in rows if name.rsplit(".", 1)[-1] not in known] == []


@pytest.mark.parametrize("document", MARKDOWN, ids=short)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    targets = LINK.findall(document.read_text(encoding="utf-8"))
    assert [target for target in targets if not (document.parent / target).exists()] == []


def test_code_names_only_documents_that_exist() -> None:
    named = {
        (short(path), match)
        for path in python_files()
        for match in re.findall(r"docs/[\w./-]+\.md", path.read_text(encoding="utf-8"))
    }
    assert [f"{path}: {document}" for path, document in sorted(named) if not (PROJECT_DIR / document).exists()] == []


def test_the_architecture_page_names_files_that_exist() -> None:
    named = re.findall(r"`([a-z_]+/[a-z_/]+\.py)`", (PROJECT_DIR / "ARCHITECTURE.md").read_text(encoding="utf-8"))
    assert len(named) > 3
    assert [path for path in named if not (PORTAL / path).exists()] == []
