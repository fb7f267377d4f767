"""The articles and the campaign of the demonstration, from the program's own files (`data/`).

What is missing is added; what is there is left to the editors. Every text is marked as a sample.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import transaction
from wagtail.models import Page

from portal.core.html import clean_fragment
from portal.news.enums import TranslationStatus
from portal.news.models import (
    ArticlePage,
    ArticleProcedure,
    ArticleSource,
    BroadcastSlot,
    CampaignPage,
    CampaignProcedure,
    CampaignQuestion,
    Language,
    LanguageSpelling,
    Outlet,
    OutreachMedia,
    Spot,
    SpotSource,
    Topic,
)
from portal.news.samples_schema import (
    ArticleContents,
    BlockContents,
    CampaignContents,
    OutreachContents,
    SlotContents,
    SpotContents,
)
from portal.news.tree import set_up_news_pages
from portal.places.models import Agency
from portal.procedures.models import LegalDocument, NoticeVersion, ProcedurePage

DATA = Path(__file__).resolve().parent / "data"

#: Who made the sample recording, and under what right it is here.
SAMPLE_CREDIT = "Giọng máy (espeak-ng), đọc lời mẫu của bản trình diễn"
SAMPLE_RIGHTS = "Được dùng lại tự do; không phải bản phát sóng"
CONTENT_OWNER = "Bộ phận biên tập (mẫu)"


def read_contents() -> OutreachContents:
    """What the program's files hold.

    Raises:
        ValidationError: pydantic's, for a file of another shape.
    """
    names = ("languages", "outlets", "topics", "articles", "campaign")
    return OutreachContents(**{name: json.loads((DATA / f"{name}.json").read_bytes()) for name in names})


@transaction.atomic
def add_samples(home: Page) -> None:
    """Add languages, outlets, topics, six articles and a campaign with its spots and slots; safe to run again.

    Raises:
        DoesNotExist: a procedure or legal document the files name is not in this portal.
    """
    contents = read_contents()
    news, campaigns = set_up_news_pages(home)
    _add_languages(contents)
    _add_outlets(contents)
    topics = {
        topic.slug: Topic.objects.get_or_create(slug=topic.slug, defaults={"name": topic.name, "order": number})[0]
        for number, topic in enumerate(contents.topics, start=1)
    }
    for article in contents.articles:
        if not ArticlePage.objects.filter(slug=article.slug).exists():
            _publish(news, _article(article, topics[article.topic]))
    if not CampaignPage.objects.filter(slug=contents.campaign.slug).exists():
        _add_campaign(campaigns, contents.campaign)


def _add_languages(contents: OutreachContents) -> None:
    for item in contents.languages:
        if Language.objects.filter(code=item.code).exists():
            continue
        language = Language(code=item.code, name=item.name, order=item.order, note=item.note)
        language.spellings.set([LanguageSpelling(text=text) for text in item.spellings])
        language.save()


def _add_outlets(contents: OutreachContents) -> None:
    for item in contents.outlets:
        if Outlet.objects.filter(slug=item.slug).exists():
            continue
        outlet = Outlet(**item.model_dump(exclude={"languages"}))
        outlet.languages.set(_languages(item.languages))
        outlet.save()


def _publish(parent: Page, page: Page) -> None:
    """As an editor does: a draft with its revision, then published."""
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish()


def _article(item: ArticleContents, topic: Topic) -> ArticlePage:
    page = ArticlePage(
        title=item.title,
        slug=item.slug,
        lead=item.lead,
        published_on=item.published_on,
        author_unit=item.author_unit,
        agency=Agency.objects.get(code=item.agency) if item.agency else None,
        topic=topic,
        body=[_block(block) for block in item.body],
        content_owner=CONTENT_OWNER,
        is_sample=True,
    )
    page.tags.add(*item.tags)
    page.procedures.set([ArticleProcedure(procedure=procedure) for procedure in _procedures(item.procedures)])
    page.sources.set(
        [
            ArticleSource(label=source.label, url=source.url, document=_document(source.document))
            for source in item.sources
        ]
    )
    return page


def _block(block: BlockContents) -> tuple[str, Any]:
    return block.type, clean_fragment(block.value) if block.type == "text" else block.value


def _add_campaign(parent: Page, item: CampaignContents) -> None:
    rows = {"procedures", "languages", "questions", "spots", "slots", "legal_document"}
    page = CampaignPage(
        **item.model_dump(exclude=rows),
        legal_document=_document(item.legal_document),
        content_owner=CONTENT_OWNER,
        is_sample=True,
    )
    page.languages.set(_languages(item.languages))
    page.procedures.set([CampaignProcedure(procedure=procedure) for procedure in _procedures(item.procedures)])
    page.questions.set([CampaignQuestion(question=row.question, answer=row.answer) for row in item.questions])
    _publish(parent, page)
    for spot in item.spots:
        _add_spot(page, spot)
    for slot in item.slots:
        _add_slot(page, slot)


def _add_spot(campaign: CampaignPage, item: SpotContents) -> None:
    spot = Spot(
        campaign=campaign,
        title=item.title,
        medium=item.medium,
        language=Language.objects.get(code=item.language),
        script=item.script,
        translation_status=TranslationStatus(item.translation_status),
        media=_recording(item) if item.audio else None,
        note=item.note,
        is_sample=True,
    )
    procedures = _procedures(item.procedures)
    versions = NoticeVersion.objects.filter(code__in=item.procedures).order_by("number")
    newest = dict(versions.values_list("code", "number"))
    spot.sources.set([SpotSource(procedure=procedure, number=newest[str(procedure.code)]) for procedure in procedures])
    spot.save()


def _recording(item: SpotContents) -> OutreachMedia:
    media = OutreachMedia(
        title=f"{item.title} (giọng máy)", type="audio", credit=SAMPLE_CREDIT, rights=SAMPLE_RIGHTS, is_sample=True
    )
    with (DATA / item.audio).open("rb") as file:
        media.file.save(item.audio, File(file))
    return media


def _add_slot(campaign: CampaignPage, item: SlotContents) -> None:
    BroadcastSlot.objects.create(
        campaign=campaign,
        outlet=Outlet.objects.get(slug=item.outlet),
        starts_on=campaign.starts_on,
        **item.model_dump(exclude={"outlet"}),
    )


def _procedures(codes: Iterable[str]) -> list[ProcedurePage]:
    return [ProcedurePage.objects.get(code=code) for code in codes]


def _languages(codes: Iterable[str]) -> list[Language]:
    return [Language.objects.get(code=code) for code in codes]


def _document(number: str) -> LegalDocument | None:
    return LegalDocument.objects.get(number=number) if number else None
