"""The order of work: "Bước 1: …", "a) …", "1. …", or one text."""

import re
from collections.abc import Callable
from typing import Final

from portal.procedures.importers.national.record import StepRow

#: A longer first line is no title; the step is then named by its first clause or its number.
LONGEST_TITLE: Final = 160

#: "Bước 2:" at the beginning of a line, or after the end of a sentence in running text.
_STEP: Final = re.compile(
    r"(?:^|(?<=[.;:,)]) ?|(?<=[.;:,)] ))(?:[-+*•] ?|[a-zđ]\) ?)?(Bước ?(\d{1,2})) ?([:.)-]?) ?", re.I | re.M
)
_CLAUSE: Final = re.compile(r"[^.:;\n]{3,160}?[.:;](?=\s)")
_Marks = Callable[[int], str]
_LETTERS: Final = "abcdđeghiklmnopqrstuvxy"


def parse_steps(text: str) -> list[StepRow]:
    """Steps in order; where no order is certain the whole text is one step."""
    if not text:
        return []
    parts = _by_word(text) or _by_lines(text, _letter) or _by_lines(text, _number)
    if not parts:
        return [StepRow(title="Trình tự thực hiện", text=text)] if len(text) > LONGEST_TITLE else [StepRow(title=text)]
    intro, *steps = parts
    rows = [_step(step, number) for number, step in enumerate(steps, start=1)]
    if intro:
        rows[0].text = f"{intro}\n{rows[0].text}".strip()
    return rows


def _by_word(text: str) -> list[str]:
    """[text before, step 1, step 2, …] by the word "Bước"; [] where the numbers do not run 1, 2, 3."""
    cuts: list[tuple[int, int]] = []
    for found in _STEP.finditer(text):
        number = int(found[2])
        begins_line = found.start() == 0 or text[found.start() - 1] == "\n"
        if not begins_line and not found[3]:
            continue
        if number == len(cuts) + 1:
            cuts.append((found.start(), found.end()))
        elif begins_line:
            # A second series, for another case: its heading would end up in the wrong step.
            return []
    return _cut(text, cuts)


def _by_lines(text: str, mark: _Marks) -> list[str]:
    """The same by marks at the beginning of lines, where the first line has the first one."""
    cuts: list[tuple[int, int]] = []
    position = 0
    for line in text.split("\n"):
        wanted = mark(len(cuts))
        if wanted and line.startswith(wanted):
            cuts.append((position, position + len(wanted)))
        elif any(line.startswith(mark(earlier)) for earlier in range(len(cuts))):
            return []
        position += len(line) + 1
    return _cut(text, cuts) if cuts and cuts[0][0] == 0 and len(cuts) > 1 else []


def _cut(text: str, cuts: list[tuple[int, int]]) -> list[str]:
    if not cuts:
        return []
    ends = [start for start, _end in cuts[1:]] + [len(text)]
    parts = [text[end:until].strip() for (_start, end), until in zip(cuts, ends, strict=True)]
    # A step without words is a sign that the marks are none.
    return [text[: cuts[0][0]].strip(), *parts] if all(parts) else []


def _letter(index: int) -> str:
    return f"{_LETTERS[index]})" if index < len(_LETTERS) else ""


def _number(index: int) -> str:
    return f"{index + 1}."


def _step(text: str, number: int) -> StepRow:
    first, _newline, rest = text.partition("\n")
    if len(first) <= LONGEST_TITLE:
        return StepRow(title=first.rstrip(": "), text=rest)
    clause = _CLAUSE.match(text)
    if clause:
        return StepRow(title=clause[0].rstrip(":;. "), text=text[clause.end() :].strip())
    return StepRow(title=f"Bước {number}", text=text)
