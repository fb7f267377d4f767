"""A site of a few made-up procedures, to understand queries with."""

from portal.procedures.models import NoticeVersion
from portal.procedures.notice import LevelMark
from portal.procedures.selectors import Published
from portal.search.documents import SearchDocument, build
from portal.search.understanding import Site, Unit
from portal.search.understanding.knowledge import NOTHING_KNOWN, Knowledge
from tests.search.publishing import FIRST_DAY, short_notice


def document(
    code: str, title: str, names: tuple[str, ...] = (), level: str = "commune", field: str = "Nghĩa vụ quân sự"
) -> SearchDocument:
    """The document of one procedure."""
    notice = short_notice(code, title, levels=(LevelMark(level=level, starts_on=FIRST_DAY),), field=field)
    return build(Published(NoticeVersion(code=code, number=1), notice), names, FIRST_DAY)


def site(*titles: str, knowledge: Knowledge = NOTHING_KNOWN, units: tuple[Unit, ...] = ()) -> Site:
    """A site of procedures with these titles and no field."""
    documents = tuple(document(f"A-{number:02d}", title, field="") for number, title in enumerate(titles, start=1))
    return Site(documents=documents, knowledge=knowledge, units=units)


#: What many tests understand queries with.
TITLES = (
    "Cấp thẻ căn cước công dân",
    "Cấp đổi thẻ căn cước công dân",
    "Đăng ký nghĩa vụ quân sự lần đầu",
    "Xóa đăng ký tạm vắng",
    "Hưởng chế độ thai sản",
    "Cấp thẻ bảo hiểm y tế",
    "Khai báo mẫu con dấu",
    "Vay vốn ngân hàng",
    "Tuyển sinh đại học",
    "Dạy nghề cho người lao động",
)
