"""The calendar of one election: each named deadline as an instant together with its explanation.

Nothing here reads a clock: the caller brings the instant, and for a term that runs from an event the event's hour.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from elections.deadlines import Anchor, Deadline, Unit
from elections.explanation import Explanation, Part, dated, explain, length, moved, source
from elections.override import Override
from elections.terms import MissingAnchor, Period, PeriodKey, Term, UnknownDeadline
from elections.texts import LANGUAGES, Text
from elections.timing import after_days, after_hours, after_months, at, day_of, written

CALL_LIMIT_DAYS: Final = 150
SUNDAY: Final = 7


@dataclass(frozen=True, slots=True)
class _Start:
    """What a term counts from, and how the explanation says so."""

    instant: datetime
    day: date
    part: Part
    moved_by: Override | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    election_day: date
    deadlines: tuple[Deadline, ...]
    called_on: date | None = None
    polls_open: str = "07:00"
    polls_close: str = "19:00"
    overrides: tuple[Override, ...] = ()
    roll_over: bool = False
    """Whether a day term that ends on a Sunday or holiday moves on. Commissions must be reachable: by default not."""
    holidays: frozenset[date] = frozenset()

    def names(self) -> Mapping[str, Text]:
        return {deadline.key: deadline.name for deadline in self.deadlines}

    def say(self, explanation: Explanation) -> Text:
        """An explanation in the four languages, with the names of the deadlines that it counts from."""
        names = self.names()
        return Text(**{language: explain(explanation, language, names) for language in LANGUAGES})

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(deadline.key for deadline in self.deadlines))

    def rule(self, key: str, on: date | None = None) -> Deadline:
        """The version of a deadline that holds on a day, by default on the day of calling (P115)."""
        day = on or self.called_on or self.election_day - timedelta(days=CALL_LIMIT_DAYS)
        for deadline in self.deadlines:
            if deadline.key == key and deadline.basis.holds_on(day):
                return deadline
        raise UnknownDeadline(key)

    def override(self, key: str) -> Override | None:
        return next((override for override in self.overrides if override.key == key), None)

    def length(self, key: str) -> int:
        """How many days, hours or months a term is long (negative: before its anchor), as decided for this election."""
        return _offset(self.rule(key), self.override(key))

    def deadline(self, key: str, *, anchor_at: datetime | None = None) -> Term:
        """The term and its explanation. Raises UnknownDeadline, or MissingAnchor for an event without its instant."""
        if key == "CALL" and self.called_on is not None:
            explanation = Explanation((Part("called", dated(self.called_on)),))
            return Term(key, at(self.called_on, "00:00"), self.called_on, "00:00", explanation)
        rule = self.rule(key, day_of(anchor_at) if anchor_at else None)
        override = self.override(key)
        if override is not None and override.day is not None:
            explanation = Explanation((Part("date", dated(override.day, override.hour)), moved(override)))
            return Term(key, at(override.day, override.hour), override.day, override.hour, explanation, override)
        offset = _offset(rule, override)
        start = self._start(rule, offset, anchor_at)
        return self._end(rule, offset, start, override or start.moved_by)

    def outline(self, key: str) -> Explanation:
        """How a term counts while it cannot be computed: "72 hours from the violation"; else its explanation."""
        rule, override = self.rule(key), self.override(key)
        offset = _offset(rule, override)
        how = length(offset, rule.unit)
        match rule.anchor:
            case Anchor.EVENT:
                part = Part(f"event.outline.{_side(offset)}", how | {"event": rule.event or ""})
            case Anchor.CALL if self.called_on is None:
                part = Part(f"event.outline.{_side(offset)}", how | {"event": "calling"})
            case Anchor.TERM if not self._computable(rule):
                part = Part("term.outline" if offset else "term.with", how | {"term": rule.of or ""})
            case _:
                return self.deadline(key).explanation
        return Explanation((part, source(rule.basis), *([moved(override)] if override else [])))

    def period(self, key: str) -> Period | None:
        """CAMPAIGN, SILENCE or PREMATURE (P02, P03); PREMATURE is None until the elections are called."""
        match PeriodKey(key):
            case PeriodKey.PREMATURE:
                if self.called_on is None:
                    return None
                start, end = at(self.called_on, "00:00"), self.deadline("CAMPAIGN_START").instant
            case PeriodKey.CAMPAIGN:
                start, end = self.deadline("CAMPAIGN_START").instant, self.deadline("SILENCE_START").instant
            case PeriodKey.SILENCE:
                start, end = self.deadline("SILENCE_START").instant, at(self.election_day, self.polls_close)
        return Period(PeriodKey(key), start, end)

    def period_at(self, instant: datetime) -> PeriodKey | None:
        """In which of the three periods an act fell; None outside all of them."""
        periods = (self.period(key) for key in PeriodKey)
        return next((period.key for period in periods if period is not None and period.contains(instant)), None)

    def is_open(self, open_key: str, close_key: str, arrived_at: datetime) -> bool:
        """Whether what arrived then is neither early nor late; the closing instant itself is in time.

        Nothing that opens with the calling is open before the elections are called.
        """
        if open_key == "CALL" and self.called_on is None:
            return False
        return self.deadline(open_key).instant <= arrived_at <= self.deadline(close_key).instant

    def _start(self, rule: Deadline, offset: int, anchor_at: datetime | None) -> _Start:
        how = length(offset, rule.unit)
        match rule.anchor:
            case Anchor.TERM:
                return self._other_term(rule, Part("term.after" if offset else "term.with", how))
            case Anchor.EVENT if anchor_at is not None:
                instant, day = anchor_at, day_of(anchor_at)
                by_hour = rule.unit is Unit.HOURS
                code = "event.after_hour" if by_hour and offset else f"event.{_side(offset)}"
                params = how | {"event": rule.event or ""} | dated(day, written(day, instant) if by_hour else None)
            case Anchor.EVENT:
                # The latest case: an event of the last possible day. It tells when all cases are through.
                return self._other_term(rule, Part("event.latest", how | {"event": rule.event or ""}))
            case Anchor.ELECTION_DAY:
                day = self.election_day
                instant, code, params = at(day, "00:00"), f"day.{_side(offset)}", how | dated(day)
            case Anchor.POLLS:
                day = self.election_day
                instant = at(day, self.polls_open)
                code, params = f"polls.{_side(offset)}", how | dated(day, self.polls_open)
            case Anchor.CALL:
                if self.called_on is None:
                    raise MissingAnchor(rule.key)
                day = self.called_on
                instant, code, params = at(day, "00:00"), "call.after", how | dated(day)
            case Anchor.YEAR:
                day = date.fromisoformat(f"{self.election_day.year}-{rule.month_day}")
                instant, code, params = at(day, "00:00"), "on", dated(day)
        return _Start(instant, day, Part(code, params))

    def _other_term(self, rule: Deadline, part: Part) -> _Start:
        if rule.of is None:
            raise MissingAnchor(rule.key)
        other = self.deadline(rule.of)
        params = {**part.params, "term": other.key, **dated(other.day)}
        return _Start(other.instant, other.day, Part(part.code, params), other.moved_by)

    def _end(self, rule: Deadline, offset: int, start: _Start, override: Override | None) -> Term:
        if rule.unit is Unit.HOURS:
            instant = after_hours(start.instant, offset)
            day = day_of(instant)
            hour = written(day, instant)
            until = Part("until", dated(day, hour))
        else:
            counted = after_days(start.day, offset) if rule.unit is Unit.DAYS else after_months(start.day, offset)
            day, hour = self._working_day(counted), rule.hour
            instant = at(day, hour)
            until = Part("hour", {"hour": hour}) if day == counted else Part("until", dated(day, hour))
        parts = (start.part, until, source(rule.basis), *([moved(override)] if override else []))
        return Term(rule.key, instant, day, hour, Explanation(parts), override)

    def _computable(self, rule: Deadline) -> bool:
        try:
            self.deadline(rule.key)
        except MissingAnchor:
            return False
        return True

    def _working_day(self, day: date) -> date:
        while self.roll_over and (day.isoweekday() == SUNDAY or day in self.holidays):
            day += timedelta(days=1)
        return day


def _offset(rule: Deadline, override: Override | None) -> int:
    return rule.offset if override is None or override.offset is None else override.offset


def _side(offset: int) -> str:
    return "before" if offset < 0 else "after" if offset else "with"
