from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.lists import rules, validator
from candidacy.domain.lists.candidates.lifecycle import Status as CandidateStatus
from candidacy.domain.lists.catalogue import REASON_OF_DEFECT, REASONS, reason_for
from candidacy.domain.lists.ground import Ground, ground_of
from candidacy.domain.lists.model import (
    Candidate,
    CandidateId,
    CandidateList,
    ConsentState,
    Declarations,
    EligibilityCheck,
    ListKind,
    Person,
    RegisterState,
)
from candidacy.domain.lists.sexes import Quota, QuotaMode
from candidacy.domain.lists.validator import Result
from elections.election import Election

Build = Callable[..., Any]
GROUND = Ground(
    date(2024, 10, 6), date(2024, 7, 1), 5, 5, Quota(40, QuotaMode.STRICT_FEASIBLE), 18, False, True, False, frozenset()
)
GOOD = Declarations("NONE", no_conviction=True, compatible=True)


def codes(of: CandidateList, ground: Ground, *, warnings: bool = False) -> set[str]:
    return {each.code for each in rules.defects(of, ground) if warnings or not each.warning}


@pytest.mark.provision("P13", "P14", "P59")
def test_a_good_list_has_no_defect_and_passes_every_rule(a_list: Build, ground: Ground) -> None:
    good = a_list("FMFMFMFMFM")
    found = rules.defects(good, ground)
    assert found == []
    meters = {each.rule: each.result for each in validator.meters(good.running, found, ground)}
    passed = dict.fromkeys(("L1", "L2", "L3", "L4", "L5"), Result.PASSED)
    assert meters == passed | {"L6": Result.NOT_APPLIED, "L7": Result.NOT_APPLIED}


# what is wrong with the person -> what is said, and where
WRONG: list[tuple[str, dict[str, Any], set[tuple[str, str]]]] = [
    ("no surname", {"surname": ""}, {("field.required", "surname")}),
    ("only spaces", {"name": "  "}, {("field.required", "name")}),
    ("digits in a name", {"surname": "Đur1ć"}, {("name.letters", "surname")}),
    ("begins with a hyphen", {"surname": "-Đurić"}, {("name.letters", "surname")}),
    ("two scripts in one name", {"surname": "Ђурiћ"}, {("name.mixed_scripts", "surname")}),
    ("61 letters", {"surname": "a" * 61}, {("name.too_long", "surname")}),
    ("reversed writing", {"residence_address": "Obala\u202e1"}, {("text.characters", "residence_address")}),
    ("a long address", {"residence_address": "a" * 201}, {("field.too_long", "residence_address")}),
    ("no such day", {"date_of_birth": "1980-02-30", "jmb": None}, {
        ("date.invalid", "date_of_birth"), ("field.required", "jmb")}),
    ("born tomorrow", {"date_of_birth": "2024-07-02", "jmb": None}, {
        ("date_of_birth.implausible", "date_of_birth"), ("field.required", "jmb")}),
    ("JMB with a wrong check digit", {"date_of_birth": "1907-12-31", "jmb": "3112907174991"}, {
        ("jmb.checksum", "jmb")}),
    ("JMB of another day", {"date_of_birth": "1907-12-30", "jmb": "3112907174992"}, {("jmb.date_of_birth", "jmb")}),
    ("JMB of 12 digits", {"jmb": "311290717499"}, {("jmb.format", "jmb")}),
    ("no constituency", {"residence_municipality": "ba.atlantis"}, {
        ("field.not_in_list", "residence_municipality")}),
    ("sex unknown to the list", {"sex": "X"}, {("field.not_in_list", "sex")}),
    ("no e-mail address", {"email": "candidate"}, {("email.invalid", "email")}),
    ("no telephone number", {"phone": "12"}, {("phone.invalid", "phone")}),
]  # fmt: skip


@pytest.mark.provision("P04")
@pytest.mark.parametrize(("fields", "found"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG])
def test_each_wrong_field_of_a_person_is_said_with_its_place(
    a_list: Build, a_candidate: Build, ground: Ground, fields: dict[str, Any], found: set[tuple[str, str]]
) -> None:
    candidate = a_candidate(fields=fields)
    listed = rules.defects(a_list(candidates=[candidate]), ground)
    assert {(each.code, each.path) for each in listed if not each.warning} == {
        (code, candidate.path(field)) for code, field in found
    }


# what is wrong with the candidate -> code
CANDIDATES: list[tuple[str, dict[str, Any], str]] = [
    ("not in the register", {"register": RegisterState.NO}, "candidate.not_in_register"),
    ("registered elsewhere", {"register": RegisterState.ELSEWHERE}, "candidate.registered_elsewhere"),
    ("on another list", {"person_key": "k1:taken"}, "candidate.on_another_list"),
    ("consent not asked", {"consent": None}, "candidate.consent_missing"),
    ("consent not given", {"consent": ConsentState.ASKED}, "candidate.consent_missing"),
    ("consent declined", {"consent": ConsentState.DECLINED}, "candidate.consent_declined"),
    ("office not answered", {"declarations": replace(GOOD, office=None)}, "candidate.office_unanswered"),
    ("office unknown", {"declarations": replace(GOOD, office="KING")}, "field.not_in_list"),
    ("judge without proof", {"declarations": replace(GOOD, office="JUDGE")}, "candidate.office_unresolved"),
    ("conviction not answered", {"declarations": replace(GOOD, no_conviction=None)}, "candidate.conviction_unanswered"),
    ("convicted", {"declarations": replace(GOOD, no_conviction=False)}, "candidate.conviction"),
    ("compatible not answered", {"declarations": replace(GOOD, compatible=None)},
     "candidate.incompatibility_unanswered"),
    ("incompatible", {"declarations": replace(GOOD, compatible=False)}, "candidate.incompatible"),
    ("found by the Commission", {"eligibility": EligibilityCheck(False, "Court of BiH", date(2024, 7, 2), "o")},
     "candidate.ineligible"),
]  # fmt: skip


@pytest.mark.provision("P13", "P14", "P59")
@pytest.mark.parametrize(("changes", "code"), [row[1:] for row in CANDIDATES], ids=[row[0] for row in CANDIDATES])
def test_each_thing_that_keeps_a_candidate_off_the_ballot_is_said(
    a_list: Build, a_candidate: Build, ground: Ground, changes: dict[str, Any], code: str
) -> None:
    candidate = a_candidate(1, **changes)
    found = rules.defects(a_list(candidates=[candidate, a_candidate(2, "M")]), replace(ground, elsewhere={"k1:taken"}))
    assert [(each.code, (each.path or "").split(".")[1]) for each in found] == [(code, str(candidate.id))]
    assert rules.blocks_certification(found) == found


@pytest.mark.provision("P59")
def test_a_judge_with_proof_and_a_mayor_may_stand(a_list: Build, a_candidate: Build, ground: Ground) -> None:
    judge = a_candidate(1, declarations=replace(GOOD, office="JUDGE"), office_proof=True)
    mayor = a_candidate(2, "M", declarations=replace(GOOD, office="MAYOR"))
    assert codes(a_list(candidates=[judge, mayor]), ground) == set()


@pytest.mark.provision("P06")
def test_people_or_minority_is_asked_only_where_the_level_requires_it(
    a_list: Build, a_candidate: Build, ground: Ground
) -> None:
    silent, said = a_candidate(1), a_candidate(2, "M", declarations=replace(GOOD, declared_group="ROMA"))
    both = a_list(candidates=[silent, said])
    assert codes(both, ground) == set()
    found = rules.defects(both, replace(ground, group_required=True))
    assert [(each.code, each.path) for each in found] == [("candidate.group_unanswered", silent.path("declared_group"))]


@pytest.mark.parametrize(("born", "of_age"), [("2006-10-06", True), ("2006-10-07", False), ("2004-02-29", True)])
def test_eighteen_on_election_day_counts_and_a_day_later_does_not(
    a_list: Build, a_candidate: Build, ground: Ground, born: str, *, of_age: bool
) -> None:
    young = a_list(candidates=[a_candidate(fields={"date_of_birth": born, "jmb": None})])
    assert ("candidate.under_age" not in codes(young, ground)) is of_age


def test_until_the_register_answers_nothing_is_said_to_be_in_order(
    a_list: Build, a_candidate: Build, ground: Ground
) -> None:
    for state in (RegisterState.UNKNOWN, RegisterState.CHECKING):
        asked = a_list(candidates=[a_candidate(1), a_candidate(2, "M", register=state)])
        found = rules.defects(asked, ground)
        assert {(each.code, each.warning) for each in found} == {("candidate.register_not_checked", True)}
        assert validator.meters(asked.running, found, ground)[4].result is Result.NOT_POSSIBLE


def test_another_constituency_matters_only_where_residence_is_required(
    a_list: Build, a_candidate: Build, ground: Ground
) -> None:
    away = a_list(candidates=[a_candidate(register=RegisterState.ELSEWHERE)])
    assert codes(away, replace(ground, residence_required=False)) == set()


# sexes -> defects of the list, with seats for five
LISTS: list[tuple[str, set[str]]] = [
    ("", {"list.empty"}),
    ("M", set()),
    ("MM", {"list.sex_quota", "list.sex_order"}),
    ("MMF", {"list.sex_order"}),
    ("FMM", set()),
    ("MFMMF", set()),
    ("MFMMMMMM", {"list.sex_quota", "list.sex_order"}),
    ("FMFMFMMMMM", {"list.sex_quota"}),
    ("FMFMFMFMFMF", {"list.too_long"}),
]


@pytest.mark.parametrize(("sexes", "found"), LISTS)
def test_each_defect_of_the_whole_list_is_said(a_list: Build, ground: Ground, sexes: str, found: set[str]) -> None:
    assert codes(a_list(sexes), ground) == found


def test_the_defect_says_what_is_there_and_what_is_needed(a_list: Build, ground: Ground) -> None:
    quota, order = rules.defects(a_list("MMM"), ground)
    assert (quota.article, quota.params) == ("4.19(3)", {"have": 0, "need": 1})
    assert (order.article, order.params) == ("4.19(3)", {"first": 2, "have": 0, "need": 1})
    [compensatory, _] = rules.defects(a_list("MMM"), replace(ground, kind=ListKind.COMPENSATORY))
    assert compensatory.article == "4.24(2)"


def test_unknown_seats_are_never_passed(a_list: Build, ground: Ground) -> None:
    nobody_knows = replace(ground, seats=None)
    for sexes in ("FM", "FM" * 30):
        listed = a_list(sexes)
        found = rules.defects(listed, nobody_knows)
        assert {(each.code, each.warning) for each in found} == {("list.seats_unknown", True)}
        assert validator.meters(listed.running, found, nobody_knows)[0].result is Result.NOT_POSSIBLE


def test_sexes_that_are_not_filled_in_make_the_quota_impossible_to_check(
    a_list: Build, a_candidate: Build, ground: Ground
) -> None:
    half = a_list(candidates=[a_candidate(1, fields={"sex": None}), a_candidate(2, "M")])
    found = rules.defects(half, ground)
    assert {each.code for each in found} == {"field.required"}
    results = [each.result for each in validator.meters(half.running, found, ground)]
    assert results[1:3] == [Result.NOT_POSSIBLE, Result.NOT_POSSIBLE]


def test_a_mayor_stands_alone(a_list: Build, ground: Ground) -> None:
    mayor = replace(ground, single=True, seats=1)
    assert codes(a_list("M"), mayor) == set()
    assert codes(a_list("FM"), mayor) == {"list.exactly_one"}
    found = rules.defects(a_list("M"), mayor)
    meters = {each.rule: each.result for each in validator.meters(a_list("M").running, found, mayor)}
    assert meters["L6"] is Result.PASSED
    assert meters["L7"] is Result.PASSED
    assert meters["L2"] is Result.NOT_APPLIED


def test_gaps_and_repeated_persons_are_found(a_list: Build, a_candidate: Build, ground: Ground) -> None:
    first, second = a_candidate(1), a_candidate(3, "M")
    assert codes(a_list(candidates=[first, second]), ground) == {"list.positions"}
    again = replace(a_candidate(2, "M"), person_key=first.person_key)
    found = rules.defects(a_list(candidates=[first, again]), ground)
    assert [(each.code, each.path) for each in found] == [("list.person_twice", again.path("person"))]
    same_row = replace(a_candidate(2, "M"), person_id=first.person_id, person_key=None)
    assert codes(a_list(candidates=[first, same_row]), ground) == {"list.person_twice"}


def test_who_was_replaced_or_removed_no_longer_counts(a_list: Build, a_candidate: Build, ground: Ground) -> None:
    gone = [a_candidate(3, "M", status=status, person_key="k1:1") for status in CandidateStatus if status not in (
        CandidateStatus.DRAFT, CandidateStatus.CERTIFIED)]  # fmt: skip
    assert codes(a_list(candidates=[a_candidate(1), a_candidate(2, "M"), *gone]), ground) == set()


@pytest.mark.provision("P67")
def test_the_printed_copy_must_be_there_and_say_the_same(a_list: Build, ground: Ground) -> None:
    after = replace(ground, print_expected=True)
    filed = a_list("FM", number="LST-2024L-000001-A")
    assert codes(filed, ground) == set()
    assert codes(filed, after) == {"list.print_missing"}
    assert codes(filed.but(print_received_at=filed.created_at, print_match=True), after) == set()
    assert codes(filed.but(print_received_at=filed.created_at, print_match=False), after) == {"list.print_differs"}
    assert codes(a_list("FM"), after) == set()


@pytest.mark.provision("P60", "P67")
def test_only_an_empty_list_stops_a_filing(a_list: Build, a_candidate: Build, ground: Ground) -> None:
    empty = rules.defects(a_list(""), ground)
    assert [each.code for each in rules.stops_filing(empty)] == ["list.empty"]
    bad = [a_candidate(n, "M", {"jmb": "1", "surname": ""}, consent=None, register=RegisterState.NO) for n in (1, 1)]
    found = rules.defects(a_list(candidates=bad), ground)
    assert len(rules.blocks_certification(found)) > 5
    assert rules.stops_filing(found) == []
    assert all(each.warning for each in rules.at_filing(found))


def test_every_reason_that_a_defect_maps_to_is_in_the_catalogue() -> None:
    assert set(REASON_OF_DEFECT.values()) <= set(REASONS)
    assert reason_for("name.letters") == "DATA_WRONG"


@given(st.text("FM", max_size=14), st.one_of(st.none(), st.integers(1, 9)))
def test_a_meter_says_what_the_defects_of_its_rule_say(sexes: str, seats: int | None) -> None:
    ground = replace(GROUND, seats=seats)
    people = [
        Candidate(CandidateId(UUID(int=n)), n, Person(sex=sex), person_key=str(n), register=RegisterState.YES)
        for n, sex in enumerate(sexes, start=1)
    ]
    found = validator.list_defects(people, ground)
    said = {each.code for each in found}
    length, quota, order, *_ = validator.meters(people, found, ground)
    assert (length.result is Result.FAILED) is bool(said & {"list.empty", "list.too_long"})
    assert (length.result is Result.NOT_POSSIBLE) is ("list.seats_unknown" in said)
    assert (quota.result is Result.FAILED) is ("list.sex_quota" in said)
    assert (order.result is Result.FAILED) is ("list.sex_order" in said)
    upto = validator.certifiable(people, ground)
    if upto is not None:
        assert (upto == len(people)) is (not found or not sexes)


def test_the_numbers_come_from_the_election(election: Election) -> None:
    council = ground_of(election, "MUN_COUNCIL", 25, on=date(2024, 7, 1), elsewhere={"k1:a"})
    assert (council.most, council.age, council.quota.required(10), council.single) == (30, 18, 4, False)
    assert council.residence_required
    mayor = ground_of(election, "MAYOR", None, on=date(2024, 7, 1))
    assert mayor.most == 1
    changed = replace(election, settings={"list.margin": 2, "list.quota_mode": "CEIL", "list.quota_percent": 50})
    strict = ground_of(changed, "MUN_COUNCIL", 25, on=date(2024, 7, 1))
    assert (strict.most, strict.quota.required(5)) == (27, 3)
    second = ground_of(election, "HOR_FBIH", 25, on=date(2024, 7, 1), kind=ListKind.COMPENSATORY, elsewhere={"k1:a"})
    assert second.elsewhere == frozenset()
