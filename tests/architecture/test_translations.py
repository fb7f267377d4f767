import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .catalogue import Entry, messages_in_code, messages_in_python, messages_in_template, placeholders, read_catalogue
from .rooms import PROJECT_DIR, TEMPLATES, python_files, short
from .test_public_templates import public_templates

FOLDER = PROJECT_DIR / "locale" / "en" / "LC_MESSAGES"
REMEDY = "run `make messages` and translate what is new in locale/en/LC_MESSAGES/django.po"


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    return read_catalogue(FOLDER / "django.po")


def test_every_message_of_the_code_is_in_the_english_catalogue(entries: list[Entry]) -> None:
    known = {entry.message for entry in entries}
    missing = sorted({f"{short(path)}: {message}" for path, message in messages_in_code() if message not in known})
    assert missing == [], REMEDY


def test_no_message_hides_in_an_f_string() -> None:
    found = sorted({f"{short(path)}: {message}" for path in python_files() for message in hidden_messages(path)})
    assert found == [], "makemessages does not look into f-strings; use a placeholder"


def hidden_messages(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.JoinedStr):
            yield from messages_in_python(ast.unparse(ast.Expression(node)))


def test_the_english_catalogue_holds_nothing_the_code_does_not_say(entries: list[Entry]) -> None:
    said = {message for _path, message in messages_in_code()}
    assert [entry.message for entry in entries if entry.message not in said] == [], REMEDY


def test_every_entry_is_translated_and_none_is_a_guess(entries: list[Entry]) -> None:
    untranslated = [entry.message for entry in entries if not all(entry.translations) or not entry.translations]
    guesses = [entry.message for entry in entries if "fuzzy" in entry.flags]
    assert (untranslated, guesses) == ([], []), REMEDY


def test_no_translation_is_a_copy_of_the_vietnamese(entries: list[Entry]) -> None:
    copies = [entry.message for entry in entries if not entry.message.isascii() and entry.message in entry.translations]
    assert copies == []


def test_translations_keep_the_placeholders(entries: list[Entry]) -> None:
    wrong = [
        entry.message
        for entry in entries
        for text in entry.translations
        if placeholders(text) not in (placeholders(entry.message), placeholders(entry.plural))
    ]
    assert wrong == []


def test_the_compiled_catalogue_is_current(entries: list[Entry]) -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = [
        entry.message
        for entry in entries
        if (compiled.ngettext(entry.message, entry.plural, 1) if entry.plural else compiled.gettext(entry.message))
        != entry.translations[0]
    ]
    assert stale == [], REMEDY


def test_public_templates_are_plain_vietnamese() -> None:
    tag = re.compile(r"{%-?\s*(trans|translate|blocktrans|blocktranslate)\b")
    found = [name for name in public_templates() if tag.search((TEMPLATES / name).read_text(encoding="utf-8"))]
    assert found == [], "see docs/adr/0002-vietnamese-source-strings.md"


def test_messages_are_found_where_they_stand() -> None:
    python = 'a = _("Tên")\nb = ngettext("%(n)d trang", "%(n)d trang", n)\nc = other("không")\nd = _(name)'
    assert list(messages_in_python(python)) == ["Tên", "%(n)d trang"]
    template = "{% translate 'Đăng' %}{% blocktranslate trimmed with a=b %}\n Có {{ a }}\n phần {% endblocktranslate %}"
    assert list(messages_in_template(template)) == ["Đăng", "Có %(a)s phần"]
