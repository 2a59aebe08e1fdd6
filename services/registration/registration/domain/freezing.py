"""What exactly a voter signs: the printed fields, number and kind, reduced to one hash that is in the QR of the page.

The hash covers no document, so that a better scan of a passport does not make the voter print and sign again.
"""

import hashlib
import json

from registration.domain.model import Application, printed


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def frozen_form(application: Application) -> dict[str, object]:
    return {
        "number": application.number,
        "election": application.election,
        "kind": application.kind,
        "for_self": application.for_self,
        "fields": printed(application.form),
        "salt": application.salt,
    }


def form_hash(application: Application) -> str:
    """SHA-256, hex, of the form as it stands now; equal to `application.form_hash` unless a printed field changed."""
    return hashlib.sha256(canonical(frozen_form(application))).hexdigest()
