"""Why: every paper of this service is made the same way: words from one catalogue per language, looks from one Typst
file, geometry that the scanner knows, dates as people of the region write them, PDF/A-2a and PDF/UA-1.

What people typed reaches Typst as JSON strings, never as markup, so nothing that they type can be a command.
"""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, cast
from zoneinfo import ZoneInfo

import segno
import typst

Language = Literal["bs", "hr", "sr", "en"]
LANGUAGES: tuple[Language, ...] = ("bs", "hr", "sr", "en")
SARAJEVO = ZoneInfo("Europe/Sarajevo")
TEMPLATES = Path(str(files("registration"))) / "templates"


NO_GLYPH = "□"


@cache
def texts(language: Language) -> dict[str, Any]:
    """The catalogue of one language; a test keeps the four alike."""
    return cast("dict[str, Any]", json.loads((TEMPLATES / "texts" / f"{language}.json").read_text(encoding="utf-8")))


def long_date(day: date, language: Language) -> str:
    """With spaces that do not break: a date is read as one word."""
    words = texts(language)["dates"]
    written = str(words["day"]).format(day=day.day, month=words["months"][day.month - 1], year=day.year)
    return written.replace(" ", "\N{NO-BREAK SPACE}")


def short_date(day: date) -> str:
    return f"{day:%d.%m.%Y}."


def instant(at: datetime, language: Language, *, seconds: bool = True) -> str:
    """When something happened, in Sarajevo."""
    local = at.astimezone(SARAJEVO)
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return str(texts(language)["dates"]["instant"]).format(day=long_date(local.date(), language), time=clock)


def deadline(at: datetime, language: Language) -> str:
    """To the minute, in Sarajevo; midnight is 24:00 of the day that ends, as the calendar says it."""
    local = at.astimezone(SARAJEVO)
    day, clock = local.date(), f"{local:%H:%M}"
    if local.time() == time(0):
        day, clock = day - timedelta(days=1), "24:00"
    return str(texts(language)["dates"]["instant"]).format(day=long_date(day, language), time=clock)


def qr_svg(payload: str) -> str:
    """Vector picture without the quiet zone, which the template leaves white. Level M survives a bad photograph."""
    out = BytesIO()
    segno.make(payload, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, svgns=True)
    return out.getvalue().decode()


@cache
def fonts() -> typst.Fonts:
    """Only the fonts that we ship and those inside Typst, so that paper is the same on every machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(TEMPLATES / "fonts")])


@cache
def coverage() -> frozenset[str]:
    """Characters that the fonts can show."""
    ranges = json.loads((TEMPLATES / "fonts" / "coverage.json").read_text(encoding="utf-8"))
    bounds = [[int(end, 16) for end in each.split("-")] for each in ranges]
    return frozenset(chr(code) for first, last in bounds for code in range(first, last + 1))


def printable(text: str) -> str:
    """Composed; breaks as spaces; without control and direction characters; a box for what no font can show."""
    shown = []
    for char in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(char)
        if kind in {"Zl", "Zp"} or char in "\t\r\n":
            shown.append(" ")
        elif kind[0] != "C" or kind in {"Cn", "Co"}:
            shown.append(char if char in coverage() else NO_GLYPH)
    return "".join(shown)


def _printable(value: object) -> object:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {key: _printable(each) for key, each in value.items()}
    if isinstance(value, Sequence):
        return [_printable(each) for each in value]
    return value


def render(template: str, data: dict[str, Any], language: Language, made_at: datetime, qr: str = "") -> bytes:
    """The same data gives the same bytes: the only time in the file is `made_at`. `qr` is the picture of a code."""
    compiler = typst.Compiler(str(TEMPLATES / template), root=str(TEMPLATES), font_paths=fonts())
    told = _printable({**data, "lang": language})
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={"data": json.dumps(told, ensure_ascii=False), "qr": qr},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(made_at.timestamp()),
    )
    return cast("bytes", pdf)
