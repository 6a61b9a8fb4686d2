"""Which statuses of a school may hold at one time (INV-04 to INV-06). Pure: no session, no HTTP.

The database refuses overlaps of known dates by exclusion constraints; this check says first what stands in the way,
and it also covers statuses of unknown beginning, which the constraints leave out.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Protocol, TypeVar

NEVER_TOGETHER = frozenset(
    {
        frozenset({"low_results", "high_results"}),  # INV-04
        frozenset({"low_results", "risk_zone"}),  # INV-05
        frozenset({"high_results", "resilient"}),  # INV-05
    }
)


class Dated(Protocol):
    """A status with its half-open time: `valid_to` is the first day on which it no longer holds."""

    @property
    def status(self) -> str: ...
    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_to(self) -> date | None: ...


Row = TypeVar("Row", bound=Dated)


def is_current(row: Dated, on: date) -> bool:
    """Whether the status holds on a day; one of unknown beginning holds until it is ended."""
    return (row.valid_from is None or row.valid_from <= on) and (row.valid_to is None or row.valid_to > on)


def excludes(one: str, other: str) -> bool:
    """Whether two statuses may never hold on the same day: the forbidden pairs, and any status with itself.

    `adverse_social` stands beside everything else (INV-06).
    """
    return one == other or frozenset({one, other}) in NEVER_TOGETHER


def conflicting(new: Dated, existing: Iterable[Row], today: date) -> Row | None:
    """The first existing status that surely holds on a day of `new` and excludes it, or None."""
    return next((row for row in existing if excludes(new.status, row.status) and _overlap(new, row, today)), None)


def _overlap(one: Dated, other: Dated, today: date) -> bool:
    (begins, ends), (starts, stops) = _certain(one, today), _certain(other, today)
    return begins < stops and starts < ends


def _certain(row: Dated, today: date) -> tuple[date, date]:
    """The days on which the status certainly holds: of unknown beginning, its last day, or from today on while open."""
    ends = row.valid_to or date.max
    return row.valid_from or min(today, ends - timedelta(days=1)), ends
