"""The shape of the files in `portal/news/data`: the articles and the campaign of the demonstration."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from portal.news.enums import Frequency, Medium, OutletKind


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LanguageContents(_Strict):
    """A language with every way its name is written."""

    code: str
    name: str
    order: int
    spellings: list[str]
    note: str = ""


class OutletContents(_Strict):
    """Who carries messages."""

    slug: str
    name: str
    kind: OutletKind
    languages: list[str]
    website: str = ""
    channel: str = ""
    note: str = ""


class TopicContents(_Strict):
    """What articles are about."""

    slug: str
    name: str


class SourceContents(_Strict):
    """Where a fact comes from; `document` is the number of a legal document the portal has."""

    label: str
    url: str = ""
    document: str = ""


class BlockContents(_Strict):
    """One block of a body; `value` as the block's own form has it."""

    type: str
    value: Any


class ArticleContents(_Strict):
    """An article."""

    slug: str
    title: str
    lead: str
    published_on: date
    topic: str
    tags: list[str]
    author_unit: str
    agency: str
    procedures: list[str]
    sources: list[SourceContents]
    body: list[BlockContents]


class QuestionContents(_Strict):
    """A question and its answer (HTML)."""

    question: str
    answer: str


class SpotContents(_Strict):
    """Words to be read out or shown, in one language."""

    title: str
    medium: Medium
    language: str
    script: str
    translation_status: str
    note: str
    procedures: list[str]
    audio: str = ""


class SlotContents(_Strict):
    """A programme of an outlet, as far as a source tells."""

    outlet: str
    programme: str
    frequency: Frequency
    length_minutes: int
    note: str
    source: str


class CampaignContents(_Strict):
    """A campaign with all it consists of."""

    slug: str
    title: str
    message: str
    audience: str
    starts_on: date
    ends_on: date | None
    period_note: str
    carried_out_by: str
    legal_document: str
    plan_section: str
    plan_note: str
    press_release: str
    background_short: str
    background_long: str
    press_contact: str
    led_line: str
    poster_line: str
    procedures: list[str]
    languages: list[str]
    questions: list[QuestionContents]
    spots: list[SpotContents]
    slots: list[SlotContents]


class OutreachContents(_Strict):
    """All files together."""

    languages: list[LanguageContents]
    outlets: list[OutletContents]
    topics: list[TopicContents]
    articles: list[ArticleContents]
    campaign: CampaignContents
