"""Dates of the demonstration, counted back from the day it is made for."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from opora.core.clock import school_year_start

LONGEST = 84
"""How many days back the synthetic deficits begin."""
_SETTLED = 30


@dataclass(frozen=True)
class Timeline:
    """Days and instants around `as_of`."""

    as_of: date

    @property
    def born(self) -> datetime:
        """When everything that is simply there was entered: before the first deficit."""
        return datetime.combine(self.as_of - timedelta(days=LONGEST + 16), time(6), UTC)

    @property
    def year_start(self) -> date:
        return school_year_start(self.as_of)

    @property
    def year_end(self) -> date:
        return date(self.year_start.year + 1, 8, 31)

    @property
    def school_year(self) -> str:
        return f"{self.year_start.year}/{self.year_start.year + 1}"

    def ago(self, days: float) -> date:
        """A working day about `days` before `as_of`, inside the school year once a month of it has passed.

        Before that the past lies in the former school year. Later arguments never give earlier days.
        """
        elapsed = (self.as_of - self.year_start).days
        if _SETTLED <= elapsed < LONGEST:
            days = days * elapsed / LONGEST
        day = self.as_of - timedelta(days=max(1, int(days)))
        return day if day.weekday() < 6 or day == self.year_start else day - timedelta(days=1)

    def ahead(self, days: int) -> date:
        """`days` after `as_of`; a negative number lies in the past."""
        return self.as_of + timedelta(days=days)

    def between(self, first: float, last: float, count: int) -> list[datetime]:
        """`count` instants from `first` to `last` days ago, each later than the one before."""
        step = (first - last) / max(1, count - 1)
        return [self.instant(first - step * n, minutes=7 * n) for n in range(count)]

    def instant(self, days: float, minutes: int = 0) -> datetime:
        """Ten in the morning of Moscow, some `minutes` later, `days` ago."""
        return datetime.combine(self.ago(days), time(7), UTC) + timedelta(minutes=minutes)
