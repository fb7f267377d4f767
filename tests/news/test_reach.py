"""What a campaign reached: each figure in its place, nothing unlike added up, honest where nothing is known."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from portal.news import charts, presenters_reach, reach
from portal.news.enums import AiringStatus
from portal.news.models import (
    Airing,
    BroadcastSlot,
    CampaignPage,
    CampaignVisits,
    Language,
    Outlet,
    ReachEntry,
    ShortLink,
    ShortLinkScans,
    Spot,
)
from portal.places.models import AdministrativeUnit, Level

PAGE = "/chien-dich/mot-cua/ket-qua/"
CSV = f"{PAGE}so-lieu.csv"


@pytest.fixture
def district(db: None) -> AdministrativeUnit:
    return AdministrativeUnit.objects.create(code="616", name="Huyện Đăk Hà", kind="huyện", level=Level.DISTRICT)


@pytest.fixture
def hring(district: AdministrativeUnit) -> AdministrativeUnit:
    return AdministrativeUnit.objects.create(
        code="23509", name="Xã Đăk Hring", kind="xã", level=Level.COMMUNE, parent=district
    )


@pytest.fixture
def known(
    campaign: CampaignPage,
    hring: AdministrativeUnit,
    sedang: Language,
    station: Outlet,
    make_spot: Callable[..., Spot],
) -> CampaignPage:
    """Leaflets and a meeting by hand, two of three airings aired, scans of two links, visits on two days."""
    log = {"campaign": campaign, "source": "Báo cáo của xã"}
    ReachEntry.objects.create(
        day=date(2019, 12, 10), kind="leaflet", quantity=120, medium="leaflet", unit=hring, language=sedang, **log
    )
    ReachEntry.objects.create(day=date(2019, 12, 12), kind="leaflet", quantity=30, medium="leaflet", **log)
    ReachEntry.objects.create(day=date(2019, 12, 23), kind="people", quantity=45, medium="meeting", unit=hring, **log)
    slot = BroadcastSlot.objects.create(
        campaign=campaign,
        outlet=station,
        spot=make_spot(language=sedang, medium="radio"),
        programme="Bản tin",
        starts_on=date(2019, 12, 9),
    )
    for day, status in ((9, AiringStatus.AIRED), (10, AiringStatus.AIRED), (11, AiringStatus.CANCELLED)):
        Airing.objects.create(slot=slot, day=date(2019, 12, day), status=status, proof="Nhật ký phát sóng")
    for medium, unit, count in (("poster", hring, 7), ("radio", None, 3)):
        link = ShortLink.objects.create(campaign=campaign, medium=medium, unit=unit)
        ShortLinkScans.objects.create(link=link, day=date(2019, 12, 31), count=count)
    CampaignVisits.objects.create(campaign=campaign, day=date(2019, 12, 29), count=11)
    CampaignVisits.objects.create(campaign=campaign, day=date(2019, 12, 30), count=1)
    return campaign


def division(campaign: CampaignPage, key: str) -> presenters_reach.Division:
    found = presenters_reach.divisions(reach.of_campaign(campaign, weekly=True))
    return next(part for part in found if part.key == key)


def table(campaign: CampaignPage, key: str) -> dict[str, dict[str, int | None]]:
    part = division(campaign, key)
    return {name: dict(zip(part.measures, cells, strict=True)) for name, cells in part.rows}


def test_totals_are_by_kind_and_honest_about_what_is_not_known(known: CampaignPage) -> None:
    totals = {row.label: row.quantity for row in presenters_reach.totals(reach.of_campaign(known, weekly=True))}
    assert totals == {
        "Lượt phát": 2,
        "Tờ rơi đã phát": 150,
        "Áp phích đã dán": None,
        "Buổi họp": None,
        "Người dự": 45,
        "Bài đã đăng": None,
        "Lượt mở mã QR, liên kết ngắn": 10,
        "Lượt mở trang": 12,
    }


def test_media_are_told_apart_and_visits_have_none(known: CampaignPage) -> None:
    media = table(known, "phuong-tien")
    assert [*media] == ["Phát thanh", "Áp phích", "Tờ rơi", "Buổi họp dân"]
    assert media["Phát thanh"]["Lượt phát"] == 2
    assert media["Phát thanh"]["Lượt mở mã QR, liên kết ngắn"] == 3
    assert media["Tờ rơi"]["Tờ rơi đã phát"] == 150
    assert "Lượt mở trang" not in media["Tờ rơi"]


def test_a_language_that_is_not_told_has_its_own_row(known: CampaignPage) -> None:
    languages = table(known, "ngon-ngu")
    assert languages == {
        "Tiếng Xơ Đăng": {"Lượt phát": 2, "Tờ rơi đã phát": 120},
        "Không ghi": {"Lượt phát": None, "Tờ rơi đã phát": 30},
    }


def test_units_are_told_apart(known: CampaignPage, hring: AdministrativeUnit) -> None:
    units = table(known, "don-vi")
    assert [*units] == ["Xã Đăk Hring", "Không ghi"]
    assert units["Xã Đăk Hring"]["Người dự"] == 45


def test_two_units_of_one_name_are_named_with_the_one_above(known: CampaignPage, hring: AdministrativeUnit) -> None:
    other = AdministrativeUnit.objects.create(code="610", name="Huyện Đăk Glei", kind="huyện", level=Level.DISTRICT)
    twin = AdministrativeUnit.objects.create(
        code="23377", name=hring.name, kind="xã", level=Level.COMMUNE, parent=other
    )
    ReachEntry.objects.create(
        campaign=known, day=date(2020, 1, 2), kind="poster", quantity=4, medium="poster", unit=twin, source="Ảnh chụp"
    )
    assert [*table(known, "don-vi")] == ["Xã Đăk Hring (Huyện Đăk Glei)", "Xã Đăk Hring (Huyện Đăk Hà)", "Không ghi"]


def test_weeks_begin_on_monday_and_none_is_left_out(known: CampaignPage) -> None:
    weeks = table(known, "tuan")
    assert [*weeks] == ["09/12/2019", "16/12/2019", "23/12/2019", "30/12/2019"]
    assert weeks["09/12/2019"]["Tờ rơi đã phát"] == 150
    assert set(weeks["16/12/2019"].values()) == {None}
    # 29 December 2019 was a Sunday.
    assert weeks["23/12/2019"]["Lượt mở trang"] == 11
    assert weeks["30/12/2019"]["Lượt mở trang"] == 1


def test_after_more_than_a_year_the_latest_weeks_are_shown(known: CampaignPage, settings: object) -> None:
    settings.PORTAL_TODAY = date(2021, 3, 1)  # type: ignore[attr-defined]
    weeks = division(known, "tuan")
    assert (len(weeks.rows), weeks.rows[-1][0], weeks.is_cut) == (53, "01/03/2021", True)


def test_the_page_shows_each_chart_with_its_table(client: Client, known: CampaignPage) -> None:
    page = client.get(PAGE).content.decode()
    charts_shown = re.findall(r'<svg class="(?:bars|columns)" role="img" aria-labelledby="([\w-]+) ([\w-]+)"', page)
    assert len(charts_shown) > 8
    for title, description in charts_shown:
        assert f'<title id="{title}">' in page
        assert f'<desc id="{description}">' in page
    assert page.count("<table>") == 4
    ids = re.findall(r'\bid="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_the_page_needs_few_queries_and_sets_no_cookie(
    client: Client, known: CampaignPage, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client.get(PAGE)
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        answer = client.get(PAGE)
    assert not answer.cookies


def test_without_figures_it_says_so(client: Client, campaign: CampaignPage) -> None:
    page = client.get(PAGE).content.decode()
    assert page.count("Chưa có số liệu") == len(reach.MEASURES)
    assert "<svg class=" not in page


def test_a_campaign_that_is_not_public_has_no_page(client: Client, campaign: CampaignPage) -> None:
    campaign.unpublish()
    assert client.get(PAGE).status_code == 404
    assert client.get(CSV).status_code == 404


def test_the_file_has_every_figure_of_every_day(client: Client, known: CampaignPage) -> None:
    answer = client.get(CSV)
    assert answer["Content-Disposition"] == 'attachment; filename="ket-qua-mot-cua.csv"'
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["Ngày", "Việc", "Phương tiện", "Ngôn ngữ", "Đơn vị hành chính", "Số lượng", "Cách đếm"]
    assert ["2019-12-09", "Lượt phát", "Phát thanh", "Tiếng Xơ Đăng", "", "1", "Tự đếm"] in rows
    unit = "Xã Đăk Hring"
    assert ["2019-12-10", "Tờ rơi đã phát", "Tờ rơi", "Tiếng Xơ Đăng", unit, "120", "Ghi tay"] in rows
    assert ["2019-12-31", "Lượt mở mã QR, liên kết ngắn", "Áp phích", "", unit, "7", "Tự đếm"] in rows
    assert ["2019-12-30", "Lượt mở trang", "", "", "", "1", "Tự đếm"] in rows
    # A heading, three lines by hand, two airings, two links, two days of visits.
    assert len(rows) == 1 + 3 + 2 + 2 + 2


def test_a_name_that_looks_like_a_formula_stays_text_in_the_file(
    client: Client, known: CampaignPage, hring: AdministrativeUnit
) -> None:
    hring.name = "=1+1"
    hring.save()
    assert "'=1+1" in client.get(CSV).content.decode()


def test_bars_are_as_long_as_their_figures_and_the_longest_come_first() -> None:
    chart = charts.bars([("một", 5), ("hai", 20), ("không", 0), ("ba", 10)], most=2)
    assert [(bar.label, bar.value) for bar in chart.bars] == [("hai", 20), ("ba", 10)]
    lengths = [float(bar.length.rstrip("%")) for bar in chart.bars]
    assert lengths[0] == pytest.approx(2 * lengths[1])
    assert chart.left_out == 1


def test_columns_stand_on_the_ground_and_do_not_touch() -> None:
    chart = charts.columns([("a", 0), ("b", 4), ("c", 8)])
    for column in chart.columns:
        assert float(column.y.rstrip("%")) + float(column.height.rstrip("%")) == pytest.approx(100)
    left, right = (float(column.x.rstrip("%")) for column in chart.columns[:2])
    assert left + float(chart.columns[0].width.rstrip("%")) < right
    assert chart.highest.label == "c"


def test_columns_of_nothing_but_zeros_are_drawn_flat() -> None:
    assert {column.height for column in charts.columns([("a", 0), ("b", 0)]).columns} == {"0.00%"}
