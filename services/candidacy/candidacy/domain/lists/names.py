"""Names as they are printed on a ballot: letters of one script, as the person writes them (EL 4.18(2) locks them)."""

import unicodedata

from elections.scripts import script_of

APOSTROPHES = "'’ʼ`"
UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


def name_problems(text: str, longest: int) -> list[str]:
    """Codes: name.too_long · name.letters · name.mixed_scripts."""
    found = ["name.too_long"] if len(text) > longest else []
    if not _is_name(text):
        found.append("name.letters")
    elif script_of(text) == "Mixed":
        found.append("name.mixed_scripts")
    return found


def is_plain(text: str) -> bool:
    """No control characters, no reversed writing."""
    return not any(unicodedata.category(letter) in UNSEEN for letter in text)


def _is_name(text: str) -> bool:
    return (
        text[0].isalpha()
        and all(letter.isalpha() or letter in " -" + APOSTROPHES for letter in text)
        and script_of(text) != "None"
    )
