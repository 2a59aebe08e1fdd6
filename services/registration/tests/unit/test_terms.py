from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from elections.election import Election
from elections.seeds import from_seed
from registration.domain.lifecycle import Status
from registration.domain.model import Application, Correction, Decision, Form
from registration.domain.terms import deemed, grace, with_term, working_days_after

Build = Callable[..., Application]
SARAJEVO = ZoneInfo("Europe/Sarajevo")
S = Status
INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2024, 12, 31)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
LE2024 = from_seed(
    {
        "code": "LE2024",
        "short": "2024L",
        "name": dict.fromkeys(("bs", "hr", "sr", "en"), "LE2024"),
        "type": "LOCAL",
        "day": date(2024, 10, 6),
        "called_on": date(2024, 5, 8),
        "levels": [],
        "entities": [],
        "missions": [],
    },
    date(2024, 5, 8),
)


def a_round(opened: datetime, served: datetime | None = None) -> Correction:
    return Correction(uuid4(), 1, "OPEN", opened, "c", opened, (), Form(), served_at=served)


def a_decision(decided: datetime, served: datetime | None = None) -> Decision:
    return Decision(uuid4(), "D", "REJECTED", (), "", (), "d", "D", decided, None, served_at=served)


def local(instant: datetime | None) -> str:
    assert instant is not None
    return instant.astimezone(SARAJEVO).strftime("%d.%m. %H:%M")


AT = datetime(2024, 6, 10, 10, tzinfo=UTC)
NEXT: dict[Status, tuple[str | None, str | None]] = {
    S.DRAFT: ("OCV_CLOSE", "24.07. 00:00"),
    S.SUBMITTED: ("OCV_SIGNED_FORM", "24.07. 00:00"),
    S.SIGNED_FORM_RECEIVED: ("CVR_CLOSE", "23.08. 00:00"),
    S.UNDER_REVIEW: ("CVR_CLOSE", "23.08. 00:00"),
    S.RETURNED: ("OCV_CURE", "14.06. 00:00"),
    S.PROPOSED: ("CVR_CLOSE", "23.08. 00:00"),
    S.APPROVED: (None, None),
    S.REJECTED: ("OCV_APPEAL", "14.06. 00:00"),
    S.APPEALED: (None, None),
    S.REJECTED_FINAL: (None, None),
    S.LAPSED: (None, None),
    S.WITHDRAWN: (None, None),
    S.SUPERSEDED: (None, None),
}


@pytest.mark.provision("P45", "P47", "P53")
@pytest.mark.parametrize("status", list(Status))
def test_each_state_has_its_next_term_or_none(an_application: Build, status: Status) -> None:
    application = an_application(status=status)
    found = with_term(application, LE2024, correction=a_round(AT), decision=a_decision(AT))
    key, at = NEXT[status]
    assert found.term_key == key
    assert found.term_at is None if at is None else local(found.term_at) == at


@given(available=INSTANTS, later=st.timedeltas(timedelta(0), timedelta(days=4)))
def test_a_correction_term_ends_two_whole_days_after_service_and_never_earlier(
    available: datetime, later: timedelta
) -> None:
    """However it was served, and whatever the clocks do in between."""
    served = min(available + later, deemed(available, LE2024))
    application = _application(S.RETURNED)
    found = with_term(application, LE2024, correction=a_round(available, served))
    assert found.term_at is not None
    assert local(found.term_at).endswith("00:00")
    latest = with_term(application, LE2024, correction=a_round(available))
    assert latest.term_at is not None
    assert served < found.term_at <= latest.term_at
    days = (found.term_at.astimezone(SARAJEVO).date() - served.astimezone(SARAJEVO).date()).days
    exact_midnight = served.astimezone(SARAJEVO).strftime("%H:%M:%S.%f") == "00:00:00.000000"
    assert days == (2 if exact_midnight else 3)


@given(available=INSTANTS)
def test_what_nobody_opens_is_served_at_24_00_of_the_next_day(available: datetime) -> None:
    served = deemed(available, LE2024).astimezone(SARAJEVO)
    assert (served.hour, served.minute) == (0, 0)
    assert timedelta(days=1) <= served - available <= timedelta(days=2, hours=1)


@given(at=INSTANTS, days=st.integers(1, 10))
def test_working_days_skip_weekends_and_keep_the_hour_of_sarajevo(at: datetime, days: int) -> None:
    until = working_days_after(at, days)
    assert until.astimezone(SARAJEVO).isoweekday() < 6
    assert until.astimezone(SARAJEVO).time() == at.astimezone(SARAJEVO).time()
    between = (at.astimezone(SARAJEVO).date() + timedelta(days=n) for n in range(1, 30))
    passed = [day for day in between if day.isoweekday() < 6 and day <= until.astimezone(SARAJEVO).date()]
    assert len(passed) == days


@pytest.mark.parametrize(
    ("at", "days", "until"),
    [
        ("2024-06-13T08:00+00:00", 3, "2024-06-18T08:00+00:00"),
        ("2024-06-15T08:00+00:00", 1, "2024-06-17T08:00+00:00"),
        ("2024-10-25T08:00+00:00", 1, "2024-10-28T09:00+00:00"),
    ],
)
def test_three_examples_of_working_days(at: str, days: int, until: str) -> None:
    """The last one is over the change of clocks on 27 October: the same hour in Sarajevo."""
    assert working_days_after(datetime.fromisoformat(at), days) == datetime.fromisoformat(until)


def test_the_grace_of_timers_is_a_setting_of_the_election() -> None:
    assert grace(LE2024) == timedelta(minutes=20)
    other = Election(**{**_fields(LE2024), "settings": {"timers.grace_minutes": 5}})
    assert grace(other) == timedelta(minutes=5)


def _fields(election: Election) -> dict[str, object]:
    from dataclasses import fields

    return {each.name: getattr(election, each.name) for each in fields(election)}


def _application(status: Status) -> Application:
    return Application(
        id=uuid4(),  # type: ignore[arg-type]
        version=1,
        election="LE2024",
        status=status,
        account="v",
        language="bs",
        for_self=True,
        created_at=AT,
        saved_at=AT,
    )
