"""What exactly a representative signs: the candidates in their order, reduced to one hash in the QR of the page.

The hash covers no document and no declaration: a consent that arrives later does not make the subject print again.
"""

import hashlib
import json

from candidacy.domain.lists.model import CandidateList

PRINTED = ("surname", "name", "sex", "date_of_birth", "jmb", "residence_municipality")


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def frozen_list(of: CandidateList) -> dict[str, object]:
    return {
        "number": of.number,
        "election": of.election,
        "subject": str(of.subject_id),
        "level": of.level,
        "unit": of.unit,
        "kind": of.kind,
        "candidates": [
            {"position": each.position, **{field: each.person.value(field) for field in PRINTED}} for each in of.running
        ],
        "salt": of.salt,
    }


def list_hash(of: CandidateList) -> str:
    """SHA-256, hex, of the list as it stands; equal to `form_hash` unless a printed field or the order changed."""
    return hashlib.sha256(canonical(frozen_list(of))).hexdigest()


def needs_new_print(of: CandidateList) -> bool:
    """EL 4.21(1): the printed copy says what the electronic list says."""
    return of.form_hash is not None and list_hash(of) != of.form_hash
