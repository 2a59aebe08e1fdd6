"""Why: a photograph tells more than it shows (where it was taken, with what, a thumbnail of what was cut away), and
behind its end anything can hide. A JPEG is cut down to its picture without being compressed anew, since it is evidence;
a PNG is written anew, which loses nothing.
"""

import re
import warnings
from collections.abc import Iterator
from io import BytesIO

from PIL import Image, ImageOps

from casework.documents.unreadable import Unreadable

MAX_PIXELS = 60_000_000
"""A telephone's 48 megapixels; an A4 page at 600 dpi has 35."""
ORIENTATION = 0x0112
SOI, EOI, SOS, APP0, APP14, APP15, COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xEE, 0xEF, 0xFE
NEXT_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")

# We bound the pixels ourselves and report it as a refusal.
Image.MAX_IMAGE_PIXELS = None


def clean_jpeg(content: bytes) -> bytes:
    """The picture alone: no metadata, no second picture, nothing behind the end; upright, and it can be decoded."""
    stripped = strip_jpeg(content)
    try:
        with opened_picture(content, "JPEG", "MPO") as image:
            orientation = image.getexif().get(ORIENTATION, 1)
            if orientation in range(2, 9):
                return _encoded(ImageOps.exif_transpose(image), "JPEG", quality=90)
        with opened_picture(stripped, "JPEG") as image:
            # An eighth of the size, but every block is read: a broken file is found out for a tenth of the work.
            image.draft("L", (image.width // 8, image.height // 8))
            image.load()
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable from error
    return stripped


def clean_png(content: bytes) -> bytes:
    try:
        with opened_picture(content, "PNG") as image:
            return _encoded(ImageOps.exif_transpose(image), "PNG")
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable from error


def strip_jpeg(content: bytes) -> bytes:
    """From start to end of the first picture, without application segments and comments."""
    return b"".join(segment for marker, segment in _segments(content) if _belongs(marker, segment))


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each segment, a scan with its compressed data as one (ITU-T T.81, annex B)."""
    if content[:2] != b"\xff\xd8":
        raise Unreadable
    yield SOI, content[:2]
    at, marker = 2, SOI
    while marker != EOI:
        while content[at : at + 2] == b"\xff\xff":
            at += 1
        if len(content) < at + 2 or content[at] != 0xFF:
            raise Unreadable
        marker = content[at + 1]
        end = _end_of_segment(content, at, marker)
        yield marker, content[at:end]
        at = end


def _end_of_segment(content: bytes, at: int, marker: int) -> int:
    if marker == EOI:
        return at + 2
    if len(content) < at + 4:
        raise Unreadable
    end = at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")
    if marker == SOS:
        behind = NEXT_MARKER.search(content, end)
        if not behind:
            raise Unreadable
        end = behind.start()
    if len(content) < end:
        raise Unreadable
    return end


def _belongs(marker: int, segment: bytes) -> bool:
    """Adobe's segment says how colours are coded; JFIF without its thumbnail is harmless and expected."""
    if marker == APP0:
        return segment[4:9] == b"JFIF\x00" and len(segment) == 18
    if marker == APP14:
        return segment[4:9] == b"Adobe" and len(segment) <= 16
    return not (APP0 < marker <= APP15 or marker == COM)


def opened_picture(content: bytes, *formats: str) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        image = Image.open(BytesIO(content), formats=formats)
    if image.width * image.height > MAX_PIXELS:
        image.close()
        raise Unreadable("document.too_many_pixels", {"limit": MAX_PIXELS})
    return image


def _encoded(image: Image.Image, name: str, **options: int) -> bytes:
    out = BytesIO()
    bare = image.copy()
    bare.info = {key: value for key, value in image.info.items() if key == "transparency"}
    bare.save(out, name, exif=b"", icc_profile=None, **options)
    return out.getvalue()
