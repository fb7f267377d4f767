"""One address for each type of page, found as a reader would: by links from pages already known."""

import re
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote, urljoin, urlsplit

#: Complete and simple; title and place only; a 344-character title; many papers, times and cases.
RICH, EMPTY, LONG_TITLE, LONG = "BQP-06", "BQP-01", "BQP-14", "BCA-13"
FOUND, NOT_FOUND = "căn cước công dân", "giấy phép lái tàu vũ trụ"


@dataclass
class Site:
    """The running demo, the addresses of its pages, and the passwords it showed by account."""

    address: str
    passwords: dict[str, str] = field(default_factory=dict)
    _known: dict[str, str] = field(default_factory=dict)

    def url(self, name: str) -> str:
        """The full address of a page type (a key of PAGES)."""
        if name not in self._known:
            self._known[name] = urljoin(self.address, PAGES[name](self))
        return self._known[name]

    def procedure(self, code: str) -> str:
        """Where the permanent link on a printed sheet leads."""
        with urllib.request.urlopen(f"{self.address}/tt/{code}", timeout=60) as answer:
            return urlsplit(answer.url).path

    def link(self, path: str, pattern: str) -> str:
        """The first link on a page whose address matches."""
        with urllib.request.urlopen(urljoin(self.address, path), timeout=60) as answer:
            html = answer.read().decode()
        found = re.search(rf'href="({pattern})"', html)
        assert found, f"no link like {pattern} on {path}"
        return found.group(1)


def search(words: str) -> str:
    return f"/tim-kiem/?q={quote(words)}"


PAGES: dict[str, Callable[[Site], str]] = {
    "home": lambda site: "/",
    "search with results": lambda site: search(FOUND),
    "search read otherwise, at a place, with an answer": lambda site: search(
        "dang ky nghia vu quan su lan dau o xa dak hring can giay to gi"
    ),
    "search with variants": lambda site: search("xác nhận số chứng minh nhân dân"),
    "search without words": lambda site: "/tim-kiem/",
    "search that finds nothing": lambda site: search(NOT_FOUND),
    "all procedures": lambda site: "/thu-tuc/",
    "agency": lambda site: site.link("/thu-tuc/", r"/thu-tuc/[a-z0-9-]+/"),
    "field": lambda site: site.link(urlsplit(site.url("agency")).path, r"/thu-tuc/[a-z0-9-]+/linh-vuc/[a-z0-9-]+/"),
    "procedure, complete": lambda site: site.procedure(RICH),
    "procedure, title and place only": lambda site: site.procedure(EMPTY),
    "procedure, very long title": lambda site: site.procedure(LONG_TITLE),
    "procedure, many cases": lambda site: site.procedure(LONG),
    "procedure on another day": lambda site: site.procedure(LONG) + "?ngay=2020-01-15",
    "history": lambda site: site.procedure(LONG) + "lich-su/",
    "print sheet": lambda site: site.procedure(RICH) + "in/",
    "print sheet, title and place only": lambda site: site.procedure(EMPTY) + "in/",
    "legal documents": lambda site: "/van-ban/",
    "legal document": lambda site: site.link("/van-ban/", r"/van-ban/[a-z0-9-]+/"),
    "service points": lambda site: "/noi-nop/",
    "service point": lambda site: site.link(site.procedure(RICH), r"/noi-nop/[a-z0-9-]+/"),
    "campaigns": lambda site: "/chien-dich/",
    "campaign": lambda site: site.link("/chien-dich/", r"/chien-dich/(?!ngon-ngu|lich-phat)[a-z0-9-]+/"),
    "languages": lambda site: "/chien-dich/ngon-ngu/?q=xe+dang",
    "language": lambda site: "/chien-dich/ngon-ngu/vi/",
    "news": lambda site: "/tin-tuc/",
    "news of a topic": lambda site: site.link("/tin-tuc/", r"/tin-tuc/chu-de/[a-z0-9-]+/"),
    "article": lambda site: "/tin-tuc/36-thu-tuc-nop-tai-mot-cua/",
    "article with a quotation": lambda site: "/tin-tuc/nghe-thong-bao-bang-tieng-dan-toc-thieu-so/",
    "article, printed": lambda site: "/tin-tuc/36-thu-tuc-nop-tai-mot-cua/in/",
    "standard page": lambda site: site.link("/", r"/(?:tro-nang|tro-giup|gioi-thieu|du-lieu-ca-nhan)[a-z0-9-]*/"),
    "broadcast schedule, a week": lambda site: "/chien-dich/lich-phat/?tuan=2020-W02",
    "broadcast schedule of a campaign": lambda site: (
        site.link("/chien-dich/", r"/chien-dich/mot-cua[a-z-]*/") + "lich-phat/"
    ),
    "campaign, what it reached": lambda site: "/chien-dich/mot-cua-nganh-doc/ket-qua/",
    "short link, to type": lambda site: "/q/",
    "short link, mistyped": lambda site: "/q/12345678",
    "press kit": lambda site: "/chien-dich/mot-cua-nganh-doc/bao-chi/",
    "nothing at this address": lambda site: "/khong-co-trang-nay/",
    "unreadable day": lambda site: site.procedure(RICH) + "?ngay=2020-02-31",
}

#: Pages that answer with an error on purpose.
STATUS = {"nothing at this address": 404, "short link, mistyped": 404, "unreadable day": 400}
