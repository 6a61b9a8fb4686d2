"""Domain time. The database's own clock only stamps sessions and audit rows; everything the domain decides by
time asks here.

In demo mode `OPORA_CLOCK_OFFSET` (set once at start-up through `shift`) moves it, so that a Day or a review date can be shown.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_ZONE = "Europe/Moscow"
_offset = timedelta(0)
_zone = ZoneInfo(DEFAULT_ZONE)


def shift(offset: timedelta) -> None:
    """Move domain time by `offset` for the whole process; `timedelta(0)` restores it."""
    global _offset  # noqa: PLW0603  one process has one domain time
    _offset = offset


def now() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC) + _offset


def live_in(timezone: str | None) -> None:
    """The zone of the region (`region.timezone`), read once when a process starts; None is Moscow's, before a region exists."""
    global _zone  # noqa: PLW0603  one process serves one region
    _zone = ZoneInfo(timezone or DEFAULT_ZONE)


def today() -> date:
    """The local date of the region."""
    return now().astimezone(_zone).date()


def midnight(day: date) -> datetime:
    """The instant a local day of the region begins."""
    return datetime.combine(day, time(), _zone).astimezone(UTC)


def day_end(day: date) -> datetime:
    """The last second of a local day of the region: what closes "on" a day is open all of it."""
    return midnight(day + timedelta(days=1)) - timedelta(seconds=1)


def local(at: datetime) -> datetime:
    """An instant as the clocks of the region show it."""
    return at.astimezone(_zone)


def school_year_start(day: date) -> date:
    """The first of September of the school year that `day` lies in (1 September – 31 August)."""
    return date(day.year if day.month >= 9 else day.year - 1, 9, 1)
