"""What the pages about an application for certification show: to its subject, and to officials."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from candidacy.domain.certification import cure, permitted, windows
from candidacy.domain.certification.catalogue import fields_for
from candidacy.domain.certification.ground import Ground
from candidacy.domain.certification.lifecycle import Status
from candidacy.domain.certification.model import Certification, Notice
from candidacy.domain.certification.places import meters
from candidacy.domain.certification.rules import defects, shown_at_filing
from candidacy.domain.subjects.authority import Act, any_may
from candidacy.schemas import certification as out
from candidacy.service.certification_common import ground_of
from candidacy.service.certification_office import roles_in
from candidacy.store import certification as store
from candidacy.store.elections import election as election_in
from candidacy.tables.cases import Decision
from commons.auth import Principal


async def subject_page(session: AsyncSession, of: Certification, who: Principal, now: datetime) -> out.CertificationOut:
    election = await election_in(session, of.election)
    ground = await ground_of(session, of, election, now)
    notices = await store.notices(session, of.id)
    running = next((each for each in notices if each.is_open), None)
    mine = [each for each in ground.mandates if each.account == who.account]
    actions = permitted.to_subject(
        of,
        drafts=any_may(mine, Act.DRAFT, now),
        signs=any_may(mine, Act.SUBMIT, now),
        open_now=windows.is_open(election, of.kind, now),
        in_cure_term=running is not None and now <= running.due_at,
    )
    decision = await store.last_decision(session, of.id)
    return _page(of, ground, notices, decision, list(actions), cure.editable(of, running), {}, assignee=None)


async def office_page(session: AsyncSession, of: Certification, who: Principal, now: datetime) -> out.CertificationOut:
    election = await election_in(session, of.election)
    ground = await ground_of(session, of, election, now)
    proposal = await store.open_proposal(session, of.id)
    seat = permitted.Seat(
        of,
        roles_in(who, of.election),
        who.account,
        proposed_by=proposal[0].proposed_by if proposal else None,
        own=any(each.account == who.account for each in ground.mandates),
        print_due=now > windows.print_close_of(election, of.kind),
    )
    notices = await store.notices(session, of.id)
    decision = await store.last_decision(session, of.id)
    results = await store.checklist(session, of.id)
    actions = permitted.to_official(seat)
    return _page(of, ground, notices, decision, actions, frozenset(), results, assignee=of.assignee)


def _page(
    of: Certification,
    ground: Ground,
    notices: list[Notice],
    decision: Decision | None,
    actions: list[str],
    editable: frozenset[str],
    checklist: dict[str, str],
    *,
    assignee: str | None,
) -> out.CertificationOut:
    found = defects(of, ground)
    shown = shown_at_filing(found) if of.status is Status.DRAFT else found
    counted = meters(of, ground)
    return out.CertificationOut(
        id=of.id,
        version=of.version,
        election=of.election,
        subject_id=of.subject,
        kind=of.kind,
        status=of.status,
        number=of.number,
        fields={name: of.form.value(name) for name in fields_for(of.kind)},
        declarations=sorted(of.declared),
        contests=[
            out.ContestOut(
                level=each.place.level,
                unit=each.place.unit,
                result=each.result,
                reason_codes=list(each.reason_codes),
                exemption_claimed=each.claim is not None,
                valid=counted[each.place].valid,
                checking=counted[each.place].checking,
                needed=counted[each.place].needed,
            )
            for each in of.contests
        ],
        members=[
            out.MemberOut(
                subject_id=each.subject,
                name=each.name,
                certified=each.certified,
                consent=each.consent.channel if each.consent else None,
            )
            for each in of.members
        ],
        defects=[out.CertificationDefect.model_validate(each) for each in shown],
        notices=[_notice(each, of, ground) for each in notices],
        decision=out.DecisionOut.model_validate(decision) if decision else None,
        submitted_at=of.submitted_at,
        form_hash=of.form_hash,
        print_received_at=of.print_received_at,
        print_match=of.print_match,
        term_key=of.term_key,
        term_at=of.term_at,
        assignee=assignee,
        checklist=checklist,
        flags=sorted(of.flags),
        editable=sorted(editable),
        allowed_actions=actions,
    )


def _notice(of: Notice, application: Certification, ground: Ground) -> out.NoticeOut:
    return out.NoticeOut(
        round=of.round,
        state=of.state,
        opened_at=of.opened_at,
        served_at=of.served_at,
        due_at=of.due_at,
        deficiencies=[
            out.DeficiencyOut(
                code=each.code, path=each.path, text=each.text, mended=cure.is_mended(each, application, ground)
            )
            for each in of.deficiencies
        ],
    )
