"""Keeping an index in step with what is published, by the ledger and by the day.

An index catches up inside the request that finds it behind, in small steps, so that what was just
published is found at once without any worker. What cannot be followed is rebuilt.
"""

import logging
from collections.abc import Iterable
from datetime import date

from portal.core import clock
from portal.core.breaker import CircuitBreaker
from portal.ledger.models import Entry, Kind
from portal.ledger.reading import CursorTooOld, read
from portal.ledger.writing import Key, head_seq
from portal.search import engines, verification
from portal.search.documents import SearchDocument, digest, documents_on, stamps_on
from portal.search.engines.base import (
    NOT_UNDERSTOOD,
    Changes,
    Engine,
    EngineUnavailable,
    IndexMissing,
    IndexNotWritten,
    Position,
    RebuildRunning,
)
from portal.vietnamese.slugs import slugify

logger = logging.getLogger(__name__)

#: Ledger rows, and documents of a new day, that one request may follow.
STEP = 50

#: Seconds during which no request of this process tries to write to an index that could not be written, or to build one
#: that could not be built.
PAUSE = 5.0

_writing: dict[str, CircuitBreaker] = {}
_building: dict[str, CircuitBreaker] = {}


def ensure(engine: Engine, head: int | None = None) -> None:
    """Bring the index forward by at most one step, as a request may; rebuild it if it cannot be followed.

    `head` is the ledger's where the caller has just read it; else it costs a query.

    Raises:
        EngineUnavailable: there is no index, and none can be made here.
    """
    writing = _writing.setdefault(engine.name, CircuitBreaker(failures=1, pause=PAUSE))
    if not writing.may_try():
        return
    try:
        step(engine, head)
        writing.succeeded()
    except (IndexMissing, CursorTooOld) as unfit:
        rebuild_in_request(engine, engine.generation(), unfit)
    except IndexNotWritten:
        # A full disk stops the writing, not the reading: what the index has is still found, and shown from the notices.
        if writing.failed():
            logger.exception("The search index could not be brought up to date")


def rebuild_in_request(engine: Engine, generation: str, unfit: Exception) -> None:
    """Replace an unfit index where a reader may wait for that.

    Raises:
        EngineUnavailable: it is built by commands and the worker only, or cannot be built.
    """
    # Building reads every notice: where that was in vain a moment ago, the next reader does not pay for it too.
    building = _building.setdefault(engine.name, CircuitBreaker(failures=1, pause=PAUSE))
    if not engine.builds_in_requests or not building.may_try():
        raise EngineUnavailable(f"the index waits for a rebuild: {unfit}") from unfit
    try:
        rebuild(engine, instead_of=generation)
    except (EngineUnavailable, verification.Unfit) as error:
        if building.failed():
            logger.exception("The search index could not be built anew")
        raise EngineUnavailable(str(error)) from error
    building.succeeded()


def catch_up(engine: Engine, *, wait: bool = True) -> int:
    """Follow the ledger to its head, however far; the number of steps. For commands, the worker and at the start.

    Raises:
        RebuildRunning: the index must be rebuilt, another process is at it, and `wait` is False.
    """
    generation, steps = engine.generation(), 0
    try:
        if not engine.is_made_by_this_code():
            raise IndexMissing("made by another version of the program")
        _require_same_ledger(engine.position())
        while step(engine):
            steps += 1
    except (IndexMissing, CursorTooOld):
        rebuild(engine, instead_of=generation, wait=wait)
        steps += 1
    return steps


def catch_up_all() -> None:
    """Bring every index of this installation to now, and remove what a killed rebuild left; for the worker.

    One engine's trouble does not keep another from its turn; it is logged, and the next call tries again.
    Where another process rebuilds an index there is nothing to do, least of all to keep other tasks waiting.
    """
    for engine in engines.every():
        try:
            catch_up(engine, wait=False)
            tidy(engine)
        except RebuildRunning:
            logger.info("The index of %s is being rebuilt by another process", engine.name)
        except (EngineUnavailable, IndexMissing, verification.Unfit, *NOT_UNDERSTOOD):
            logger.exception("The index of %s could not be brought up to date", engine.name)


def step(engine: Engine, head: int | None = None) -> bool:
    """One step of at most STEP rows; False where there is nothing to do or another process is at it.

    Raises:
        IndexMissing, CursorTooOld: rebuild.
        IndexNotWritten: what the index has is still found.
        EngineUnavailable: it does not answer.
    """
    head, today = head_seq() if head is None else head, clock.today()
    if engine.stands_at(head, today):
        return False
    position = engine.position()
    if position.cursor != head:
        return _follow_ledger(engine, position, head)
    if position.day != today:
        return _follow_day(engine, position, today)
    return False


def rebuild(engine: Engine, *, instead_of: str | None = None, wait: bool = True, may_shrink: bool = False) -> None:
    """Build the index anew from the database, while readers go on with the old one and editors publish.

    What is published meanwhile is followed by the ledger before the new index takes the old one's place,
    and afterwards. With `instead_of`, the generation found unfit, a process that had to wait while
    another replaced it does not do so again.

    Raises:
        EngineUnavailable: no index can be written.
        RebuildRunning: another process is at it, and `wait` is False.
        verification.Unfit: the new index is not what the database says; the old one stays.
    """
    with engine.rebuilding(wait=wait):
        if instead_of is not None and engine.generation() != instead_of:
            return
        engine.prune()
        # The cursor first: what is published from here on is followed afterwards.
        cursor, today = head_seq(), clock.today()
        start = Position(cursor=cursor, mark=_mark(cursor), day=today)
        with engine.building(documents_on(today), start) as fresh:
            while step(fresh):
                pass
            verification.require_fit(fresh, former=engine, may_shrink=may_shrink)


def reconcile(engine: Engine, *, dry_run: bool = False) -> tuple[str, ...]:
    """Find the codes whose documents differ from the database, and write these again.

    The remedy for an index that was changed by other hands or brought back from a copy.
    """
    catch_up(engine)
    version, wrong = head_seq(), _differing(engine)
    if not dry_run and wrong:
        for at in range(0, len(wrong), STEP):
            _move(engine, engine.position(), engine.position(), wrong[at : at + STEP], max(version, head_seq()))
        # Other hands may have given a document a later version than the ledger's newest: it refuses ours.
        if _differing(engine):
            rebuild(engine)
    return tuple(wrong)


def _differing(engine: Engine) -> list[str]:
    present = engine.digests()
    documents = documents_on(engine.position().day)
    wrong = [document.code for document in documents if present.pop(document.code, None) != digest(document)]
    return wrong + sorted(present)


def tidy(engine: Engine) -> list[str]:
    """Delete what a killed rebuild left, unless one is running; the names."""
    try:
        with engine.rebuilding(wait=False):
            return engine.prune()
    except RebuildRunning:
        return []


def _follow_ledger(engine: Engine, position: Position, head: int) -> bool:
    _require_same_ledger(position)
    batch = read(position.cursor, limit=STEP)
    end = Position(cursor=batch.cursor, mark=_mark(batch.cursor), day=position.day)
    return _move(engine, position, end, _codes(engine, batch.keys), max(head, batch.cursor))


def _follow_day(engine: Engine, position: Position, today: date) -> bool:
    """Documents that another day alone made different: versions and levels that begin or end."""
    wanted, present = stamps_on(today), engine.stamps()
    differing = sorted(code for code in wanted.keys() | present.keys() if wanted.get(code) != present.get(code))
    day = today if len(differing) <= STEP else position.day
    end = Position(cursor=position.cursor, mark=position.mark, day=day)
    return _move(engine, position, end, differing[:STEP], position.cursor)


def _move(engine: Engine, start: Position, end: Position, codes: Iterable[str], version: int) -> bool:
    changed = tuple(codes)
    documents: tuple[SearchDocument, ...] = tuple(documents_on(clock.today(), changed)) if changed else ()
    # Every changed code is removed whatever it was; only what is in force today comes back.
    changes = Changes(start=start, end=end, version=version, removed=changed, documents=documents)
    try:
        return engine.apply(changes)
    except EngineUnavailable as error:
        raise IndexNotWritten(str(error)) from error


def _codes(engine: Engine, keys: Iterable[Key]) -> list[str]:
    """The procedures behind ledger keys. Places, addresses and cited documents are in no search document."""
    codes: dict[str, None] = {}
    for key in keys:
        if key.kind == Kind.PROCEDURE:
            codes[key.key] = None
        elif key.kind == Kind.AGENCY:
            codes.update(dict.fromkeys(engine.codes_of(slugify(key.key))))
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
