"""Latin and Cyrillic made equal for search: Ђорђе, Đorđe and Djordje are one name (domain.md 2.0).

A name is kept as it was written; only its search key is folded to Latin without diacritics.
"""

import re
import unicodedata
from typing import Final, Literal

Script = Literal["Latn", "Cyrl", "Mixed", "None"]

_CYRILLIC_TO_LATIN: Final = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "ђ": "đ", "е": "e", "ж": "ž", "з": "z", "и": "i",
    "ј": "j", "к": "k", "л": "l", "љ": "lj", "м": "m", "н": "n", "њ": "nj", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "ћ": "ć", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "č", "џ": "dž", "ш": "š",
    # Neighbouring alphabets, met in names and addresses of voters abroad.
    "ѓ": "đ", "ќ": "ć", "ѕ": "dz", "ё": "e", "й": "j", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "ju", "я": "ja",
    "щ": "šč", "є": "je", "і": "i", "ї": "ji", "ґ": "g",
}  # fmt: skip

_PLAIN_LETTERS: Final = str.maketrans(
    {"đ": "dj", "ð": "dj", "ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "ł": "l", "ı": "i", "þ": "th", "ħ": "h"},
)
_ORDER: Final = "0123456789aàáâãäåæbcçčćdđeéèêëfghiíîïjklłmnñoóôõöøpqrsßštuúûüvwxyýzžабвгдђежзијклљмнњопрстћуфхцчџш"
_WORD: Final = re.compile(r"[a-z0-9]+")
_APOSTROPHES: Final = str.maketrans("", "", "'’ʼ`´")


def to_latin(text: str) -> str:
    """Cyrillic letters as Serbian Latin ones; everything else is left alone. Љ in a word of capitals is LJ, else Lj."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(_latin_letter(composed, position) for position in range(len(composed)))


def fold(text: str) -> str:
    """Search key: words in lower-case Latin without diacritics (đ = dj), parted by single spaces."""
    return " ".join(tokens(text))


def tokens(text: str) -> list[str]:
    """The folded words of a text in their order: hyphens part words, apostrophes do not."""
    # `ð` is folded with đ because keyboards and fonts confuse Ð (eth) with Đ.
    latin = to_latin(text).casefold().translate(_PLAIN_LETTERS).translate(_APOSTROPHES)
    decomposed = unicodedata.normalize("NFKD", latin)
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _WORD.findall(plain)


def script_of(text: str) -> Script:
    """In which script somebody wrote: the flag that is kept beside a name."""
    has_cyrillic = any("CYRILLIC" in unicodedata.name(letter, "") for letter in text)
    has_latin = any("LATIN" in unicodedata.name(letter, "") for letter in text)
    if has_cyrillic and has_latin:
        return "Mixed"
    return "Cyrl" if has_cyrillic else "Latn" if has_latin else "None"


def sort_key(text: str) -> list[int]:
    """Order of our alphabets in either script: č after c, đ after d, ћ after т; ä beside a."""
    return [_ORDER.find(letter) for letter in text.casefold()]


def _latin_letter(text: str, position: int) -> str:
    letter = text[position]
    latin = _CYRILLIC_TO_LATIN.get(letter.lower())
    if latin is None:
        return letter
    if letter.islower():
        return latin
    following, previous = text[position + 1 : position + 2], text[max(0, position - 1) : position]
    in_capitals = following.isupper() or (not following.isalpha() and previous.isupper())
    return latin.upper() if in_capitals else latin.capitalize()
