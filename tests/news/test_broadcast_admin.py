"""The schedule in the admin: forms of outlets and slots, the week, recording what became of a slot."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from portal.core.permissions import permissions_named
from portal.news.models import Airing, BroadcastSlot, CampaignPage, Outlet
from portal.news.viewsets.broadcast import BroadcastSlotViewSet

SLOT = "wagtailsnippets_news_broadcastslot"
OUTLET = "wagtailsnippets_news_outlet"
WEEK = "2020-W01"


@pytest.fixture
def as_admin(db: None) -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("quan-tri"))
    return client


@pytest.fixture
def log_in(db: None) -> Callable[..., Client]:
    """A client of a user with these rights only."""

    def log_in_with(*rights: str) -> Client:
        user = User.objects.create_user(f"nguoi-{len(rights)}")
        user.user_permissions.add(*permissions_named(("wagtailadmin.access_admin", *rights)))
        client = Client()
        client.force_login(user)
        return client

    return log_in_with


@pytest.fixture
def made(campaign: CampaignPage, station: Outlet) -> BroadcastSlot:
    """Every day from Monday 30 December 2019 at 05:30."""
    return BroadcastSlot.objects.create(
        campaign=campaign,
        outlet=station,
        programme="Bản tin sáng",
        starts_on=date(2019, 12, 30),
        starts_at=time(5, 30),
        length_minutes=15,
        frequency="daily",
    )


def form_of(campaign: CampaignPage, station: Outlet, **values: Any) -> dict[str, Any]:
    defaults: dict[str, Any] = {
        "campaign": campaign.pk,
        "outlet": station.pk,
        "programme": "Bản tin trưa",
        "starts_on": "2020-01-02",
        "starts_at": "",
        "length_minutes": "",
        "frequency": "once",
        "interval": "1",
        "until": "",
        "source": "",
        "note": "",
    }
    return defaults | values


def outcome(day: str, status: str, proof: str = "", proof_url: str = "") -> dict[str, str]:
    return {f"{day}-status": status, f"{day}-proof": proof, f"{day}-proof_url": proof_url}


def week_form(**changed: tuple[str, ...]) -> dict[str, str]:
    """What the browser sends for the first week; `on_2020_01_01=("aired", "Nhật ký")` for a day that was filled in."""
    days = ["2019-12-30", "2019-12-31", *(f"2020-01-0{number}" for number in range(1, 6))]
    data: dict[str, str] = {}
    for day in days:
        data |= outcome(day, *changed.get(f"on_{day.replace('-', '_')}", ("planned",)))
    return data


def record_url(slot: BroadcastSlot, week: str = WEEK) -> str:
    return reverse(f"{SLOT}:record", args=[slot.pk, week])


# --- outlets and slots ----------------------------------------------------------------------------


def test_an_outlet_gets_its_address_from_its_name_and_is_never_deleted(as_admin: Client) -> None:
    data = {"name": "Đài huyện Đắk Hà", "kind": "loudspeaker", "channel": "", "website": "", "contact": "", "note": ""}
    as_admin.post(reverse(f"{OUTLET}:add"), data)
    outlet = Outlet.objects.get()
    assert outlet.slug == "dai-huyen-dak-ha"
    as_admin.post(reverse(f"{OUTLET}:delete", args=[outlet.pk]))
    assert Outlet.objects.exists()


def test_a_weekly_slot_is_made_by_ticking_its_days(as_admin: Client, campaign: CampaignPage, station: Outlet) -> None:
    data = form_of(campaign, station, frequency="weekly", interval="2", weekdays=["TH", "MO"], starts_at="11:30")
    response = as_admin.post(reverse(f"{SLOT}:add"), data)
    assert response.status_code == 302
    stored = BroadcastSlot.objects.get()
    assert (stored.weekdays, stored.interval, stored.starts_at) == (["MO", "TH"], 2, time(11, 30))
    form = as_admin.get(reverse(f"{SLOT}:edit", args=[stored.pk])).content.decode()
    assert "Thứ Năm, 02/01/2020" in form
    assert "Thứ Hai, 13/01/2020" in form


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"frequency": "weekly", "weekdays": ["MO"]}, "là thứ Năm, không có trong các thứ đã chọn"),
        ({"frequency": "daily", "weekdays": ["TH"]}, "Chỉ chọn thứ khi lặp lại hằng tuần"),
        ({"frequency": "weekly", "weekdays": ["XX"]}, "XX"),
        ({"until": "2020-02-01"}, "Phát một lần thì không ghi ngày kết thúc"),
        ({"starts_on": "31/02/2020"}, ""),
        ({"starts_on": "9999-12-31"}, "Ngày phải từ năm 2000 đến năm 2099"),
        ({"interval": "x"}, ""),
        ({"campaign": "", "outlet": ""}, ""),
        ({"campaign": "999999", "outlet": "999999"}, ""),
    ],
)
def test_a_slot_that_cannot_be_is_shown_again_with_the_reason(
    as_admin: Client, campaign: CampaignPage, station: Outlet, values: dict[str, Any], message: str
) -> None:
    response = as_admin.post(reverse(f"{SLOT}:add"), form_of(campaign, station) | values)
    assert response.status_code == 200
    assert message in response.content.decode()
    assert "Bản tin trưa" in response.content.decode()
    assert not BroadcastSlot.objects.exists()


def test_a_slot_that_collides_is_saved_with_a_warning(
    as_admin: Client, campaign: CampaignPage, station: Outlet, made: BroadcastSlot
) -> None:
    data = form_of(campaign, station, starts_at="05:40")
    response = as_admin.post(reverse(f"{SLOT}:add"), data, follow=True)
    other = BroadcastSlot.objects.exclude(pk=made.pk).get()
    assert "Trùng giờ với “Bản tin trưa – Đài Phát thanh tỉnh”: “Bản tin sáng” lúc 05:30" in response.content.decode()
    form = as_admin.get(reverse(f"{SLOT}:edit", args=[other.pk])).content.decode()
    assert "Trùng giờ ở cùng nơi phát" in form
    week = as_admin.get(reverse(f"{SLOT}:week")).content.decode()
    assert week.count("Trùng giờ: ") == 2


def test_an_entry_that_cannot_be_saved_leaves_the_days_of_the_stored_one(
    as_admin: Client, campaign: CampaignPage, station: Outlet, made: BroadcastSlot
) -> None:
    data = form_of(campaign, station, starts_on="", starts_at="25:99")
    response = as_admin.post(reverse(f"{SLOT}:edit", args=[made.pk]), data)
    assert response.status_code == 200
    assert "Thứ Năm, 02/01/2020" in response.content.decode()


@pytest.mark.parametrize("by_list", [False, True])
def test_a_slot_with_a_record_is_not_deleted(as_admin: Client, made: BroadcastSlot, by_list: bool) -> None:
    url = reverse(f"{SLOT}:delete", args=[made.pk])
    if by_list:
        url = reverse("wagtail_bulk_action", args=["news", "broadcastslot", "delete"]) + f"?id={made.pk}"
    airing = Airing.objects.create(slot=made, day=date(2020, 1, 1), status="aired", proof="Nhật ký")
    response = as_admin.post(url, follow=True)
    assert "Không xóa “Bản tin sáng" in response.content.decode()
    assert BroadcastSlot.objects.exists()
    airing.delete()
    as_admin.post(url)
    assert not BroadcastSlot.objects.exists()


def test_lists_are_searched_without_accents(as_admin: Client, made: BroadcastSlot) -> None:
    found = as_admin.get(reverse(f"{SLOT}:list"), {"q": "ban tin sang"}).content.decode()
    assert "Bản tin sáng" in found
    assert "Hằng ngày" in found
    assert reverse(f"{SLOT}:week") in found


# --- the week -------------------------------------------------------------------------------------


def test_the_week_shows_slots_of_campaigns_that_are_not_public_yet(
    as_admin: Client, made: BroadcastSlot, campaign: CampaignPage
) -> None:
    campaign.unpublish()
    assert "Bản tin sáng" in as_admin.get(reverse(f"{SLOT}:week"), {"tuan": WEEK}).content.decode()


@pytest.mark.parametrize("query", [{"tuan": "x"}, {"tuan": "9999-W52"}, {"dai": "x"}, {"dai": "9" * 40}, {"dai": "²"}])
def test_what_cannot_be_read_of_the_week_is_left_out(
    as_admin: Client, made: BroadcastSlot, query: dict[str, str]
) -> None:
    response = as_admin.get(reverse(f"{SLOT}:week"), query)
    assert response.status_code == 200
    assert "30/12/2019" in response.content.decode()


def test_the_week_of_one_outlet_leaves_the_others_out(as_admin: Client, made: BroadcastSlot, station: Outlet) -> None:
    other = Outlet.objects.create(name="Đài huyện", slug="dai-huyen", kind="radio")
    url = reverse(f"{SLOT}:week")
    assert "Bản tin sáng" in as_admin.get(url, {"tuan": WEEK, "dai": str(station.pk)}).content.decode()
    assert "Bản tin sáng" not in as_admin.get(url, {"tuan": WEEK, "dai": str(other.pk)}).content.decode()


# --- recording ------------------------------------------------------------------------------------


def test_a_week_of_a_slot_is_recorded_at_once(as_admin: Client, made: BroadcastSlot) -> None:
    before = made.changed_at
    data = week_form(on_2019_12_30=("aired", "Nhật ký phát sóng"), on_2020_01_01=("cancelled",))
    response = as_admin.post(record_url(made), data, follow=True)
    assert "Đã ghi kết quả của 2 ngày" in response.content.decode()
    found = list(Airing.objects.values_list("day", "status", "proof"))
    assert found == [(date(2019, 12, 30), "aired", "Nhật ký phát sóng"), (date(2020, 1, 1), "cancelled", "")]
    made.refresh_from_db()
    assert made.changed_at > before
    assert [entry.data["airing"]["day"] for entry in ModelLogEntry.objects.order_by("pk")] == [
        "2019-12-30",
        "2020-01-01",
    ]


def test_the_days_that_were_not_changed_stay_as_they_are(as_admin: Client, made: BroadcastSlot) -> None:
    kept = Airing.objects.create(slot=made, day=date(2019, 12, 30), status="aired", proof="Nhật ký")
    data = week_form(on_2019_12_30=("aired", "Nhật ký"), on_2019_12_31=("aired", "", "https://example.org/ban-ghi"))
    as_admin.post(record_url(made), data)
    assert set(Airing.objects.values_list("day", flat=True)) == {kept.day, date(2019, 12, 31)}


def test_nothing_is_lost_of_a_week_with_an_error(as_admin: Client, made: BroadcastSlot) -> None:
    data = week_form(
        on_2019_12_30=("aired", "Nhật ký phát sóng"),
        on_2020_01_01=("aired",),
        on_2020_01_02=("phát rồi",),
        on_2020_01_03=("aired", "Biên bản"),
        on_2020_01_04=("cancelled", "", "javascript:alert(1)"),
    )
    response = as_admin.post(record_url(made), data)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Đã phát thì ghi căn cứ xác nhận." in page
    assert "Ngày này chưa tới nên chưa thể đã phát." in page
    assert 'value="Nhật ký phát sóng"' in page
    assert not Airing.objects.exists()


def test_a_slot_whose_day_was_not_known_is_recorded_on_any_day_of_its_week(
    as_admin: Client, made: BroadcastSlot
) -> None:
    made.frequency = "weekly"
    made.save()
    as_admin.post(record_url(made), week_form(on_2019_12_31=("aired", "Nhật ký")))
    assert Airing.objects.get().day == date(2019, 12, 31)
    assert "Thứ Ba, 31/12/2019" in as_admin.get(reverse(f"{SLOT}:week"), {"tuan": WEEK}).content.decode()


@pytest.mark.parametrize("week", ["2020-W54", "x", "9999-W52"])
def test_a_week_that_is_none_is_not_found(as_admin: Client, made: BroadcastSlot, week: str) -> None:
    assert as_admin.get(record_url(made, week)).status_code == 404


def test_only_who_may_change_airings_records_them(log_in: Callable[..., Client], made: BroadcastSlot) -> None:
    reader, recorder = log_in("news.view_broadcastslot"), log_in("news.view_broadcastslot", "news.change_airing")
    week = reverse(f"{SLOT}:week")
    assert "Ghi kết quả" not in reader.get(week).content.decode()
    assert reader.post(record_url(made), week_form(on_2020_01_01=("cancelled",))).status_code == 302
    assert not Airing.objects.exists()
    assert "Ghi kết quả" in recorder.get(week).content.decode()
    recorder.post(record_url(made), week_form(on_2020_01_01=("cancelled",)))
    assert Airing.objects.exists()


def test_without_rights_nothing_of_the_schedule_is_shown(log_in: Callable[..., Client], made: BroadcastSlot) -> None:
    nobody = log_in()
    for pattern in BroadcastSlotViewSet().get_urlpatterns():
        names = {"pk": made.pk, "week": WEEK, "revision_id": 1}
        wanted = {name: names[name] for name in pattern.pattern.converters}
        assert nobody.get(reverse(f"{SLOT}:{pattern.name}", kwargs=wanted)).status_code in {302, 403, 404}


def test_every_view_of_a_slot_opens_for_who_may_do_all(as_admin: Client, made: BroadcastSlot) -> None:
    Airing.objects.create(slot=made, day=date(2020, 1, 1), status="aired", proof="Nhật ký phát sóng")
    for pattern in BroadcastSlotViewSet().get_urlpatterns():
        names = {"pk": made.pk, "week": WEEK}
        wanted = {name: names[name] for name in pattern.pattern.converters}
        # What was recorded is not to be deleted: that view leads back to the list.
        expected = 302 if pattern.name == "delete" else 200
        assert as_admin.get(reverse(f"{SLOT}:{pattern.name}", kwargs=wanted)).status_code == expected, pattern.name
