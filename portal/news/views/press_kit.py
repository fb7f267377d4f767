"""The press kit of a campaign: a page with all its files, each file, and one zip with all of them."""

import logging
import os
from collections.abc import Callable
from typing import IO

from django.core.cache import cache
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import parse_etags, quote_etag
from django.utils.text import get_valid_filename
from django.views.decorators.http import require_safe

from portal.core import clock
from portal.news.presenters_press_kit import page_context
from portal.news.press_kit import archive, selectors
from portal.news.press_kit.kit import ARCHIVE_SIZE_KEY, SIZE_SECONDS, Kit, KitFile, build
from portal.printing.typst_runner import PrintingFailed

logger = logging.getLogger(__name__)

#: Opened by the browser; everything else is saved.
_SHOWN = ("application/pdf", "text/plain; charset=utf-8")


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """`/chien-dich/<slug>/bao-chi/`."""
    return render(request, "news/press_kit_page.html", page_context(_kit(slug)))


@require_safe
def file(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """One file by its name in the kit, and no other name: nothing is looked up on the disk.

    503 with a way back when a sheet cannot be made just now.
    """
    kit = _kit(slug)
    found = kit.named(name)
    if found is None:
        raise Http404("Bộ tài liệu không có tệp này.")
    if (unchanged := _unchanged(request, found.digest)) is not None:
        return unchanged
    return _made(request, kit, lambda: _file_response(found))


@require_safe
def zip_file(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Everything in one zip."""
    kit = _kit(slug)
    digest = kit.digest
    if (unchanged := _unchanged(request, digest)) is not None:
        return unchanged
    return _made(request, kit, lambda: _archive_response(kit, digest))


def _kit(slug: str) -> Kit:
    """404 for a campaign that is not published."""
    material = selectors.read(slug, clock.today())
    if material is None:
        raise Http404("Không có đợt tuyên truyền ở địa chỉ này.")
    return build(material)


def _made(request: HttpRequest, kit: Kit, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        return make()
    except FileNotFoundError as error:
        raise Http404("Tệp này không còn.") from error
    except (PrintingFailed, OSError):
        logger.exception("No press kit of %s", kit.material.slug)
        response = render(request, "news/press_kit_unavailable.html", {"material": kit.material}, status=503)
        response["Retry-After"] = "30"
        response["X-Robots-Tag"] = "noindex"
        return response


def _file_response(found: KitFile) -> HttpResponseBase:
    name = found.name.rpartition("/")[2]
    saved = found.content_type not in _SHOWN
    response = FileResponse(found.open(), as_attachment=saved, filename=name, content_type=found.content_type)
    return _labelled(response, found.digest)


def _archive_response(kit: Kit, digest: str) -> HttpResponseBase:
    content = archive.write(kit)
    cache.set(ARCHIVE_SIZE_KEY % digest, _length(content), SIZE_SECONDS)
    name = get_valid_filename(f"tai-lieu-{kit.material.slug}-{kit.material.day:%Y-%m-%d}.zip")
    response = FileResponse(content, as_attachment=True, filename=name, content_type="application/zip")
    return _labelled(response, digest)


def _length(content: IO[bytes]) -> int:
    length = content.seek(0, os.SEEK_END)
    content.seek(0)
    return length


def _unchanged(request: HttpRequest, digest: str) -> HttpResponse | None:
    """304 for a reader who has these bytes; nothing is compiled then."""
    etag = quote_etag(digest)
    if etag not in parse_etags(request.headers.get("If-None-Match", "")):
        return None
    response = HttpResponseNotModified()
    response["ETag"] = etag
    return response


def _labelled(response: HttpResponseBase, digest: str) -> HttpResponseBase:
    # Current at once: whoever has a copy asks whether it still holds.
    response["Cache-Control"] = "public, no-cache"
    response["ETag"] = quote_etag(digest)
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Robots-Tag"] = "noindex"
    return response
