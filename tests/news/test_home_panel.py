"""The first page of the admin leads a communications editor to the work, and nobody else."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from portal.news.models import CampaignPage
from portal.news.permissions import EDITORS, LEGAL_CHECKERS, set_up_outreach_groups

HOME = "/quan-tri/"


@pytest.fixture
def groups(campaign: CampaignPage, news_index: object) -> None:
    set_up_outreach_groups()


def client_of(group: str) -> Client:
    user = User.objects.create_user("can-bo")
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def test_an_editor_begins_an_article_a_campaign_or_a_spot_from_the_first_page(groups: None) -> None:
    client = client_of(EDITORS)
    html = client.get(HOME).content.decode()
    section = html.split('aria-labelledby="news-writing"')[1].split("</section>")[0]
    links = [part.split('"')[0] for part in section.split('href="')[1:]]
    assert len(links) == 3
    assert [client.get(link).status_code for link in links] == [200, 200, 200]


def test_who_only_checks_is_offered_nothing_to_write(groups: None) -> None:
    assert "news-writing" not in client_of(LEGAL_CHECKERS).get(HOME).content.decode()
