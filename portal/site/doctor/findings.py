"""Findings, the registry of checks, and running them all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from portal.core.redaction import redact


class Level(StrEnum):
    """How bad it is: nothing to do, worth a look, citizens or data suffer."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence about the installation, and what to do; both Vietnamese, for the person who runs it."""

    level: Level
    sentence: str
    remedy: str = ""


Check = Callable[[], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Registered:
    """A check with its name; one that asks the database is left out while that is away."""

    name: str
    run: Check
    needs_database: bool


@dataclass(frozen=True, slots=True)
class Examined:
    """What one check found."""

    name: str
    findings: tuple[Finding, ...]


_registry: list[Registered] = []


def ok(sentence: str) -> Finding:
    """All is well."""
    return Finding(Level.OK, sentence)


def warning(sentence: str, remedy: str) -> Finding:
    """Worth a look."""
    return Finding(Level.WARNING, sentence, remedy)


def error(sentence: str, remedy: str) -> Finding:
    """Citizens or data suffer."""
    return Finding(Level.ERROR, sentence, remedy)


def check(name: str, *, needs_database: bool = False) -> Callable[[Check], Check]:
    """Register a check under a Vietnamese name; they run in the order in which they are registered."""

    def register(run: Check) -> Check:
        _registry.append(Registered(name, run, needs_database))
        return run

    return register


def registered() -> tuple[Registered, ...]:
    """Every check."""
    return tuple(_registry)


def examine(checks: tuple[Registered, ...], *, has_database: bool) -> Iterator[Examined]:
    """Run checks one after another; one that fails is a finding and does not stop the others."""
    for one in checks:
        if one.needs_database and not has_database:
            continue
        try:
            found = tuple(one.run())
        except Exception as failure:  # noqa: BLE001 - an installation may be broken in any way
            reason = redact(f"{type(failure).__name__}: {failure}".splitlines()[0])
            found = (error(f"Không kiểm tra được: {reason}", "Sửa các lỗi khác trước, rồi chạy lại."),)
        yield Examined(one.name, found)
