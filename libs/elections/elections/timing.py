"""Days and hours of Sarajevo as instants, so that no other module does arithmetic with local time.

A day's 24:00 is the next midnight; hours are absolute, so a change of clocks neither adds nor takes one.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

SARAJEVO: Final = ZoneInfo("Europe/Sarajevo")


def at(day: date, hour: str = "24:00") -> datetime:
    """The instant (UTC) of "HH:MM" on a day in Sarajevo; "24:00" is the midnight that ends the day.

    An hour that the change of clocks skips is taken with the offset before it; one that comes twice, the first time.
    """
    hours, minutes = (int(part) for part in hour.split(":"))
    if hours == 24 and minutes == 0:
        return at(day + timedelta(days=1), "00:00")
    return datetime.combine(day, time(hours, minutes), tzinfo=SARAJEVO).astimezone(UTC)


def day_of(instant: datetime) -> date:
    """The day in Sarajevo; an exact midnight is the 24:00 of the day that it ends."""
    local = instant.astimezone(SARAJEVO)
    return local.date() - timedelta(days=1) if local.time() == time(0) else local.date()


def after_hours(instant: datetime, hours: int) -> datetime:
    """So many hours later (or, if negative, earlier) on the clock that knows no summer time."""
    return instant.astimezone(UTC) + timedelta(hours=hours)


def after_days(day: date, days: int) -> date:
    return day + timedelta(days=days)


def after_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last day where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def written(day: date, instant: datetime) -> str:
    """The hour as the law writes it: "24:00" when the instant is the midnight that ends the day."""
    local = instant.astimezone(SARAJEVO)
    return "24:00" if local.date() > day else f"{local:%H:%M}"
