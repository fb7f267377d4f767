import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from portal.printing import typst_runner

CREATED = datetime(2020, 1, 1, tzinfo=UTC)
WORDS = '#let data = json(bytes(sys.inputs.data))\n#set document(title: "x")\n#set text(lang: "vi")\n#data.text\n'


@pytest.fixture(autouse=True)
def _no_sheet_is_known() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Write a template into a root of its own; gives its name."""
    monkeypatch.setattr(typst_runner, "ROOT", tmp_path)

    def write(source: str) -> str:
        (tmp_path / "t.typ").write_text(source)
        return "t.typ"

    return write


def test_the_same_data_give_the_same_bytes(template: Callable[[str], str]) -> None:
    name = template(WORDS)
    first = typst_runner.compile(name, {"text": "Đăng ký"}, created=CREATED)
    cache.clear()
    assert typst_runner.compile(name, {"text": "Đăng ký"}, created=CREATED) == first


def test_a_known_sheet_is_not_compiled_again(template: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    name = template(WORDS)
    first = typst_runner.compile(name, {"text": "Đăng ký"}, created=CREATED)
    monkeypatch.setattr(subprocess, "run", _must_not_run)
    assert typst_runner.compile(name, {"text": "Đăng ký"}, created=CREATED) == first


def test_other_words_or_another_day_give_another_digest() -> None:
    digests = {
        typst_runner.digest("a.typ", {"text": "một"}, created=CREATED),
        typst_runner.digest("a.typ", {"text": "hai"}, created=CREATED),
        typst_runner.digest("b.typ", {"text": "một"}, created=CREATED),
        typst_runner.digest("a.typ", {"text": "một"}, created=CREATED.replace(day=2)),
    }
    assert len(digests) == 4


def test_a_template_with_an_error_fails_with_the_compilers_message(template: Callable[[str], str]) -> None:
    with pytest.raises(typst_runner.PrintingFailed, match="unknown variable: nothing"):
        typst_runner.compile(template("#nothing"), {}, created=CREATED)


def test_a_template_that_never_ends_is_stopped(template: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typst_runner, "TIMEOUT_SECONDS", 1)
    endless = (
        "#let grow(n) = { let s = 0\nfor i in range(1000000) { for j in range(1000000) { s += 1 } }\ns }\n#grow(1)"
    )
    with pytest.raises(typst_runner.PrintingFailed, match="stopped after 1 seconds"):
        typst_runner.compile(template(endless), {}, created=CREATED)


def test_a_worker_that_cannot_start_fails_and_frees_the_next_turn(
    template: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = template(WORDS)
    with monkeypatch.context() as broken:
        broken.setattr(sys, "executable", "/nowhere/python")
        with pytest.raises(typst_runner.PrintingFailed, match="did not start"):
            typst_runner.compile(name, {"text": "a"}, created=CREATED)
    assert typst_runner.compile(name, {"text": "a"}, created=CREATED).startswith(b"%PDF")


def test_nobody_waits_for_ever_for_the_one_compiler(
    template: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typst_runner, "PATIENCE_SECONDS", 0.01)
    with typst_runner._one_at_a_time, pytest.raises(typst_runner.PrintingBusy):
        typst_runner.compile(template(WORDS), {"text": "a"}, created=CREATED)


@pytest.mark.parametrize("text", ["\x00", "a\x00b", "\x1b[0m", "\ud800", "😀 中文 ﷽"])
def test_letters_that_cannot_be_printed_never_break_a_sheet(template: Callable[[str], str], text: str) -> None:
    assert typst_runner.compile(template(WORDS), {"text": text}, created=CREATED).startswith(b"%PDF")


def _must_not_run(*args: Any, **kwargs: Any) -> None:
    raise AssertionError("the compiler was started again")
