"""What a calendar answers with: terms, periods, and the decisions that move a term."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from elections.explanation import Explanation
from elections.override import Override
from elections.texts import Text


class UnknownDeadline(KeyError):
    """This election has no deadline of that key (or none that holds on the day asked for)."""


class MissingAnchor(ValueError):
    """The term runs from an event, and its hour was not given; or from a calling that has not happened."""


@dataclass(frozen=True, slots=True)
class Term:
    key: str
    instant: datetime
    """UTC. What arrives at this very instant is still in time."""
    day: date
    """The day in Sarajevo to which `hour` belongs: an instant at midnight is the 24:00 of this day."""
    hour: str
    explanation: Explanation
    moved_by: Override | None = None


class PeriodKey(StrEnum):
    PREMATURE = "PREMATURE"
    """EL 1.1a 8): from the calling of elections to the start of the campaign."""
    CAMPAIGN = "CAMPAIGN"
    """EL 1.1a 7): from 30 days before election day until 24 hours before the polls open."""
    SILENCE = "SILENCE"
    """From the end of the campaign until the polls close."""


PERIOD_NAMES = {
    PeriodKey.PREMATURE: Text(
        bs="Vrijeme prije početka kampanje",
        hr="Vrijeme prije početka kampanje",
        sr="Вријеме прије почетка кампање",
        en="Time before the campaign",
    ),
    PeriodKey.CAMPAIGN: Text(
        bs="Izborna kampanja", hr="Izborna kampanja", sr="Изборна кампања", en="Election campaign"
    ),
    PeriodKey.SILENCE: Text(bs="Izborna šutnja", hr="Izborna šutnja", sr="Изборна шутња", en="Election silence"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """Half open: the end belongs to what follows."""

    key: PeriodKey
    start: datetime
    end: datetime

    def contains(self, instant: datetime) -> bool:
        return self.start <= instant < self.end
