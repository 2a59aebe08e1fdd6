"""What was proposed and decided, and the receipt."""

from commons.auth import Principal
from registration import schemas, store
from registration.domain.model import Application, Decision, Proposal
from registration.names import name_of
from registration.views.common import text_of


def decision_of(of: Decision, application: Application, *, office: bool = False) -> schemas.Decision:
    return schemas.Decision(
        number=of.number,
        outcome=of.outcome,
        at=of.decided_at,
        body="CEC",
        session=of.session_number,
        legal_basis=list(of.legal_basis),
        reasons=of.reasons,
        reason_codes=list(of.reason_codes),
        remedy=text_of(name_of("remedy", of.remedy)) if of.remedy else None,
        signatory=of.signatory,
        served_at=of.served_at,
        appeal_until=of.appeal_until,
        pdf_url=f"{'office/' if office else ''}applications/{application.id}/decision.pdf",
    )


def receipt_of(of: store.Receipt) -> schemas.Receipt:
    return schemas.Receipt(
        number=of.number,
        code=of.code,
        arrived_at=of.arrived_at,
        hash=of.hash,
        signature=of.signature,
        pdf_url=f"applications/{of.application_id}/receipt.pdf",
    )


def proposal_of(of: Proposal | None, who: Principal) -> schemas.Proposal | None:
    if of is None:
        return None
    return schemas.Proposal(
        outcome=of.outcome,
        reason_codes=list(of.reason_codes),
        reasons=of.reasons,
        by=of.proposed_by_name,
        by_me=of.proposed_by == who.account,
        at=of.proposed_at,
    )


def sent_back_of(of: Proposal) -> schemas.SentBack:
    return schemas.SentBack(
        outcome=of.outcome,
        reason_codes=list(of.reason_codes),
        reasons=of.reasons,
        by=of.proposed_by_name,
        at=of.proposed_at,
        sent_back_by=of.sent_back_by or "",
        sent_back_at=of.closed_at or of.proposed_at,
        because=of.sent_back_because or "",
    )
