"""What is in the press kit of a campaign, what it is called, and what the kit says is missing."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from wagtail.images.tests.utils import get_test_image_file

from portal.core.models import PortalImage
from portal.news.enums import Medium
from portal.news.models import CampaignPage, CampaignPicture, Language, ShortLink, Spot
from portal.news.press_kit import selectors
from portal.news.press_kit.kit import CREDITS, MOST_PICTURE_BYTES, README, Kit, build
from portal.places.models import AdministrativeUnit, ServicePoint
from portal.procedures.models import ProcedurePage

TODAY = date(2020, 1, 2)


def kit_of(campaign: CampaignPage, day: date = TODAY) -> Kit:
    material = selectors.read(campaign.slug, day)
    assert material is not None
    return build(material)


def text_in(kit: Kit, name: str) -> str:
    file = kit.named(name)
    assert file is not None, [file.name for file in kit.files]
    return file.content.decode("utf-8-sig")


def add_picture(campaign: CampaignPage, **values: Any) -> PortalImage:
    defaults = {"title": "Quầy ở xã", "credit": "Văn phòng tỉnh", "rights": "Được dùng lại", "file_size": 1000}
    image = PortalImage.objects.create(file=get_test_image_file(filename="so-tay.png"), **(defaults | values))
    campaign.pictures.add(CampaignPicture(picture=image, caption="Ngày đầu nhận hồ sơ"))
    campaign.save()
    return image


# --- words ----------------------------------------------------------------------------------------


def test_the_release_carries_whom_to_ask_and_says_that_nobody_is_named(
    make_campaign: Callable[..., CampaignPage],
) -> None:
    campaign = make_campaign(press_release="<p>Nộp ở xã.</p><ul><li>Quân sự</li><li>Dân quân</li></ul>")
    release = text_in(kit_of(campaign), "thong-cao-bao-chi.txt")
    assert "Nộp ở xã.\r\n\r\n- Quân sự\r\n- Dân quân\r\n" in release
    assert "Người liên hệ: Chưa cung cấp" in release
    campaign.press_contact = "Phòng Tuyên truyền"
    campaign.save()
    assert "Người liên hệ: Phòng Tuyên truyền" in text_in(kit_of(campaign), "thong-cao-bao-chi.txt")


def test_a_link_in_a_text_is_spelt_out_for_those_who_read_it_on_paper(
    make_campaign: Callable[..., CampaignPage],
) -> None:
    campaign = make_campaign(
        background_short='<p><a href="/tt/BQP-06">Xem giấy tờ</a>, <a linktype="page" id="3">xem bài</a></p>'
    )
    assert "Xem giấy tờ (localhost:8000/tt/BQP-06), xem bài" in text_in(kit_of(campaign), "boi-canh-ngan.txt")


def test_what_nobody_supplied_is_not_a_file_but_a_line_that_says_so(
    make_campaign: Callable[..., CampaignPage], sedang: Language
) -> None:
    campaign = make_campaign(led_line="")
    campaign.languages.add(sedang)
    campaign.save()
    kit = kit_of(campaign)
    assert [file.name for file in kit.files] == [README, "danh-sach-thu-tuc.csv"]
    assert set(kit.missing) == {
        "Thông cáo báo chí",
        "Bối cảnh, bản ngắn",
        "Bối cảnh, bản dài",
        "Dòng chữ bảng điện tử",
        "Lời loa xã, tiếng Việt",
        "Áp phích, tờ rơi, thông báo (chưa nơi nào nhận thủ tục)",
        "Ảnh cho báo chí",
        "Người liên hệ",
        "Lời tiếng Xơ Đăng",
    }
    readme = text_in(kit, README)
    assert all(f"- {gap}: Chưa cung cấp" in readme for gap in kit.missing)


def test_the_sample_says_in_every_text_that_it_is_one(make_campaign: Callable[..., CampaignPage]) -> None:
    campaign = make_campaign(is_sample=True, press_release="<p>a</p>", background_long="<p>b</p>")
    kit = kit_of(campaign)
    for name in (README, "thong-cao-bao-chi.txt", "boi-canh-dai.txt"):
        assert "Bản mẫu, chưa duyệt." in text_in(kit, name)


def test_a_change_of_the_campaign_is_in_the_kit_at_once(campaign: CampaignPage) -> None:
    before = kit_of(campaign)
    campaign.message = "Lời mới."
    campaign.save()
    after = kit_of(campaign)
    assert "Thông điệp: Lời mới." in text_in(after, README)
    assert before.digest != after.digest == kit_of(campaign).digest


def test_a_new_version_of_a_notice_changes_the_list_at_once(campaign: CampaignPage, live_page: ProcedurePage) -> None:
    def rows() -> list[list[str]]:
        return list(csv.reader(io.StringIO(text_in(kit_of(campaign), "danh-sach-thu-tuc.csv"))))

    (row,) = rows()[1:]
    assert row[:2] == ["BQP-06", "Đăng ký nghĩa vụ quân sự lần đầu"]
    assert row[4:] == ["Chưa cung cấp", "1", f"http://localhost:8000/thu-tuc/quan-su/{live_page.slug}/"]
    live_page.title = "Đăng ký lần đầu"
    live_page.change_reason = "Nói gọn hơn"
    live_page.save()
    assert rows()[1][1] == "Đăng ký lần đầu"
    assert rows()[1][5] == "2"


@pytest.mark.parametrize("title", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"])
def test_no_cell_of_the_list_is_a_formula(title: str, campaign: CampaignPage, live_page: ProcedurePage) -> None:
    live_page.title = title
    live_page.change_reason = "Thử"
    live_page.save()
    (row,) = list(csv.reader(io.StringIO(text_in(kit_of(campaign), "danh-sach-thu-tuc.csv"))))[1:]
    assert row[1] == f"'{title}"


# --- spots ----------------------------------------------------------------------------------------


def scripts_of(campaign: CampaignPage) -> list[str]:
    return [file.name for file in kit_of(campaign).files if file.name.startswith("loi-doc/")]


def test_the_loudspeaker_script_tells_its_reading_time(make_spot: Callable[..., Spot], campaign: CampaignPage) -> None:
    make_spot(script="bà con nghe rõ " * 70)
    kit = kit_of(campaign)
    text = text_in(kit, "loi-doc/01-loa-truyen-thanh-xa-tieng-viet.txt")
    assert "Thời gian đọc: khoảng 70 giây (280 âm tiết, mỗi giây 4 âm tiết)" in text
    assert "Vừa mức nên có của loa xã (60 đến 90 giây)." in text
    assert "Lời loa xã, tiếng Việt" not in kit.missing


@pytest.mark.parametrize(("times", "words"), [(10, "Ngắn hơn mức"), (100, "Dài hơn mức")])
def test_a_loudspeaker_script_too_short_or_too_long_says_so(
    times: int, words: str, make_spot: Callable[..., Spot], campaign: CampaignPage
) -> None:
    make_spot(script="bà con nghe rõ " * times)
    (file,) = (file for file in kit_of(campaign).files if file.name.startswith("loi-doc/"))
    assert words in file.content.decode()
    assert any(words in remark for remark in file.remarks)


def test_a_reading_time_is_told_of_vietnamese_only_and_never_of_a_sign(
    make_spot: Callable[..., Spot], campaign: CampaignPage, sedang: Language
) -> None:
    make_spot(language=sedang, script="pơ lei")
    make_spot(medium=Medium.LED, script="a" * 101)
    files = [file for file in kit_of(campaign).files if file.name.startswith("loi-doc/")]
    assert all(b"gi\xc3\xa2y (" not in file.content for file in files)
    assert "Dài 101 ký tự; bảng chữ chỉ chạy 100 ký tự." in files[0].content.decode()


def test_words_not_approved_or_not_written_yet_are_not_handed_out(
    make_spot: Callable[..., Spot], campaign: CampaignPage
) -> None:
    make_spot(live=False)
    make_spot(script="  ")
    assert scripts_of(campaign) == []


def test_a_script_whose_notice_has_another_version_says_which(
    make_spot: Callable[..., Spot], campaign: CampaignPage, live_page: ProcedurePage
) -> None:
    make_spot(follows=[(live_page, 1)])
    (name,) = scripts_of(campaign)
    assert "Lời dựa vào: BQP-06 bản 1" in text_in(kit_of(campaign), name)
    assert "Cần xem lại" not in text_in(kit_of(campaign), name)
    live_page.summary = "Cho nam công dân."
    live_page.change_reason = "Nói rõ hơn"
    live_page.save()
    assert "BQP-06: lời theo bản 1, nay có bản 2." in text_in(kit_of(campaign), name)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/x", "\\..\\x", "a\x01b\r\nc", "..", "Ệ" * 300])
def test_no_name_in_the_kit_leaves_its_folder(
    name: str, make_spot: Callable[..., Spot], campaign: CampaignPage, sedang: Language
) -> None:
    Language.objects.filter(pk=sedang.pk).update(name=name[:60])
    make_spot(title=name[:160], language=sedang)
    add_picture(campaign, title=name[:255])
    for file in kit_of(campaign).files:
        assert file.name.count("/") <= 1
        assert set(file.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-./READMCTIS")
        assert ".." not in file.name
        assert not file.name.startswith(("/", "."))
        assert len(file.name) < 100


# --- pictures -------------------------------------------------------------------------------------


def test_a_picture_comes_with_who_made_it_and_under_what_right(campaign: CampaignPage) -> None:
    add_picture(campaign, description="Người dân nộp hồ sơ")
    kit = kit_of(campaign)
    assert [file.name for file in kit.files if file.name.startswith("anh/")] == [CREDITS, "anh/01-quay-o-xa.png"]
    credits_text = text_in(kit, CREDITS)
    for line in (
        "anh/01-quay-o-xa.png",
        "Ảnh chụp gì: Người dân nộp hồ sơ",
        "Chú thích: Ngày đầu nhận hồ sơ",
        "Người chụp, nguồn ảnh: Văn phòng tỉnh",
        "Quyền sử dụng: Được dùng lại",
    ):
        assert line in credits_text


@pytest.mark.parametrize("field", ["credit", "rights"])
def test_a_picture_without_its_rights_is_not_handed_out(field: str, campaign: CampaignPage) -> None:
    add_picture(campaign, **{field: " "})
    kit = kit_of(campaign)
    assert not any(file.name.startswith("anh/") for file in kit.files)
    assert "Ảnh “Quầy ở xã” (chưa ghi người chụp hoặc quyền sử dụng)" in kit.missing


def test_a_picture_whose_file_is_gone_is_named_as_missing(campaign: CampaignPage) -> None:
    image = add_picture(campaign)
    image.file.storage.delete(image.file.name)
    assert "Ảnh “Quầy ở xã” (tệp ảnh không còn)" in kit_of(campaign).missing


def test_pictures_beyond_the_limit_are_left_out_and_named(campaign: CampaignPage) -> None:
    for title in ("Một", "Hai"):
        add_picture(campaign, title=title, file_size=MOST_PICTURE_BYTES * 2 // 3)
    kit = kit_of(campaign)
    assert kit.named("anh/01-mot.png")
    assert "Ảnh “Hai” (bộ ảnh đã quá lớn)" in kit.missing


# --- where to go, and by which link ---------------------------------------------------------------


def test_places_are_those_open_on_the_day(campaign: CampaignPage, commune: ServicePoint) -> None:
    def place(day: date) -> tuple[int, bool] | None:
        found = kit_of(campaign, day).material.places
        return (found[0].count, found[0].is_coming) if found else None

    assert place(TODAY) == (1, False)
    assert place(date(2025, 7, 1)) is None


def test_a_level_that_is_still_to_begin_is_announced(
    make_campaign: Callable[..., CampaignPage], live_page: ProcedurePage, commune: ServicePoint
) -> None:
    level = live_page.levels.get()
    level.starts_on = date(2020, 3, 1)
    live_page.levels = [level]
    live_page.change_reason = "Lùi ngày"
    live_page.save()
    (place,) = kit_of(make_campaign("sap-toi", procedures=[live_page])).material.places
    assert (place.is_coming, place.begins, place.count) == (True, date(2020, 3, 1), 0)


def test_each_medium_is_sent_to_its_own_short_link_and_the_page_where_it_has_none(campaign: CampaignPage) -> None:
    unit = AdministrativeUnit.objects.create(code="23500", name="Xã Đắk Hà", kind="xã", level="commune")
    links: dict[str, dict[str, Any]] = {"cu": {"is_active": False}, "xa": {"unit": unit}, "chung": {}, "sau": {}}
    for code, values in links.items():
        ShortLink.objects.create(code=code, campaign=campaign, medium=Medium.POSTER, **values)
    material = kit_of(campaign).material
    assert material.link_for(Medium.POSTER).url == "http://localhost:8000/q/chung"
    assert material.link_for(Medium.LEAFLET).url == "http://localhost:8000/chien-dich/mot-cua/"
    assert material.link_for(Medium.LEAFLET).words == "localhost:8000/chien-dich/mot-cua"
