"""Why: one vote decides many cases: a sitting's votes are shown beside each case that it decided."""

import strawberry

from commons.telemetry import trace_id
from gateway.clients import models_registration as m
from gateway.graphql.types.base import JSON
from gateway.graphql.types.office import CommissionSession, SessionItem
from gateway.graphql.types.problem import Problem


def sitting_of(answer: m.CommissionSession) -> CommissionSession:
    return CommissionSession(
        id=strawberry.ID(answer.id),
        number=answer.number,
        held_at=answer.held_at,
        agenda=answer.agenda,
        members=answer.members,
        present=answer.present,
        quorum=answer.quorum,
        items=[
            SessionItem(
                application_id=strawberry.ID(item.application_id),
                application_number=item.application_number,
                outcome=item.outcome,
                votes_for=answer.votes_for,
                votes_against=answer.votes_against,
                problem=_left_out(item.problem),
            )
            for item in answer.items
        ],
    )


def _left_out(code: str | None) -> Problem | None:
    if code is None:
        return None
    return Problem(code=code, params=JSON({}), trace_id=trace_id(), retry_after=None, defects=[])
