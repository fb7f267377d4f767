"""Keep two-syllable administrative words on one line of a heading.

Vietnamese writes a space inside words.  A large heading broken inside *thủ tục*
or *căn cước* reads badly, so headings get U+00A0 there.  For display only:
never store or index the result.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from portal.vietnamese.keys import accent_key

_NO_BREAK_SPACE: Final = "\u00a0"
_WORD: Final = re.compile(r"(?:[^\W\d_]++[\u0300-\u036f]*+)+")

_COMPOUNDS: Final = """
an ninh, an toàn, bản đồ, bảo hiểm, bảo vệ, biên bản, biên giới, biểu mẫu, bổ sung, bộ phận,
cá nhân, căn cứ, căn cước, cấp đổi, chế độ, chi phí, chi trả, chính phủ, chính quyền, chính sách,
chứng chỉ, chứng minh, chứng nhận, chứng thực, con dấu, công an, công dân, công khai, công nghệ,
công ty, cơ quan, cơ sở, cư trú, cứu nạn, danh mục, dân quân, dân sự, dân tộc, dịch vụ,
doanh nghiệp, dự bị, đại diện, đăng ký, đất đai, đầu tư, địa bàn, địa chỉ, địa điểm, địa phương,
điện tử, điều kiện, định danh, đối tượng, động viên, đơn vị, gia đình, gia hạn, giám sát,
giao dịch, giao thông, giải quyết, giấy phép, giấy tờ, hành chính, hạn chế, hiệu lực, hoạt động,
hồ sơ, hỗ trợ, hộ chiếu, hộ tịch, hội đồng, hợp đồng, hướng dẫn, huyện ủy, kế hoạch, kết hôn,
kết quả, khai báo, khai sinh, khai tử, khiếu nại, kiểm tra, kinh doanh, kinh phí, kỹ thuật,
lao động, lệ phí, lĩnh vực, lý lịch, miễn phí, nghĩa vụ, nhân dân, nhân viên, nhập ngũ,
nhập cảnh, niêm yết, phản ánh, pháp luật, pháp lý, phê duyệt, phục vụ, phương tiện, quân đội,
quân nhân, quân sự, quốc gia, quốc phòng, quốc tịch, quy định, quy trình, quyết định, sức khỏe,
tạm trú, tạm vắng, tài chính, tài khoản, tài liệu, thanh toán, thành phần, thành phố, thay đổi,
thẩm quyền, thân nhân, thất nghiệp, thi hành, thị thực, thị trấn, thông báo, thông tin, thời hạn,
thủ tục, thực hiện, thường trú, thường trực, tiếp cận, tiếp nhận, tổ chức, tố cáo, tra cứu,
trách nhiệm, trẻ em, trình báo, trình tự, trợ cấp, trung tâm, trực tiếp, trực tuyến, trường hợp,
tuyển chọn, tư pháp, tử tuất, tự nguyện, tự vệ, ủy ban, ủy quyền, văn bản, việc làm, vũ khí,
xác nhận, xã hội, xuất cảnh, xuất ngũ, xuất trình, y tế, yêu cầu
"""
_PAIRS: Final = frozenset(
    (accent_key(first), accent_key(second))
    for first, second in (compound.split() for compound in _COMPOUNDS.replace("\n", " ").split(","))
)


def join_compounds(text: str) -> str:
    """Return ``text`` with U+00A0 in place of the single space inside known compounds.

    Case, tone style and Unicode form do not matter; nothing else changes.  Of
    two overlapping compounds the first is joined, so *công dân quân sự* keeps
    *công dân* together.  Idempotent; never raises.
    """
    words = list(_WORD.finditer(text))
    pieces: list[str] = []
    copied = 0
    taken_until = -1
    for left, right in pairwise(words):
        gap = text[left.end() : right.start()]
        if gap not in (" ", _NO_BREAK_SPACE) or left.start() < taken_until:
            continue
        if (accent_key(left.group()), accent_key(right.group())) not in _PAIRS:
            continue
        pieces += (text[copied : left.end()], _NO_BREAK_SPACE)
        copied = right.start()
        taken_until = right.end()
    pieces.append(text[copied:])
    return "".join(pieces)
