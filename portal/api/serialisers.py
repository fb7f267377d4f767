"""From the portal's own values to the API's shapes."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse

from portal.core import clock
from portal.ledger.models import Kind
from portal.ledger.reading import Batch, read
from portal.ledger.writing import head_seq
from portal.places.models import Level, ServicePoint
from portal.procedures.acceptance import accepted_on
from portal.procedures.models import NoticeVersion
from portal.procedures.notice import LevelMark
from portal.procedures.presenters_values import is_open
from portal.procedures.quality import completeness
from portal.procedures.selectors import Published, addresses, notice_on, notices_on, versions_of
from portal.search.filters import FacetValue
from portal.search.service import Hit, PlaceState, SearchResult
from portal.search.suggestions import Suggestion
from portal.search.understanding import LONGEST
from portal.search.variants import group

#: Ledger rows in one answer of /sync.
SYNC_ROWS = 500

_LEVELS = list(Level.values)


def search_result(result: SearchResult, request: HttpRequest) -> dict[str, Any]:
    """The answer of /search."""
    leaders = _leaders(result.hits)
    origin = request.build_absolute_uri("/").rstrip("/")
    return {
        "query": _query(result),
        "match": result.match.value,
        "engine": result.engine,
        "degraded": result.degraded,
        "took_ms": result.took_ms,
        "elsewhere": [area.area for area in result.elsewhere],
        "did_you_mean": result.did_you_mean,
        "total": result.total,
        "page": result.page,
        "size": result.size,
        "facets": {name: [_facet(value) for value in values] for name, values in result.facets.items()},
        "results": [_hit(hit, leaders.get(hit.document.code, ""), request, origin) for hit in result.hits],
    }


def _query(result: SearchResult) -> dict[str, Any]:
    query = result.query
    place = query.place and {
        "name": query.place.name,
        "slug": query.place.slug,
        "applied": result.place_state is PlaceState.APPLIED,
    }
    return {
        "original": query.original,
        "interpreted": query.interpreted,
        "notes": list(query.notes),
        "intents": [intent.value for intent in query.intents],
        "place": place,
    }


def suggested(text: str, found: Iterable[Suggestion], request: HttpRequest) -> dict[str, Any]:
    """The answer of /suggest."""
    rows = [
        {
            "code": item.code,
            "title": item.title,
            "text": item.text,
            "agency": item.agency,
            "count": item.count,
            "url": _permanent(item.code, request),
        }
        for item in found
    ]
    return {"query": text[:LONGEST], "results": rows}


def procedure_list(day: date, page: int, size: int, request: HttpRequest) -> dict[str, Any]:
    """The answer of /procedures. The cursor is read first: later changes are then told by /sync."""
    cursor = head_seq()
    in_force = NoticeVersion.objects.in_force_on(day).filter(language="vi").order_by("code")
    codes = [version.code for version in in_force.only("code", "kind") if version.is_in_force_kind]
    shown = notices_on(day, codes=codes[(page - 1) * size : page * size])
    paths = addresses([item.notice.code for item in shown])
    return {
        "total": len(codes),
        "page": page,
        "size": size,
        "cursor": cursor,
        "results": [_row(item, day, paths, request) for item in shown],
    }


def procedure(code: str, day: date, request: HttpRequest) -> dict[str, Any]:
    """The answer of /procedures/{code}.

    Raises:
        Http404: no such code, or no version applies on `day`.
    """
    published = notice_on(code, day)
    if published is None:
        raise Http404(f"Ngày {day:%d/%m/%Y} không có bản nào của thủ tục {code}.")
    return {
        "code": code,
        "date": day,
        "in_force": published.version.is_in_force_kind,
        "version": _version(published.version),
        "notice": published.notice,
        "missing": [gap.part for gap in completeness(published.notice).missing],
        "accepted_at": _places(code, day, request),
        "url": _permanent(code, request),
    }


def version_list(code: str) -> dict[str, Any]:
    """The answer of /procedures/{code}/versions.

    Raises:
        Http404: no such code.
    """
    found = versions_of(code)
    if not found:
        raise Http404(f"Chưa công bố thủ tục nào có mã {code}.")
    return {"code": code, "total": len(found), "results": [_version(item.version) for item in found]}


def changes(since: int) -> dict[str, Any]:
    """The answer of /sync.

    Raises:
        CursorTooOld: the rows after `since` are gone, or it was never given out.
    """
    batch = read(since, limit=SYNC_ROWS)
    in_force = _in_force(batch)
    named = {key.key for key in batch.keys if key.kind == Kind.PROCEDURE}
    of_agencies = {key.key for key in batch.keys if key.kind == Kind.AGENCY}
    changed = {code for code, agency in in_force.items() if code in named or agency in of_agencies}
    return {
        "changed": sorted(changed),
        "removed": sorted(named - in_force.keys()),
        "service_points": sorted({key.key for key in batch.keys if key.kind == Kind.SERVICE_POINT}),
        "next": batch.cursor,
        "more": batch.has_more,
    }


def _in_force(batch: Batch) -> dict[str, str]:
    """Code -> agency of the procedures in force now that a batch may concern."""
    kinds = {key.kind for key in batch.keys}
    if Kind.AGENCY in kinds:
        found = notices_on(clock.today())
    elif Kind.PROCEDURE in kinds:
        found = notices_on(clock.today(), codes=[key.key for key in batch.keys if key.kind == Kind.PROCEDURE])
    else:
        found = []
    return {item.notice.code: item.notice.agency.code for item in found}


def _facet(value: FacetValue) -> dict[str, Any]:
    return {"value": value.name, "key": value.key, "count": value.count}


def _leaders(hits: Sequence[Hit]) -> dict[str, str]:
    """Code of a result -> code of the one before it that it is a variant of."""
    return {
        hits[variant.place].document.code: hits[one.first].document.code
        for one in group([hit.words.title for hit in hits])
        for variant in one.others
    }


def _hit(hit: Hit, leader: str, request: HttpRequest, origin: str) -> dict[str, Any]:
    code = hit.document.code
    return {
        "code": code,
        "title": hit.words.title,
        "title_highlighted": str(hit.title),
        "url": f"{origin}{hit.path}" if hit.path else _permanent(code, request),
        "levels": sorted(hit.document.levels, key=_LEVELS.index),
        "agency": hit.words.agency,
        "agency_code": hit.words.agency_code,
        "field": hit.words.field,
        "score": hit.score,
        "snippet": str(hit.snippet),
        "variant_of": leader,
    }


def _row(item: Published, day: date, paths: dict[str, str], request: HttpRequest) -> dict[str, Any]:
    notice = item.notice
    path = paths.get(notice.code)
    return {
        "code": notice.code,
        "national_code": notice.national_code,
        "title": notice.title,
        "short_title": notice.short_title,
        "agency": notice.agency.name,
        "agency_code": notice.agency.code,
        "field": notice.field,
        "levels": _open_levels(notice.levels, day),
        "version": item.version.number,
        "effective_from": item.version.effective_from,
        "url": request.build_absolute_uri(path) if path else _permanent(notice.code, request),
    }


def _open_levels(marks: Sequence[LevelMark], day: date) -> list[str]:
    return [level for level in _LEVELS if any(mark.level == level and is_open(mark, day) for mark in marks)]


def _version(version: NoticeVersion) -> dict[str, Any]:
    return {
        "number": version.number,
        "kind": str(version.kind),
        "decision": version.decision,
        "decided_on": version.decided_on,
        "effective_from": version.effective_from,
        "effective_to": version.effective_to,
        "reason": version.reason,
        "recorded_at": version.recorded_at,
        "digest": version.digest,
    }


def _places(code: str, day: date, request: HttpRequest) -> list[dict[str, Any]]:
    ids = {row.service_point_id for row in accepted_on(day, code=code)}
    points = ServicePoint.objects.filter(pk__in=ids)
    return [
        {
            "slug": point.slug,
            "name": point.name,
            "level": point.level,
            "url": request.build_absolute_uri(reverse("procedures:service_point", args=[point.slug])),
        }
        for point in sorted(points, key=lambda point: (_LEVELS.index(point.level), point.name))
    ]


def _permanent(code: str, request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("procedures:permanent", args=[code]))
