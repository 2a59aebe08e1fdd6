"""Why: what people upload is taken for nothing but bytes until it was looked at (quality.md: uploads).

An object is what was announced (size, SHA-256), is really a PDF, JPEG or PNG, can be opened, is bounded in pages and
pixels, needs no password, and loses everything that is not the page or the picture: metadata with its position of the
camera, scripts, attachments, whatever hides before or behind. Pure and blocking: run it in `isolation.Workers`.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

import filetype

from casework.documents.pdfs import clean_pdf
from casework.documents.pictures import clean_jpeg, clean_png
from casework.documents.unreadable import Unreadable

MAX_BYTES = 10 * 1024 * 1024
MAX_KEPT = 2 * MAX_BYTES
"""Burnt-in fields and a photograph turned upright may need a little more room than what came."""
MAX_TOTAL_BYTES = 30 * 1024 * 1024
"""Of one application (domain.md 2.0)."""
CONTENT_TYPES = ("application/pdf", "image/jpeg", "image/png")
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
MAGIC = ((b"%PDF-", "application/pdf"), (b"\xff\xd8\xff", "image/jpeg"), (b"\x89PNG\r\n\x1a\n", "image/png"))
NAME_LENGTH = 80


@dataclass(frozen=True)
class Announced:
    """What the browser said before it uploaded."""

    size: int
    content_type: str
    sha256: str


@dataclass(frozen=True)
class Inspected:
    content_type: str
    pages: int
    content: bytes
    """What is kept: the same page or picture, without what does not belong to it."""
    sha256: str
    """Of the bytes that came; printed on the form."""
    stored_sha256: str


@dataclass(frozen=True)
class Refused:
    """Returned, not raised: it crosses the border of a process. `code` is `document.…`."""

    code: str
    params: Mapping[str, str | int] = field(default_factory=dict)


def inspect(content: bytes, announced: Announced) -> Inspected | Refused:
    """The first thing that is wrong: a file is one item, and what follows a wrong hash or type would be noise."""
    try:
        sha256 = _as_announced(content, announced)
        kept, pages = _clean(content, announced.content_type)
    except Unreadable as error:
        return Refused(error.code, error.params)
    return Inspected(announced.content_type, pages, kept, sha256, hashlib.sha256(kept).hexdigest())


def _as_announced(content: bytes, announced: Announced) -> str:
    """Its SHA-256."""
    if not content:
        raise Unreadable("document.empty")
    if len(content) > MAX_BYTES:
        raise Unreadable("document.too_large", {"limit": MAX_BYTES})
    if len(content) != announced.size:
        raise Unreadable("document.size_mismatch", {"announced": announced.size, "received": len(content)})
    sha256 = hashlib.sha256(content).hexdigest()
    if sha256 != announced.sha256.lower():
        raise Unreadable("document.hash_mismatch")
    found = real_type(content)
    if found not in CONTENT_TYPES:
        raise Unreadable("document.type_not_allowed", {"found": found})
    if found != announced.content_type:
        raise Unreadable("document.type_mismatch", {"announced": announced.content_type, "found": found})
    return sha256


def real_type(content: bytes) -> str:
    """By its first bytes, at offset 0 exactly; for what we do not take, the best name we can give it."""
    for magic, content_type in MAGIC:
        if content.startswith(magic):
            return content_type
    return str(filetype.guess_mime(content[:8192]) or "unknown")


def clean_name(name: str, content_type: str) -> str:
    """A file name to show: no path, no control or direction characters, the extension of what it really is."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(char if unicodedata.category(char)[0] != "C" else "" for char in last)
    stem = re.sub(r"\s+", " ", visible).strip(" .")
    stem = re.sub(r"\.(pdf|jpe?g|png|heic|heif|webp)$", "", stem, flags=re.IGNORECASE).strip(" .")
    return f"{stem[:NAME_LENGTH].strip(' .') or 'document'}.{EXTENSIONS[content_type]}"


def _clean(content: bytes, content_type: str) -> tuple[bytes, int]:
    if content_type == "application/pdf":
        kept, pages = clean_pdf(content)
    else:
        kept, pages = (clean_jpeg if content_type == "image/jpeg" else clean_png)(content), 1
    if len(kept) > MAX_KEPT:
        raise Unreadable("document.too_complex")
    return kept, pages
