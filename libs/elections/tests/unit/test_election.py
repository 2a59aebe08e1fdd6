import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from elections.calendar import Calendar
from elections.changes import (
    override_problems,
    with_fact,
    with_override,
    with_setting,
    without_override,
)
from elections.deadlines import ElectionType
from elections.election import Election, Fact
from elections.override import Override
from elections.parameters import frozen, parameters
from elections.rules import Authority
from elections.snapshot import from_plain, to_plain
from elections.texts import Text, language_of

NAME = Text(bs="Lokalni izbori", hr="Lokalni izbori", sr="Локални избори", en="Local elections")


@pytest.fixture
def le2028(calendar: Callable[[str], Calendar]) -> Election:
    le2028 = calendar("LE2028")
    return Election(code="LE2028", short="2028L", name=NAME, type=ElectionType.LOCAL, calendar=le2028)


def test_an_election_survives_its_snapshot(le2028: Election) -> None:
    election = with_fact(le2028, Fact.BALLOT_PRINTING_STARTED, datetime(2026, 1, 1, tzinfo=UTC))
    election = with_override(election, Override("OCV_CURE", "1", date(2028, 6, 1), offset=3))
    election = with_setting(election, "ocv.address_proof.unofficial_for", ("R2",))
    plain = json.loads(json.dumps(to_plain(election)))
    assert from_plain(plain) == election
    assert to_plain(from_plain(plain)) == plain


def test_a_reader_of_a_snapshot_ignores_what_it_does_not_know(le2028: Election) -> None:
    assert from_plain(to_plain(le2028) | {"later": 1}) == le2028


def test_a_snapshot_without_a_field_is_no_election(le2028: Election) -> None:
    plain = to_plain(le2028)
    del plain["deadlines"]
    with pytest.raises(KeyError):
        from_plain(plain)


MOVED = Override("OCV_CLOSE", "12-1/28", date(2028, 6, 1), day=date(2028, 7, 20))


@pytest.mark.parametrize(
    ("override", "codes"),
    [
        (MOVED, []),
        (replace(MOVED, key="OCV_CLOZE"), ["deadline.unknown"]),
        (replace(MOVED, key="LIST_COMP_CLOSE"), ["deadline.unknown"]),
        (replace(MOVED, key="OCV_CURE"), ["override.offset_required"]),
        (replace(MOVED, key="OCV_CURE", day=None, offset=3), []),
        (replace(MOVED, day=None, offset=3), ["override.day_required"]),
        (replace(MOVED, offset=3), ["override.day_or_offset"]),
        (replace(MOVED, hour="24:01"), ["override.hour"]),
        (replace(MOVED, hour="7:00"), ["override.hour"]),
        (replace(MOVED, decision=" "), ["override.decision_required"]),
        (replace(MOVED, key="LIST_CLOSE"), ["override.legal_note_required"]),
        (replace(MOVED, key="LIST_CLOSE", legal_note="Decision of the High Representative"), []),
        (replace(MOVED, key="LIST_CLOSE", day=date(2028, 7, 3), hour="15:30"), []),
        (replace(MOVED, key="CMP_FILE", day=None, offset=96), ["override.legal_note_required"]),
        (
            replace(MOVED, key="POSTERS", decision="", hour="x", day=None),
            ["override.day_required", "override.hour", "override.decision_required", "override.legal_note_required"],
        ),
    ],
)
def test_a_decision_is_refused_with_every_reason(le2028: Election, override: Override, codes: list[str]) -> None:
    assert [problem.code for problem in override_problems(le2028, override)] == codes


def test_each_change_is_a_new_version_and_leaves_the_old_one_as_it_was(le2028: Election) -> None:
    moved = with_override(le2028, MOVED)
    again = with_override(moved, replace(MOVED, day=date(2028, 7, 21)))
    back = without_override(again, "OCV_CLOSE")
    assert [le2028.version, moved.version, again.version, back.version] == [1, 2, 3, 4]
    assert again.calendar.deadline("OCV_CLOSE").day == date(2028, 7, 21)
    assert len(again.calendar.overrides) == 1
    assert back.calendar == le2028.calendar


def test_a_fact_is_unknown_until_it_is_entered(le2028: Election) -> None:
    since = datetime(2028, 9, 1, tzinfo=UTC)
    assert le2028.fact(Fact.RESULTS_CONFIRMED) is None
    assert with_fact(le2028, Fact.RESULTS_CONFIRMED, since).fact(Fact.RESULTS_CONFIRMED) == since


def test_a_setting_has_its_default_until_it_is_set(le2028: Election) -> None:
    assert le2028.number("served.deemed_after_days") == 1
    assert le2028.flag("ocv.signed_form.postmark_counts") is False
    assert le2028.choices("ocv.address_proof.unofficial_for") == ("R1", "R2")
    assert with_setting(le2028, "served.deemed_after_days", 2).number("served.deemed_after_days") == 2


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        ("no.such", 1, "parameter.unknown"),
        ("served.deemed_after_days", "1", "parameter.type"),
        ("served.deemed_after_days", True, "parameter.type"),
        ("ocv.address_proof.unofficial_for", "R1", "parameter.type"),
    ],
)
def test_a_wrong_setting_is_refused(le2028: Election, key: str, value: bool | int | str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        with_setting(le2028, key, frozen(value))


def test_a_setting_of_another_type_is_not_read_as_what_it_is_not(le2028: Election) -> None:
    for read in (le2028.flag, le2028.choices):
        with pytest.raises(TypeError):
            read("served.deemed_after_days")
    with pytest.raises(TypeError):
        le2028.number("ocv.address_proof.unofficial_for")
    with pytest.raises(KeyError):
        le2028.number("no.such")


def test_no_setting_that_was_recalled_or_chosen_is_called_law() -> None:
    for parameter in parameters().values():
        recalled = parameter.basis.source in ("memory", "design")
        assert (parameter.basis.authority is Authority.SETTING) is recalled, parameter.key


@pytest.mark.parametrize(
    ("tag", "language"), [("sr-Cyrl-BA", "sr"), ("bs", "bs"), ("HR-hr", "hr"), ("de-AT", "en"), ("", "en")]
)
def test_a_language_tag_becomes_one_of_the_four(tag: str, language: str) -> None:
    assert language_of(tag) == language


def test_a_text_that_lacks_a_language_fails_where_it_is_written() -> None:
    with pytest.raises(KeyError):
        Text.from_plain({"bs": "a", "hr": "b", "en": "c"})
