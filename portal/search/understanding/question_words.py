"""Question words and the telling of a story, as people write them: what is asked for, and what is only said with it."""

from typing import Final

from portal.search.understanding.query import Intent

_ASKING: Final = {
    Intent.PAPERS: """
        cần giấy tờ gì, cần những giấy tờ gì, cần giấy tờ nào, cần những giấy tờ nào, cần các giấy tờ gì, giấy tờ gì,
        giấy tờ nào, cần giấy gì, giấy gì, cần hồ sơ gì, cần gì, cần những gì, cần có gì, mang gì, mang theo gì,
        mang những gì, cần mang gì, đem gì, đem theo gì, hồ sơ gồm gì, hồ sơ gồm những gì, gồm những gì, gồm gì,
        gồm những giấy tờ gì, hồ sơ cần gì, hồ sơ cần những gì, thành phần hồ sơ, chuẩn bị gì, chuẩn bị những gì,
        chuẩn bị giấy tờ gì, hồ sơ thế nào, hồ sơ như thế nào, hồ sơ gì, cần nộp gì, nộp những gì, nộp gì,
        nộp giấy tờ gì, gồm có gì""",
    Intent.DURATION: """
        bao lâu, mất bao lâu, trong bao lâu, bao lâu có, bao lâu thì có, bao lâu thì xong, bao lâu lấy được,
        bao nhiêu ngày, mất bao nhiêu ngày, mấy ngày, mất mấy ngày, mấy bữa, mấy hôm, mấy tuần, mấy tháng, khi nào có,
        khi nào xong, khi nào lấy được, bao giờ có, bao giờ xong, bao giờ lấy được, chừng nào có, chừng nào xong,
        thời hạn giải quyết, thời gian giải quyết, thời gian bao lâu, thời hạn bao lâu, có nhanh không, có lâu không""",
    Intent.FEE: """
        bao nhiêu tiền, mất bao nhiêu tiền, hết bao nhiêu tiền, hết bao nhiêu, mất bao nhiêu, tốn bao nhiêu tiền,
        tốn bao nhiêu, lệ phí, lệ phí bao nhiêu, phí bao nhiêu, lệ phí là bao nhiêu, lệ phí thế nào, mức phí,
        giá bao nhiêu, mấy tiền, có mất tiền không, có mất phí không, mất phí không, mất tiền không, tốn tiền không,
        có tốn tiền không, có phí không, có miễn phí không, đóng bao nhiêu tiền, nộp bao nhiêu tiền,
        phải đóng bao nhiêu, bao nhiêu""",
    Intent.WHERE: """
        ở đâu, nộp ở đâu, làm ở đâu, nộp chỗ nào, làm chỗ nào, chỗ nào, ở chỗ nào, đến đâu, tới đâu, ra đâu, đi đâu,
        lên đâu, nơi nào, ở nơi nào, cơ quan nào, ở cơ quan nào, nộp hồ sơ ở đâu, nơi nộp, nơi nộp hồ sơ, quầy nào,
        địa chỉ, địa chỉ ở đâu, xã hay huyện, làm ở xã hay huyện, gặp ai, hỏi ai, hỏi ở đâu, xin ở đâu, đâu""",
}  # fmt: skip

_TELLING: Final = """
    cho tôi hỏi, cho em hỏi, cho mình hỏi, cho cháu hỏi, cho con hỏi, cho hỏi, xin hỏi, xin cho hỏi, xin cho biết,
    cho biết, cho tôi biết, hỏi về, hỏi, làm ơn, giúp tôi, giúp em, giúp mình, giúp với, giúp, chỉ tôi, chỉ em,
    chỉ giúp, hướng dẫn, tư vấn, làm sao, làm thế nào, như thế nào, thế nào, ra sao, sao, phải làm sao, phải làm gì,
    phải làm thế nào, làm gì, cách, cách làm, thủ tục làm, quy trình, nộp hồ sơ, làm hồ sơ, thì làm sao,
    làm như thế nào, tìm hiểu, tìm, tra cứu, muốn biết, muốn hỏi, tôi muốn, em muốn, mình muốn, muốn, thủ tục, xin,
    cần làm, cần phải, phải, cần, nên,
    có cần, có phải, có được, có thể, được không, có được không, không ạ, phải không, hay không, được chưa, có không,
    hay chưa, không, tôi, em, mình, tớ, cháu, bạn, anh, chị, anh chị, cô, chú, bác, ông, bà, ổng, bả, nó, họ, ai,
    chúng tôi, bọn em, tụi em, con tôi, con em, con mình, con trai tôi, con gái tôi, con trai em, con gái em, con trai,
    con gái, con trai mình, con gái mình, đứa con, thằng con, thằng nhỏ, đứa nhỏ, cháu tôi, cháu nhà tôi, vợ tôi,
    chồng tôi, vợ em, chồng em, bố tôi, mẹ tôi, ba tôi, má tôi, cha tôi, bố em, mẹ em, ba em, má em, ông tôi, bà tôi,
    anh tôi, chị tôi, em tôi, em trai tôi, em gái tôi, anh trai tôi, nhà tôi, nhà em, nhà mình, gia đình tôi, của tôi,
    của em, của mình, của con, của con tôi, của bố, của mẹ, người nhà, quê tôi, ở quê, ạ, dạ, nhé, nha, nhỉ, vậy, ơi, à,
    ừ, hả, há, đấy, đó, này, kia, ấy, thì, là, mà, rồi, nữa, luôn, cũng, vẫn, đang, sẽ, vừa, hiện, hiện nay, bây giờ,
    giờ, nay, hôm nay, hôm qua, bữa trước, năm nay, tháng này, mới đây, bữa nay, lúc này, gì, nào, nếu, để, ở, tại, cái,
    chiếc, các, những, mấy, thế, lắm, quá, hết, của, bị, do, vì, nên, như, với, và, theo, cho, về việc,
    được bao nhiêu tiền, được bao nhiêu, được mấy tiền, nhận bao nhiêu tiền, nhận được bao nhiêu tiền,
    lãnh bao nhiêu tiền, lãnh được bao nhiêu tiền, lĩnh bao nhiêu tiền, hưởng bao nhiêu tiền, được hưởng bao nhiêu tiền,
    được nhận bao nhiêu tiền, được lãnh bao nhiêu tiền
"""

#: Phrases that ask for a part of a notice.
INTENTS: Final = tuple((phrase.strip(), intent) for intent, listed in _ASKING.items() for phrase in listed.split(","))
#: Phrases that ask for nothing a notice tells: what one is paid is no fee.
FILLERS: Final = tuple(phrase.strip() for phrase in _TELLING.split(","))
