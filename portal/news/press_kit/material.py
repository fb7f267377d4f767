"""What a press kit is made of: one value of a campaign on a day."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from portal.news.enums import Medium
from portal.news.reading_time import ReadingTime

#: The code of the language whose reading time can be told.
VIETNAMESE = "vi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A procedure of the campaign, as its notice in force says it."""

    code: str
    title: str
    legal_title: str
    agency: str
    field: str
    url: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one level takes procedures in: how many places, since when, and which procedures.

    `begins` is the first day of the level; on `is_coming` it lies ahead and no place is open yet.
    """

    level: str
    name: str
    count: int
    begins: date
    is_coming: bool
    procedures: tuple[Procedure, ...]

    @property
    def by_agency(self) -> dict[str, list[Procedure]]:
        """The procedures by agency, in the order of the campaign."""
        found: dict[str, list[Procedure]] = defaultdict(list)
        for procedure in self.procedures:
            found[procedure.agency].append(procedure)
        return dict(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """The words of one live spot; `text` is empty where nobody has supplied them."""

    title: str
    medium: str
    medium_name: str
    language: str
    language_name: str
    text: str
    note: str
    approved: str
    is_sample: bool
    follows: tuple[str, ...]
    outdated: tuple[str, ...]

    @property
    def time(self) -> ReadingTime | None:
        """How long it takes to read aloud; None for other languages, and for a sign, which nobody reads aloud."""
        if self.language != VIETNAMESE or self.medium == Medium.LED or not self.text:
            return None
        return ReadingTime.of(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture with its rights; `file` is where the original is stored, "" where `why_not` forbids handing it out."""

    title: str
    shows: str
    caption: str
    credit: str
    rights: str
    file: str
    size: int
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address to print: in full for the QR code, short for reading."""

    url: str

    @property
    def words(self) -> str:
        """The address as it is typed."""
        return self.url.split("://", 1)[-1].rstrip("/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Everything of a campaign that the kit hands out, on one day."""

    slug: str
    title: str
    message: str
    audience: str
    starts_on: date
    ends_on: date | None
    period_note: str
    carried_out_by: str
    law: str
    plan: str
    release: str
    background_short: str
    background_long: str
    press_contact: str
    led_line: str
    poster_line: str
    questions: tuple[tuple[str, str], ...]
    procedures: tuple[Procedure, ...]
    places: tuple[Place, ...]
    scripts: tuple[Script, ...]
    pictures: tuple[Picture, ...]
    missing_languages: tuple[str, ...]
    page: Link
    links: dict[str, Link]
    publisher: str
    hotline: str
    feedback_address: str
    is_sample: bool
    day: date
    clock_is_fixed: bool
    published_at: datetime | None

    def link_for(self, medium: Medium) -> Link:
        """The short link of a medium, so that it is counted; the campaign's page where there is none."""
        return self.links.get(medium, self.page)


def day_text(day: date) -> str:
    """dd/mm/yyyy."""
    return f"{day:%d/%m/%Y}"
