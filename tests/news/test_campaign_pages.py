"""What the public reads of campaigns: when, where to go, the words, and honest gaps."""

import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from wagtail.models import Page

from portal.news.enums import Medium
from portal.news.models import CampaignPage, CampaignQuestion, Language, Outlet, PressCoverage, Spot
from portal.places.models import ServicePoint
from portal.procedures.enums import Lifecycle
from portal.procedures.models import LegalDocument, ProcedurePage

MakeCampaign = Callable[..., CampaignPage]
MakeSpot = Callable[..., Spot]
Get = Callable[[str], str]


@pytest.fixture
def get(client: Client) -> Get:
    """The HTML at an address, with blanks joined."""

    def ask(path: str) -> str:
        response = client.get(path)
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return ask


def part(html: str, heading: str) -> str:
    """From a heading of the second level to the next."""
    return html.split(f">{heading}</h2>", 1)[1].split("<h2", 1)[0]


# --- the list -------------------------------------------------------------------------------------


def test_campaigns_are_listed_as_running_coming_and_ended(make_campaign: MakeCampaign, get: Get) -> None:
    make_campaign("dang", title="Đang chạy", starts_on=date(2019, 12, 1), ends_on=date(2020, 1, 2))
    make_campaign("sap", title="Sắp chạy", starts_on=date(2020, 1, 3))
    make_campaign("xong", title="Chạy xong", starts_on=date(2019, 11, 1), ends_on=date(2020, 1, 1))
    html = get("/chien-dich/")
    assert "Đang chạy" in part(html, "Đang diễn ra")
    assert "Sắp chạy" in part(html, "Sắp diễn ra")
    assert "Chạy xong" in part(html, "Đã kết thúc")


def test_a_draft_campaign_is_nowhere(make_campaign: MakeCampaign, client: Client) -> None:
    make_campaign(title="Chưa duyệt").unpublish()
    assert "Chưa duyệt" not in client.get("/chien-dich/").content.decode()
    assert client.get("/chien-dich/mot-cua/").status_code == 404


def test_without_campaigns_the_list_says_so(campaign_index: Page, get: Get) -> None:
    assert "Chưa có đợt tuyên truyền nào" in get("/chien-dich/")


@pytest.mark.parametrize("end", ["lich-phat/", "lich-phat.csv", "lich-phat.ics", "bao-chi/", "ket-qua/"])
def test_a_campaign_leads_to_its_schedule_its_material_and_its_results(
    client: Client, make_campaign: MakeCampaign, end: str
) -> None:
    address = f"{make_campaign().get_url()}{end}"
    assert f'href="{address}"' in client.get("/chien-dich/mot-cua/").content.decode()
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("slug", ["ngon-ngu", "lich-phat", "tep", "phu-de"])
def test_a_campaign_takes_no_address_of_another_page(make_campaign: MakeCampaign, slug: str) -> None:
    campaign = make_campaign()
    campaign.slug = slug
    with pytest.raises(Exception, match="đường dẫn"):
        campaign.full_clean()


# --- message and facts ----------------------------------------------------------------------------


def test_a_campaign_shows_its_message_period_and_the_law_behind_it(
    make_campaign: MakeCampaign, live_page: ProcedurePage, get: Get
) -> None:
    document = LegalDocument.objects.create(
        number="1291/QĐ-TTg", kind="decision", title="Danh mục", issued_on=date(2019, 10, 7), slug="1291-qd-ttg"
    )
    make_campaign(legal_document=document, plan_section="Mục II.6", ends_on=date(2020, 3, 31), procedures=[live_page])
    html = get("/chien-dich/mot-cua/")
    assert "36 thủ tục của ba cơ quan nay nộp tại một cửa." in html
    assert 'href="/van-ban/1291-qd-ttg/"' in html
    assert "Mục II.6" in html
    assert "31/03/2020" in html


def test_what_nobody_supplied_is_said_to_be_missing(make_campaign: MakeCampaign, get: Get) -> None:
    make_campaign(audience="", led_line="")
    html = get("/chien-dich/mot-cua/")
    for label in ("Dành cho", "Thực hiện", "Căn cứ", "Dòng chữ bảng điện tử", "Người liên hệ"):
        assert re.search(rf"<dt>{label}</dt><dd><span class=\"na\">Chưa cung cấp</span>", html), label


def test_an_ended_campaign_says_so(make_campaign: MakeCampaign, get: Get) -> None:
    make_campaign(starts_on=date(2019, 11, 1), ends_on=date(2019, 12, 31))
    assert "Đợt này đã kết thúc ngày" in get("/chien-dich/mot-cua/")


def test_a_sample_is_marked(make_campaign: MakeCampaign, get: Get) -> None:
    make_campaign(is_sample=True)
    assert "chưa cơ quan nào duyệt" in get("/chien-dich/mot-cua/")


# --- where to go ----------------------------------------------------------------------------------


def test_people_learn_where_the_procedures_are_taken_in_today(
    campaign: CampaignPage, commune: ServicePoint, get: Get
) -> None:
    where = part(get("/chien-dich/mot-cua/"), "Bạn đến đâu")
    assert "Xã, phường, thị trấn" in where
    assert "1 thủ tục Bộ Chỉ huy Quân sự tỉnh" in where
    assert 'href="/noi-nop/xa-dak-ha/"' in where
    assert "Đăng ký nghĩa vụ quân sự lần đầu" in where


def test_before_the_first_day_the_page_says_from_when(
    campaign: CampaignPage, commune: ServicePoint, get: Get, settings: pytest.FixtureRequest
) -> None:
    settings.PORTAL_TODAY = date(2019, 12, 20)  # type: ignore[attr-defined]
    assert "Chưa có thủ tục nào trong đợt này được công bố" in get("/chien-dich/mot-cua/")


def test_a_procedure_without_a_counter_has_no_place(campaign: CampaignPage, get: Get) -> None:
    assert "Hôm nay chưa nơi nào nhận các thủ tục này" in get("/chien-dich/mot-cua/")


# --- words ----------------------------------------------------------------------------------------


def test_only_approved_words_are_shown(make_spot: MakeSpot, get: Get) -> None:
    make_spot(title="Đã duyệt")
    make_spot(title="Còn nháp", live=False)
    html = get("/chien-dich/mot-cua/")
    assert "Đã duyệt" in html
    assert "Còn nháp" not in html


def test_words_in_another_language_name_it(make_spot: MakeSpot, sedang: Language, get: Get) -> None:
    make_spot(language=sedang, script="Krâu")
    assert '<blockquote lang="sed"><p>Krâu</p></blockquote>' in get("/chien-dich/mot-cua/")


def test_a_wanted_language_without_words_is_shown_as_missing(
    make_campaign: MakeCampaign, sedang: Language, get: Get
) -> None:
    campaign = make_campaign()
    campaign.languages.set([sedang])
    campaign.save_revision().publish()
    words = part(get("/chien-dich/mot-cua/"), "Nghe, xem, đọc thông báo")
    assert re.search(r"Tiếng Xơ Đăng</h3> <p>Lời và bản thu: <span class=\"na\">Chưa cung cấp", words)


def test_a_spot_without_a_recording_says_so_and_keeps_its_words(spot: Spot, get: Get) -> None:
    html = get("/chien-dich/mot-cua/")
    assert 'Bản thu: <span class="na">Chưa cung cấp' in html
    assert "<audio" not in html
    assert "bà con nộp giấy tờ quân sự tại xã" in html


def test_a_recording_elsewhere_is_linked_and_not_embedded(make_spot: MakeSpot, get: Get) -> None:
    make_spot(external_url="https://dai.example/thong-bao")
    html = get("/chien-dich/mot-cua/")
    assert 'href="https://dai.example/thong-bao" rel="nofollow noopener"' in html
    assert "ở trang dai.example" in html


def test_a_sign_shows_its_line_at_once(make_spot: MakeSpot, get: Get) -> None:
    make_spot(medium=Medium.LED, script="Nộp ở xã từ 01/01/2020")
    html = get("/chien-dich/mot-cua/")
    assert "<blockquote><p>Nộp ở xã từ 01/01/2020</p></blockquote>" in html
    assert "Bản thu" not in html


def test_who_approved_the_words_is_shown_or_said_to_be_missing(make_spot: MakeSpot, get: Get) -> None:
    make_spot(title="Có duyệt", approved_by="Sở Tư pháp", approved_on=date(2019, 12, 20))
    make_spot(title="Chưa rõ")
    make_spot(title="Mẫu", is_sample=True)
    html = get("/chien-dich/mot-cua/")
    assert "Duyệt lời: Sở Tư pháp, ngày 20/12/2019." in html
    assert 'Duyệt lời: <span class="na">Chưa cung cấp' in html
    assert "Lời mẫu, chưa duyệt." in html


def test_readers_are_told_when_the_words_follow_an_old_version(spot: Spot, live_page: ProcedurePage, get: Get) -> None:
    assert "nay có bản số" not in get("/chien-dich/mot-cua/")
    live_page.summary = "Đăng ký lần đầu cho nam công dân."
    live_page.change_reason = "Nói rõ hơn"
    live_page.save()
    html = get("/chien-dich/mot-cua/")
    assert "Lời này viết theo bản công bố cũ." in html
    assert '<a href="/tt/BQP-06">BQP-06</a> nay có bản số 2' in html


def test_readers_are_told_when_a_procedure_in_the_words_has_ended(
    spot: Spot, live_page: ProcedurePage, get: Get
) -> None:
    live_page.lifecycle = Lifecycle.ABOLISHED
    live_page.effective_from = date(2020, 1, 2)
    live_page.change_reason = "Bãi bỏ"
    live_page.save()
    assert '<a href="/tt/BQP-06">BQP-06</a> nay không còn áp dụng.' in get("/chien-dich/mot-cua/")


# --- for machines, the press and previews ---------------------------------------------------------


def test_machines_read_the_announcement_and_the_questions(make_campaign: MakeCampaign, get: Get) -> None:
    campaign = make_campaign(message='Câu có </script><script>alert("x")</script>')
    campaign.questions.set([CampaignQuestion(question="Một cửa là gì?", answer="<p>Nơi nhận <b>hồ sơ</b>.</p>")])
    campaign.save_revision().publish()
    html = get("/chien-dich/mot-cua/")
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert block
    announcement, questions = json.loads(block.group(1))["@graph"]
    assert announcement["@type"] == "SpecialAnnouncement"
    assert announcement["text"] == campaign.message
    assert questions["mainEntity"][0]["acceptedAnswer"]["text"] == "Nơi nhận hồ sơ."
    assert 'property="og:title"' in html


def test_published_press_articles_are_listed(make_campaign: MakeCampaign, station: Outlet, get: Get) -> None:
    campaign = make_campaign()
    campaign.coverage.set(
        [PressCoverage(outlet=station, title="Một cửa ở xã", published_on=date(2020, 1, 1), place="Số 1", url="")]
    )
    campaign.save_revision().publish()
    assert 'Một cửa ở xã<br><span class="small">Đài Phát thanh tỉnh, ' in get("/chien-dich/mot-cua/")


def test_a_preview_shows_the_draft(campaign: CampaignPage) -> None:
    campaign.message = "Lời chưa ai duyệt."
    response = campaign.make_preview_request()
    response.render()
    assert "Lời chưa ai duyệt." in response.content.decode()


def test_a_preview_of_an_unsaved_campaign_works(campaign_index: Page) -> None:
    draft = CampaignPage(title="Mới", slug="moi", message="Mới", starts_on=date(2020, 1, 1), path="", depth=0)
    response = draft.make_preview_request()
    response.render()
    assert response.status_code == 200
