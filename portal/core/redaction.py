"""Taking out of a text for the log what may say who somebody is, or let somebody in."""

import re

#: What stands in the place of what was taken out.
GONE = "…"

#: In this order: an address may hold a password, which may look like anything else.
_RULES: tuple[tuple[re.Pattern[str], str], ...] = (
    # postgresql://user:password@host: name and password.
    (re.compile(r"(\w://)[^\s'\"<>]*@"), rf"\1{GONE}@"),
    # What people search for, and whatever else a form sends by GET.
    (re.compile(r"(?<=[\w/.~%-])\?[^\s'\"<>\\]+"), f"?{GONE}"),
    (
        re.compile(
            r"(?i)\b(pass(?:word|wd)?|mật khẩu|secret|token|api[_-]?key|authorization|cookie|sessionid)"
            r"(['\"]?\s*[:=]\s*)(?:(?:bearer|basic)\s+)?[^\s,;&]+"
        ),
        rf"\1\2{GONE}",
    ),
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), f"{GONE}@{GONE}"),
    # Phone numbers at home and from abroad, however they are grouped.
    (re.compile(r"(?<![\d.])(?:\+84|84|0)(?:[ .()-]{0,2}\d){9,10}(?![\d])"), GONE),
    # Identity cards have 9 digits, social insurance 10, citizen cards 12, health insurance 13, bank accounts up to 19;
    # sometimes in groups of three.
    (re.compile(r"(?<!\d)(?:\d{9,19}|\d{3}(?:[ .-]\d{3}){2}(?:[ .-]\d{3})?)(?!\d)"), GONE),
)


def redact(text: str) -> str:
    """The text without query strings, passwords, e-mail addresses, phone numbers and identity numbers.

    Names cannot be told from other words: whoever logs must not log them.
    """
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text
