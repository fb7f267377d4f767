"""The words of the demonstration: home page, text pages. Facts come from the plan and from nothing else."""

from typing import NamedTuple

EXAMPLE_QUERIES = ("nghia vu quan su", "mất thẻ bảo hiểm y tế", "cmnd")


class Situation(NamedTuple):
    """A tile of the home page: what happens in life, in which words, and what it searches for."""

    title: str
    text: str
    query: str


SITUATIONS = (
    Situation(
        "Mất, đổi giấy tờ tùy thân", "Chứng minh nhân dân, căn cước công dân", "chứng minh nhân dân, căn cước công dân"
    ),
    Situation("Đến tuổi nghĩa vụ quân sự", "Đăng ký lần đầu, bổ sung, tạm vắng", "đăng ký nghĩa vụ quân sự"),
    Situation("Chuyển nơi ở, nơi làm việc", "Chuyển nghĩa vụ quân sự, chuyển lương hưu", "chuyển đi, chuyển đến"),
    Situation("Làm, đổi thẻ bảo hiểm y tế", "Đóng bảo hiểm, cấp lại thẻ bị mất, hỏng", "thẻ bảo hiểm y tế"),
    Situation("Sinh con, nhận con nuôi", "Chế độ thai sản khi đã thôi việc", "chế độ thai sản"),
    Situation("Nghỉ hưu, hưởng trợ cấp", "Lương hưu, trợ cấp hằng tháng, một lần", "hưu"),
    Situation("Mở cơ sở kinh doanh", "Giấy chứng nhận an ninh, trật tự", "đủ điều kiện về an ninh, trật tự"),
    Situation("Làm con dấu", "Dấu mới, dấu thứ hai, làm lại dấu", "con dấu"),
)


class TextPage(NamedTuple):
    """A standard page; the body is HTML of the allowed tags."""

    slug: str
    title: str
    lead: str
    body: str


ABOUT = TextPage(
    "gioi-thieu",
    "Giới thiệu",
    "Cổng này cho biết mỗi thủ tục cần giấy tờ gì, nộp ở đâu, mất bao lâu, tốn bao nhiêu.",
    """
<h2>Có những thủ tục nào</h2>
<p>36 thủ tục của Công an, Quân sự và Bảo hiểm xã hội, theo Danh mục kèm theo Quyết định 1291/QĐ-TTg
ngày 07/10/2019 của Thủ tướng Chính phủ.</p>
<p>Người dân nộp tại Trung tâm Phục vụ hành chính công tỉnh Kon Tum từ ngày 01/12/2019, tại Bộ phận Tiếp nhận và
Trả kết quả của huyện, thành phố, xã, phường, thị trấn từ ngày 01/01/2020.</p>
<h2>Đây là bản trình diễn</h2>
<ul>
<li>Đồng hồ của cổng đứng ở ngày 02/01/2020. Trên mỗi trang có chỗ để xem một ngày khác.</li>
<li>Kế hoạch của Ủy ban nhân dân tỉnh Kon Tum mà cổng dựa vào là bản dự thảo: số và ngày ban hành còn để trống.
Cổng không tự điền.</li>
<li>Bản quét của kế hoạch không có mục II.5: sau mục II.4 là mục II.6. Không rõ mục này bị mất hay đánh số nhầm.</li>
<li>Kế hoạch ghi “từ tháng 12 năm 2019” cho Trung tâm. Cổng hiểu là từ ngày 01/12/2019.</li>
</ul>
<h2>Nội dung lấy từ đâu</h2>
<p>Danh mục chỉ nêu tên thủ tục, lĩnh vực và cấp tiếp nhận. Giấy tờ, thời hạn, phí được viết lại từ văn bản pháp luật
đọc được, có ghi căn cứ. Chỗ nào chưa có nguồn thì ghi “Chưa cung cấp”.</p>
<p>Số quầy, số điện thoại và giờ làm việc chưa có nguồn nào nêu, nên cũng để “Chưa cung cấp”.</p>
<p>Trước khi dùng thật, cơ quan có thẩm quyền phải kiểm tra lại từng nội dung với văn bản gốc.</p>
<h2>Cổng này không làm gì</h2>
<p>Cổng không nhận hồ sơ và không cho biết hồ sơ của bạn đang ở đâu. Việc đó hỏi tại nơi đã nộp hồ sơ.</p>
""",
)

ACCESSIBILITY = TextPage(
    "tro-nang",
    "Trợ năng",
    "Ai cũng phải đọc được: người lớn tuổi, người khuyết tật, người dùng điện thoại cũ.",
    """
<h2>Cổng làm được gì</h2>
<ul>
<li>Mọi trang đọc được và dùng được khi trình duyệt không chạy JavaScript.</li>
<li>Đi hết các trang chỉ bằng bàn phím.</li>
<li>Nút “Cỡ chữ” ở đầu trang cho chữ to hơn và tương phản cao.</li>
<li>Không có điều gì chỉ nói bằng màu: chỗ nào cũng có chữ.</li>
<li>Trang in ra giấy được, có ô đánh dấu cho từng giấy tờ.</li>
</ul>
<h2>Đã kiểm tra thế nào</h2>
<p>Các trang được kiểm tra tự động bằng công cụ axe theo chuẩn WCAG, ở màn hình điện thoại và máy tính.
Công cụ tự động chỉ tìm được một phần các lỗi.</p>
<h2>Chưa làm được</h2>
<ul>
<li>Chưa thử với trình đọc màn hình tiếng Việt.</li>
<li>Chưa thử trên điện thoại cũ thật, chưa thử cùng người khuyết tật.</li>
<li>Chưa có bản tiếng Ba Na, Xơ Đăng, Giẻ Triêng, Gia Rai và chưa có bản nghe.</li>
</ul>
""",
)

PERSONAL_DATA = TextPage(
    "du-lieu-ca-nhan",
    "Dữ liệu cá nhân",
    "Bạn đọc cổng này mà không phải cho biết mình là ai.",
    """
<h2>Cổng không thu thập</h2>
<ul>
<li>Không cần tài khoản, không có biểu mẫu hỏi tên, số điện thoại hay số giấy tờ.</li>
<li>Các trang cho người dân không đặt cookie.</li>
<li>Không có công cụ theo dõi người đọc, không gửi gì sang trang khác.</li>
</ul>
<h2>Cổng đếm câu tìm</h2>
<p>Để biết người dân cần gì mà cổng chưa có, cổng đếm mỗi câu tìm được gõ mấy lần trong ngày, mấy lần không ra kết quả
và mấy lần có người mở kết quả.</p>
<ul>
<li>Không ghi ai tìm, tìm từ đâu, lúc mấy giờ.</li>
<li>Số điện thoại, số giấy tờ, địa chỉ thư điện tử, biển số xe và ngày sinh trong câu tìm bị bỏ đi trước khi đếm. Câu mà
cổng nhận ra có tên người thì không đếm.</li>
<li>Chỉ câu được gõ từ 5 lần trở lên trong một ngày mới được ghi lại.</li>
<li>Số đếm chỉ cán bộ của cổng xem được và bị xóa sau 400 ngày.</li>
</ul>
<h2>Cổng đếm lượt mở của đợt tuyên truyền</h2>
<p>Để biết tờ rơi, loa xã, báo, đài có đến được với người dân không, cổng đếm mỗi ngày có mấy lượt mở mã QR hay liên kết
ngắn và mấy lượt mở trang của đợt tuyên truyền.</p>
<ul>
<li>Mỗi mã là của một loại giấy hay một đài, ở một xã; không mã nào là của một người.</li>
<li>Chỉ giữ con số của từng ngày. Không ghi địa chỉ mạng, máy, giờ mở; không đặt cookie.</li>
<li>Trang mở ra không được cho biết bạn đã dùng mã nào.</li>
<li>Con số ai cũng xem được, ở trang kết quả của đợt tuyên truyền.</li>
</ul>
<h2>Điều bạn nên biết</h2>
<ul>
<li>Cỡ chữ bạn chọn được ghi trong chính trình duyệt của bạn và không gửi đi.</li>
<li>Câu bạn tìm nằm trong địa chỉ của trang kết quả. Dùng máy chung thì nên xóa lịch sử duyệt web.
Đừng gõ tên hay số giấy tờ của mình vào ô tìm.</li>
<li>Như mọi trang web, máy chủ có thể ghi nhật ký truy cập để giữ an toàn.</li>
<li>Riêng trang quản trị của cán bộ dùng cookie để giữ phiên đăng nhập.</li>
</ul>
""",
)

TEXT_PAGES = (ABOUT, ACCESSIBILITY, PERSONAL_DATA)
