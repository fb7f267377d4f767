"""All files of a kit in one zip, written to a file that only this request has; the same kit gives the same bytes."""

import logging
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.utils import timezone

from portal.news.press_kit.kit import Kit, KitFile
from portal.printing.typst_runner import PrintingBusy

logger = logging.getLogger(__name__)

#: Seconds a request waits for its turn.
PATIENCE_SECONDS = 5
#: Bytes kept in memory; a kit with large pictures goes to the disk.
_IN_MEMORY = 2 * 1024 * 1024
_PIECE = 256 * 1024
#: An ordinary file that everybody may read, as unzip sees it; without it some make files nobody can open.
_MODE = 0o100644 << 16
#: The system the entries claim to come from: that of Unix, on which alone the mode counts.
_UNIX = 3

#: One zip at a time in this process, so that impatient readers cannot fill the disk.
_one_at_a_time = threading.BoundedSemaphore(1)


def write(kit: Kit) -> IO[bytes]:
    """An open file with the zip, at its beginning; it is gone when it is closed.

    It is complete before the first byte is sent: a sheet that cannot be made is an error page, not a broken download.

    Raises:
        PrintingFailed: a sheet cannot be made now.
        PrintingBusy: too many kits are being made.
        OSError: no space left.
    """
    target = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - the response closes it
    try:
        with _turn(), zipfile.ZipFile(target, "w") as archive:
            for file in kit.files:
                _add(archive, file, kit)
        target.seek(0)
    except BaseException:
        target.close()
        raise
    return target


def _add(archive: zipfile.ZipFile, file: KitFile, kit: Kit) -> None:
    entry = zipfile.ZipInfo(file.name, timezone.localtime(kit.created).timetuple()[:6])
    entry.external_attr = _MODE
    entry.create_system = _UNIX
    # Sheets and pictures are compressed already.
    entry.compress_type = zipfile.ZIP_STORED if file.sheet or file.picture else zipfile.ZIP_DEFLATED
    try:
        source = file.open()
    except FileNotFoundError:
        # A picture that was there a moment ago, when the kit was listed; the rest is still worth having.
        logger.warning("%s of a press kit is gone", file.name)
        return
    with source, archive.open(entry, "w") as out:
        shutil.copyfileobj(source, out, _PIECE)


@contextmanager
def _turn() -> Iterator[None]:
    if not _one_at_a_time.acquire(timeout=PATIENCE_SECONDS):
        raise PrintingBusy("Another kit is being put together.")
    try:
        yield
    finally:
        _one_at_a_time.release()
