"""Editors look at a page as a phone, a standing screen and a sheet of paper show it."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.news.models import ArticlePage, CampaignPage


@pytest.mark.parametrize("kind", ["article", "campaign"])
def test_the_preview_offers_phone_standing_screen_and_a4(
    kind: str, request: pytest.FixtureRequest, as_editor: Client
) -> None:
    page: ArticlePage | CampaignPage = request.getfixturevalue(kind)
    html = as_editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    for width in (375, 1080, 794):
        assert f'data-device-width="{width}"' in html
