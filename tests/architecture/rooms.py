"""The order of the rooms, read from import-linter's contract so that it is written down once."""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

PROJECT_DIR = Path(__file__).resolve().parents[2]
PORTAL = PROJECT_DIR / "portal"
TEMPLATES = PROJECT_DIR / "templates"

#: The root's own templates (404.html and the like) and the admin's overrides may use every room.
TOP_ROOM = "site"


@cache
def layers() -> tuple[frozenset[str], ...]:
    """Rooms from the highest layer to the lowest; rooms of one layer do not know each other."""
    with (PROJECT_DIR / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    (contract,) = (contract for contract in contracts if contract["type"] == "layers")
    return tuple(
        frozenset(name.strip().removeprefix("portal.") for name in layer.split("|")) for layer in contract["layers"]
    )


def rooms() -> frozenset[str]:
    """Every room there is."""
    return frozenset().union(*layers())


def may_use(user: str, used: str) -> bool:
    """Whether the arrow allows `user` to depend on `used`."""
    if user == used:
        return True
    depth = {room: number for number, layer in enumerate(layers()) for room in layer}
    return depth[user] < depth[used]


def room_of_template(name: str) -> str:
    """The room of `search/results.html` is search; a template outside every room belongs to the top one."""
    first = name.split("/", 1)[0]
    return first if first in rooms() else TOP_ROOM


def python_files() -> Iterator[Path]:
    """Our own code, without migrations."""
    for path in sorted(PORTAL.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def short(path: Path) -> str:
    """A path as a developer types it."""
    return path.relative_to(PROJECT_DIR).as_posix()
