"""How the engines are, for `/readyz` and `manage.py doctor`."""

from dataclasses import dataclass

from portal.core import clock
from portal.ledger.writing import head_seq
from portal.search import asking, engines
from portal.search.engines.base import Engine, EngineUnavailable, IndexMissing
from portal.search.engines.elasticsearch import client

#: Seconds one engine may take to say how it is.
PATIENCE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineHealth:
    """One engine. `behind` are ledger rows not yet followed; None where there is no index or no answer."""

    name: str
    is_main: bool
    answers: bool
    has_index: bool
    documents: int = 0
    behind: int | None = None
    is_of_today: bool = True
    is_made_by_this_code: bool = True
    trouble: str = ""


def look() -> tuple[EngineHealth, ...]:
    """Every engine of this installation, the main one first; never raises for an engine that is away."""
    main = engines.main().name
    return tuple(_look(engine, is_main=engine.name == main) for engine in engines.every())


def is_degraded() -> bool:
    """Whether this process leaves the main engine alone at the moment."""
    return asking.breaker.is_open


def _look(engine: Engine, *, is_main: bool) -> EngineHealth:
    try:
        with client.within(PATIENCE):
            position = engine.position()
            return EngineHealth(
                name=engine.name,
                is_main=is_main,
                answers=True,
                has_index=True,
                documents=engine.size(),
                behind=head_seq() - position.cursor,
                is_of_today=position.day == clock.today(),
                is_made_by_this_code=engine.is_made_by_this_code(),
            )
    except IndexMissing as error:
        return EngineHealth(name=engine.name, is_main=is_main, answers=True, has_index=False, trouble=str(error))
    except EngineUnavailable as error:
        return EngineHealth(name=engine.name, is_main=is_main, answers=False, has_index=False, trouble=str(error))
