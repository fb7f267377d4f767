"""The list of campaigns, and everything on the page of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from portal.core.html import plain_text
from portal.news.models import CampaignIndexPage, CampaignPage, CampaignQuestion
from portal.news.presenters_destinations import destinations
from portal.news.presenters_spots import LanguageGroup, by_language, live_spots
from portal.news.structured import json_ld
from portal.procedures.models import LegalDocument

RUNNING, COMING, ENDED = "running", "coming", "ended"


@dataclass(frozen=True, slots=True)
class CampaignLink:
    """A campaign in a list."""

    title: str
    url: str
    message: str
    audience: str
    starts_on: date
    ends_on: date | None


def campaigns_context(page: CampaignIndexPage, today: date) -> dict[str, Any]:
    """Running, coming and ended campaigns. One query."""
    rows = CampaignPage.objects.live().order_by("-starts_on", "title")
    found: dict[str, list[CampaignLink]] = {RUNNING: [], COMING: [], ENDED: []}
    for row in rows:
        found[state_on(row, today)].append(_link(row))
    found[COMING].reverse()
    return {
        "nav_current": "news",
        "page": page,
        "canonical_path": reverse("news:campaigns"),
        "groups": found,
        "is_empty": not any(found.values()),
        "languages_url": reverse("news:languages"),
        "schedule_url": reverse("news:schedule"),
    }


def campaign_context(page: CampaignPage, today: date) -> dict[str, Any]:
    """What the page of a campaign prints; works for a draft in the editor's preview too.

    Eight queries, three more where the ledger has grown.
    """
    path = reverse("news:campaign", args=[page.slug])
    codes = [row.procedure.code for row in page.procedures.select_related("procedure") if row.procedure.code]
    spots = live_spots(campaign=page.pk) if page.pk else []
    languages = by_language(spots, page.languages.all(), today)
    questions = list(page.questions.all())
    return {
        "nav_current": "news",
        "page": page,
        "canonical_path": path,
        "state": state_on(page, today),
        "document_url": _document_url(page.legal_document),
        "where": destinations(codes, today),
        "languages": languages,
        "spot_count": len(spots),
        "questions": questions,
        "coverage": list(page.coverage.select_related("outlet")),
        "schedule_url": reverse("news:campaign_schedule", args=[page.slug]),
        "schedule_csv_url": reverse("news:campaign_schedule_csv", args=[page.slug]),
        "schedule_ics_url": reverse("news:campaign_schedule_ics", args=[page.slug]),
        "press_kit_url": reverse("news:press_kit", args=[page.slug]),
        "results_url": reverse("news:reach", args=[page.slug]),
        "json_ld": json_ld(_announcement(page, path, languages, questions)),
        "share_url": settings.BASE_URL + path,
    }


def state_on(page: CampaignPage, day: date) -> str:
    """Whether a campaign runs, is to come or has ended."""
    if page.runs_on(day):
        return RUNNING
    return COMING if page.starts_on > day else ENDED


def _link(page: CampaignPage) -> CampaignLink:
    url = reverse("news:campaign", args=[page.slug])
    return CampaignLink(page.title, url, page.message, page.audience, page.starts_on, page.ends_on)


def _document_url(document: LegalDocument | None) -> str:
    if document is None or not document.slug:
        return ""
    return reverse("procedures:legal_document", args=[document.slug])


def _announcement(
    page: CampaignPage, path: str, languages: Iterable[LanguageGroup], questions: Iterable[CampaignQuestion]
) -> dict[str, Any]:
    """schema.org/SpecialAnnouncement with its sound and film, and the questions as FAQPage."""
    publisher = {"@type": "GovernmentOrganization", "name": settings.ADMINISTRATIVE_OFFICE}
    announcement: dict[str, Any] = {
        "@type": "SpecialAnnouncement",
        "name": page.title,
        "text": page.message,
        "url": settings.BASE_URL + path,
        "inLanguage": "vi",
        "datePosted": f"{page.starts_on:%Y-%m-%d}",
        "expires": f"{page.ends_on:%Y-%m-%d}" if page.ends_on else None,
        "audience": {"@type": "Audience", "audienceType": page.audience} if page.audience else None,
        "spatialCoverage": {"@type": "AdministrativeArea", "name": settings.PROVINCE_NAME},
        "publisher": publisher,
        "associatedMedia": [
            {
                "@type": "VideoObject" if spot.recording.is_film else "AudioObject",
                "name": spot.title,
                "inLanguage": group.code,
                "encodingFormat": spot.recording.mime,
                "contentUrl": settings.BASE_URL + spot.recording.url,
            }
            for group in languages
            for spot in group.spots
            if spot.recording
        ],
    }
    answered = [
        {
            "@type": "Question",
            "name": row.question,
            "acceptedAnswer": {"@type": "Answer", "text": plain_text(row.answer)},
        }
        for row in questions
    ]
    graph = [{name: value for name, value in announcement.items() if value}]
    if answered:
        graph.append({"@type": "FAQPage", "mainEntity": answered})
    return {"@context": "https://schema.org", "@graph": graph}
