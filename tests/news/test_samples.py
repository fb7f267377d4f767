"""The demonstration's articles and campaign: all of the program's files, as they are published."""

import pytest

from portal.news.models import ArticlePage, BroadcastSlot, CampaignPage, Language, OutreachMedia, Spot
from portal.news.samples import add_samples, read_contents
from portal.site import demo
from portal.site.models import HomePage


@pytest.fixture
def seeded(db: None) -> HomePage:
    demo.seed()
    return HomePage.objects.get()


def test_the_demo_has_six_articles_and_one_campaign_all_marked_as_samples(seeded: HomePage) -> None:
    assert ArticlePage.objects.live().filter(is_sample=True).count() == 6
    campaign = CampaignPage.objects.live().get()
    assert campaign.is_sample
    assert campaign.procedures.count() == 36
    assert not Spot.objects.filter(is_sample=False).exists()
    assert OutreachMedia.objects.get().is_sample


def test_words_that_nobody_translated_are_empty_and_not_made_up(seeded: HomePage) -> None:
    untranslated = Spot.objects.filter(script="")
    assert set(untranslated.values_list("language__code", flat=True)) == {"bdq", "sed", "jeh", "jra"}
    assert set(untranslated.values_list("translation_status", flat=True)) == {"missing"}


def test_no_time_of_broadcast_is_made_up(seeded: HomePage) -> None:
    assert set(BroadcastSlot.objects.values_list("starts_at", flat=True)) == {None}


def test_adding_again_changes_nothing_editors_changed(seeded: HomePage) -> None:
    article = ArticlePage.objects.first()
    assert article is not None
    article.title = "Đã sửa"
    article.save()
    add_samples(seeded)
    assert ArticlePage.objects.count() == 6
    assert ArticlePage.objects.filter(title="Đã sửa").exists()
    assert Language.objects.count() == len(read_contents().languages)
    assert Spot.objects.count() == len(read_contents().campaign.spots)
