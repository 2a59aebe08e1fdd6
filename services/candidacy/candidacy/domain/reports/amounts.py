"""Amounts as people write them in our countries (1.234,50 or 1234.50), read into fenings without rounding."""

import re

_THOUSANDS = r"[0-9]{1,3}(?:[. ][0-9]{3})+|[0-9]+"
_WITH_COMMA = re.compile(rf"({_THOUSANDS})(?:,([0-9]{{1,2}}))?")
_WITH_POINT = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\.([0-9]{1,2})")
LONGEST = 11


def fenings(text: str) -> int | None:
    """None for what is no amount: three decimals, letters, a sign."""
    plain = text.replace("\xa0", " ").removesuffix("KM").removesuffix("BAM").strip()
    found = _WITH_POINT.fullmatch(plain) or _WITH_COMMA.fullmatch(plain)
    if found is None:
        return None
    whole, part = re.sub(r"[., ]", "", found[1]), (found[2] or "").ljust(2, "0")
    return int(whole) * 100 + int(part) if len(whole) <= LONGEST else None


def written(amount: int) -> str:
    """As it is shown and exported: 1.234,50."""
    marks, cents = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{marks:,}".replace(",", ".") + f",{cents:02d}"
