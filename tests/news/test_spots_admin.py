"""Spots in the admin: which version the words follow, who notices a newer one, captions, filters, drafts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from portal.news.enums import Medium
from portal.news.following import superseded_by_spot
from portal.news.models import CampaignPage, Language, Spot, SpotSource
from portal.procedures.models import ProcedurePage

MakeSpot = Callable[..., Spot]
TODAY = date(2020, 1, 2)
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:02.000\nBà con nghe\n".encode()


def url(view: str, *args: object) -> str:
    return reverse(f"{Spot.snippet_viewset.url_namespace}:{view}", args=args)


@pytest.fixture
def as_publisher(admin_client: Client) -> Client:
    return admin_client


@pytest.fixture
def as_writer(db: None, client: Client) -> Client:
    """May write words and not publish them."""
    user = User.objects.create_user("nguoi-viet")
    names = ("access_admin", "add_spot", "change_spot", "view_spot")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return client


@pytest.fixture
def form(campaign: CampaignPage, vietnamese: Language, live_page: ProcedurePage) -> dict[str, Any]:
    return nested_form_data(
        {
            "campaign": campaign.pk,
            "title": "Lời loa xã",
            "medium": Medium.LOUDSPEAKER,
            "language": vietnamese.pk,
            "script": "Bà con nghe.",
            "translation_status": "done",
            "length_seconds": "",
            "media": "",
            "external_url": "",
            "transcript": "",
            "speaker": "",
            "approved_by": "",
            "approved_on": "",
            "note": "",
            "sources": inline_formset([{"procedure": live_page.pk, "number": ""}]),
        }
    )


def change(page: ProcedurePage) -> None:
    """Publish another version of the procedure."""
    page = ProcedurePage.objects.get(pk=page.pk)
    page.summary = f"{page.summary} Nói rõ hơn."
    page.change_reason = "Nói rõ hơn"
    page.save()


# --- the version the words follow -----------------------------------------------------------------


def test_a_number_left_open_is_the_version_in_force(as_publisher: Client, form: dict[str, Any]) -> None:
    as_publisher.post(url("add"), form)
    assert SpotSource.objects.get().number == 1


def test_a_draft_follows_the_version_of_the_day_it_was_written(
    as_publisher: Client, form: dict[str, Any], live_page: ProcedurePage, spot: Spot
) -> None:
    as_publisher.post(url("edit", spot.pk), form)
    change(live_page)
    revision = Spot.objects.get(pk=spot.pk).get_latest_revision()
    assert revision is not None
    revision.publish()
    assert set(SpotSource.objects.values_list("number", flat=True)) == {1}
    assert list(superseded_by_spot(TODAY)) == [spot.pk]


def test_a_number_that_an_editor_wrote_stays(make_spot: MakeSpot, live_page: ProcedurePage) -> None:
    change(live_page)
    spot = make_spot(follows=[(live_page, 1)])
    spot.save()
    assert SpotSource.objects.get(spot=spot).number == 1


def test_a_procedure_never_published_has_no_version_to_follow(
    make_spot: MakeSpot, live_page: ProcedurePage, make_page: Callable[..., ProcedurePage]
) -> None:
    draft = live_page.get_parent().add_child(instance=make_page("BQP-07", live=False))
    spot = make_spot(follows=[(draft, None)])
    assert SpotSource.objects.get(spot=spot).number is None
    assert superseded_by_spot(TODAY) == {}


# --- looking at words again -----------------------------------------------------------------------


@pytest.fixture
def overtaken(make_spot: MakeSpot, live_page: ProcedurePage) -> Spot:
    """A live spot whose notice has a second version."""
    spot = make_spot(follows=[(live_page, 1)])
    spot.save_revision().publish()
    change(live_page)
    return Spot.objects.get(pk=spot.pk)


def test_a_publisher_says_once_that_the_words_still_hold(as_publisher: Client, overtaken: Spot) -> None:
    page = as_publisher.get(url("review", overtaken.pk)).content.decode()
    assert "lời theo bản số 1, nay có bản số 2" in page
    assert superseded_by_spot(TODAY), "looking is not yet saying"
    as_publisher.post(url("review", overtaken.pk))
    assert superseded_by_spot(TODAY) == {}
    draft = overtaken.get_latest_revision_as_object()
    assert [source.number for source in draft.sources.all()] == [2]
    assert "nay có bản số" not in Client().get("/chien-dich/mot-cua/").content.decode()


def test_a_writer_only_drafts_it(as_writer: Client, overtaken: Spot) -> None:
    response = as_writer.post(url("review", overtaken.pk), follow=True)
    assert "Hãy gửi duyệt để trang công khai ghi theo bản mới" in response.content.decode()
    assert list(superseded_by_spot(TODAY)) == [overtaken.pk]
    draft = Spot.objects.get(pk=overtaken.pk).get_latest_revision_as_object()
    assert [source.number for source in draft.sources.all()] == [2]


def test_a_draft_in_work_is_not_published_by_it(as_publisher: Client, overtaken: Spot) -> None:
    overtaken.script = "Lời mới chưa ai duyệt."
    overtaken.save_revision()
    as_publisher.post(url("review", overtaken.pk))
    assert Spot.objects.get(pk=overtaken.pk).script != "Lời mới chưa ai duyệt."
    assert list(superseded_by_spot(TODAY)) == [overtaken.pk]


def test_without_the_right_to_change_words_nobody_says_so(overtaken: Spot, client: Client) -> None:
    user = User.objects.create_user("khac")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_spot"]))
    client.force_login(user)
    client.post(url("review", overtaken.pk))
    assert list(superseded_by_spot(TODAY)) == [overtaken.pk]


def test_editors_learn_of_overtaken_words_at_each_place(as_publisher: Client, overtaken: Spot) -> None:
    assert "lời phát</a> dựa vào bản công bố cũ" in as_publisher.get(reverse("wagtailadmin_home")).content.decode()
    assert "BQP-06: đã có bản mới" in as_publisher.get(url("list")).content.decode()
    assert "Lời này viết theo bản cũ" in as_publisher.get(url("edit", overtaken.pk)).content.decode()


def test_words_nothing_has_overtaken_bring_no_warning(as_publisher: Client, spot: Spot) -> None:
    assert "Lời phát cần xem lại</h2>" not in as_publisher.get(reverse("wagtailadmin_home")).content.decode()
    assert "Lời này viết theo bản cũ" not in as_publisher.get(url("edit", spot.pk)).content.decode()
    assert "đang có hiệu lực" in as_publisher.get(url("review", spot.pk)).content.decode()


# --- the list -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("follows=outdated", {"Cũ"}),
        ("follows=current", {"Đúng", "Nháp"}),
        ("live=false", {"Nháp"}),
        ("medium=led", {"Đúng"}),
        ("language={sed}", {"Nháp"}),
        ("campaign={campaign}", {"Cũ", "Đúng", "Nháp"}),
        ("translation_status=done", {"Đúng"}),
        ("campaign=99999999999999999999", {"Cũ", "Đúng", "Nháp"}),
        ("q=dung", {"Đúng"}),
    ],
)
def test_the_list_is_filtered(  # noqa: PLR0917 - three kinds of spots
    as_publisher: Client,
    make_spot: MakeSpot,
    live_page: ProcedurePage,
    sedang: Language,
    campaign: CampaignPage,
    query: str,
    titles: set[str],
) -> None:
    make_spot(title="Cũ", follows=[(live_page, 1)])
    make_spot(title="Nháp", language=sedang, live=False)
    change(live_page)
    make_spot(title="Đúng", medium=Medium.LED, translation_status="done", follows=[(live_page, 2)])
    response = as_publisher.get(f"{url('list')}?{query.format(sed=sedang.pk, campaign=campaign.pk)}")
    assert {spot.title for spot in response.context["object_list"]} == titles


def test_the_list_asks_the_same_of_many_spots_as_of_few(
    as_publisher: Client, make_spot: MakeSpot, live_page: ProcedurePage, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        make_spot(title=f"Lời {number}", follows=[(live_page, 1)])
    change(live_page)
    as_publisher.get(url("list"))
    with django_assert_max_num_queries(30):
        as_publisher.get(url("list"))


def test_the_campaign_shows_how_far_each_language_is(
    as_publisher: Client, campaign: CampaignPage, make_spot: MakeSpot, sedang: Language
) -> None:
    campaign.languages.set([sedang])
    campaign.save_revision().publish()
    make_spot(translation_status="checked")
    html = " ".join(as_publisher.get(reverse("wagtailadmin_pages:edit", args=[campaign.pk])).content.decode().split())
    assert "<strong>Tiếng Xơ Đăng</strong></td> <td><strong>Chưa có</strong></td>" in html
    assert "<strong>Tiếng Việt</strong><br>ngoài danh sách cần có</td>" in html
    assert "Đã soát: 1" in html


# --- captions, signs, previews --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"1\n00:00:00,000 --> 00:00:02,000\nSRT\n", "dòng đầu phải là WEBVTT"),
        (b"<html><script>alert(1)</script>", "dòng đầu phải là WEBVTT"),
        (b"WEBVTTX\n", "dòng đầu phải là WEBVTT"),
        ("WEBVTT\n\nBà con".encode("utf-16"), "không phải chữ UTF-8"),
        (b"WEBVTT\n\x00", "ký tự không đọc được"),
        (b"WEBVTT\n" + b"x" * 1_000_000, "lớn hơn 1 MB"),
    ],
    ids=["srt", "html", "longer word", "utf-16", "nul", "too large"],
)
def test_captions_no_player_reads_are_refused(
    as_publisher: Client, form: dict[str, Any], content: bytes, reason: str
) -> None:
    response = as_publisher.post(url("add"), form | {"captions": SimpleUploadedFile("phu-de.vtt", content)})
    assert reason in " ".join(response.context["form"].errors["captions"])
    assert not Spot.objects.exists()


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"], ids=["plain", "byte order mark"])
def test_captions_uploaded_with_a_draft_are_there_when_it_is_published(
    as_publisher: Client, form: dict[str, Any], spot: Spot, start: bytes
) -> None:
    file = SimpleUploadedFile("phu-de.vtt", start + CAPTIONS)
    as_publisher.post(url("edit", spot.pk), form | {"captions": file})
    assert not Spot.objects.get(pk=spot.pk).captions, "a draft changes nothing readers see"
    revision = Spot.objects.get(pk=spot.pk).get_latest_revision()
    assert revision is not None
    revision.publish()
    with Spot.objects.get(pk=spot.pk).captions.open() as stored:
        assert stored.read() == start + CAPTIONS


def test_a_line_too_long_for_a_sign_is_refused_with_its_length(as_publisher: Client, form: dict[str, Any]) -> None:
    response = as_publisher.post(url("add"), form | {"medium": Medium.LED, "script": "chữ " * 30})
    assert "dài nhất 100 ký tự; dòng này có 119" in " ".join(response.context["form"].errors["script"])


def test_a_preview_shows_the_draft_as_readers_would_see_it(spot: Spot) -> None:
    spot.script = "Lời đang sửa."
    response = spot.make_preview_request()
    response.render()
    html = response.content.decode()
    assert "Lời đang sửa." in html
    assert "Lời loa xã" in html


# --- languages ------------------------------------------------------------------------------------


def test_a_language_keeps_its_code(as_publisher: Client, sedang: Language) -> None:
    edit = reverse("wagtailsnippets_news_language:edit", args=[sedang.pk])
    data = nested_form_data(
        {"code": "xxx", "name": "Tiếng Xơ Đăng", "order": 2, "note": "", "spellings": inline_formset([])}
    )
    as_publisher.post(edit, data)
    assert Language.objects.get(pk=sedang.pk).code == "sed"


def test_a_language_is_found_in_the_admin_by_another_spelling(as_publisher: Client, sedang: Language) -> None:
    response = as_publisher.get(reverse("wagtailsnippets_news_language:list"), {"q": "xe dang"})
    assert "Tiếng Xơ Đăng" in response.content.decode()
