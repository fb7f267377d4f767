"""Reading gettext: what the code asks for, what locale/en answers."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .rooms import TEMPLATES, python_files

#: Function -> how many of its first arguments are messages (context first where there is one).
MESSAGES = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}
IN_TEMPLATE = re.compile(r"""{%-?\s*(?:trans|translate)\s+(["'])(.+?)\1""")
BLOCK_IN_TEMPLATE = re.compile(
    r"{%-?\s*blocktrans(?:late)?\b([^%]*)%}(.*?)(?:{%\s*plural\s*%}.*?)?{%\s*endblock", re.DOTALL
)


@dataclass
class Entry:
    """One message of the catalogue with its translations (two where it has a plural)."""

    message: str = ""
    plural: str = ""
    translations: list[str] = field(default_factory=list)
    flags: str = ""


def read_catalogue(path: Path) -> list[Entry]:
    """The entries of a .po file, without its header and without obsolete ones."""
    blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8"))
    entries = [_entry(block) for block in blocks if re.search(r"^msgid", block, re.MULTILINE)]
    return [entry for entry in entries if entry.message]


def _entry(block: str) -> Entry:
    entry, keyword = Entry(), ""
    texts: dict[str, str] = {}
    for line in block.splitlines():
        if line.startswith("#,"):
            entry.flags += line[2:]
        elif found := re.match(r'(msg\w+(?:\[\d\])?)?\s*(".*")$', line):
            keyword = found.group(1) or keyword
            texts[keyword] = texts.get(keyword, "") + ast.literal_eval(found.group(2))
    entry.message, entry.plural = texts.get("msgid", ""), texts.get("msgid_plural", "")
    entry.translations = [text for name, text in sorted(texts.items()) if name.startswith("msgstr")]
    return entry


def messages_in_code() -> Iterator[tuple[Path, str]]:
    """Every message of the portal's Python and templates, with the file that has it."""
    for path in python_files():
        for message in messages_in_python(path.read_text(encoding="utf-8")):
            yield path, message
    for path in sorted(TEMPLATES.rglob("*.html")):
        for message in messages_in_template(path.read_text(encoding="utf-8")):
            yield path, message


def messages_in_python(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MESSAGES:
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def messages_in_template(source: str) -> Iterator[str]:
    yield from (message for _quote, message in IN_TEMPLATE.findall(source))
    for options, body in BLOCK_IN_TEMPLATE.findall(source):
        text = re.sub(r"{{\s*(\w+)\s*}}", r"%(\1)s", body)
        yield " ".join(text.split()) if "trimmed" in options else text


def placeholders(text: str) -> set[str]:
    """`%(name)s`, `%s` and `{name}` of a message."""
    return set(re.findall(r"%(?:\(\w+\))?[sd]|{\w*}", text))
