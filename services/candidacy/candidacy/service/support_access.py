"""Whose support signatures these are: who may see and change them, in which state and for which contest."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.certification.lifecycle import Status
from candidacy.domain.certification.model import Certification, Place
from candidacy.domain.subjects.authority import Act, any_may
from candidacy.store import certification as certifications
from candidacy.store import subjects
from candidacy.store import support as store
from candidacy.tables import Case, History
from casework.history import append
from commons.auth import Principal
from commons.problems import Conflict, Forbidden, NotFound

OPEN = frozenset({Status.DRAFT, Status.RETURNED})
"""What was filed stands until the Commission asks for its cure (EL 4.6(3))."""


@dataclass(frozen=True, slots=True)
class Access:
    case: Case
    application: Certification


async def of_subject(session: AsyncSession, who: Principal, id: UUID, act: Act, now: datetime) -> Access:
    """Whoever acts for the subject sees them; an editor may type, who signs for nobody may not."""
    application = await certifications.certification(session, id, certifications.own(who, now))
    subject = await subjects.subject(session, application.subject, who, now=now)
    if not any_may([each for each in subject.mandates if each.account == who.account], act, now):
        raise Forbidden("mandate.represent_required")
    return Access(await store.case_row(session, id), application)


async def of_office(session: AsyncSession, who: Principal, id: UUID, now: datetime) -> Access:
    """Political opinion: clerks alone, and each look is on record (domain.md 2.0 Audit, 2.2.5)."""
    application = await certifications.certification(session, id)
    if application.number is None or not _covers(who, application.election):
        raise NotFound("certification.not_found")
    await append(
        session,
        History,
        case_id=id,
        at=now,
        actor=who.account,
        actor_role="OFFICE",
        action="SUPPORT_READ",
    )
    return Access(await store.case_row(session, id), application)


def _covers(who: Principal, election: str) -> bool:
    return any(
        grant.role in ("CEC_CERT_CLERK", "CEC_CERT_REVIEWER") and grant.election in (None, election)
        for grant in who.roles
    )


def contest(access: Access, place: Place) -> Place:
    if place not in access.application.places:
        raise NotFound("support.contest_not_found", {"level": place.level, "unit": place.unit})
    return place


def open_to_change(access: Access) -> Case:
    if access.application.status not in OPEN:
        raise Conflict("support.closed", {"status": access.application.status})
    return access.case
