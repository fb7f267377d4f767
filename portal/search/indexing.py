"""Keeping an index in step with what is published, by the ledger and by the day.

An index catches up inside the request that finds it behind, in small steps, so that what was just
published is found at once without any worker. What cannot be followed is rebuilt.
"""

import logging
from collections.abc import Iterable
from datetime import date

from portal.core import clock
from portal.ledger.models import Entry, Kind
from portal.ledger.reading import CursorTooOld, read
from portal.ledger.writing import Key, head_seq
from portal.search.documents import SearchDocument, documents_on, stamps_on
from portal.search.engines.base import Changes, Engine, EngineUnavailable, IndexMissing, Position
from portal.vietnamese.slugs import slugify

logger = logging.getLogger(__name__)

#: Ledger rows, and documents of a new day, that one request may follow.
STEP = 50


def ensure(engine: Engine) -> None:
    """Bring the index forward by at most one step, as a request may; rebuild it if it cannot be followed.

    Raises:
        EngineUnavailable: there is no index and none can be made.
    """
    generation = engine.generation()
    try:
        step(engine)
    except (IndexMissing, CursorTooOld):
        rebuild(engine, instead_of=generation)
    except EngineUnavailable:
        # A full disk stops the writing, not the reading: what the index has is still found, and shown from the notices.
        logger.exception("The search index could not be brought up to date")


def catch_up(engine: Engine) -> int:
    """Follow the ledger to its head, however far; the number of steps. For commands and at the start."""
    generation, steps = engine.generation(), 0
    try:
        _require_same_ledger(engine.position())
        while step(engine):
            steps += 1
    except (IndexMissing, CursorTooOld):
        rebuild(engine, instead_of=generation)
        steps += 1
    return steps


def step(engine: Engine) -> bool:
    """One step of at most STEP rows; False where there is nothing to do or another process is at it.

    Raises:
        IndexMissing, CursorTooOld: rebuild.
    """
    position, today = engine.position(), clock.today()
    if position.cursor != head_seq():
        return _follow_ledger(engine, position)
    if position.day != today:
        return _follow_day(engine, position, today)
    return False


def rebuild(engine: Engine, *, instead_of: str | None = None) -> None:
    """Build the index anew from the database.

    With `instead_of`, the generation found unfit, a process that had to wait while another replaced it
    does not do so again.

    Raises:
        EngineUnavailable: no index can be written.
    """
    with engine.rebuilding():
        if instead_of is not None and engine.generation() != instead_of:
            return
        # The cursor first: what is published from here on is followed afterwards.
        cursor, today = head_seq(), clock.today()
        documents = list(documents_on(today))
        engine.rebuild(documents, Position(cursor=cursor, mark=_mark(cursor), day=today))


def _follow_ledger(engine: Engine, position: Position) -> bool:
    _require_same_ledger(position)
    batch = read(position.cursor, limit=STEP)
    end = Position(cursor=batch.cursor, mark=_mark(batch.cursor), day=position.day)
    return _move(engine, position, end, _codes(engine, batch.keys))


def _follow_day(engine: Engine, position: Position, today: date) -> bool:
    """Documents that another day alone made different: versions and levels that begin or end."""
    wanted, present = stamps_on(today), engine.stamps()
    differing = sorted(code for code in wanted.keys() | present.keys() if wanted.get(code) != present.get(code))
    day = today if len(differing) <= STEP else position.day
    end = Position(cursor=position.cursor, mark=position.mark, day=day)
    return _move(engine, position, end, differing[:STEP])


def _move(engine: Engine, start: Position, end: Position, codes: Iterable[str]) -> bool:
    changed = tuple(codes)
    documents: tuple[SearchDocument, ...] = tuple(documents_on(clock.today(), changed)) if changed else ()
    # Every changed code is removed whatever it was; only what is in force today comes back.
    return engine.apply(Changes(start=start, end=end, removed=changed, documents=documents))


def _codes(engine: Engine, keys: Iterable[Key]) -> list[str]:
    """The procedures behind ledger keys. Places, addresses and cited documents are in no search document."""
    codes: dict[str, None] = {}
    for key in keys:
        if key.kind == Kind.PROCEDURE:
            codes[key.key] = None
        elif key.kind == Kind.AGENCY:
            agency = slugify(key.key)
            codes.update(dict.fromkeys(document.code for document in engine.documents() if document.agency == agency))
    return list(codes)


def _require_same_ledger(position: Position) -> None:
    """Refuse an index of another database whose ledger happens to have come as far.

    Raises:
        CursorTooOld: the row the cursor stands on is not the one it stood on.
    """
    if position.mark and position.mark != (_mark(position.cursor) or position.mark):
        raise CursorTooOld("the index follows another ledger")


def _mark(cursor: int) -> str:
    """The moment of a ledger row; "" for one that was pruned."""
    at = Entry.objects.filter(seq=cursor).values_list("at", flat=True).first()
    return at.isoformat() if at else ""
