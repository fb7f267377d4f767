"""How far the words of a campaign are in each language, for those who look after them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from portal.core import clock
from portal.news.enums import TranslationStatus
from portal.news.following import superseded_by_spot
from portal.news.models import CampaignPage, Language, Spot


@dataclass(frozen=True, slots=True)
class TranslationRow:
    """One language of a campaign; `statuses` are (words, how many spots)."""

    name: str
    is_wanted: bool
    statuses: tuple[tuple[str, int], ...]
    spot_count: int
    live_count: int
    outdated_count: int
    url: str


def translation_rows(campaign: CampaignPage) -> list[TranslationRow]:
    """Languages the campaign wants, and those it has spots in. Four queries."""
    wanted = {language.pk for language in campaign.languages.all()}
    spots = list(Spot.objects.filter(campaign=campaign.pk).only("language_id", "translation_status", "live"))
    outdated = superseded_by_spot(clock.today(), [spot.pk for spot in spots])
    languages = Language.objects.filter(pk__in=wanted | {spot.language_id for spot in spots})
    return [
        _row(
            language,
            language.pk in wanted,
            [spot for spot in spots if spot.language_id == language.pk],
            outdated.keys(),
            campaign,
        )
        for language in languages
    ]


def _row(
    language: Language, is_wanted: bool, spots: list[Spot], outdated: Iterable[int], campaign: CampaignPage
) -> TranslationRow:
    counts = Counter(spot.translation_status for spot in spots)
    query = urlencode({"campaign": campaign.pk, "language": language.pk})
    return TranslationRow(
        name=language.name,
        is_wanted=is_wanted,
        statuses=tuple((str(status.label), counts[status]) for status in TranslationStatus if counts[status]),
        spot_count=len(spots),
        live_count=sum(spot.live for spot in spots),
        outdated_count=len({spot.pk for spot in spots} & set(outdated)),
        url=f"{reverse(Spot.snippet_viewset.get_url_name('list'))}?{query}",
    )
