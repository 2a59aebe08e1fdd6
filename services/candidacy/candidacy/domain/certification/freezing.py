"""What exactly is printed and signed, reduced to one hash that is in the QR of the page (EL 4.4(2), C-A3).

Documents are no part of it: a better scan of an extract does not make anybody print and sign again.
"""

import hashlib
import json

from candidacy.domain.certification.model import Certification, Claim, GroupMember, Loan


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: object, salt: str) -> str:
    """SHA-256, hex. The salt keeps it from telling anything to somebody who merely guesses the data."""
    return hashlib.sha256(canonical([salt, value])).hexdigest()


def printed(certification: Certification) -> dict[str, object]:
    return {
        "number": certification.number,
        "election": certification.election,
        "kind": certification.kind,
        "fields": certification.form.as_dict(),
        "declared": sorted(certification.declared),
        "contests": [
            [each.place.level, each.place.unit, claim_of(each.claim)]
            for each in sorted(certification.contests, key=lambda contest: contest.place)
        ],
        "members": sorted(str(each.subject) for each in certification.members),
        "loans": [loan_of(each) for each in certification.loans],
        "group": [group_member_of(each) for each in certification.group],
    }


def claim_of(claim: Claim | None) -> list[str | None] | None:
    return [claim.official, claim.mandate_body, claim.mandate_since] if claim else None


def loan_of(loan: Loan) -> list[str]:
    return [loan.lender, loan.amount, loan.repayment_on]


def group_member_of(member: GroupMember) -> list[str | bool]:
    return [member.name, member.jmb, member.id_card, member.signed]


def form_hash(certification: Certification) -> str:
    """Of the application as it stands now; equal to `certification.form_hash` unless something printed changed."""
    return digest(printed(certification), certification.salt)


def print_is_current(certification: Certification) -> bool:
    return certification.form_hash is not None and form_hash(certification) == certification.form_hash
