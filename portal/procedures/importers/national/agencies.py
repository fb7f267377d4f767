"""The central bodies whose records we import, by what the files call them.

Their codes begin with BO: the province's own agencies (BCA, BHXH, BQP) are other bodies.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Ministry:
    """Code and address here, and the official name."""

    code: str
    slug: str
    name: str


#: `_agency` of a flattened record -> the ministry.
MINISTRIES: Final[dict[str, Ministry]] = {
    "bo-cong-an": Ministry("BO-CA", "bo-cong-an", "Bộ Công an"),
    "bo-nong-nghiep-mt": Ministry("BO-NNMT", "bo-nong-nghiep-va-moi-truong", "Bộ Nông nghiệp và Môi trường"),
    "bo-quoc-phong": Ministry("BO-QP", "bo-quoc-phong", "Bộ Quốc phòng"),
    "bo-tai-chinh": Ministry("BO-TC", "bo-tai-chinh", "Bộ Tài chính"),
    "bo-tu-phap": Ministry("BO-TP", "bo-tu-phap", "Bộ Tư pháp"),
    "bo-xay-dung": Ministry("BO-XD", "bo-xay-dung", "Bộ Xây dựng"),
    "ngan-hang-nha-nuoc": Ministry("BO-NHNN", "ngan-hang-nha-nuoc", "Ngân hàng Nhà nước Việt Nam"),
}

#: Structured records name no agency: the files come from this ministry.
OF_STRUCTURED_RECORDS: Final = "bo-quoc-phong"
