"""Legacy encodings: tables, detection and files."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vietnamese.legacy import Encoding, UnreadableText, decode, decode_bytes, detect, encode
from portal.vietnamese.syllables import all_syllables
from portal.vietnamese.unicode import TONE_MARKS, strip_tone

ANY_TEXT = st.text(st.characters(exclude_categories=()))
LETTERS = sorted({c for s in all_syllables() for c in s if not c.isascii()})
TITLE = "đăng ký nghĩa vụ quân sự lần đầu cho công dân nữ, xuất trình giấy tờ tùy thân hợp lệ"


EIGHT_BIT = [Encoding.TCVN3, Encoding.VNI, Encoding.VISCII]


def test_there_are_sixty_seven_accented_letters() -> None:
    assert len(LETTERS) == 67


@pytest.mark.parametrize("encoding", EIGHT_BIT)
def test_every_letter_survives_a_round_trip(encoding: Encoding) -> None:
    for letter in LETTERS:
        written = encode(letter, encoding)
        if encoding is not Encoding.VISCII and letter not in "íìýóòô":
            assert written != letter
        assert decode(written, encoding) == letter
        assert decode(f"x{written}z", encoding) == f"x{letter}z"


@pytest.mark.parametrize("encoding", [Encoding.VNI, Encoding.VISCII])
def test_every_capital_survives_a_round_trip(encoding: Encoding) -> None:
    for letter in LETTERS:
        assert decode(encode(letter.upper(), encoding), encoding) == letter.upper()


@pytest.mark.parametrize("encoding", EIGHT_BIT)
def test_every_syllable_survives_a_round_trip(encoding: Encoding) -> None:
    text = " ".join(list(all_syllables())[::3])
    assert decode(encode(text, encoding), encoding) == text


def test_tcvn3_follows_the_standard_order_of_letters() -> None:
    letters = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
    shown = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ"
    assert decode(shown, Encoding.TCVN3) == letters
    assert decode("¡¢§£¤¥¦", Encoding.TCVN3) == "ĂÂĐÊÔƠƯ"


def test_known_legacy_phrases_are_read() -> None:
    assert decode("caên cöôùc coâng daân", Encoding.VNI) == "căn cước công dân"
    assert decode("Aân xaù", Encoding.VNI) == "Ân xá"
    assert decode("c¨n c\u00adíc c«ng d©n", Encoding.TCVN3) == "căn cước công dân"
    assert decode("§¨ng ký", Encoding.TCVN3) == "Đăng ký"


def test_viscii_shown_as_windows_characters_is_read_too() -> None:
    shown = encode("Ấn chỉ của Đảng", Encoding.VISCII).encode("latin-1").decode("cp1252")
    assert decode(shown, Encoding.VISCII) == "Ấn chỉ của Đảng"


@pytest.mark.parametrize("encoding", EIGHT_BIT)
@pytest.mark.parametrize("text", [TITLE, "căn cước công dân", "bảo hiểm xã hội", "giấy phép"])
def test_legacy_text_is_detected_and_decoded(encoding: Encoding, text: str) -> None:
    shown = encode(text, encoding)
    assert detect(shown) is encoding
    assert decode(shown, encoding) == text


def test_two_equally_good_readings_go_to_the_encoding_in_wider_use() -> None:
    shown = encode("hộ chiếu", Encoding.VISCII)
    assert decode(shown, Encoding.TCVN3) == "hà chiêu"
    assert detect(shown) is Encoding.TCVN3


@pytest.mark.parametrize("text", [TITLE, "Đăng ký"])
def test_combining_text_is_detected(text: str) -> None:
    for shown in (
        unicodedata.normalize("NFD", text),
        text.encode("utf-8").decode().replace("ấ", "â\u0301").replace("ý", "y\u0301"),
    ):
        assert detect(shown) is Encoding.COMBINING
        assert decode(shown, Encoding.COMBINING) == text


@pytest.mark.parametrize(
    "text",
    [
        TITLE,
        "Đăng ký nghĩa vụ quân sự",
        "Bản quyền © 2024, diện tích 5 m², § 3",
        "cà phê",
        "là và có",
        "hòa",
        "thủ tục · hồ sơ · lệ phí",
        "The quick brown fox jumps over the lazy dog",
        "café, naïve façade and a résumé",
        "São Paulo, Köln, Zürich, señor, Noël, José",
        "très bien, à la carte, déjà vu",
        "10 µm",
        "© he an",
        "£50 ¥100",
        "UBND BHXH",
        "13/2016/ND-CP",
        "dang ky nghia vu quan su",
        "",
        "\x00\x01",
        "\ud800",
        "中文",
    ],
)
def test_good_vietnamese_and_other_languages_are_left_alone(text: str) -> None:
    assert detect(text) is None


@given(st.lists(st.sampled_from(list(all_syllables())), min_size=1, max_size=12).map(" ".join))
def test_composed_vietnamese_is_never_taken_for_legacy(text: str) -> None:
    assert detect(text) is None


@given(ANY_TEXT)
def test_any_text_can_be_decoded_and_examined(text: str) -> None:
    detect(text)
    for encoding in Encoding:
        decode(text, encoding)


# --- files -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TITLE.encode("utf-8"), "utf-8"),
        (TITLE.encode("utf-8-sig"), "utf-8-sig"),
        (TITLE.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TITLE.encode("utf-16-be"), "utf-16"),
        (b"\xff\xfe\x00\x00" + TITLE.encode("utf-32-le"), "utf-32"),
        (encode(TITLE, Encoding.TCVN3).encode("latin-1"), "tcvn3"),
        (encode(TITLE, Encoding.VNI).encode("latin-1"), "vni"),
        (encode(TITLE, Encoding.VISCII).encode("latin-1"), "viscii"),
    ],
)
def test_files_are_read_in_every_encoding(data: bytes, name: str) -> None:
    assert decode_bytes(data) == (TITLE, name)


def test_windows_1258_files_are_composed() -> None:
    # The code page has the toneless letters; tones follow as combining marks.
    written = "".join(
        strip_tone(c) + "".join(m for m in unicodedata.normalize("NFD", c) if m in TONE_MARKS) for c in TITLE
    )
    assert decode_bytes(written.encode("cp1258")) == (TITLE, "cp1258")


def test_a_table_of_codes_and_english_headings_does_not_hide_legacy_words() -> None:
    table = "code,name,email\n1.013133," + TITLE + ",someone@example.vn\n"
    data = encode(table, Encoding.TCVN3).encode("latin-1")
    assert decode_bytes(data) == (table, "tcvn3")


def test_an_empty_file_is_empty_text() -> None:
    assert decode_bytes(b"") == ("", "utf-8")


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"PK\x03\x04\x14\x00\x06\x00",
        bytes(range(1, 256)) * 3,
        b"\x01\x02\x03\x04",
        "Das Mädchen hört übermäßig Störgeräusche".encode("latin-1"),
        TITLE.encode("utf-16-le"),
        b"\xff\xfea",
    ],
)
def test_what_is_not_text_is_refused_with_a_message_in_vietnamese(data: bytes) -> None:
    with pytest.raises(UnreadableText, match="Không đọc được tệp"):
        decode_bytes(data)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        text, name = decode_bytes(data)
    except UnreadableText:
        return
    assert isinstance(text, str)
    assert name
