"""Why: the journeys are walked with files as people have them: an identity card and a letter photographed with a
telephone (position of the camera in it), a certificate as PDF, and a form that was printed, signed by hand and
photographed at an angle in poor light. Everything here is invented.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
import typst
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont
from PIL.TiffImagePlugin import IFDRational

from casework.documents.layout import SIGNATURE
from registration.paper import TEMPLATES

DPI = 200
PER_MM = DPI / 25.4
PEN = (24, 40, 110)


@dataclass(frozen=True)
class Person:
    surname: str = "Hadžić"
    name: str = "Amra"
    born: str = "01.01.1900."
    number: str = "1A2B3C4D5"
    address: tuple[str, ...] = ("Mariahilfer Straße 12/7", "1060 Wien", "Österreich")


def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(TEMPLATES / "fonts" / f"Inter-{'Bold' if bold else 'Regular'}.ttf"), size)


def id_card(person: Person = Person(), *, width: int = 1600, quality: int = 82) -> bytes:
    """JPEG of the front of an identity card, as a telephone makes it: with position, maker and time in its EXIF."""
    height = round(width * 54 / 85.6)
    card = Image.new("RGB", (width, height), (226, 236, 240))
    draw = ImageDraw.Draw(card)
    for wave in range(0, height, 14):
        points = [(x, wave + 9 * math.sin(x / 90 + wave)) for x in range(0, width, 8)]
        draw.line(points, fill=(205, 221, 230), width=2)
    draw.text((60, 40), "BOSNA I HERCEGOVINA / BOSNIA AND HERZEGOVINA", font=font(40, bold=True), fill=(30, 60, 110))
    draw.text((60, 100), "LIČNA KARTA / IDENTITY CARD · SPECIMEN", font=font(32), fill=(30, 60, 110))
    face = Image.new("RGB", (420, 530), (200, 205, 210))
    figure = ImageDraw.Draw(face)
    figure.ellipse((110, 70, 310, 310), fill=(160, 165, 172))
    figure.ellipse((30, 310, 390, 750), fill=(160, 165, 172))
    card.paste(face, (60, 190))
    lines = (("Prezime / Surname", person.surname), ("Ime / Name", person.name), ("Rođen / Born", person.born))
    for row, (label, value) in enumerate(
        (*lines, ("Broj / Number", person.number), ("Važi do / Valid", "01.01.2035."))
    ):
        draw.text((540, 190 + row * 110), label, font=font(26), fill=(90, 100, 110))
        draw.text((540, 222 + row * 110), value, font=font(46, bold=True), fill=(20, 24, 30))
    ink = Image.new("L", card.size, 0)
    _stroke(ImageDraw.Draw(ink), signature_of(person.surname), (540, height - 210, 900, height - 60), 5)
    card.paste(PEN, mask=ink)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Telefon", "Kamera 7", "2028:07:01 10:00:00"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (IFDRational(48), IFDRational(11), IFDRational(52))
    gps[3], gps[4] = "E", (IFDRational(16), IFDRational(20), IFDRational(58))
    return _jpeg(card.filter(ImageFilter.GaussianBlur(0.6)), quality, exif)


def address_proof(person: Person = Person()) -> bytes:
    """PDF of a registration certificate of the host country."""
    lines = "".join(f"#{_quoted(line)} \\\n" for line in (f"{person.name} {person.surname}", *person.address))
    return _typeset(f"""
= Meldebestätigung
Magistrat der Stadt Wien · Meldeservice \\
#v(1cm)
Hiermit wird bestätigt, dass folgende Person mit Hauptwohnsitz gemeldet ist:
#v(5mm)
{lines}
#v(1cm)
Wien, am 1. Juli 2028 #h(1fr) MUSTER / SPECIMEN
""")


def citizenship_proof(person: Person = Person()) -> bytes:
    return _typeset(f"""
= Uvjerenje o državljanstvu
#v(1cm)
Potvrđuje se da je #{_quoted(f"{person.name} {person.surname}")}, rođ. #{_quoted(person.born)},
upisan/a u matičnu knjigu državljana Bosne i Hercegovine.
#v(1cm)
Sarajevo, 1. 7. 2028. #h(1fr) PRIMJER / SPECIMEN
""")


def signed_form(form: bytes, *, by: str = "Hadžić", photographed: bool = True, quality: int = 78) -> bytes:
    """Page 1 of a printed form, signed in its box, with place and date; a photograph (JPEG) or a clean scan (JPEG)."""
    with pypdfium2.PdfDocument(form) as document:
        page = document[0].render(scale=DPI / 72).to_pil().convert("RGB")
    signed = sign(page, by)
    return _jpeg(photograph(signed) if photographed else signed, quality)


def sign(page: Image.Image, by: str) -> Image.Image:
    """Ink in the signature box, and a scribble on the lines for place and date."""
    ink = Image.new("L", page.size, 0)
    draw = ImageDraw.Draw(ink)
    left, top = SIGNATURE.x * PER_MM, SIGNATURE.y * PER_MM
    right, bottom = left + SIGNATURE.width * PER_MM, top + SIGNATURE.height * PER_MM
    _stroke(draw, signature_of(by), (left + 60, top + 50, right - 120, bottom - 40), 5)
    for place, word in ((left - 690, "Beč"), (left - 340, "1.7.")):
        _stroke(draw, signature_of(word), (place, bottom - 70, place + 200, bottom - 26), 3)
    signed = page.copy()
    signed.paste(PEN, mask=ink.filter(ImageFilter.GaussianBlur(0.7)))
    return signed


def signature_of(name: str) -> list[tuple[float, float]]:
    """A hand in the unit square that is always the same for the same name, and another for another."""
    dice = random.Random(name)
    points, x = [], 0.0
    for _ in range(3 + len(name)):
        points += [(x, dice.uniform(0.35, 1.0)), (x + 0.4, dice.uniform(0.0, 0.4)), (x + 0.7, dice.uniform(0.5, 0.9))]
        x += dice.uniform(0.55, 1.0)
    points += [(x * 0.1, 1.0), (x, 0.86)]
    return [(px / x, py) for px, py in points]


def photograph(page: Image.Image, *, turn: float = 2.5, lean: float = 0.03, seed: int = 7) -> Image.Image:
    """The page on a table, seen from a hand: turned, leaning back, lit from one side, a little unsharp and grainy."""
    width, height = page.size
    table = Image.new("RGB", (round(width * 1.16), round(height * 1.12)), (96, 72, 52))
    table.paste(page, (round(width * 0.08), round(height * 0.06)))
    table = table.rotate(turn, Image.Resampling.BICUBIC, fillcolor=(96, 72, 52))
    w, h = table.size
    seen = lean_back(table, lean)
    light = Image.linear_gradient("L").rotate(90).resize((w, h)).point(lambda value: 170 + value // 3)
    lit = ImageChops.multiply(seen, Image.merge("RGB", (light, light, light.point(lambda value: value - 8))))
    random.seed(seed)
    grain = Image.effect_noise((w, h), 14).convert("L")
    noisy = ImageChops.add(lit, Image.merge("RGB", (grain,) * 3), scale=1, offset=-128)
    return noisy.filter(ImageFilter.GaussianBlur(0.8))


def lean_back(picture: Image.Image, lean: float) -> Image.Image:
    """The upper edge farther away: a mild perspective."""
    from casework.documents.homography import fitted

    w, h = picture.size
    seen = [(w * lean, h * lean / 2), (w * (1 - lean), 0), (w, h), (0, h * (1 - lean / 3))]
    flat = [(0.0, 0.0), (float(w), 0.0), (float(w), float(h)), (0.0, float(h))]
    back = fitted(list(zip(seen, flat, strict=True)))
    return picture.transform(
        (w, h), Image.Transform.PERSPECTIVE, back.numbers, Image.Resampling.BICUBIC, fillcolor=(96, 72, 52)
    )


def _stroke(
    draw: ImageDraw.ImageDraw, hand: Sequence[tuple[float, float]], box: tuple[float, float, float, float], width: int
) -> None:
    """A smooth line through the points (Catmull-Rom), with round joints as a pen makes."""
    left, top, right, bottom = box
    points = [(left + x * (right - left), top + y * (bottom - top)) for x, y in hand]
    padded = [points[0], *points, points[-1]]
    line = []
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(12):
            t = step / 12
            line.append(
                tuple(
                    0.5 * (2 * q + (r - p) * t + (2 * p - 5 * q + 4 * r - s) * t**2 + (3 * q - p - 3 * r + s) * t**3)
                    for p, q, r, s in zip(before, start, end, after, strict=True)
                )
            )
    draw.line(line, fill=255, width=width, joint="curve")


def _typeset(source: str) -> bytes:
    head = '#set text(lang: "de")\n#set page(paper: "a4", margin: 3cm)\n'
    pdf = typst.Compiler((head + source).encode()).compile(format="pdf", timestamp=1_846_000_000)
    assert isinstance(pdf, bytes)
    return pdf


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _jpeg(picture: Image.Image, quality: int, exif: Image.Exif | None = None) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, exif=exif or Image.Exif())
    return out.getvalue()
