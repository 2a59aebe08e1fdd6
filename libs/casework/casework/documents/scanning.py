"""Why: a signed form comes back as a photograph or a scan, turned, bent and badly compressed. Its QR says whose it is
and which data were signed; its corner marks say where the signature is, so that an officer sees it beside the identity
document (EL 3.15(3), (6)). What cannot be read is never refused: an officer matches it, and gets the plain region.

Pure and blocking, and it opens what strangers sent: run it in `isolation.Workers`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image, ImageOps

from casework.documents.homography import Degenerate, Homography, Point, fitted
from casework.documents.layout import MARKS, PAGE, QR, SIGNATURE, Box
from casework.documents.marks import mark_centre
from casework.documents.pictures import opened_picture
from casework.documents.unreadable import Unreadable

MM_PER_INCH = 25.4
DPI = 200
MAX_SIDE = 3600
"""A page is never drawn larger, whatever size it claims."""
SHOWN_SIDE = 2200
"""Of a page for the officer's screen: A4 at nearly 190 dpi."""
QR_PAGES = 6
"""The form is looked for on the first pages only."""
OVER_THE_LINE = 3
"""Millimetres around the signature box: people write over it."""
PLAIN_MARGIN = 12
"""The same where the page could not be located."""
PAYLOAD = re.compile(r"IZBORI1\|([A-Z0-9-]{5,40})\|([0-9a-f]{64})")
WHITE = 255
QR_CODE = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


@dataclass(frozen=True)
class ScanResult:
    number: str | None
    form_hash: str | None
    readable: bool


@dataclass(frozen=True)
class Located:
    """The picture on which the form's code was found, and where the form's millimetres are in it."""

    picture: Image.Image
    number: str
    form_hash: str
    code: tuple[Point, ...]
    """Corners of the QR in pixels, clockwise from its own top left."""


def read_form(content: bytes) -> ScanResult:
    """Whose form this is, from the QR on any of the first pages."""
    located = _located(content)
    return ScanResult(located.number, located.form_hash, readable=True) if located else ScanResult(None, None, False)


def signature_crop(content: bytes) -> bytes:
    """PNG of the signature box, straightened; without a readable QR the place where it lies on an upright page."""
    located = _located(content)
    if located:
        try:
            return _png(straightened(located.picture, page_in(located), _grown(SIGNATURE, OVER_THE_LINE), DPI))
        except Degenerate:
            return _png(_plain_region(located.picture))
    return _png(_plain_region(_picture(content, 1, MAX_SIDE)))


def page_picture(content: bytes, number: int) -> bytes:
    """PNG of page `number`, from 1."""
    return _png(_picture(content, number, SHOWN_SIDE))


def page_in(located: Located) -> Homography:
    """From the page's millimetres to the picture's pixels: first by the code alone, then by each mark that is found,
    nearest first, since an error grows with the distance."""
    pairs: list[tuple[Point, Point]] = list(zip(_corners(QR), located.code, strict=True))
    to_pixels = fitted(pairs)
    for mark in sorted(MARKS, key=lambda mark: _distance(_centre(mark), _centre(QR))):
        centre = _centre(mark)
        reach = mark.width + 0.06 * _distance(centre, _centre(QR))
        window = Box(centre[0] - reach, centre[1] - reach, 2 * reach, 2 * reach)
        patch = straightened(located.picture.convert("L"), to_pixels, window, 100)
        found = mark_centre(patch, mark.width * patch.width / window.width)
        if found:
            in_page = (
                window.x + found[0] * window.width / patch.width,
                window.y + found[1] * window.width / patch.width,
            )
            pairs.append((centre, to_pixels(in_page)))
            to_pixels = fitted(pairs)
    return to_pixels


def straightened(picture: Image.Image, to_pixels: Homography, box: Box, dpi: int) -> Image.Image:
    """The box of the page as a picture of its own; what lies outside of the photograph is white."""
    per_pixel = MM_PER_INCH / dpi
    size = (round(box.width / per_pixel), round(box.height / per_pixel))
    fill = WHITE if picture.mode == "L" else (WHITE, WHITE, WHITE)
    return picture.transform(
        size,
        Image.Transform.PERSPECTIVE,
        to_pixels.after_scaling(per_pixel, (box.x, box.y)),
        Image.Resampling.BICUBIC,
        fillcolor=fill,
    )


def _located(content: bytes) -> Located | None:
    for number in range(1, min(_page_count(content), QR_PAGES) + 1):
        picture = _picture(content, number, MAX_SIDE)
        for attempt, scale in _attempts(picture):
            for code in zxingcpp.read_barcodes(attempt, formats=QR_CODE):
                payload = PAYLOAD.fullmatch(code.text)
                if payload:
                    at = code.position
                    corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
                    pixels = tuple((corner.x / scale, corner.y / scale) for corner in corners)
                    return Located(picture, payload[1], payload[2], pixels)
    return None


def _attempts(picture: Image.Image) -> Iterator[tuple[Image.Image, float]]:
    """As it is; larger where it was shrunk; smaller where grain hides the squares; with the contrast of a poor lamp."""
    grey = picture.convert("L")
    yield grey, 1
    for scale in (2.0, 0.5):
        if max(grey.size) * scale <= MAX_SIDE:
            yield ImageOps.scale(grey, scale, Image.Resampling.BICUBIC), scale
    yield ImageOps.autocontrast(grey, cutoff=2), 1


def _page_count(content: bytes) -> int:
    if not content.startswith(b"%PDF-"):
        return 1
    with pypdfium2.PdfDocument(content) as document:
        return len(document)


def _picture(content: bytes, number: int, longest: int) -> Image.Image:
    if content.startswith(b"%PDF-"):
        return _drawn(content, number, longest)
    if number != 1:
        raise Unreadable("document.no_such_page", {"pages": 1})
    with opened_picture(content, "JPEG", "PNG") as image:
        image.draft("RGB", (longest, longest))
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return upright


def _drawn(content: bytes, number: int, longest: int) -> Image.Image:
    with pypdfium2.PdfDocument(content) as document:
        if not 1 <= number <= len(document):
            raise Unreadable("document.no_such_page", {"pages": len(document)})
        page = document[number - 1]
        points = max(page.get_size())
        if points <= 0:
            raise Unreadable
        drawn: Image.Image = page.render(scale=min(DPI / 72, longest / points)).to_pil()
        return drawn.convert("RGB")


def _plain_region(picture: Image.Image) -> Image.Image:
    """Where the box lies if the picture shows the whole page upright."""
    page = picture.rotate(90, expand=True) if picture.width > picture.height else picture
    across, down = page.width / PAGE.width, page.height / PAGE.height
    box = _grown(SIGNATURE, PLAIN_MARGIN)
    left, top = max(0, box.x * across), max(0, box.y * down)
    right, bottom = min(page.width, (box.x + box.width) * across), min(page.height, (box.y + box.height) * down)
    return page.crop((round(left), round(top), round(right), round(bottom)))


def _corners(box: Box) -> tuple[Point, ...]:
    right, bottom = box.x + box.width, box.y + box.height
    return (box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom)


def _centre(box: Box) -> Point:
    return box.x + box.width / 2, box.y + box.height / 2


def _grown(box: Box, by: float) -> Box:
    return Box(box.x - by, box.y - by, box.width + 2 * by, box.height + 2 * by)


def _distance(one: Point, other: Point) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()
