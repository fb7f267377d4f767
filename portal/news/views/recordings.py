"""Sound, film and captions of approved spots, in the pieces players ask for.

Not by the address of the stored file: what nobody approved yet must not be heard by guessing it.
"""

import re
from collections.abc import Iterator
from typing import IO

from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from portal.news.models import OutreachMedia, Spot
from portal.news.presenters_spots import media_type

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")
_PIECE = 64 * 1024
#: A recording keeps its address when an editor replaces the file.
_KEPT = "public, max-age=3600"


@require_safe
def recording(request: HttpRequest, pk: int, filename: str) -> HttpResponse | StreamingHttpResponse:
    """The file of a live spot, whole or the range asked for (RFC 9110, 14): without ranges Safari plays nothing."""
    media = get_object_or_404(OutreachMedia.objects.filter(_of_live_spots()).distinct(), pk=pk)
    try:
        file = media.file.open("rb")
        size = media.file.size
    except (OSError, ValueError) as error:
        raise Http404 from error
    response = _answer(file, size, request.headers.get("Range", ""))
    response["Content-Type"] = media_type(media.file.name)
    response["Accept-Ranges"] = "bytes"
    return _guarded(response)


@require_safe
def captions(request: HttpRequest, pk: int) -> HttpResponse | StreamingHttpResponse:
    """The captions of a live spot."""
    spot = get_object_or_404(Spot, pk=pk, live=True, campaign__live=True)
    if not spot.captions:
        raise Http404
    try:
        file = spot.captions.open("rb")
    except OSError as error:
        raise Http404 from error
    return _guarded(FileResponse(file, content_type="text/vtt; charset=utf-8"))


def _of_live_spots() -> Q:
    return Q(spots__live=True, spots__campaign__live=True)


def _answer(file: IO[bytes], size: int, asked: str) -> HttpResponse | StreamingHttpResponse:
    bounds = _bounds(asked, size)
    if bounds is None:
        return FileResponse(file)
    first, last = bounds
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    response = StreamingHttpResponse(_pieces(file, first, last - first + 1), status=206)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _bounds(asked: str, size: int) -> tuple[int, int] | None:
    """First and last byte of one range; None where the whole file is meant, or several ranges, which nobody needs."""
    found = _RANGE.fullmatch(asked.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        return max(size - int(last), 0), size - 1 if int(last) else -1
    return int(first), min(int(last), size - 1) if last else size - 1


def _pieces(file: IO[bytes], first: int, count: int) -> Iterator[bytes]:
    with file:
        file.seek(first)
        while count > 0 and (piece := file.read(min(_PIECE, count))):
            count -= len(piece)
            yield piece


def _guarded(response: HttpResponse | StreamingHttpResponse) -> HttpResponse | StreamingHttpResponse:
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = _KEPT
    return response
