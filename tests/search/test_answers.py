"""What the search page says beside its results: how a query was read, where, what was asked, and what is not here."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.places.models import ServicePoint
from portal.procedures.models import AcceptanceException
from portal.procedures.notice import Document, DocumentCase, Duration, Fee, Handling, Notice
from portal.search.filters import Filters
from portal.search.models import ElsewhereArea, Synonym
from portal.search.presenters_answers import MOST_PAPERS
from portal.search.service import PlaceState, SearchRequest, search
from tests.search.publishing import publish, short_notice
from tests.seeding import seed_all

URL = "/tim-kiem/"
#: Whatever is typed must stay text: markup, a quote that would end an attribute, marks that turn the line around.
HOSTILE = '"><script>alert(1)</script>\u202e\u2067'


def page(client: Client, **asked: object) -> str:
    response = client.get(f"{URL}?{urlencode(asked, doseq=True)}")
    assert response.status_code == 200
    return response.content.decode()


def links(html: str) -> list[str]:
    return [href.replace("&amp;", "&") for href in re.findall(r'href="([^"]+)"', html)]


# --- how it was read -----------------------------------------------------------------------------


def test_words_read_otherwise_are_said_with_a_way_back_to_the_words_typed(client: Client, plan: list[Notice]) -> None:
    html = page(client, q="can cuoc cong dan", level="district")

    assert "Đang tìm: <strong>căn cước công dân</strong>" in html
    assert "Đã thêm dấu." in html
    assert "Tìm đúng chữ đã gõ: “<bdi>can cuoc cong dan</bdi>”" in html
    assert f"{URL}?q=can+cuoc+cong+dan&level=district&literal=1" in links(html)


def test_words_read_as_typed_cost_no_line(client: Client, plan: list[Notice]) -> None:
    html = page(client, q="căn cước công dân")

    assert "Đang tìm" not in html
    assert "literal" not in html


def test_literally_nothing_is_corrected_and_a_link_leads_back(client: Client, plan: list[Notice]) -> None:
    html = page(client, q="can cuoc cong dan", literal="1", page="1")

    assert "Đang tìm đúng chữ đã gõ." in html
    assert "Đang tìm: " not in html
    assert f"{URL}?q=can+cuoc+cong+dan" in links(html)
    assert '<input type="hidden" name="literal" value="1">' in html


def test_keys_of_an_input_method_that_was_off_are_explained(client: Client, plan: list[Notice]) -> None:
    assert "bộ gõ tiếng Việt đang tắt" in page(client, q="cawn cuwowcs coong daan")


def test_other_wordings_are_named_where_they_found_the_first_result(client: Client, plan: list[Notice]) -> None:
    Synonym.objects.create(wordings="giấy tùy thân", meanings="thẻ căn cước công dân")

    assert "Cũng tìm: thẻ căn cước công dân" in page(client, q="giấy tùy thân")
    assert "Cũng tìm" not in page(client, q="thẻ căn cước công dân")


def test_a_wording_that_is_no_help_to_read_is_not_named(client: Client, plan: list[Notice]) -> None:
    Synonym.objects.create(wordings="giấy tùy thân", meanings="bhyt\ncăn cước căn cước công dân\nthẻ căn cước công dân")

    assert "Cũng tìm: thẻ căn cước công dân<" in page(client, q="giấy tùy thân")


def test_where_the_subject_is_known_not_to_be_here_no_other_reading_is_offered(
    client: Client, plan: list[Notice]
) -> None:
    ElsewhereArea.objects.create(area="Hộ tịch", subjects="thẻ căn cước giả")

    html = page(client, q="thẻ căn cước giả công dân")

    assert "Việc về" in html
    assert "Có phải bạn muốn tìm" not in html


def test_the_other_reading_is_offered_where_this_one_finds_nothing(client: Client, plan: list[Notice]) -> None:
    html = page(client, q="caawn cuowcs coong daan", literal="1")

    assert "Không có trong 36 thủ tục" in html
    assert "Có phải bạn muốn tìm" in html
    assert f"{URL}?q=caawn+cuowcs+coong+daan" in links(html)


def test_no_other_reading_is_offered_that_finds_nothing_either(client: Client, plan: list[Notice]) -> None:
    assert "Có phải bạn muốn tìm" not in page(client, q="lams hooj chieeus", literal="1")


@pytest.mark.parametrize("asked", [{}, {"literal": "1"}, {"anywhere": "1"}])
@pytest.mark.parametrize("words", ["can cuoc cong dan", "caawn cuowcs", "con dau o huyen dak ha", "ho chieu bao lau"])
def test_markup_and_turning_marks_stay_text_in_every_line(
    client: Client, demonstrated: None, words: str, asked: dict[str, str]
) -> None:
    ElsewhereArea.objects.create(area="<b>Hộ chiếu</b>", subjects="hộ chiếu")
    html = page(client, q=f"{words} {HOSTILE}", **asked)

    assert "<script>alert" not in html
    assert "<b><b>Hộ chiếu</b>" not in html
    assert '"><script>' not in html


# --- where ---------------------------------------------------------------------------------------


def test_a_place_in_the_query_narrows_the_results_and_may_be_left_out(client: Client, demonstrated: None) -> None:
    html = page(client, q="căn cước ở huyện Đắk Hà")

    assert 'Chỉ những thủ tục nhận tại <a href="/noi-nop/huyen-dak-ha/">huyện Đắk Hà</a>' in html
    (without,) = (link for link in links(html) if "anywhere=1" in link)
    assert "Chỉ những thủ tục nhận tại" not in client.get(without).content.decode()


def test_a_place_that_takes_nothing_of_it_in_is_dropped_and_said(client: Client, demonstrated: None) -> None:
    html = page(client, q="đăng ký nghĩa vụ quân sự lần đầu ở huyện Đắk Hà")

    assert "Nơi nộp ở huyện Đắk Hà không nhận thủ tục này" in html
    assert "BQP-06" in html


def test_a_place_obeys_its_exceptions(demonstrated: None) -> None:
    asked = SearchRequest(text="nghĩa vụ quân sự ở xã Đắk Hring", size=50)
    before = {hit.document.code for hit in search(asked).hits}
    point = ServicePoint.objects.get(slug="xa-dak-hring")
    AcceptanceException.objects.create(code="BQP-06", service_point=point, reason="Sửa chữa", valid_from="2019-12-01")

    after = search(asked)

    assert after.place_state is PlaceState.APPLIED
    assert before - {hit.document.code for hit in after.hits} == {"BQP-06"}


def test_a_place_chosen_in_the_address_goes_before_that_of_the_words(client: Client, demonstrated: None) -> None:
    html = page(client, q="căn cước ở huyện Đắk Hà", place="trung-tam-tinh")

    assert "Chỉ những thủ tục nhận tại" not in html
    assert "Đang lọc." in html


def test_a_place_without_a_service_point_of_its_own_narrows_nothing(client: Client, demonstrated: None) -> None:
    html = page(client, q="căn cước ở tỉnh Kon Tum")

    assert "Chỉ những thủ tục nhận tại" not in html
    assert "BCA-02" in html


# --- what was asked ------------------------------------------------------------------------------


def first_result(html: str) -> str:
    return html.partition('<ol class="res"')[2].partition("</li><li><h3")[0]


def answer_page(client: Client, question: str, **values: Any) -> str:
    publish([short_notice("BQP-06", **values)])
    return first_result(page(client, q=f"đăng ký nghĩa vụ quân sự lần đầu {question}"))


def test_papers_are_listed_with_the_first_result(client: Client, plan: list[Notice]) -> None:
    papers = (Document(name="Phiếu tự khai sức khỏe"), Document(name="Giấy khai sinh", condition="chưa có căn cước"))

    html = answer_page(client, "cần giấy tờ gì", documents=(DocumentCase(documents=papers),))

    assert "Phiếu tự khai sức khỏe" in html
    assert "(chỉ cần khi: chưa có căn cước)" in html
    assert "#giay-to" in html


def test_many_papers_are_cut_short_and_lead_to_all(client: Client, plan: list[Notice]) -> None:
    papers = tuple(Document(name=f"Giấy số {number}") for number in range(MOST_PAPERS + 3))

    html = answer_page(client, "cần giấy tờ gì", documents=(DocumentCase(documents=papers),))

    assert html.count("Giấy số") == MOST_PAPERS
    assert f"Xem đủ {MOST_PAPERS + 3} loại giấy tờ" in html


def test_papers_of_several_cases_lead_to_each_case(client: Client, plan: list[Notice]) -> None:
    cases = tuple(DocumentCase(label=label, documents=(Document(name="Tờ khai"),)) for label in ("Lần đầu", "Bổ sung"))

    html = answer_page(client, "cần giấy tờ gì", documents=cases)

    assert "#truong-hop-1" in html
    assert "#truong-hop-2" in html


def test_time_and_fee_are_said_and_what_is_missing_is_not_free(client: Client, plan: list[Notice]) -> None:
    timed = Handling(channel="direct", duration=Duration(number=3, unit="day"), fee=Fee(kind="none"))

    assert "03 ngày" in answer_page(client, "mất bao lâu", handlings=(timed,))
    assert "Không thu" in answer_page(client, "bao nhiêu tiền", handlings=(timed,))
    untold = answer_page(client, "bao nhiêu tiền", handlings=())
    assert "Chưa cung cấp" in untold
    assert "Chưa cung cấp không có nghĩa là miễn phí" in untold


def test_where_to_go_is_said_with_the_way_to_the_nearest(client: Client, demonstrated: None) -> None:
    html = first_result(page(client, q="đăng ký nghĩa vụ quân sự lần đầu nộp ở đâu"))

    assert "<h4>Nơi nộp</h4>" in html
    assert "102 xã, phường, thị trấn" in html
    assert "/noi-nop/?thu-tuc=BQP-06" in html
    assert "#noi-nop" in html


def test_only_the_first_result_answers(client: Client, plan: list[Notice]) -> None:
    assert page(client, q="cấp thẻ căn cước mất bao lâu").count('class="ans"') == 1
    assert 'class="ans"' not in page(client, q="cấp thẻ căn cước")


# --- what belongs together -----------------------------------------------------------------------


def test_variants_stand_with_the_first_of_them_and_none_is_hidden(client: Client, plan: list[Notice]) -> None:
    html = page(client, q="xác nhận số chứng minh nhân dân")

    group = first_result(html)
    assert "Bạn cần việc nào?" in group
    for code in ("bca-05", "bca-06", "bca-07"):
        assert html.count(f'href="/thu-tuc/co-quan/{code}/"') == 1
        assert f"/thu-tuc/co-quan/{code}/" in group


def test_two_variants_are_no_question(client: Client, plan: list[Notice]) -> None:
    html = page(client, q="đăng ký tạm vắng phương tiện kỹ thuật")

    assert "Việc cùng loại:" in html
    assert "Bạn cần việc nào?" not in first_result(html)


# --- what is not here ----------------------------------------------------------------------------


def test_an_area_that_is_not_here_is_named_with_where_to_ask(client: Client, plan: list[Notice]) -> None:
    ElsewhereArea.objects.create(area="Hộ chiếu, xuất nhập cảnh", subjects="làm hộ chiếu")

    html = page(client, q="làm hộ chiếu")

    assert "Việc về <b>Hộ chiếu, xuất nhập cảnh</b> không nằm trong 36 thủ tục ở đây" in html
    assert "https://dichvucong.gov.vn" in html
    assert "18001096" in html
    assert '<ol class="res"' not in html


def test_the_page_of_a_question_at_a_place_takes_at_most_ten_queries(
    client: Client, transactional_db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    seed_all()
    page(client, q="căn cước")

    for words in ("căn cước ở huyện Đắk Hà cần giấy tờ gì", "nghĩa vụ quân sự ở huyện Đắk Hà", "lams hooj chieeus"):
        with django_assert_max_num_queries(10):
            page(client, q=words)


@pytest.mark.parametrize("text", ["con mèo nhà tôi bị lạc", "đăng ký nghĩa vụ quân sự", "căn cước công dân"])
def test_filters_never_change_how_a_query_is_answered(demonstrated: None, text: str) -> None:
    plain = search(SearchRequest(text=text))

    for filters in (Filters(levels=frozenset({"commune"})), Filters(agencies=frozenset({"nobody"}))):
        narrowed = search(SearchRequest(text=text, filters=filters))
        assert narrowed.accepted == plain.accepted
        assert narrowed.total <= plain.total


def test_a_title_is_marked_by_the_reading_that_found_it(demonstrated: None) -> None:
    first = search(SearchRequest(text="đổi thẻ CCCD")).hits[0]

    assert first.document.code == "BCA-04"
    assert "Căn cước công dân</mark>" in first.title
