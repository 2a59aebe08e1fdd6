from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.certification.freezing import form_hash
from candidacy.domain.certification.ground import Ground
from candidacy.domain.certification.lifecycle import Status
from candidacy.domain.certification.model import (
    Certification,
    Claim,
    Contest,
    Form,
    Loan,
    Place,
    PrintMatch,
    Slot,
)
from candidacy.domain.certification.money import account_window
from candidacy.domain.certification.places import meters, open_to, places_of
from candidacy.domain.certification.rules import (
    STOPS_FILING,
    blocks_certification,
    blocks_contest,
    defects,
    shown_at_filing,
    stops_filing,
)
from candidacy.domain.subjects.model import Kind, SubjectId
from elections.timing import at


def found(application: Certification, ground: Ground) -> set[tuple[str, str | None]]:
    return {(each.code, each.path) for each in defects(application, ground)}


def papers(application: Certification, *slots: Slot) -> Certification:
    return application.but(documents=tuple(each for each in application.documents if each.slot not in slots))


@pytest.mark.parametrize("kind", list(Kind))
def test_a_complete_application_of_each_kind_has_no_defect(an_application: Any, ground: Ground, kind: Kind) -> None:
    assert defects(an_application(kind), ground) == []


@pytest.mark.provision("P60")
@pytest.mark.parametrize("kind", list(Kind))
def test_an_empty_application_lacks_much_but_only_its_emptiness_stops_it(
    an_application: Any, ground: Ground, kind: Kind
) -> None:
    empty = an_application(kind, form=dict.fromkeys(Form().as_dict()), documents=(), contests=(), declared=frozenset())
    all_of_them = defects(empty, ground)
    assert len(all_of_them) > 5
    assert [each.code for each in stops_filing(all_of_them)] == ["contest.none"]
    assert len(blocks_certification(all_of_them)) == len(all_of_them)


CLOSED = at(date(2024, 5, 24), "16:00")
JOINT_CLOSED = at(date(2024, 6, 18), "16:00")


@pytest.mark.provision("P60")
@pytest.mark.parametrize(
    ("kind", "arrived", "code"),
    [
        (Kind.PARTY, CLOSED, None),
        (Kind.PARTY, CLOSED + timedelta(microseconds=1), "window.closed"),
        (Kind.IC, CLOSED + timedelta(seconds=1), "window.closed"),
        (Kind.NM_GROUP, CLOSED + timedelta(seconds=1), "window.closed"),
        (Kind.COALITION, CLOSED + timedelta(seconds=1), None),
        (Kind.COALITION, JOINT_CLOSED, None),
        (Kind.LIC, JOINT_CLOSED + timedelta(seconds=1), "window.closed"),
        (Kind.PARTY, at(date(2024, 5, 7), "23:59"), "window.not_open"),
        (Kind.PARTY, at(date(2024, 5, 8), "00:00"), None),
    ],
)
def test_each_kind_has_its_window_and_the_closing_instant_is_in_time(
    an_application: Any, ground: Ground, kind: Kind, arrived: datetime, code: str | None
) -> None:
    stopping = stops_filing(defects(an_application(kind), replace(ground, at=arrived)))
    assert [each.code for each in stopping] == ([code] if code else [])


def test_nobody_files_before_the_elections_are_called(an_application: Any, ground: Ground) -> None:
    calendar = replace(ground.election.calendar, called_on=None)
    not_called = replace(ground, election=replace(ground.election, calendar=calendar))
    assert "window.not_open" in {code for code, _ in found(an_application(), not_called)}


STOPPED: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({}, {"has_authority": False}, "authority.missing"),
    ({"contests": ()}, {}, "contest.none"),
]


@pytest.mark.parametrize(("changes", "around", "code"), STOPPED)
def test_authority_and_something_to_apply_for_are_needed_to_file(
    an_application: Any, ground: Ground, changes: dict[str, Any], around: dict[str, Any], code: str
) -> None:
    stopping = stops_filing(defects(an_application(**changes), replace(ground, **around)))
    assert [each.code for each in stopping] == [code]


def test_a_file_that_is_not_readable_stops_a_filing(an_application: Any, ground: Ground) -> None:
    broken = an_application()
    broken = broken.but(documents=(replace(broken.documents[0], state="UPLOADED"), *broken.documents[1:]))
    assert {each.code for each in stops_filing(defects(broken, ground))} == {"document.not_complete"}


CURED: list[tuple[Kind, dict[str, Any], tuple[str, str], str]] = [
    (Kind.PARTY, {"declared": frozenset()}, ("declaration.required", "declarations.GFAP"), "1.13"),
    (Kind.PARTY, {"form": {"signatures_person_jmb": ""}}, ("field.required", "signatures_person_jmb"), "4.4(4)"),
    (
        Kind.IC,
        {"form": {"account_opened_on": "2024-05-21"}},
        ("account.outside_window", "account_opened_on"),
        "15.1b(3)",
    ),
    (Kind.PARTY, {"form": {"account_iban": "BA381290079401028494"}}, ("iban.checksum", "account_iban"), "15.1b(3)"),
    (Kind.PARTY, {"form": {"account_opened_on": "yesterday"}}, ("date.invalid", "account_opened_on"), "15.1b(3)"),
    (Kind.PARTY, {"form": {"has_loans": True}}, ("loan.none", "loans"), "15.1c(3)"),
    (Kind.PARTY, {"loans": (Loan("Banka", "1000", ""),)}, ("field.required", "loans.0.repayment_on"), "15.1c(3)"),
    (
        Kind.PARTY,
        {"loans": (Loan("Banka", "1000", "2025-01-01"),)},
        ("document.required", "documents.LOAN_AGREEMENT"),
        "15.1c(3)",
    ),
    (
        Kind.COALITION,
        {"form": {"account_member": str(uuid4())}},
        ("account.not_of_member", "account_member"),
        "15.1c(1)",
    ),
    (Kind.PARTY, {"form": {"extract_issued_on": "2024-03-20"}}, ("extract.too_old", "extract_issued_on"), "4.3"),
    (Kind.PARTY, {"form": {"extract_issued_on": "2024-06-20"}}, ("date.in_future", "extract_issued_on"), "4.3"),
    (Kind.NM_GROUP, {"group": ()}, ("group.too_small", "group"), "1.13"),
    (Kind.COALITION, {"members": ()}, ("member.too_few", "members"), "4.12"),
    (
        Kind.PARTY,
        {"contests": (Contest(Place("MAYOR", "ba.rs.banja-luka")),)},
        ("contest.not_elected", "contests.MAYOR.ba.rs.banja-luka"),
        "4.4",
    ),
]


@pytest.mark.provision("P18", "P60", "P61", "P70", "P72")
@pytest.mark.parametrize(("kind", "changes", "defect", "article"), CURED)
def test_every_other_defect_is_shown_accepted_and_cured(
    an_application: Any,
    ground: Ground,
    kind: Kind,
    changes: dict[str, Any],
    defect: tuple[str, str],
    article: str,
) -> None:
    application = an_application(kind, **changes)
    everything = defects(application, ground)
    assert stops_filing(everything) == []
    matching = [each for each in blocks_certification(everything) if (each.code, each.path) == defect]
    assert [each.article for each in matching] == [article]
    assert all(each.warning for each in shown_at_filing(everything))


def test_what_stops_is_not_shown_as_a_warning(an_application: Any, ground: Ground) -> None:
    shown = shown_at_filing(defects(an_application(contests=(), declared=frozenset()), ground))
    assert {each.code: each.warning for each in shown} == {"contest.none": False, "declaration.required": True}
    assert "contest.none" in STOPS_FILING


@pytest.mark.provision("P71")
@pytest.mark.parametrize("kind", list(Kind))
def test_the_transaction_report_is_asked_of_parties_and_independents_alone(
    an_application: Any, ground: Ground, kind: Kind
) -> None:
    without = papers(an_application(kind), Slot.TRANSACTION_REPORT)
    missing = [each for each in defects(without, ground) if each.path == "documents.TRANSACTION_REPORT"]
    assert [each.article for each in missing] == (["15.1d(2)"] if kind in (Kind.PARTY, Kind.IC) else [])
    assert stops_filing(missing) == []


@pytest.mark.provision("P116")
def test_the_report_of_15_1a_is_asked_for_where_the_commission_set_so(an_application: Any, ground: Ground) -> None:
    settings = dict(ground.election.settings) | {"cert.report_15_1a.required": True}
    asking = replace(ground, election=replace(ground.election, settings=settings))
    assert found(an_application(), ground) == set()
    assert found(an_application(), asking) == {("document.required", "documents.FINANCIAL_REPORT_15_1A")}
    assert found(an_application(Kind.NM_ASSOC), asking) == set()


@pytest.mark.provision("P72")
def test_a_coalition_deposits_the_agreement_on_the_account_and_opens_none(an_application: Any, ground: Ground) -> None:
    coalition = papers(an_application(Kind.COALITION), Slot.COALITION_ACCOUNT_AGREEMENT)
    assert found(coalition, ground) == {("document.required", "documents.COALITION_ACCOUNT_AGREEMENT")}


@pytest.mark.provision("P70")
@pytest.mark.parametrize(
    ("applied", "opened", "good"),
    [
        ("2024-05-20", "2024-02-20", True),
        ("2024-05-20", "2024-02-19", False),
        ("2024-05-20", "2024-05-20", True),
        ("2024-05-20", "2024-05-21", False),
        ("2024-05-31", "2024-02-29", True),
        ("2024-05-31", "2024-02-28", False),
    ],
)
def test_the_account_is_opened_between_three_months_before_and_the_day_of_application(
    applied: str, opened: str, good: bool, an_application: Any, ground: Ground
) -> None:
    application = an_application(
        Kind.PARTY,
        form={"account_opened_on": opened, "extract_issued_on": applied},
        submitted_at=at(date.fromisoformat(applied), "12:00"),
        status=Status.UNDER_REVIEW,
    )
    codes = {code for code, _ in found(application, replace(ground, at=at(date(2024, 6, 5), "12:00")))}
    assert ("account.outside_window" not in codes) is good


@given(st.datetimes(datetime(2024, 5, 1), datetime(2024, 12, 31)))  # noqa: DTZ001
def test_the_window_of_the_account_is_three_months_long_whatever_the_hour(moment: datetime) -> None:
    from datetime import UTC

    from elections.timing import after_months, day_of

    applied = moment.replace(tzinfo=UTC)
    election = LE()
    earliest, latest = account_window(election, applied)
    assert latest == day_of(applied)
    assert earliest == after_months(latest, -3)


def LE() -> Any:
    from elections.seeds import from_seed

    return from_seed(
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


BIHAC = Place("MUN_COUNCIL", "ba.fbih.usk.bihac")
KRUPA = Place("MAYOR", "ba.fbih.usk.bosanska-krupa")
CAZIN = Place("MUN_COUNCIL", "ba.fbih.usk.cazin")
CLAIM = Claim("Amra Đurić", "Gradsko vijeće Bihać", "2020-12-01")


@pytest.mark.parametrize(
    ("place", "tally", "code"),
    [
        (BIHAC, (200, 0), None),
        (BIHAC, (199, 0), "support.short"),
        (BIHAC, (199, 1), "support.checking"),
        (KRUPA, (100, 0), None),
        (KRUPA, (99, 0), "support.short"),
        (CAZIN, (5000, 0), "support.threshold_unknown"),
    ],
)
def test_enough_valid_signatures_per_contest_and_an_unknown_threshold_is_never_reached(
    an_application: Any, ground: Ground, place: Place, tally: tuple[int, int], code: str | None
) -> None:
    around = replace(ground, tallies={place: tally})
    expected = {(code, f"{place.path}.support")} if code else set()
    assert found(an_application(contests=(Contest(place),)), around) == expected


@pytest.mark.provision("P62")
def test_a_mandate_holder_exempts_the_party_in_his_constituency_and_nowhere_else(
    an_application: Any, ground: Ground
) -> None:
    nothing = replace(ground, tallies={})
    claimed = an_application(contests=(Contest(BIHAC, claim=CLAIM), Contest(KRUPA)))
    statement = replace(claimed.documents[0], slot=Slot.EXEMPTION_STATEMENT, item=BIHAC.path)
    proved = claimed.but(documents=(*claimed.documents, statement))
    assert found(proved, nothing) == {("support.short", f"{KRUPA.path}.support")}
    assert meters(proved, nothing)[BIHAC].needed == 0
    assert ("exemption.statement_missing", f"{BIHAC.path}.exemption.statement") in found(claimed, nothing)
    assert ("support.short", f"{BIHAC.path}.support") in found(claimed, nothing)


@pytest.mark.provision("P62")
def test_an_independent_candidate_is_not_exempted(an_application: Any, ground: Ground) -> None:
    claimed = an_application(Kind.IC, contests=(Contest(BIHAC, claim=CLAIM),))
    assert ("exemption.party_only", f"{BIHAC.path}.exemption") in found(claimed, ground)


def test_a_defect_of_one_contest_leaves_the_others_free(an_application: Any, ground: Ground) -> None:
    application = an_application(contests=(Contest(BIHAC), Contest(KRUPA)))
    standing = defects(application, replace(ground, tallies={BIHAC: (200, 0)}))
    assert blocks_contest(standing, BIHAC) == []
    assert [each.code for each in blocks_contest(standing, KRUPA)] == ["support.short"]


@pytest.mark.parametrize("kind", list(Kind))
def test_seats_of_minorities_are_theirs_alone(ground: Ground, kind: Kind) -> None:
    minority = kind in (Kind.NM_ASSOC, Kind.NM_GROUP, Kind.NM_IC)
    assert open_to(kind, "MINORITY", ground.election) is minority
    assert open_to(kind, "MUN_COUNCIL", ground.election) is not minority
    assert open_to(kind, "MAYOR", ground.election) is (not minority and kind is not Kind.LIC)


def test_only_what_is_elected_here_can_be_applied_for(ground: Ground) -> None:
    places = places_of(ground.election)
    assert BIHAC in places
    assert not [each for each in places if each.unit.startswith("ba.rs.")]
    general = replace(ground.election, levels=("PA_BIH",), constituencies=())
    assert {each.unit for each in places_of(general)} == {"511", "512", "513", "514", "515", "521", "522", "523"}


JOINING: list[tuple[dict[str, Any], str]] = [
    ({"certified": False}, "member.not_certified"),
    ({"consent": None}, "member.consent_missing"),
    ({"kind": Kind.COALITION}, "member.wrong_kind"),
]


@pytest.mark.parametrize(("changes", "code"), JOINING)
@pytest.mark.parametrize("kind", [Kind.COALITION, Kind.LIC])
def test_members_are_certified_themselves_and_consent(
    an_application: Any, ground: Ground, kind: Kind, changes: dict[str, Any], code: str
) -> None:
    whole = an_application(kind)
    first = replace(whole.members[0], **changes)
    joined = whole.but(members=(first, whole.members[1]))
    assert found(joined, ground) == {(code, first.path)}
    alone = whole.but(members=whole.members[:1])
    assert ("member.too_few", "members") in found(alone, ground)


@pytest.mark.provision("P18")
def test_a_group_has_forty_different_citizens_who_signed_and_vote(an_application: Any, ground: Ground) -> None:
    group = an_application(Kind.NM_GROUP)
    assert found(group, ground) == set()
    unsigned = group.but(group=(replace(group.group[0], signed=False), *group.group[1:]))
    assert {code for code, _ in found(unsigned, ground)} == {"group.not_signed", "group.too_small"}
    twice = group.but(group=(*group.group[:39], group.group[0]))
    assert found(twice, ground) == {("group.person_twice", "group.39"), ("group.too_small", "group")}
    assert found(group, replace(ground, group_in_register=39)) == {("group.not_voters", "group")}


AFTER_PRINT = at(date(2024, 5, 24), "16:01")


@pytest.mark.provision("P60")
def test_the_printed_version_comes_in_time_and_says_the_same(an_application: Any, ground: Ground) -> None:
    filed = an_application(status=Status.SUBMITTED, submitted_at=ground.at)
    filed = filed.but(form_hash=form_hash(filed))
    late = replace(ground, at=AFTER_PRINT)
    assert found(filed, ground) == set()
    assert found(filed, late) == {("print.missing", "print")}
    printed = filed.but(print_received_at=ground.at, print_match=PrintMatch.IDENTICAL)
    assert found(printed, late) == set()
    assert found(printed.but(print_match=PrintMatch.DIFFERS), late) == {("print.differs", "print")}
    changed = printed.but(form=printed.form.with_values({"phone": "+38737999888"}))
    assert found(changed, late) == {("print.differs", "print")}
    lenient = dict(ground.election.settings) | {"cert.print.must_match": False}
    allowing = replace(late, election=replace(ground.election, settings=lenient))
    assert blocks_certification(defects(changed, allowing)) == []


@given(st.integers(0, 60))
def test_the_hash_ignores_documents_and_nothing_that_is_printed(number: int) -> None:
    from datetime import UTC

    from candidacy.domain.certification.model import CertificationId

    now = datetime(2024, 5, 20, tzinfo=UTC)
    one = Certification(
        CertificationId(uuid4()), 1, "LE2024", SubjectId(uuid4()), Kind.PARTY, Status.DRAFT, now, now, salt="s"
    )
    names = sorted(Form().as_dict())
    name = names[number % len(names)]
    assert form_hash(one.but(form=one.form.with_values({name: "x"}))) != form_hash(one)
    assert form_hash(one.but(version=2, saved_at=now + timedelta(1), assignee="c")) == form_hash(one)
