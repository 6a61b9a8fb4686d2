"""Domain time. The database's own clock only stamps sessions and audit rows; everything the domain decides by
time asks here.

In demo mode `OPORA_CLOCK_OFFSET` (set once at start-up through `shift`) moves it, so that a Day or a review date can be shown.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_offset = timedelta(0)


def shift(offset: timedelta) -> None:
    """Move domain time by `offset` for the whole process; `timedelta(0)` restores it."""
    global _offset  # noqa: PLW0603  one process has one domain time
    _offset = offset


def now() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC) + _offset


def today(timezone: str = "Europe/Moscow") -> date:
    """The local date of a region."""
    return now().astimezone(ZoneInfo(timezone)).date()


def school_year_start(day: date) -> date:
    """The first of September of the school year that `day` lies in (1 September – 31 August)."""
    return date(day.year if day.month >= 9 else day.year - 1, 9, 1)
