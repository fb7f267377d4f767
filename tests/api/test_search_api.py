"""/search and /suggest keep the contract that measuring tools rely on."""

from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from portal.procedures.notice import Notice
from portal.search import engines
from portal.search.models import ElsewhereArea
from tests.api.conftest import Get


def test_an_answer_has_the_shape_of_the_contract(plan: list[Notice], get: Get) -> None:
    body = get("search", q="can cuoc cong dan", size=2)

    assert body["query"] == {
        "original": "can cuoc cong dan",
        "interpreted": "căn cước công dân",
        "notes": ["accents"],
        "intents": [],
        "place": None,
    }
    assert body["match"] == "exact"
    assert body["engine"] == engines.main().name
    assert body["degraded"] is False
    assert body["took_ms"] > 0
    assert body["total"] == 6
    assert set(body["facets"]) == {"level", "agency", "field"}
    assert {"value": "province", "key": "province", "count": 6} in body["facets"]["level"]
    assert len(body["results"]) == 2
    first = body["results"][0]
    assert first["levels"] == ["province", "district"]
    assert first["agency"] == "Công an tỉnh Kon Tum"
    assert first["url"].startswith("http://testserver/thu-tuc/")
    assert "<mark>Căn cước công dân</mark>" in first["title_highlighted"]
    assert isinstance(first["score"], float)
    assert {"code", "title", "field", "snippet"} <= set(first)


def test_literally_only_the_words_typed_are_searched_for(plan: list[Notice], get: Get) -> None:
    read, literal = get("search", q="can cuoc coong dan"), get("search", q="can cuoc coong dan", literal=True)

    assert read["query"]["interpreted"] == "căn cước công dân"
    assert literal["query"]["interpreted"] == "can cuoc coong dan"
    assert literal["query"]["notes"] == []


def test_a_place_in_the_query_is_said_and_may_be_left_out(demonstrated: None, get: Get) -> None:
    asked = "cấp lại đổi thẻ căn cước ở huyện Đắk Hà"
    there, anywhere = get("search", q=asked), get("search", q=asked, anywhere=True)

    assert there["query"]["place"] == {"name": "Huyện Đắk Hà", "slug": "huyen-dak-ha", "applied": True}
    assert anywhere["query"]["place"]["applied"] is False
    assert "place" in there["query"]["notes"]
    assert {level for row in there["results"] for level in row["levels"]} >= {"district"}
    assert there["total"] <= anywhere["total"]


def test_a_question_says_what_it_asks_for(plan: list[Notice], get: Get) -> None:
    assert get("search", q="đăng ký nghĩa vụ quân sự lần đầu cần giấy tờ gì")["query"]["intents"] == ["papers"]


def test_an_area_that_is_not_here_is_named(plan: list[Notice], get: Get) -> None:
    ElsewhereArea.objects.create(area="Hộ chiếu, xuất nhập cảnh", subjects="làm hộ chiếu")

    body = get("search", q="làm hộ chiếu")

    assert (body["match"], body["elsewhere"]) == ("none", ["Hộ chiếu, xuất nhập cảnh"])
    assert get("search", q="con dấu")["elsewhere"] == []


def test_variants_name_the_result_they_belong_to_and_keep_their_place(plan: list[Notice], get: Get) -> None:
    rows = get("search", q="xác nhận số chứng minh nhân dân khi cấp thẻ căn cước công dân", size=50)["results"]
    leaders = {row["code"]: row["variant_of"] for row in rows}
    first = next(code for code in leaders if code in {"BCA-05", "BCA-06", "BCA-07"})

    assert {leaders[code] for code in {"BCA-05", "BCA-06", "BCA-07"} - {first}} == {first}
    assert leaders[first] == ""
    scores = [row["score"] for row in rows]
    assert scores == sorted(scores, reverse=True)


def test_scores_do_not_rise_down_the_list(plan: list[Notice], get: Get) -> None:
    scores = [row["score"] for row in get("search", q="cấp", size=50)["results"]]

    assert scores == sorted(scores, reverse=True)


def test_nothing_found_is_none_with_an_empty_list(plan: list[Notice], get: Get) -> None:
    body = get("search", q="ly hôn")

    assert (body["match"], body["total"], body["results"]) == ("none", 0, [])
    assert body["facets"] == {"level": [], "agency": [], "field": []}


def test_an_empty_query_gives_counts_and_a_filter_alone_a_list(plan: list[Notice], get: Get) -> None:
    empty, filtered = get("search"), get("search", level="commune")

    assert (empty["match"], empty["total"], empty["results"]) == ("none", 0, [])
    assert sum(value["count"] for value in empty["facets"]["agency"]) == 36
    assert filtered["total"] == 14


def test_every_facet_value_is_a_filter(plan: list[Notice], get: Get) -> None:
    for kind, values in get("search", q="cấp")["facets"].items():
        for value in values:
            body = get("search", q="cấp", size=50, **{kind: value["value"]})
            assert body["total"] == len(body["results"]) == value["count"]
            if kind != "level":
                assert {row[kind] for row in body["results"]} == {value["value"]}


def test_pages_do_not_overlap_and_cover_everything(plan: list[Notice], get: Get) -> None:
    pages = [get("search", q="cấp", page=page, size=5) for page in range(1, 7)]

    codes = [row["code"] for body in pages for row in body["results"]]
    assert len(codes) == len(set(codes)) == pages[0]["total"]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"page": 0}, "page"),
        ({"page": -1}, "page"),
        ({"page": "x"}, "page"),
        ({"page": 10**30}, "page"),
        ({"size": 51}, "size"),
        ({"size": 0}, "size"),
        ({"level": "ward"}, "ward"),
        ({"audience": "everybody"}, "everybody"),
        ({"place": "nowhere"}, "nowhere"),
        ({"literal": "maybe"}, "literal"),
    ],
)
def test_an_unreadable_parameter_is_named(db: None, get: Get, asked: dict[str, Any], named: str) -> None:
    assert named in get("search", status=422, q="cấp", **asked)["detail"]


def test_too_long_and_unreadable_queries_are_problems(client: Client, db: None) -> None:
    for query, status in (("a" * 2**20, 414), ("a%00b", 400)):
        response = client.get(f"/api/v1/search?q={query}")
        assert response.status_code == status
        assert response["Content-Type"] == "application/problem+json"
        assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.usefixtures("embedded_only")
def test_without_an_index_the_answer_is_a_503_problem(
    plan: list[Notice], get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = settings.SEARCH_INDEX_FILE.parent / "file"
    blocked.write_text("")
    monkeypatch.setattr(settings, "SEARCH_INDEX_FILE", blocked / "search.sqlite3")

    get("search", status=503, q="cấp")
    get("suggest", status=503, q="cấp")


def test_suggestions_go_on_as_typed(plan: list[Notice], get: Get) -> None:
    body = get("suggest", q="dang ky nghia vu quan su l")

    assert body["query"] == "dang ky nghia vu quan su l"
    assert body["results"] == [
        {
            "code": "BQP-06",
            "title": "Đăng ký nghĩa vụ quân sự lần đầu",
            "text": "Đăng ký nghĩa vụ quân sự lần đầu",
            "agency": "Bộ Chỉ huy Quân sự tỉnh Kon Tum",
            "count": 1,
            "url": "http://testserver/tt/BQP-06",
        }
    ]
    assert len(get("suggest", q="c")["results"]) <= 10


def test_what_people_look_for_is_kept_by_no_cache(client: Client, plan: list[Notice]) -> None:
    for path in ("search", "suggest"):
        assert "no-store" in client.get(f"/api/v1/{path}?q=cấp")["Cache-Control"]


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.text(max_size=80), st.sampled_from(["search", "suggest"]))
def test_any_text_gets_an_answer(client: Client, plan: list[Notice], text: str, path: str) -> None:
    response = client.get(f"/api/v1/{path}?q={quote(text, errors='surrogatepass')}")

    assert response.status_code in {200, 400}
    assert response.json()
