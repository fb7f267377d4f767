"""Short links and the reach log in the admin."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from portal.news.models import CampaignPage, Outlet, ReachEntry, ShortLink, ShortLinkScans
from portal.places.models import AdministrativeUnit, Level
from portal.procedures.models import ProcedurePage

FORBIDDEN = 302  # Wagtail sends who may not enter back to the dashboard.


@pytest.fixture
def admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("quan-tri"))
    return client


@pytest.fixture
def outsider(db: None) -> Client:
    """May enter the admin, and nothing else."""
    user = User.objects.create_user("nguoi-ngoai")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def communes(db: None) -> list[AdministrativeUnit]:
    district = AdministrativeUnit.objects.create(code="616", name="Huyện Đăk Hà", kind="huyện", level=Level.DISTRICT)
    ended = date(2020, 1, 1)
    rows = [("23500", "Đăk Hring", None), ("23503", "Đăk Ui", None), ("23506", "Đăk Cũ", ended)]
    return [
        AdministrativeUnit.objects.create(
            code=code, name=f"Xã {name}", kind="xã", level=Level.COMMUNE, parent=district, valid_to=to
        )
        for code, name, to in rows
    ]


def links_url(view: str, *args: object) -> str:
    return reverse(f"wagtailsnippets_news_shortlink:{view}", args=args)


def log_url(view: str, *args: object) -> str:
    return reverse(f"wagtailsnippets_news_reachentry:{view}", args=args)


def link_form(campaign: CampaignPage, **changes: Any) -> dict[str, Any]:
    data = {
        "campaign": campaign.pk,
        "procedure": "",
        "medium": "poster",
        "outlet": "",
        "for_whom": "one",
        "unit": "",
        "note": "",
    }
    return data | changes


def log_form(campaign: CampaignPage, **changes: Any) -> dict[str, Any]:
    data = {
        "campaign": campaign.pk,
        "day": "2020-01-02",
        "kind": "leaflet",
        "quantity": "120",
        "medium": "leaflet",
        "language": "",
        "unit": "",
        "source": "Báo cáo của xã",
        "note": "",
    }
    return data | changes


def said(response: Any) -> str:
    return str(response.content.decode())


# --- making links --------------------------------------------------------------------------------


def test_every_commune_of_today_gets_its_link_in_one_go(
    admin: Client, campaign: CampaignPage, communes: list[AdministrativeUnit]
) -> None:
    answer = admin.post(links_url("add"), link_form(campaign, for_whom="communes"), follow=True)
    assert "Đã tạo 2 liên kết." in said(answer)
    assert {link.unit for link in ShortLink.objects.all()} == set(communes[:2])


def test_making_them_again_makes_only_what_is_missing(
    admin: Client, campaign: CampaignPage, communes: list[AdministrativeUnit]
) -> None:
    admin.post(links_url("add"), link_form(campaign, unit=communes[0].pk))
    answer = admin.post(links_url("add"), link_form(campaign, for_whom="communes"), follow=True)
    assert "Đã tạo 1 liên kết." in said(answer)
    assert "1 liên kết như thế đã có" in said(answer)
    again = admin.post(links_url("add"), link_form(campaign, for_whom="communes"), follow=True)
    assert "2 liên kết như thế đã có" in said(again)
    assert ShortLink.objects.count() == 2


def test_on_a_day_without_districts_none_are_made(admin: Client, campaign: CampaignPage) -> None:
    answer = admin.post(links_url("add"), link_form(campaign, for_whom="districts"), follow=True)
    assert "Chưa tạo được" in said(answer)
    assert not ShortLink.objects.exists()


def test_one_unit_and_all_units_at_once_is_refused(
    admin: Client, campaign: CampaignPage, communes: list[AdministrativeUnit]
) -> None:
    answer = admin.post(links_url("add"), link_form(campaign, for_whom="communes", unit=communes[0].pk))
    assert "Để trống khi tạo cho mọi xã" in said(answer)
    assert not ShortLink.objects.exists()


def test_a_procedure_outside_the_campaign_is_refused(
    admin: Client, campaign: CampaignPage, live_page: ProcedurePage, make_page: Callable[..., ProcedurePage]
) -> None:
    other = live_page.get_parent().add_child(instance=make_page("BQP-07", slug="khac"))
    answer = admin.post(links_url("add"), link_form(campaign, procedure=other.pk))
    assert "Chọn một thủ tục trong đợt tuyên truyền này." in said(answer)
    assert not ShortLink.objects.exists()


def test_a_form_without_a_campaign_is_refused(admin: Client, campaign: CampaignPage) -> None:
    answer = admin.post(links_url("add"), link_form(campaign) | {"campaign": ""})
    assert answer.status_code == 200
    assert not ShortLink.objects.exists()


# --- what becomes of them ------------------------------------------------------------------------


@pytest.fixture
def link(campaign: CampaignPage, communes: list[AdministrativeUnit], station: Outlet) -> ShortLink:
    link = ShortLink.objects.create(campaign=campaign, medium="radio", unit=communes[0], outlet=station)
    ShortLinkScans.objects.create(link=link, day=date(2020, 1, 1), count=4)
    ShortLinkScans.objects.create(link=link, day=date(2020, 1, 2), count=3)
    return link


def test_the_list_shows_how_often_each_was_followed(admin: Client, link: ShortLink) -> None:
    page = said(admin.get(links_url("list")))
    assert f"/q/{link.code}" in page
    assert ">7<" in page.replace("\n", "").replace(" ", "")


def test_the_list_is_found_without_accents(admin: Client, link: ShortLink) -> None:
    assert link.code in said(admin.get(links_url("list"), {"q": "dak hring"}))
    assert link.code not in said(admin.get(links_url("list"), {"q": "sa thay"}))


def test_the_exported_list_says_how_each_is_read(admin: Client, link: ShortLink) -> None:
    answer = admin.get(links_url("list"), {"export": "csv"})
    [row] = csv.DictReader(io.StringIO(answer.getvalue().decode()))
    assert row["Địa chỉ để in"].endswith(f"/q/{link.code[:4]}-{link.code[4:]}")
    assert "gạch chéo q gạch chéo" in row["Đọc là"]
    assert (row["Đơn vị hành chính"], row["Thuộc"], row["Lượt mở"]) == ("Xã Đăk Hring", "Huyện Đăk Hà", "7")


def test_the_printed_list_has_the_codes_in_use(admin: Client, link: ShortLink) -> None:
    retired = ShortLink.objects.create(campaign=link.campaign, medium="tv", is_active=False)
    page = said(admin.get(reverse("news_short_links_sheet"), {"campaign": link.campaign.pk, "medium": "radio"}))
    assert f"{link.code[:4]}-{link.code[4:]}" in page
    assert page.count('<svg role="img"') == 1
    assert f"{retired.code[:4]}-{retired.code[4:]}" not in page


@pytest.mark.parametrize("query", ["campaign=abc", "campaign=99999999999999999999", "medium=nothing"])
def test_the_printed_list_survives_any_question(admin: Client, link: ShortLink, query: str) -> None:
    assert admin.get(f"{reverse('news_short_links_sheet')}?{query}").status_code == 200


def test_a_link_is_taken_out_of_use_and_never_deleted(admin: Client, link: ShortLink) -> None:
    admin.post(links_url("edit", link.pk), {"outlet": "", "note": "Sai xã"})
    link.refresh_from_db()
    assert (link.is_active, link.note) == (False, "Sai xã")
    admin.post(links_url("delete", link.pk))
    assert ShortLink.objects.filter(pk=link.pk).exists()


def test_changing_a_link_keeps_its_code_campaign_and_unit(admin: Client, link: ShortLink) -> None:
    sent = {"is_active": "on", "note": "", "outlet": "", "code": "11111111", "medium": "tv", "unit": ""}
    admin.post(links_url("edit", link.pk), sent)
    now = ShortLink.objects.get(pk=link.pk)
    assert (now.code, now.medium, now.unit) == (link.code, "radio", link.unit)


# --- the reach log -------------------------------------------------------------------------------


def test_a_line_is_logged(admin: Client, campaign: CampaignPage) -> None:
    admin.post(log_url("add"), log_form(campaign))
    entry = ReachEntry.objects.get()
    assert (entry.kind, entry.quantity, entry.day) == ("leaflet", 120, date(2020, 1, 2))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"day": "2020-01-03"}, "Ngày này chưa đến"),
        ({"quantity": "0"}, "Số lượng phải từ 1"),
        ({"quantity": "-5"}, ""),
        ({"quantity": "99999999999999"}, "Số lượng phải từ 1"),
        ({"quantity": "nhiều"}, ""),
        ({"source": ""}, ""),
    ],
    ids=["a day to come", "nothing", "less than nothing", "too many", "no number", "from nowhere"],
)
def test_what_cannot_be_is_refused(admin: Client, campaign: CampaignPage, changes: dict[str, str], words: str) -> None:
    answer = admin.post(log_url("add"), log_form(campaign, **changes))
    assert answer.status_code == 200
    assert words in said(answer)
    assert not ReachEntry.objects.exists()


def test_the_report_adds_up_each_campaign_without_multiplying(admin: Client, link: ShortLink) -> None:
    for quantity in (1, 2):
        ReachEntry.objects.create(
            campaign=link.campaign, day=date(2020, 1, 1), kind="poster", quantity=quantity, medium="poster", source="x"
        )
    answer = admin.get(reverse("news_reach_report"), {"export": "csv"})
    [row] = csv.DictReader(io.StringIO(answer.getvalue().decode()))
    assert (row["Lượt mở liên kết ngắn"], row["Lượt mở trang"], row["Dòng nhật ký"]) == ("7", "0", "2")
    assert "/chien-dich/mot-cua/ket-qua/" in said(admin.get(reverse("news_reach_report")))


# --- who may -------------------------------------------------------------------------------------


def test_who_has_no_rights_here_sees_nothing(outsider: Client, link: ShortLink) -> None:
    assert outsider.get(reverse("news_short_links_sheet")).status_code in {FORBIDDEN, 403}
    addresses = [links_url("list"), links_url("add"), log_url("list"), log_url("add"), reverse("news_reach_report")]
    assert {outsider.get(address).status_code for address in addresses} == {FORBIDDEN}
