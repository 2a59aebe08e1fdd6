"""Why: what is uploaded while measuring is what people upload: a photograph and two scans, 300 kB each."""

import hashlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from PIL import Image

from tests import samples
from tests.samples import Person

QUALITY = 96
"""Makes pictures of 300 kB."""


@dataclass(frozen=True)
class Paper:
    name: str
    content_type: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


@cache
def papers() -> dict[str, Paper]:
    """By slot."""
    address, citizenship = (samples.id_card(Person(name=name), quality=QUALITY) for name in ("Mira", "Vera"))
    return {
        "ID": Paper("pasos.jpg", "image/jpeg", samples.id_card(quality=QUALITY)),
        "HOST_ADDRESS": Paper("Meldebestätigung.pdf", "application/pdf", scanned(address)),
        "CITIZENSHIP": Paper("uvjerenje.pdf", "application/pdf", scanned(citizenship)),
    }


def scanned(photograph: bytes) -> bytes:
    """A PDF of one picture, as scanners and telephones make it."""
    out = BytesIO()
    Image.open(BytesIO(photograph)).save(out, "PDF", quality=QUALITY, resolution=200)
    return out.getvalue()
