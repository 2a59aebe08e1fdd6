from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidacy.domain.subjects.lifecycle import Status
from candidacy.domain.subjects.model import AccountRequest, Kind, Mandate, Names, Person, RequestId, Role, Scope
from candidacy.domain.subjects.rules import (
    account_request_defects,
    change_defects,
    code_of,
    finance_officer_defects,
    mandate_defects,
    officer_reported_late,
    public_names,
    reported_late,
    somebody_still_represents,
)
from elections.election import Election
from elections.procedure import Defect
from elections.seeds import from_seed
from elections.timing import at

Build = Callable[..., Mandate]
NOON = datetime(2024, 5, 20, 10, tzinfo=UTC)
AMRA = Person(name="Amra Đurić", jmb="3112907174992", id_card="1A2B3C4D5", function="PRESIDENT")
NAMES = Names("Stranka ljudi", "Странка људи", "SLJ", "СЉ")
LE2024: Election = from_seed(
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


def a_request(**changes: object) -> AccountRequest:
    request = AccountRequest(
        RequestId(uuid4()), 1, "LE2024", Status.REQUESTED, "amra", Kind.PARTY, NAMES, AMRA, NOON, uuid4()
    )
    return replace(request, **changes)  # type: ignore[arg-type]


def codes(found: object) -> set[tuple[str, str | None]]:
    assert isinstance(found, list)
    assert all(isinstance(each, Defect) for each in found)
    return {(each.code, each.path) for each in found}


def test_a_complete_request_has_no_defect() -> None:
    assert account_request_defects(a_request()) == []


@pytest.mark.parametrize(
    ("changes", "defect"),
    [
        ({"kind": None}, ("field.required", "kind")),
        ({"names": replace(NAMES, latin=" ")}, ("field.required", "names.latin")),
        ({"names": replace(NAMES, latin="Странка")}, ("name.script", "names.latin")),
        ({"names": replace(NAMES, cyrillic="Stranka ljudi")}, ("name.script", "names.cyrillic")),
        ({"names": replace(NAMES, cyrillic="Друга странка")}, ("name.transcription_differs", "names.cyrillic")),
        ({"names": replace(NAMES, latin="x" * 251)}, ("field.too_long", "names.latin")),
        ({"names": replace(NAMES, latin="Stranka\u202eljudi")}, ("text.characters", "names.latin")),
        ({"representative": replace(AMRA, jmb="3112907174993")}, ("jmb.checksum", "representative.jmb")),
        ({"representative": replace(AMRA, id_card="?")}, ("id_card.format", "representative.id_card")),
        ({"representative": replace(AMRA, email="a@b")}, ("email.invalid", "representative.email")),
        ({"form_document": None}, ("document.required", "documents.ACCOUNT_REQUEST")),
    ],
)
def test_a_request_says_who_asks_and_for_whom(changes: dict[str, object], defect: tuple[str, str]) -> None:
    assert defect in codes(account_request_defects(a_request(**changes)))


def test_all_defects_of_a_request_are_told_at_once() -> None:
    empty = a_request(kind=None, names=Names(""), representative=Person(""), form_document=None)
    assert len(codes(account_request_defects(empty))) == 7


def test_a_name_of_digits_alone_is_of_no_script() -> None:
    assert list(public_names(Names("1991", "1991"))) == []


@pytest.mark.parametrize(
    ("changes", "defect"),
    [
        ({"scopes": frozenset()}, ("mandate.scope_required", "scopes")),
        ({"specimen": None}, ("mandate.specimen_required", "documents.SPECIMEN_SIGNATURE")),
        ({"person": Person("Amra")}, ("field.required", "person.jmb")),
        ({"valid_until": NOON}, ("mandate.period", "valid_until")),
        ({"role": Role.EDITOR}, ("mandate.editor_has_no_scope", "scopes")),
        ({"role": Role.EDITOR, "scopes": frozenset(), "person": Person("")}, ("field.required", "person.name")),
    ],
)
def test_a_signatory_deposits_a_signature_and_an_editor_none(
    a_mandate: Build, changes: dict[str, object], defect: tuple[str, str]
) -> None:
    assert defect in codes(mandate_defects(a_mandate(**changes), ()))


def test_one_account_has_one_mandate_at_a_time(a_mandate: Build) -> None:
    first = a_mandate()
    assert codes(mandate_defects(a_mandate(), [first])) == {("mandate.account_twice", "account")}
    assert mandate_defects(a_mandate(), [first.ended(NOON)]) == []


def test_the_last_representative_is_not_taken_away(a_mandate: Build) -> None:
    complaints = a_mandate(account="b", scopes=frozenset({Scope.COMPLAINTS}))
    assert [each.code for each in somebody_still_represents([complaints], NOON)] == ["mandate.last_representative"]
    assert list(somebody_still_represents([complaints, a_mandate()], NOON)) == []


@pytest.mark.provision("P69")
@pytest.mark.parametrize(
    ("changed_on", "reported_at", "late"),
    [
        (date(2024, 5, 10), at(date(2024, 5, 10), "18:00"), False),
        (date(2024, 5, 10), at(date(2024, 5, 20), "24:00"), False),
        (date(2024, 5, 10), at(date(2024, 5, 20), "24:00") + timedelta(seconds=1), True),
        (date(2024, 5, 10), at(date(2024, 6, 20), "08:00"), True),
    ],
)
def test_a_change_is_reported_within_ten_days(changed_on: date, reported_at: datetime, late: bool) -> None:
    assert reported_late(LE2024, changed_on, reported_at) is late


@pytest.mark.provision("P69")
def test_a_change_that_has_not_come_is_not_reported() -> None:
    assert [each.code for each in change_defects(None, NOON)] == ["field.required"]
    assert [each.code for each in change_defects(date(2024, 5, 21), NOON)] == ["date.in_future"]
    assert list(change_defects(date(2024, 5, 20), NOON)) == []


@pytest.mark.parametrize(
    ("appointed_on", "reported_at", "late"),
    [
        (date(2024, 5, 10), at(date(2024, 5, 25), "24:00"), False),
        (date(2024, 5, 10), at(date(2024, 5, 26), "00:01"), True),
    ],
)
def test_the_finance_officer_is_reported_within_fifteen_days(
    appointed_on: date, reported_at: datetime, late: bool
) -> None:
    assert officer_reported_late(LE2024, appointed_on, reported_at) is late


def test_a_party_names_its_finance_officer_and_an_independent_may() -> None:
    nobody = Person("")
    asked = finance_officer_defects(Kind.PARTY, nobody, "", None, NOON)
    assert {each.path for each in asked} == {
        f"finance_officer.{field}" for field in ("name", "email", "phone", "appointed_on")
    }
    assert list(finance_officer_defects(Kind.IC, nobody, "", None, NOON)) == []
    wrong = finance_officer_defects(Kind.IC, Person("B", email="x"), "033", date(2025, 1, 1), NOON)
    assert {each.code for each in wrong} == {"email.invalid", "date.in_future"}


@given(st.integers(1, 99_999))
def test_a_code_has_five_digits_and_says_its_number(number: int) -> None:
    assert len(code_of(number)) == 5
    assert int(code_of(number)) == number


@pytest.mark.parametrize("number", [0, -1, 100_000])
def test_beyond_five_digits_there_is_no_code(number: int) -> None:
    with pytest.raises(ValueError, match="no five-digit code"):
        code_of(number)
