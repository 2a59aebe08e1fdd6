"""Who may do what for a subject. Authority is a mandate in force, never a role of the identity provider."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from candidacy.domain.subjects.model import Mandate, Role, Scope


class Act(StrEnum):
    READ = "READ"
    DRAFT = "DRAFT"
    SUBMIT = "SUBMIT"
    """Filing, curing and withdrawing: whatever needs the signature of the subject."""
    MANAGE = "MANAGE"
    """Signatories, editors, the subject's data."""
    CONSENT = "CONSENT"
    """To a coalition or a list of independent candidates."""
    FILE_COMPLAINT = "FILE_COMPLAINT"
    REQUEST_OBSERVERS = "REQUEST_OBSERVERS"
    NOMINATE_TO_POLLING_BOARDS = "NOMINATE_TO_POLLING_BOARDS"


SCOPE_FOR: Mapping[Act, Scope] = {
    Act.SUBMIT: Scope.REPRESENT,
    Act.MANAGE: Scope.REPRESENT,
    Act.CONSENT: Scope.REPRESENT,
    Act.FILE_COMPLAINT: Scope.COMPLAINTS,
    Act.REQUEST_OBSERVERS: Scope.OBSERVERS,
    Act.NOMINATE_TO_POLLING_BOARDS: Scope.PSC_NOMINATIONS,
}


def may(mandate: Mandate, act: Act, at: datetime) -> bool:
    """A scope is no other scope: who is authorised for complaints does not sign for observers. No signature without
    a deposited specimen."""
    if not mandate.in_force(at):
        return False
    if act is Act.READ:
        return True
    represents = mandate.role is Role.REP and Scope.REPRESENT in mandate.scopes
    if act is Act.DRAFT:
        return mandate.role is Role.EDITOR or represents
    signs = mandate.role is Role.REP and mandate.specimen is not None
    return signs and SCOPE_FOR[act] in mandate.scopes


def any_may(mandates: Iterable[Mandate], act: Act, at: datetime) -> bool:
    return any(may(each, act, at) for each in mandates)
