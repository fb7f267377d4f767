"""The procedure page says what the Notice of the day says, and names every gap."""

from datetime import date

from portal.places.models import ServicePoint
from portal.procedures.models import AcceptanceException, DocumentItem, FormFile, Handling
from portal.procedures.presenters import preview_context
from portal.procedures.source_marks import REFERENCE

from .conftest import Get, SetDay, path_of, procedure, publish


def text_of(get: Get, path: str) -> str:
    return get(path).content.decode()


def test_a_complete_notice_shows_papers_place_time_and_fee(get: Get) -> None:
    text = text_of(get, "/tt/BQP-06")
    glance = text[text.index("Cần biết trước khi đi") : text.index("Trên trang này")]
    assert "Phiếu tự khai sức khỏe" in glance
    assert "Xã, phường, thị trấn" in glance
    assert "01 ngày" in glance
    assert "Không thu" in glance


def test_a_notice_of_title_and_place_only_says_so_and_lists_what_the_law_wants(get: Get) -> None:
    text = text_of(get, "/tt/BQP-01")
    assert "Trang này mới có tên và nơi nộp" in text
    assert "Chưa cung cấp không có nghĩa là miễn phí." in text
    assert "<b>1 trên 8</b>" in text
    assert "Đối tượng thực hiện" in text
    assert "Miễn phí" not in text


def test_what_comes_from_the_national_database_says_so_at_the_top_and_claims_no_day_of_effect(get: Get) -> None:
    page = procedure("BQP-06")
    page.notes = f"{REFERENCE}; mã 1.900001.\nMang theo căn cước."
    publish(page)
    text = text_of(get, "/tt/BQP-06")
    head = text[: text.index("Cần biết trước khi đi")]
    assert f"{REFERENCE}; mã 1.900001." in head
    assert "đăng trên cổng này từ" in head
    assert "có hiệu lực từ" not in head
    assert text.count(REFERENCE) == 1
    assert "<dt>Có hiệu lực</dt>" not in text_of(get, path_of("BQP-06") + "lich-su/")
    assert "Mang theo căn cước." in text[text.index("Lưu ý") :]


def test_a_text_in_place_of_a_title_or_of_a_papers_name_is_not_shouted(get: Get) -> None:
    page = procedure("BQP-06")
    page.short_title, page.legal_title = "", "Đăng ký quyền sử dụng đất trong trường hợp " + "rất dài " * 40
    page.title = page.legal_title[:255]
    page.documents = [DocumentItem(name="Giấy tờ chứng minh " + "việc đã nêu " * 15)]
    publish(page)
    text = text_of(get, "/tt/BQP-06")
    assert '<h1 class="wall">' in text
    assert "<p>Giấy tờ chứng minh" in text
    assert "<p><b>Giấy tờ chứng minh" not in text
    assert "…</a>" in text_of(get, "/thu-tuc/")


def test_papers_stand_under_their_cases(get: Get) -> None:
    text = text_of(get, "/tt/BCA-13")
    new, change = text.index("Trường hợp 1: Cấp mới"), text.index("Trường hợp 2: Cấp đổi")
    assert new < text.index("Bản khai lý lịch") < change


def test_a_title_too_long_to_read_gives_way_to_the_short_one_and_stands_under_it(get: Get) -> None:
    text = text_of(get, "/tt/BQP-14")
    heading = text[text.index("<h1") : text.index("</h1>")]
    assert "Trợ cấp một lần" in heading.replace("\u00a0", " ")
    assert "Tên đầy đủ:" in text
    assert "nhập ngũ sau ngày 30/4/1975, trực tiếp tham gia chiến tranh" in text


def test_the_places_are_those_that_accept_on_the_day(get: Get) -> None:
    assert "<b>102 nơi</b>" in text_of(get, "/tt/BQP-06")
    # The Centre began on 1 December 2019, districts a month later.
    before = text_of(get, "/tt/BCA-13?ngay=2019-12-15")
    assert "<b>1 nơi</b>" in before
    assert "Huyện, thành phố nhận từ" in before
    gone = text_of(get, "/tt/BCA-13?ngay=2025-07-01")
    assert "không nơi nào nhận" in gone
    assert "Tìm nơi gần bạn" not in gone


def test_a_place_that_suspends_a_procedure_is_named_with_its_reason(get: Get, seeded: None) -> None:
    point = ServicePoint.objects.get(slug="xa-dak-blo")
    AcceptanceException.objects.create(
        code="BQP-06", service_point=point, valid_from=date(2020, 1, 1), reason="Sửa chữa trụ sở"
    )
    assert "Sửa chữa trụ sở" in text_of(get, "/tt/BQP-06")
    assert "<b>101 nơi</b>" in text_of(get, "/tt/BQP-06")
    assert "Tạm ngừng nhận" in text_of(get, "/noi-nop/xa-dak-blo/")


def test_another_day_is_marked_kept_from_search_engines_and_compared(get: Get, seeded: None, set_day: SetDay) -> None:
    page = procedure("BQP-06")
    page.effective_from = date(2020, 3, 1)
    page.handlings = [Handling(channel="direct", duration=5, duration_unit="working_day", fee_kind="none")]
    publish(page)
    set_day(date(2020, 4, 1))
    past = text_of(get, "/tt/BQP-06?ngay=2020-02-01")
    assert "Bạn đang xem nội dung có hiệu lực ngày" in past
    assert 'content="noindex"' in past
    assert "Hôm nay khác gì" in past
    assert "05 ngày làm việc" in past[past.index("Hôm nay khác gì") :]
    assert "noindex" not in text_of(get, "/tt/BQP-06")


def test_a_coming_version_is_announced(get: Get, seeded: None) -> None:
    page = procedure("BQP-06")
    page.effective_from = date(2020, 3, 1)
    page.summary = "Nội dung mới"
    publish(page)
    text = text_of(get, "/tt/BQP-06")
    assert "Sắp thay đổi" in text
    assert "?ngay=2020-03-01" in text
    assert "Nội dung mới" not in text


def test_before_the_first_version_the_page_names_the_first_day(get: Get) -> None:
    response = get("/tt/BQP-06?ngay=2019-11-30")
    text = response.content.decode()
    assert response.status_code == 200
    assert "chưa công bố vào ngày" in text
    assert "01/01/2020" in text


def test_the_history_shows_what_each_version_changed(get: Get, seeded: None) -> None:
    page = procedure("BQP-06")
    page.effective_from = date(2020, 3, 1)
    page.summary = "Đăng ký khi đủ 17 tuổi"
    page.change_reason = "Luật sửa đổi"
    publish(page)
    text = text_of(get, path_of("BQP-06") + "lich-su/")
    assert "Luật sửa đổi" in text
    assert "<ins>" in text
    assert "Công bố lần đầu." in text


def test_a_version_ends_where_the_next_one_begins(get: Get, seeded: None) -> None:
    page = procedure("BQP-06")
    page.effective_from = date(2020, 3, 1)
    page.summary = "Đăng ký khi đủ 17 tuổi"
    publish(page)
    rows = get("/tt/BQP-06").context["versions"]
    assert [row.effective_to for row in rows[:2]] == [None, date(2020, 3, 1)]
    assert rows[0].replaced_at_once_by is None


def test_a_version_replaced_from_its_first_day_says_by_which(get: Get, seeded: None) -> None:
    page = procedure("BQP-06")
    page.summary = "Đăng ký khi đủ 17 tuổi"
    publish(page)
    newest, former, *_ = get("/tt/BQP-06").context["versions"]
    assert (newest.replaced_at_once_by, former.replaced_at_once_by) == (None, newest.number)
    assert f"nay thay bằng bản {newest.number}" in text_of(get, path_of("BQP-06") + "lich-su/")


def test_legal_documents_lead_to_their_pages(get: Get) -> None:
    text = text_of(get, "/tt/BQP-06")
    assert 'href="/van-ban/78-2015-qh13/"' in text
    assert path_of("BQP-06") in text_of(get, "/van-ban/78-2015-qh13/")


def test_hostile_words_of_an_editor_are_printed_not_run(get: Get, seeded: None) -> None:
    page = procedure("BQP-06")
    page.summary = '<script>alert(1)</script> & "nháy"'
    page.documents = [DocumentItem(name="Giấy <img src=x onerror=alert(1)>", form_code="Mẫu <b>1</b>")]
    publish(page)
    text = text_of(get, "/tt/BQP-06")
    assert "<script>alert" not in text
    assert "<img" not in text


def test_the_preview_shows_the_unsaved_words_without_a_version(seeded: None) -> None:
    page = procedure("BQP-06")
    page.summary = "Chưa lưu"
    context = preview_context(page)
    response = page.make_preview_request(preview_mode="")
    assert context["notice"].summary == "Chưa lưu"
    assert "version" not in context
    assert "Bản xem trước" in response.rendered_content


def test_a_form_is_handed_out_under_its_own_name_and_never_guessed(get: Get, seeded: None) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    form = FormFile.store(SimpleUploadedFile("Mẫu đơn.docx", b"PK data"), title="Đơn", code="Mẫu 01")
    page = procedure("BQP-06")
    page.documents = [DocumentItem(name="Đơn", form=form)]
    publish(page)
    assert f"/bieu-mau/{form.sha256}/mau-don.docx" in text_of(get, "/tt/BQP-06")
    response = get(f"/bieu-mau/{form.sha256}/mau-don.docx")
    assert b"".join(response.streaming_content) == b"PK data"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == 'attachment; filename="mau-don.docx"'
