import re
from xml.etree import ElementTree

from portal.printing import qr

LINK = "https://tthc.example/tt/BQP-06"


def test_the_svg_for_a_page_has_a_name_a_view_box_and_no_inline_style() -> None:
    svg = ElementTree.fromstring(qr.svg_for_html(LINK, "Mã QR mở trang này"))
    assert svg.get("role") == "img"
    assert svg.get("aria-label") == "Mã QR mở trang này"
    assert re.fullmatch(r"0 0 \d+ \d+", svg.get("viewBox", ""))
    assert not any("style" in element.attrib for element in svg.iter())


def test_a_name_with_markup_is_escaped() -> None:
    svg = ElementTree.fromstring(qr.svg_for_html(LINK, '"><script>alert(1)</script>'))
    assert svg.get("aria-label") == '"><script>alert(1)</script>'


def test_four_light_modules_stand_around_the_code() -> None:
    svg = ElementTree.fromstring(qr.svg_file(LINK))
    dark = svg[1].get("d", "")
    corners = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)", dark)]
    assert min(x for x, _ in corners) == 4
    assert min(y for _, y in corners) == 4
