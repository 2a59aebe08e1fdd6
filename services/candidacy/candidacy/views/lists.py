"""A list as its subject or an official may see it: with the validator's defects and meters, and what can be done."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.lists import permitted, rules, terms, validator
from candidacy.domain.lists.freezing import needs_new_print
from candidacy.domain.lists.lifecycle import Status
from candidacy.domain.lists.model import Candidate, CandidateList, Declarations, Person
from candidacy.schemas import lists as schemas
from candidacy.service.lists_common import election_of, judged_by
from candidacy.store import lists_rounds as rounds
from candidacy.store.standing import represents, signatories
from commons.auth import Principal
from elections import jmb

FULL_JMB = ("CEC_CERT_REVIEWER",)
HIDDEN = "•••"
PRIVATE = ("id_card_number", "residence_address", "email", "phone")
"""What an official without the reviewer's role does not need."""


def fields_of(person: Person, *, whole: bool) -> schemas.PersonIn:
    values = person.as_dict()
    if not whole:
        values |= {field: HIDDEN for field in PRIVATE if values[field]}
        values["jmb"] = jmb.masked(values["jmb"]) if values["jmb"] else None
    return schemas.PersonIn.model_validate(values)


def candidate_of(of: Candidate, *, whole: bool, declarations: bool) -> schemas.CandidateOut:
    said: Declarations = of.declarations
    return schemas.CandidateOut(
        id=of.id,
        position=of.position,
        status=of.status,
        fields=fields_of(of.person, whole=whole),
        consent=of.consent,
        register_state=of.register,
        office_proof=of.office_proof,
        declared=None not in (said.office, said.no_conviction, said.compatible),
        declarations=schemas.DeclarationsIn(
            office=said.office,
            no_conviction=said.no_conviction,
            compatible=said.compatible,
            declared_group=said.declared_group,
        )
        if declarations
        else None,
        eligible=of.eligibility.clear if of.eligibility and declarations else None,
        flags=sorted(of.flags),
    )


def line_of(of: CandidateList) -> schemas.ListLine:
    term = schemas.Term(key=of.term_key, at=of.term_at) if of.term_key and of.term_at else None
    return schemas.ListLine(
        id=of.id,
        version=of.version,
        status=of.status,
        number=of.number,
        subject_id=of.subject_id,
        level=of.level,
        unit=of.unit,
        kind=of.kind,
        candidates_count=len(of.running),
        term=term,
    )


async def subject_page(session: AsyncSession, who: Principal, of: CandidateList, now: datetime) -> schemas.ListOut:
    """For who acts for the subject: whole, but what candidates answered is theirs and the office's."""
    election = await election_of(session, of)
    notice = await rounds.open_notice(session, of.id)
    allowed = permitted.to_subject(
        of,
        represents=await represents(session, who, of.subject_id, now),
        open_now=terms.is_open(of.kind, election, now),
        in_cure_term=notice is not None and now <= notice.due_at,
    )
    return await _page(session, of, now, allowed, whole=True, declarations=False)


async def office_page(session: AsyncSession, who: Principal, of: CandidateList, now: datetime) -> schemas.ListOut:
    election = await election_of(session, of)
    proposal = await rounds.open_proposal(session, of.id)
    seat = permitted.Seat(
        of,
        frozenset(grant.role for grant in who.roles if grant.election in (None, of.election)),
        who.account,
        proposal.proposed_by if proposal else None,
        can_return=terms.can_return(now, election),
        closed=now > terms.closes(of.kind, election),
        own_case=who.account in await signatories(session, of.subject_id, now),
    )
    whole = who.has(*FULL_JMB, election=of.election)
    return await _page(session, of, now, permitted.to_official(seat), whole=whole, declarations=True)


async def _page(
    session: AsyncSession,
    of: CandidateList,
    now: datetime,
    allowed: Iterator[str] | Sequence[str],
    *,
    whole: bool,
    declarations: bool,
) -> schemas.ListOut:
    ground = await judged_by(session, of, await election_of(session, of), now)
    found = rules.defects(of, ground)
    shown = rules.at_filing(found) if of.status is Status.DRAFT else found
    return schemas.ListOut(
        **line_of(of).model_dump(),
        candidates=[candidate_of(each, whole=whole, declarations=declarations) for each in of.candidates],
        defects=[schemas.Defect.model_validate(each) for each in shown],
        meters=[schemas.Meter.model_validate(each) for each in validator.meters(of.running, found, ground)],
        notices=[schemas.NoticeOut.model_validate(each) for each in await rounds.notices(session, of.id)],
        allowed=list(allowed),
        form_version=of.form_version,
        form_hash=of.form_hash,
        needs_new_print=needs_new_print(of),
    )
