"""Spots as a page prints them: what can be heard or seen, the words, who approved them, what has changed since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.core import clock
from portal.news.enums import Medium
from portal.news.following import Superseded, superseded_by_spot
from portal.news.models import Language, OutreachMedia, Spot

_MINUTE = 60
#: Of a film whose file does not say how large its picture is.
_WIDTH, _HEIGHT = 640, 360
#: The language of the pages: nothing has to be said about words in it.
PAGE_LANGUAGE = "vi"


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound or film file on this portal."""

    is_film: bool
    url: str
    mime: str
    size: str
    credit: str
    rights: str
    is_sample: bool
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SpotItem:
    """One spot; an empty text is something nobody has supplied."""

    anchor: str
    title: str
    medium: str
    is_sign: bool
    language: str
    lang: str
    length: str
    script: str
    transcript: str
    recording: Recording | None
    external_url: str
    external_host: str
    captions_url: str
    speaker: str
    approval: str
    is_sample: bool
    superseded: tuple[Superseded, ...]


@dataclass(frozen=True, slots=True)
class LanguageGroup:
    """The spots in one language."""

    code: str
    name: str
    url: str
    spots: tuple[SpotItem, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing to hear, to see or to read in this language yet."""
        return not any(spot.script or spot.recording or spot.external_url for spot in self.spots)


def live_spots(**only: Any) -> list[Spot]:
    """Approved spots of live campaigns, in the order of languages. One query."""
    rows = Spot.objects.filter(live=True, campaign__live=True, **only).select_related("language", "media")
    return list(rows.order_by("language__order", "language__name", "pk"))


def spot_items(spots: Sequence[Spot], day: date) -> list[SpotItem]:
    """What a page prints of each. One query."""
    superseded = superseded_by_spot(day, [spot.pk for spot in spots])
    return [_item(spot, superseded.get(spot.pk, [])) for spot in spots]


def by_language(spots: Sequence[Spot], wanted: Iterable[Language], day: date) -> list[LanguageGroup]:
    """Spots under their languages, with an empty group for each language wanted that has none. One query."""
    languages = {language.pk: language for language in [*wanted, *(spot.language for spot in spots)]}
    items = list(zip(spots, spot_items(spots, day), strict=True))
    return [
        LanguageGroup(
            language.code,
            language.name,
            reverse("news:language", args=[language.code]),
            tuple(item for spot, item in items if spot.language_id == language.pk),
        )
        for language in sorted(languages.values(), key=lambda language: (language.order, language.name))
    ]


def preview_context(spot: Spot) -> dict[str, Any]:
    """A draft as the campaign's page would show it."""
    today = clock.today()
    outdated = superseded_by_spot(today, [spot.pk]).get(spot.pk, []) if spot.pk else []
    return {"nav_current": "news", "noindex": True, "spot": _item(spot, outdated), "language": spot.language}


def length_words(seconds: int | None) -> str:
    """1 phút 20 giây; "" where it is not known."""
    minutes, rest = divmod(seconds or 0, _MINUTE)
    words = [_("%(n)s phút") % {"n": minutes}] if minutes else []
    words += [_("%(n)s giây") % {"n": rest}] if rest else []
    return " ".join(words)


def _item(spot: Spot, superseded: Iterable[Superseded]) -> SpotItem:
    recording = _recording(spot.media) if spot.media else None
    code = spot.language.code
    return SpotItem(
        anchor=f"loi-{spot.pk}",
        title=spot.title,
        medium=spot.get_medium_display(),
        is_sign=spot.medium == Medium.LED,
        language=spot.language.name,
        lang="" if code == PAGE_LANGUAGE else code,
        length=length_words(spot.length_seconds or (round(spot.media.duration) if spot.media else 0)),
        script=spot.script.strip(),
        transcript=spot.transcript.strip(),
        recording=recording,
        external_url=spot.external_url,
        external_host=urlsplit(spot.external_url).hostname or "",
        captions_url=reverse("news:captions", args=[spot.pk]) if spot.captions and spot.pk else "",
        speaker=spot.speaker,
        approval=_approval(spot),
        is_sample=spot.is_sample,
        superseded=tuple(superseded),
    )


def _recording(media: OutreachMedia) -> Recording | None:
    """None for a file that is no longer there: a player of nothing helps nobody."""
    try:
        size = media.file.size
    except (OSError, ValueError):
        return None
    name = PurePosixPath(media.file.name)
    is_film = media.type == "video"
    return Recording(
        is_film=is_film,
        url=reverse("news:recording", args=[media.pk, name.name]),
        mime=media_type(name.name),
        size=filesizeformat(size),
        credit=media.credit,
        rights=media.rights,
        is_sample=media.is_sample,
        width=media.width or _WIDTH,
        height=media.height or _HEIGHT,
    )


def media_type(filename: str) -> str:
    """What a file of WAGTAILMEDIA's endings holds; the computer's own list of endings differs between systems."""
    types = {".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".ogg": "audio/ogg", ".mp4": "video/mp4"}
    return types.get(PurePosixPath(filename).suffix.lower(), "application/octet-stream")


def _approval(spot: Spot) -> str:
    if not spot.approved_by:
        return ""
    if spot.approved_on is None:
        return spot.approved_by
    return _("%(office)s, ngày %(day)s") % {"office": spot.approved_by, "day": f"{spot.approved_on:%d/%m/%Y}"}
