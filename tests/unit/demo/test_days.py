"""The demonstration's Days around any date: the past ones closed, one announced, none in summer."""

from datetime import date

import pytest

from opora.core.clock import school_year_start
from opora.demo.days import plans


@pytest.mark.parametrize(
    ("as_of", "months", "is_ahead"),
    [
        (date(2026, 11, 27), [9, 10, 11, 12], True),
        (date(2026, 12, 1), [9, 10, 11, 12], True),
        (date(2026, 9, 2), [9], True),
        (date(2027, 5, 25), [9, 10, 11, 12, 1, 2, 3, 4, 5], False),
        (date(2026, 7, 10), [9, 10, 11, 12, 1, 2, 3, 4, 5], False),
    ],
)
def test_days_lie_around_the_date(as_of: date, months: list[int], is_ahead: bool) -> None:
    found = list(plans(as_of, school_year_start(as_of), ["Тема"]))
    assert [plan.month.month for plan in found] == months
    assert all(plan.held_on < as_of and plan.held_on.weekday() < 5 for plan in found if plan.is_over)
    assert [plan.held_on > as_of for plan in found if not plan.is_over] == [True] * is_ahead
