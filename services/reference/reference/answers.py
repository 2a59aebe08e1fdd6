"""Why: an election as a reader sees it: every deadline with its instant, its reason and whether it is over."""

from datetime import datetime
from typing import Any

from elections.election import Election
from elections.snapshot import to_plain
from elections.terms import PERIOD_NAMES, MissingAnchor, PeriodKey, UnknownDeadline
from reference.schemas import Deadline, ElectionAnswer, ElectionLine, ElectionView, Period


def line(election: Election) -> ElectionLine:
    return ElectionLine.model_validate(_line(election))


def answer(election: Election, now: datetime) -> ElectionAnswer:
    return ElectionAnswer.model_validate(_view(election, now) | {"snapshot": to_plain(election)})


def view(election: Election, now: datetime) -> ElectionView:
    return ElectionView.model_validate(_view(election, now))


def _view(election: Election, now: datetime) -> dict[str, Any]:
    deadlines = [deadline for key in election.calendar.keys if (deadline := _deadline(election, key, now)) is not None]
    periods = [period for key in PeriodKey if (period := _period(election, key, now)) is not None]
    return _line(election) | {"deadlines": deadlines, "periods": periods}


def _line(election: Election) -> dict[str, Any]:
    return {
        "code": election.code,
        "short": election.short,
        "version": election.version,
        "name": election.name.plain(),
        "type": election.type,
        "day": election.day,
        "called_on": election.called_on,
        "rehearsal": election.rehearsal,
    }


def _deadline(election: Election, key: str, now: datetime) -> Deadline | None:
    """None when no version of the deadline holds in this election."""
    calendar = election.calendar
    try:
        rule = calendar.rule(key)
    except UnknownDeadline:
        return None
    try:
        term = calendar.deadline(key)
        explanation = term.explanation
    except MissingAnchor:
        term, explanation = None, calendar.outline(key)
    state = "RUNNING" if term is None else "OVER" if now > term.instant else "OPEN"
    return Deadline.model_validate(
        {
            "key": key,
            "name": rule.name.plain(),
            "at": term and term.instant,
            "day": term and term.day,
            "hour": term and term.hour,
            "explanation": calendar.say(explanation).plain(),
            "parts": explanation.plain(),
            "legal_basis": rule.basis.article if rule.basis.quotable else None,
            "authority": rule.basis.authority,
            "kind": rule.kind,
            "event": rule.event,
            "state": state,
            "moved_by_decision": term is not None and term.moved_by is not None,
        }
    )


def _period(election: Election, key: PeriodKey, now: datetime) -> Period | None:
    period = election.calendar.period(key)
    if period is None:
        return None
    name = PERIOD_NAMES[key].plain()
    return Period.model_validate(
        {"key": key, "name": name, "start": period.start, "end": period.end, "now": period.contains(now)}
    )
