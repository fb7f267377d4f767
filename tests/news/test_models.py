"""What the models of the outreach promise by themselves."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from portal.news.enums import AiringStatus
from portal.news.models import Airing, BroadcastSlot, CampaignPage, Outlet, ShortLink
from portal.procedures.models import ProcedurePage


def test_the_last_day_of_a_campaign_belongs_to_it(make_campaign: Callable[..., CampaignPage]) -> None:
    campaign = make_campaign(starts_on=date(2019, 12, 1), ends_on=date(2019, 12, 31))
    days = [date(2019, 11, 30), date(2019, 12, 1), date(2019, 12, 31), date(2020, 1, 1)]
    assert [campaign.runs_on(day) for day in days] == [False, True, True, False]


def test_an_airing_needs_a_proof(campaign: CampaignPage, station: Outlet) -> None:
    slot = BroadcastSlot.objects.create(
        campaign=campaign, outlet=station, programme="Bản tin", starts_on=date(2020, 1, 2)
    )
    with pytest.raises(ValidationError):
        Airing(slot=slot, day=date(2020, 1, 2), status=AiringStatus.AIRED).full_clean()
    Airing(slot=slot, day=date(2020, 1, 2), status=AiringStatus.AIRED, proof="Nhật ký phát sóng").full_clean()


def test_a_short_link_leads_to_no_procedure_outside_its_campaign(
    campaign: CampaignPage, make_page: Callable[..., ProcedurePage], live_page: ProcedurePage
) -> None:
    other = make_page("BQP-07", slug="khac")
    live_page.get_parent().add_child(instance=other)
    with pytest.raises(ValidationError):
        ShortLink(code="abc", campaign=campaign, procedure=other, medium="radio").clean()
    ShortLink(code="abc", campaign=campaign, procedure=live_page, medium="radio").clean()
