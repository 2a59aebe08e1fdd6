"""Why: what is printed is found again on a photograph of it, so both sides take its places from here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle on the A4 page, in millimetres from its top left corner."""

    x: float
    y: float
    width: float
    height: float


PAGE = Box(0, 0, 210, 297)
QR = Box(160, 14, 34, 34)
SIGNATURE = Box(104, 238, 90, 30)
MARKS = tuple(Box(x, y, 4, 4) for x in (6, 200) for y in (6, 287))
"""What `scanning` looks for; the templates of forms that are signed draw exactly these."""


def qr_payload(number: str, form_hash: str) -> str:
    """Whose form it is, and which data were signed."""
    return f"IZBORI1|{number}|{form_hash}"
