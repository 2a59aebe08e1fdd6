"""What the pages about a subject show to the people who act for it."""

from datetime import datetime

from candidacy.domain.subjects.authority import Act, any_may
from candidacy.domain.subjects.model import AccountRequest, Mandate, Subject
from candidacy.schemas import subjects as out
from commons.auth import Principal


def request_page(of: AccountRequest) -> out.AccountRequestOut:
    return out.AccountRequestOut(
        id=of.id,
        version=of.version,
        election=of.election,
        status=of.status,
        kind=of.kind or "",
        name=of.names.latin,
        created_at=of.created_at,
        decided_at=of.decided_at,
        reason=of.reason,
        subject_id=of.subject,
    )


def subject_page(of: Subject, who: Principal, now: datetime) -> out.SubjectOut:
    mine = of.mandates_of(who.account, now)
    return out.SubjectOut(
        id=of.id,
        version=of.version,
        election=of.election,
        kind=of.kind,
        names=out.SubjectNames.model_validate(of.names, from_attributes=True),
        code=of.code,
        certified_at=of.certified_at,
        mandates=[_mandate(each) for each in of.mandates],
        allowed_actions=[act for act in Act if any_may(mine, act, now)],
    )


def _mandate(of: Mandate) -> out.MandateOut:
    return out.MandateOut(
        id=of.id,
        account=of.account,
        role=of.role,
        scopes=sorted(of.scopes),
        name=of.person.name,
        function=of.person.function,
        valid_from=of.valid_from,
        valid_until=of.valid_until,
        specimen=of.specimen is not None,
    )


def mandates_page(of: Subject, who: Principal, now: datetime) -> list[out.MyMandate]:
    return [
        out.MyMandate(
            subject_id=of.id,
            election=of.election,
            subject=of.names.latin,
            kind=of.kind,
            role=each.role,
            scopes=sorted(each.scopes),
        )
        for each in of.mandates_of(who.account, now)
    ]
