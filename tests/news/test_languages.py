"""Languages: found however their names are written; all words in one of them on one page."""

from collections.abc import Callable

import pytest
from django.test import Client

from portal.news.models import CampaignPage, Language, LanguageSpelling, Spot
from portal.news.presenters_languages import find_languages

MakeSpot = Callable[..., Spot]


@pytest.fixture
def languages(vietnamese: Language, sedang: Language) -> list[Language]:
    bahnar = Language(code="bdq", name="Tiếng Ba Na", order=3)
    bahnar.spellings = [LanguageSpelling(text=text) for text in ("Ba-na", "Bahnar", "tiếng Ba Na")]
    bahnar.save()
    return list(Language.objects.all())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *(
            (text, "sed")
            for text in ("xe dang", "Xê-đăng", "XODANG", "sedang", "tieng xo dang", "sed", "Xo\u031b Đa\u0306ng")
        ),
        *((text, "bdq") for text in ("bahnar", "ba na", "Ba-Na", "bana", "bah")),
        *((text, "vi") for text in ("tiếng việt", "viet")),
    ],
)
def test_any_spelling_finds_its_language(languages: list[Language], typed: str, code: str) -> None:
    assert [language.code for language in find_languages(languages, typed)] == [code]


@pytest.mark.parametrize("typed", ["", "  ", "-", "tiếng", "klingon", "đăng", "'; drop"])
def test_what_names_no_language_finds_none(languages: list[Language], typed: str) -> None:
    assert find_languages(languages, typed) == []


def test_the_page_answers_the_search_and_still_lists_all(languages: list[Language], client: Client) -> None:
    html = client.get("/chien-dich/ngon-ngu/?q=xe+dang").content.decode()
    found = html.split("Tìm thấy</h2>")[1].split("</section>")[0]
    assert "Tiếng Xơ Đăng" in found
    assert "Tiếng Ba Na" not in found
    assert "Tiếng Ba Na" in html
    assert 'name="robots" content="noindex"' in html
    assert "Chưa có tiếng nào tên “klingon”" in client.get("/chien-dich/ngon-ngu/?q=klingon").content.decode()


def test_a_pasted_page_is_no_error(languages: list[Language], client: Client) -> None:
    assert client.get("/chien-dich/ngon-ngu/", {"q": "<b>" + "ơ" * 400}).status_code == 200


def test_the_list_counts_what_can_be_heard(
    make_spot: MakeSpot, languages: list[Language], sedang: Language, client: Client
) -> None:
    make_spot(language=sedang)
    make_spot(language=sedang, live=False)
    make_spot(language=sedang, script="")
    html = client.get("/chien-dich/ngon-ngu/").content.decode()
    assert "1 lời phát. Còn viết: Xê Đăng, Sedang" in html
    assert "Chưa có lời phát. Còn viết: Ba-na, Bahnar" in html
    assert html.index("Tiếng Việt") < html.index("Tiếng Xơ Đăng") < html.index("Tiếng Ba Na"), "the editors' order"


def test_a_language_has_all_its_words_by_campaign(
    make_spot: MakeSpot, campaign: CampaignPage, sedang: Language, vietnamese: Language, client: Client
) -> None:
    make_spot(language=sedang, title="Loa xã Xơ Đăng", script="Krâu")
    make_spot(language=vietnamese, title="Loa xã tiếng Việt")
    html = client.get("/chien-dich/ngon-ngu/sed/").content.decode()
    assert "Loa xã Xơ Đăng" in html
    assert "Loa xã tiếng Việt" not in html
    assert '<blockquote lang="sed">' in html
    assert 'href="/chien-dich/mot-cua/"' in html


def test_a_language_without_words_says_so(sedang: Language, client: Client) -> None:
    assert "Chưa có lời phát nào bằng Tiếng Xơ Đăng" in client.get("/chien-dich/ngon-ngu/sed/").content.decode()


def test_an_unknown_language_is_not_found(sedang: Language, client: Client) -> None:
    assert client.get("/chien-dich/ngon-ngu/xyz/").status_code == 404
