"""Which cases a person may see at all. The applicant: the account's own. The office: by role, election and mission."""

from sqlalchemy import ColumnElement, and_, false, or_

from commons.auth import Principal, RoleGrant
from registration.domain.lifecycle import Status
from registration.tables import Application as Row

WHOLE_FILE = ("CEC_REG_CLERK", "CEC_REG_REVIEWER", "CEC_MEMBER", "DPO", "AUDITOR")
UNDER_APPEAL = (Status.REJECTED, Status.APPEALED, Status.REJECTED_FINAL)


def own(who: Principal) -> ColumnElement[bool]:
    return Row.account == who.account


def in_office(who: Principal, *also: str) -> ColumnElement[bool]:
    """Filed applications (they have a number) that one of the grants covers; `also` adds roles for one verb."""
    covered = [covers for grant in who.roles if (covers := _covers(grant, also)) is not None]
    return and_(Row.number.is_not(None), or_(false(), *covered))


def _covers(grant: RoleGrant, also: tuple[str, ...]) -> ColumnElement[bool] | None:
    where: list[ColumnElement[bool]] = [Row.number.is_not(None)]
    if grant.election is not None:
        where.append(Row.election == grant.election)
    if grant.role == "DCM_OFFICER":
        where += [Row.voting_channel == "DCM", Row.dcm == grant.unit]
    elif grant.role == "CEC_LEGAL":
        where.append(Row.status.in_(UNDER_APPEAL))
    elif grant.role not in WHOLE_FILE and grant.role not in also:
        return None
    return and_(*where)
