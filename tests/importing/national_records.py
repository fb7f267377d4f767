"""Records in the two shapes of the national catalogue, made by hand."""

import json
from pathlib import Path
from typing import Any

HANDLINGS = "Hình thức nộpThời gianPhí, lệ phíMô tả"
PAPERS = "Tên giấy tờMẫu đơn, tờ khaiSố lượng"
LAWS = "Tên văn bản pháp lýMã văn bản"
FOOTER = (
    "Từ khóaKhông có thông tinMô tảKhông có thông tinChọn cơ quan thực hiệnTỉnh/ Thành phốBộ ngành"
    "-- Chọn Bộ ngành --Đơn vị-- Chọn Cơ sở --Nộp hồ sơ"
)

Item = dict[str, Any]


def flat(code: str = "1.900001", **changes: str) -> Item:
    """A record whose tables are flattened cells."""
    item = {
        "ma_thu_tuc": code,
        "detail_url": "",
        "ten_thu_tuc": f"Cấp giấy phép thử nghiệm {code}",
        "so_quyet_dinh": "12/QĐ-BCA",
        "cap_thuc_hien": "Cấp bộ, Cấp tỉnh",
        "loai_thu_tuc": "Loại khác",
        "linh_vuc": "Thử nghiệm",
        "doi_tuong_thuc_hien": "Tổ chức (không bao gồm doanh nghiệp, HTX), Công dân Việt Nam",
        "co_quan_co_tham_quyen": "",
        "dia_chi_tiep_nhan": "",
        "co_quan_duoc_uy_quyen": "",
        "co_quan_phoi_hop": "",
        "thu_tuc_lien_quan": "Không có thông tin",
        "trinh_tu_thuc_hien": "Bước 1: Nộp hồ sơ.\nBước 2: Nhận kết quả.",
        "cach_thuc_thuc_hien": f"{HANDLINGS}Trực tuyến5 Ngày làm việc50,000 VNĐ(mỗi lần)Trực tiếp7 NgàyMiễn phí",
        "thanh_phan_ho_so": f"--{PAPERS}Đơn đề nghị;Mau1.docx1 bản chínhẢnh chân dung0 bản chính,2 bản sao",
        "can_cu_phap_ly": f"{LAWS}Luật Thử nghiệm01/2020/QH14Nghị định 02/2021/NĐ-CP02/2021/NĐ-CP",
        "co_quan_thuc_hien": "Cục Thử nghiệm",
        "yeu_cau_dieu_kien": "Không",
        "ket_qua_xu_ly": f"Giấy phépMã: KQ.G01.000001{FOOTER}",
        "_agency": "bo-cong-an",
    }
    return item | changes


def structured(code: str = "1.900101", **tables: list[dict[str, str]]) -> Item:
    """A record with tables."""
    rows = {
        "hinh_thuc_nop": [
            {"hinh_thuc": "Trực tiếp", "thoi_han_giai_quyet": "05 Ngày", "phi_le_phi": "Phí : 0 Đồng", "mo_ta": ""}
        ],
        "thanh_phan_ho_so": [
            {"ten_giay_to": "Đơn đăng ký", "so_luong": "Mau1.doc", "ghi_chu": "Bản chính: 1\nBản sao: 0"}
        ],
        "can_cu_phap_ly": [
            {
                "so_ky_hieu": "Thông tư số 03/2022/TT-BQP",
                "trich_yeu": "Hướng dẫn thử nghiệm",
                "ngay_ban_hanh": "09-12-2022",
                "co_quan_ban_hanh": "Bộ Quốc phòng",
            }
        ],
    }
    return {
        "thu_tuc_id": code,
        "source_file": "",
        "metadata": {
            "mã_thủ_tục": code,
            "tên_thủ_tục": f"Đăng ký thử nghiệm {code}",
            "số_quyết_định": "Quyết định số 34 /QĐ-BQP",
            "cấp_thực_hiện": "Cấp Xã",
            "loại_thủ_tục": "Loại khác",
            "lĩnh_vực": "Thử nghiệm",
        },
        "content": {
            "trình_tự_thực_hiện": "Bước 1. Đến đăng ký. Bước 2. Nhận giấy.",
            "đối_tượng_thực_hiện": "Công dân Việt Nam",
            "cơ_quan_thực_hiện": "Ban Chỉ huy quân sự cấp xã",
            "kết_quả_thực_hiện": "Giấy chứng nhận",
            "yêu_cầu_điều_kiện_thực_hiện": "Không có thông tin",
        },
        "tables": rows | tables,
    }


def write_jsonl(path: Path, *items: Item) -> Path:
    """Write records one a line."""
    path.write_text("".join(json.dumps(item, ensure_ascii=False) + "\n" for item in items), encoding="utf-8")
    return path
