"""Why: the pictures in docs/screens are looked at one by one before a page is called good; they must stay small."""

from io import BytesIO
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
COLOURS = 64


def keep(name: str, png: bytes) -> None:
    """With a palette a page takes a fifth of the bytes, and nobody sees it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    picture = Image.open(BytesIO(png)).convert("RGB")
    small = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    small.save(FOLDER / f"{name}.png", optimize=True)
