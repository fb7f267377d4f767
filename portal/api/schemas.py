"""The shapes of the API's answers; the OpenAPI description is made from them."""

from datetime import date, datetime

from ninja import Field, Schema

from portal.procedures.notice import Notice
from portal.search.service import LARGEST_PAGE, LAST_PAGE
from portal.search.understanding import LONGEST

#: Rows of the list of procedures in one answer.
LARGEST_LIST = 100


class SearchIn(Schema):
    """The parameters of /search."""

    q: str = Field("", description=f"Câu hỏi; chỉ {LONGEST} ký tự đầu được đọc")
    level: list[str] = Field([], description="Cấp: province, district, commune, ministry, other; ghi nhiều lần được")
    agency: list[str] = Field([], description="Cơ quan: mã, đường dẫn hoặc tên; ghi nhiều lần được")
    field: list[str] = Field([], description="Lĩnh vực: tên hoặc đường dẫn; ghi nhiều lần được")
    audience: list[str] = Field([], description="Đối tượng thực hiện, ví dụ citizen; ghi nhiều lần được")
    place: list[str] = Field([], description="Đường dẫn của một nơi nộp đang mở")
    literal: bool = Field(False, description="Tìm đúng chữ đã gõ: không thêm dấu, không sửa chính tả, không đổi từ")
    anywhere: bool = Field(False, description="Không lọc theo nơi nêu trong câu hỏi")
    page: int = Field(1, ge=1, le=LAST_PAGE, description="Trang, từ 1")
    size: int = Field(20, ge=1, le=LARGEST_PAGE, description="Số kết quả một trang")


class ListIn(Schema):
    """The parameters of /procedures."""

    page: int = Field(1, ge=1, le=LAST_PAGE, description="Trang, từ 1")
    size: int = Field(50, ge=1, le=LARGEST_LIST, description="Số thủ tục một trang")


class PlaceReadOut(Schema):
    """A place named in the query."""

    name: str
    slug: str = Field(description="Đường dẫn của nơi nộp; rỗng nếu tên không chỉ một nơi nộp")
    applied: bool = Field(description="Kết quả chỉ gồm thủ tục nơi này nhận")


class QueryOut(Schema):
    """How the query was read."""

    original: str = Field(description=f"Câu hỏi như người dùng gõ, tối đa {LONGEST} ký tự")
    interpreted: str = Field(description="Câu hỏi như máy hiểu")
    notes: list[str] = Field(
        description="Những gì đã nhận ra hoặc thay đổi: telex, vni, legacy, chat, spacing, spelling, accents, "
        "abbreviation, synonym, place, question, code, law_number, cut"
    )
    intents: list[str] = Field(description="Phần được hỏi: papers, duration, fee, where")
    place: PlaceReadOut | None


class FacetOut(Schema):
    """One value to narrow by."""

    value: str = Field(description="Giá trị, cũng là giá trị của bộ lọc cùng tên")
    key: str = Field(description="Dạng ngắn của giá trị, bộ lọc cũng hiểu")
    count: int


class FacetsOut(Schema):
    """Counts over everything found; a facet's own filter does not narrow its own counts."""

    level: list[FacetOut]
    agency: list[FacetOut]
    field: list[FacetOut]


class ResultOut(Schema):
    """One procedure found."""

    code: str
    title: str
    title_highlighted: str = Field(description="HTML an toàn, chữ tìm thấy nằm trong <mark>")
    url: str
    levels: list[str] = Field(description="Các cấp đang nhận: province, district, commune, ministry, other")
    agency: str
    agency_code: str
    field: str
    score: float
    snippet: str = Field(description="HTML an toàn, có thể rỗng")
    variant_of: str = Field(description="Mã của kết quả đứng trước mà thủ tục này là một biến thể; rỗng nếu không")


class SearchOut(Schema):
    """What a search found. `match` none comes with an empty list."""

    query: QueryOut
    match: str = Field(description="exact, related hoặc none")
    engine: str
    degraded: bool
    took_ms: float
    elsewhere: list[str] = Field(description="Những mảng việc được hỏi mà cổng không có thủ tục nào")
    did_you_mean: str = Field(description="Cách đọc khác có kết quả, khi cách này không có; xem bằng cách đổi literal")
    total: int
    page: int
    size: int
    facets: FacetsOut
    results: list[ResultOut]


class SuggestionOut(Schema):
    """One completion."""

    code: str
    title: str
    text: str = Field(description="Chữ khớp với chữ đang gõ: tên thủ tục hoặc một cách gọi khác")
    agency: str
    count: int = Field(description="Số thủ tục cùng tên này, ở cấp khác hoặc của cơ quan khác")
    url: str


class SuggestOut(Schema):
    """Completions of what is being typed, at most ten."""

    query: str
    results: list[SuggestionOut]


class ProcedureRow(Schema):
    """A procedure in the list."""

    code: str
    national_code: str
    title: str
    short_title: str
    agency: str
    agency_code: str
    field: str
    levels: list[str]
    version: int
    effective_from: date
    url: str


class ProcedureList(Schema):
    """Procedures in force today, by code."""

    total: int
    page: int
    size: int
    cursor: int = Field(description="Số của sổ thay đổi lúc trả lời: bắt đầu /sync từ số này")
    results: list[ProcedureRow]


class VersionOut(Schema):
    """The header of one published version."""

    number: int
    kind: str = Field(description="published, corrected, withdrawn, abolished hoặc replaced")
    decision: str
    decided_on: date | None
    effective_from: date
    effective_to: date | None = Field(description="Ngày đầu tiên không còn hiệu lực")
    reason: str
    recorded_at: datetime
    digest: str = Field(description="SHA-256 của bản này trong chuỗi chung")


class PlaceOut(Schema):
    """A place that takes the procedure in on the day."""

    slug: str
    name: str
    level: str
    url: str


class ProcedureOut(Schema):
    """The notice of a procedure on a day, and where it is accepted then.

    In `notice` three statements stay apart: `given` stated, none ("Không") or missing ("Chưa cung cấp");
    a null number is not supplied, zero is none. `missing` names the legal parts nobody has supplied.
    """

    code: str
    date: date
    in_force: bool
    version: VersionOut
    notice: Notice
    missing: list[str]
    accepted_at: list[PlaceOut]
    url: str


class VersionList(Schema):
    """Every version of a procedure, newest first."""

    code: str
    total: int
    results: list[VersionOut]


class SyncOut(Schema):
    """What changed after a number of the ledger."""

    changed: list[str] = Field(description="Mã các thủ tục đang áp dụng đã đổi: tải lại từng mã")
    removed: list[str] = Field(description="Mã các thủ tục không còn áp dụng")
    service_points: list[str] = Field(description="Các nơi nộp đã đổi")
    next: int = Field(description="Số để hỏi lần sau")
    more: bool = Field(description="Còn nữa: hỏi tiếp ngay")
