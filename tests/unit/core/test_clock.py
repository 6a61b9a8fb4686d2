"""Domain time: local days are the region's."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from opora.core import clock


@pytest.fixture(autouse=True)
def _moscow_again() -> Iterator[None]:
    yield
    clock.live_in(None)


def at(moment: datetime) -> None:
    clock.shift(moment - datetime.now(UTC))


def test_the_day_is_the_regions() -> None:
    at(datetime(2026, 11, 26, 20, 0, tzinfo=UTC))
    assert clock.today() == date(2026, 11, 26)  # 23:00 in Moscow
    clock.live_in("Asia/Vladivostok")
    assert clock.today() == date(2026, 11, 27)  # 06:00 there


def test_a_day_begins_at_the_regions_midnight() -> None:
    clock.live_in("Asia/Vladivostok")
    assert clock.midnight(date(2026, 11, 27)) == datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
    clock.live_in(None)
    assert clock.midnight(date(2026, 11, 27)) == datetime(2026, 11, 26, 21, 0, tzinfo=UTC)


def test_a_shifted_clock_moves_the_day() -> None:
    at(datetime(2026, 11, 26, 12, 0, tzinfo=UTC) + timedelta(days=3))
    assert clock.today() == date(2026, 11, 29)
