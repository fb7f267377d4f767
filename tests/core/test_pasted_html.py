"""What Word, Google Docs and chat programs put into the clipboard, and what becomes of it."""

import re
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.core.html import ALLOWED_ATTRIBUTES, ALLOWED_TAGS, clean_fragment, plain_text
from portal.core.pasted import convert_old_fonts, old_font_texts, tidy
from portal.vietnamese.legacy import Encoding, encode

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><title>Thông báo</title>
<style><!-- p.MsoNormal {mso-style-parent:""; font-size:14.0pt} @page WordSection1 {size:595.3pt 841.9pt} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml><![endif]-->
</head><body lang=VI style='tab-interval:36.0pt'><!--StartFragment-->
<h1 style='mso-pagination:widow-orphan'><a name="_Toc12345"></a><span lang=VI>Nộp hồ sơ ở đâu</span></h1>
<p class=MsoNormal style='text-align:justify;mso-line-height-alt:0pt'><b style='mso-bidi-font-weight:normal'><span
style='font-size:14.0pt;font-family:"Times New Roman",serif;mso-fareast-language:VI'>Từ ngày&nbsp;01/01/2020</span></b>
<span style='mso-spacerun:yes'>&nbsp;</span>nộp tại <st1:place w:st="on">xã Đăk Tờ Re</st1:place>.<o:p></o:p></p>
<p class=MsoListParagraph style='margin-left:36.0pt;text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]>
<span style='font-family:Symbol;mso-fareast-font-family:Symbol'><span style='mso-list:Ignore'>\uf0b7<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>Giấy khai sinh</p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='mso-yfti-irow:0'><td width=200
style='width:150.0pt'><p class=MsoNormal>Lệ phí<o:p></o:p></p></td><td><p class=MsoNormal>Không</p></td></tr></table>
<!--EndFragment--></body></html>"""

GOOGLE_DOCS = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1a2b"><p dir="ltr" style="line-height:'
    '1.38"><span style="font-size:11pt;font-weight:700;white-space:pre-wrap">Mang theo</span><span> chứng minh nhân '
    'dân</span></p><br /><ul><li dir="ltr"><p role="presentation"><span>Tờ khai HK02</span></p></li></ul></b>'
)

ZALO = (
    '<div class="card"><span id="mtc-1" data-qid="99"><div>Bà con nộp ở xã.</div><div>Xem '
    '<a href="https://example.vn/tt/BCA-04" target="_blank" onclick="go()">tại đây</a>\u200b</div></span></div>'
)

FONT_TAGS = '<font face=".VnTime" size="4" color="#ff0000"><i>Thủ tục <font size=2>cấp thẻ</font></i></font>'


class _Reading(HTMLParser):
    """The tags and attributes of a fragment."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.addresses: list[str] = []
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {(tag, name) for name, _value in attrs}
        self.addresses += [value or "" for name, value in attrs if name == "href"]


def words(fragment: str) -> str:
    return " ".join(plain_text(fragment).split())


def test_a_word_document_keeps_its_words_and_nothing_of_word() -> None:
    cleaned = clean_fragment(WORD)
    assert words(cleaned) == ("Nộp hồ sơ ở đâu Từ ngày 01/01/2020 nộp tại xã Đăk Tờ Re. • Giấy khai sinh Lệ phí Không")
    assert "<h2>Nộp hồ sơ ở đâu</h2>" in cleaned
    assert "<b>Từ ngày 01/01/2020</b>" in cleaned
    assert "• Giấy khai sinh</p>" in cleaned
    assert "<td><p>Lệ phí</p></td>" in cleaned
    assert "mso" not in cleaned.lower()
    assert "<p></p>" not in cleaned


def test_a_document_of_google_is_not_all_bold() -> None:
    assert words(clean_fragment(GOOGLE_DOCS)) == "Mang theo chứng minh nhân dân Tờ khai HK02"
    assert "<b>" not in clean_fragment(GOOGLE_DOCS)
    assert "<li>" in clean_fragment(GOOGLE_DOCS)


def test_lines_of_a_chat_stay_lines_and_links_stay_links() -> None:
    assert (
        clean_fragment(ZALO) == '<p>Bà con nộp ở xã.</p><p>Xem <a href="https://example.vn/tt/BCA-04">tại đây</a></p>'
    )


def test_font_tags_go_and_their_words_stay() -> None:
    assert clean_fragment(FONT_TAGS) == "Thủ tục cấp thẻ"


def test_links_to_a_file_on_somebodys_disk_keep_their_words_only() -> None:
    assert clean_fragment('<p><a href="file:///C:/Users/a.docx">Mẫu</a> <a href="#_ftn1">[1]</a></p>') == (
        "<p>Mẫu [1]</p>"
    )


def test_links_inside_the_portal_stay_as_they_are_stored() -> None:
    for link in ('<a linktype="page" id="3">a</a>', '<a href="/noi-nop/" title="b">a</a>', '<a href="#muc">a</a>'):
        assert clean_fragment(link) == link


@pytest.mark.parametrize("fragment", [WORD, GOOGLE_DOCS, ZALO, FONT_TAGS])
def test_pasted_text_comes_out_composed_and_is_clean_at_once(fragment: str) -> None:
    decomposed = clean_fragment(unicodedata.normalize("NFD", fragment))
    assert decomposed == clean_fragment(fragment)
    assert unicodedata.is_normalized("NFC", decomposed)


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("thu\u0309 tu\u0323c", "thủ tục"),
        ("thủ\u200b tục\ufeff", "thủ tục"),
        ("hộ kh\u00adẩu", "hộ khẩu"),
        ("30.000\u00a0đồng", "30.000 đồng"),
        ("giấy\ue123 tờ", "giấy tờ"),
        ("a\u202eb", "ab"),
        ("một\u2028hai\r\nba", "một\nhai\nba"),
        ("“Lời trích” – ông nói…", "“Lời trích” – ông nói…"),
        ("\ud800", "\ufffd"),
    ],
)
def test_what_nobody_sees_goes_and_typography_stays(pasted: str, kept: str) -> None:
    assert tidy(pasted) == kept


@pytest.mark.parametrize("encoding", [Encoding.TCVN3, Encoding.VNI])
def test_text_of_an_old_font_is_not_touched_before_it_is_read(encoding: Encoding) -> None:
    """TCVN3 writes ư as a soft hyphen: cleaned first, it could never be read again."""
    shown = encode("căn cước công dân được cấp", encoding)
    assert clean_fragment(f"<p>{shown}</p>") == f"<p>{shown}</p>"


PIECES = st.sampled_from(
    [
        *("<p>", "</p>", "<b>", "</b>", "<a href=javascript:alert(1)>", '<a href="https://a.vn">', "</a>", "<table>"),
        *("<tr>", "<td>", "</table>", "<div>", "</div>", "<scr", "<script>", "</script>", "ipt>", "<svg onload=x>"),
        *("<o:p>", "&nbsp;", "&lt;script&gt;", "&#x3c;", "<!--", "-->", "<![if x]>", "<style>", "<li>", "<ul>", "'>"),
        *("<math><mtext>", "<h1>", "</h2>", "<br>", "\u0301", "ư", "e", " ", "\n", "<xml>", "</xml>", "<title>", "<"),
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join)))
@example("<scr<script>ipt>alert(1)</scr</script>ipt>")
@example("<a><table><a>")
@example("<b>" * 5_000 + "x")
def test_whatever_is_pasted_comes_to_rest_without_a_script(fragment: str) -> None:
    cleaned = clean_fragment(fragment)
    assert clean_fragment(cleaned) == cleaned
    found = _Reading(cleaned)
    assert found.tags <= ALLOWED_TAGS
    assert found.attributes <= {(tag, name) for tag, names in ALLOWED_ATTRIBUTES.items() for name in names}
    assert not [address for address in found.addresses if re.match(r"\s*(javascript|data|vbscript):", address, re.I)]


@given(st.text())
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_nothing_the_portal_itself_ships_is_taken_for_an_old_font() -> None:
    files = sorted((Path(__file__).parents[2] / "portal").glob("*/data/*.*"))
    assert {file.suffix for file in files} >= {".json", ".csv", ".md"}
    lines = [
        line
        for file in files
        if file.suffix in {".json", ".csv", ".md"}
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    assert len(lines) > 3_000
    assert [line for line in lines if old_font_texts(line)] == []


@pytest.mark.parametrize(
    "text", ["UBND xã 13/2016/NĐ-CP", "café Noël", "10 µm", "A © B", "2× 3÷ ½ §", "Số 0260.3862.xxx"]
)
def test_codes_units_and_foreign_names_are_no_old_font(text: str) -> None:
    assert old_font_texts(text) == []


@given(
    st.sampled_from([Encoding.TCVN3, Encoding.VNI]), st.sampled_from(["<b>{}</b>", "{}", "<p>{}</p>\n", "Bà: <br/>{}"])
)
def test_an_old_font_is_read_where_it_stands_and_the_rest_is_left(encoding: Encoding, around: str) -> None:
    sentence = "căn cước công dân được cấp"
    shown = around.format(encode(sentence, encoding))
    assert [found.converted for found in old_font_texts(shown)] == [sentence]
    assert convert_old_fonts(shown) == around.format(sentence)
