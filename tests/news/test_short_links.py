"""`/q/<code>`: leads where it should and nowhere else, and says what is wrong with what was typed."""

import io
from collections.abc import Callable

import pytest
import zxingcpp
from django.test import Client
from PIL import Image

from portal.news import short_links
from portal.news.models import CampaignPage, ShortLink
from portal.places.models import AdministrativeUnit, Level
from portal.procedures.models import ProcedurePage

BASE = "https://tthc.example"


@pytest.fixture
def link(campaign: CampaignPage) -> ShortLink:
    return ShortLink.objects.create(campaign=campaign, medium="radio")


def wrong(code: str) -> str:
    return code[:-1] + str((int(code[-1]) + 1) % 10)


def test_it_leads_to_its_campaign_and_tells_the_page_nothing(client: Client, link: ShortLink) -> None:
    answer = client.get(f"/q/{link.code}")
    assert (answer.status_code, answer["Location"]) == (302, "/chien-dich/mot-cua/")
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert link.code not in answer["Location"]


def test_it_leads_to_its_procedure(client: Client, campaign: CampaignPage, live_page: ProcedurePage) -> None:
    link = ShortLink.objects.create(campaign=campaign, medium="poster", procedure=live_page)
    assert client.get(f"/q/{link.code}")["Location"] == "/thu-tuc/quan-su/thu-tuc-bqp-06/"


def test_a_procedure_that_was_never_published_gives_way_to_the_campaign(
    client: Client, campaign: CampaignPage, make_page: Callable[..., ProcedurePage], live_page: ProcedurePage
) -> None:
    draft = live_page.get_parent().add_child(instance=make_page("BQP-09", live=False))
    link = ShortLink.objects.create(campaign=campaign, medium="poster", procedure=draft)
    assert client.get(f"/q/{link.code}")["Location"] == "/chien-dich/mot-cua/"


def test_a_printed_link_outlives_the_procedure_it_led_to(
    client: Client, campaign: CampaignPage, live_page: ProcedurePage
) -> None:
    link = ShortLink.objects.create(campaign=campaign, medium="poster", procedure=live_page)
    live_page.delete()
    assert client.get(f"/q/{link.code}")["Location"] == "/chien-dich/mot-cua/"


@pytest.mark.parametrize("written", ["{0}", "{0}/", "{1}", "%20{0}", "?ma={1}"])
def test_it_is_found_however_it_is_typed(client: Client, link: ShortLink, written: str) -> None:
    path = written.format(link.code, f"{link.code[:4]}-{link.code[4:]}")
    assert client.get(f"/q/{path}").status_code == 302


@pytest.mark.parametrize(
    "typed",
    [
        "//evil.example",
        "/%2F%2Fevil.example",
        "https:%2F%2Fevil.example",
        "@evil.example",
        "%0d%0aLocation:%20https://evil.example",
        "{code}@evil.example",
        "{code}%0d%0aSet-Cookie:a=b",
        "{code}%2F..%2F..%2F",
        "..%2f..%2fquan-tri",
        "javascript:alert(1)",
        "?ma=//evil.example",
        "?ma=https://evil.example/{code}",
        "?next=https://evil.example",
        "{code}?next=//evil.example",
    ],
)
def test_nothing_typed_leads_out_of_the_portal(client: Client, link: ShortLink, typed: str) -> None:
    answer = client.get(f"/q/{typed.format(code=link.code)}")
    if answer.status_code in {301, 302}:
        assert answer["Location"] in {"/chien-dich/mot-cua/"} or answer["Location"].startswith("/q/")
    assert "Set-Cookie" not in answer
    assert "evil" not in answer.get("Location", "")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("abcd", "Mã chỉ có chữ số"),
        ("1234567", "Bạn đã gõ 7 chữ số"),
        ("wrong", "Có một chữ số chưa đúng"),
        ("gone", "cổng không có mã này"),
        ("", "Bạn chưa gõ mã"),
    ],
)
def test_what_is_wrong_is_said(client: Client, link: ShortLink, typed: str, said: str) -> None:
    gone = ShortLink.objects.create(campaign=link.campaign, medium="tv")
    gone.delete()
    text = {"wrong": wrong(link.code), "gone": gone.code}.get(typed, typed)
    answer = client.get("/q/", {"ma": text})
    assert answer.status_code == 404
    assert said in answer.content.decode()


def test_what_was_typed_is_shown_again_as_text(client: Client, db: None) -> None:
    page = client.get("/q/", {"ma": '"><b>'}).content.decode()
    assert 'value="&quot;&gt;&lt;b&gt;"' in page


def test_there_is_a_place_to_type_a_number(client: Client, db: None) -> None:
    page = client.get("/q/").content.decode()
    assert 'name="ma"' in page
    assert 'inputmode="numeric"' in page


def test_a_link_out_of_use_says_so_and_names_the_campaign(client: Client, link: ShortLink) -> None:
    link.is_active = False
    link.save()
    answer = client.get(f"/q/{link.code}")
    assert answer.status_code == 410
    assert "không còn dùng" in answer.content.decode()
    assert 'href="/chien-dich/mot-cua/"' in answer.content.decode()


def test_a_link_of_a_campaign_that_is_not_public_leads_nowhere(client: Client, link: ShortLink) -> None:
    link.campaign.unpublish()
    answer = client.get(f"/q/{link.code}")
    assert answer.status_code == 410
    assert "/chien-dich/mot-cua/" not in answer.content.decode()


def test_only_reading_is_answered(client: Client, link: ShortLink) -> None:
    assert client.post(f"/q/{link.code}").status_code == 405


def test_the_picture_is_a_code_that_phones_read(client: Client, link: ShortLink, settings: object) -> None:
    settings.BASE_URL = BASE  # type: ignore[attr-defined]
    answer = client.get(f"/q/{link.code}.png")
    assert answer["Content-Type"] == "image/png"
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(answer.content)))
    assert found.text == f"{BASE}/q/{link.code}"


def test_the_picture_is_there_as_svg(client: Client, link: ShortLink) -> None:
    answer = client.get(f"/q/{link.code}.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<svg ")


@pytest.mark.parametrize("kind", ["svg", "png"])
def test_there_is_no_picture_of_an_unknown_code(client: Client, link: ShortLink, kind: str) -> None:
    assert client.get(f"/q/{wrong(link.code)}.{kind}").status_code == 404


def test_the_address_is_printed_and_read_in_words(link: ShortLink, settings: object) -> None:
    settings.BASE_URL = "https://dich-vu.tthc.example"  # type: ignore[attr-defined]
    link.code = "48267193"
    assert short_links.printed_address(link) == "dich-vu.tthc.example/q/4826-7193"
    assert short_links.read_aloud(link) == (
        "dich gạch ngang vu chấm tthc chấm example gạch chéo q gạch chéo bốn tám hai sáu, bảy một chín ba"
    )


def test_each_unit_gets_one_link_and_no_second(campaign: CampaignPage) -> None:
    communes = [
        AdministrativeUnit.objects.create(code=f"2350{at}", name=f"Xã {at}", kind="xã", level=Level.COMMUNE)
        for at in range(3)
    ]
    draft = ShortLink(campaign=campaign, medium="poster")
    first = short_links.make(draft, communes[:2])
    again = short_links.make(draft, communes)
    assert ({link.unit for link in first.links}, first.there_already) == (set(communes[:2]), 0)
    assert ([link.unit for link in again.links], again.there_already) == ([communes[2]], 2)
    assert len({link.code for link in ShortLink.objects.all()}) == 3


def test_a_link_of_no_unit_is_made_once_too(campaign: CampaignPage) -> None:
    draft = ShortLink(campaign=campaign, medium="poster")
    assert [short_links.make(draft, [None]).there_already for _ in range(2)] == [0, 1]
