"""INV-04 to INV-06: which statuses of a school may hold at one time."""

from dataclasses import dataclass
from datetime import date
from itertools import combinations_with_replacement

import pytest

from opora.territory.models import STATUSES
from opora.territory.statuses import conflicting, excludes, is_current

TODAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Status:
    status: str
    valid_from: date | None = None
    valid_to: date | None = None


def test_low_and_high_results_never_overlap() -> None:
    held = Status("low_results", date(2020, 4, 1))

    assert conflicting(Status("high_results", date(2021, 9, 1)), [held], TODAY) is held


def test_a_high_status_may_begin_on_the_day_the_low_one_ends() -> None:
    held = Status("low_results", date(2020, 4, 1), date(2024, 9, 1))

    assert conflicting(Status("high_results", date(2024, 9, 1)), [held], TODAY) is None
    assert conflicting(Status("high_results", date(2024, 8, 31)), [held], TODAY) is held


def test_a_status_may_be_recorded_before_a_later_one() -> None:
    held = Status("high_results", date(2024, 9, 1))

    assert conflicting(Status("low_results", date(2020, 4, 1), date(2024, 9, 1)), [held], TODAY) is None
    assert conflicting(Status("low_results", date(2020, 4, 1)), [held], TODAY) is held


@pytest.mark.parametrize(
    ("one", "other"),
    [("low_results", "high_results"), ("low_results", "risk_zone"), ("high_results", "resilient")],
)
def test_the_pairs_of_the_source_exclude_each_other_both_ways(one: str, other: str) -> None:
    assert excludes(one, other)
    assert excludes(other, one)


def test_nothing_else_excludes_but_a_status_itself() -> None:
    pairs = {frozenset(pair) for pair in combinations_with_replacement(STATUSES, 2) if excludes(*pair)}
    itself = {frozenset([status]) for status in STATUSES}

    assert pairs - itself == {
        frozenset({"low_results", "high_results"}),
        frozenset({"low_results", "risk_zone"}),
        frozenset({"high_results", "resilient"}),
    }


def test_adverse_conditions_stand_beside_everything() -> None:
    assert not any(excludes("adverse_social", other) for other in STATUSES if other != "adverse_social")


def test_an_open_status_of_unknown_beginning_stands_in_the_way_of_what_begins_and_stays() -> None:
    held = Status("high_results")

    assert conflicting(Status("low_results", date(2020, 4, 1)), [held], TODAY) is held
    assert conflicting(Status("low_results", date(2030, 9, 1)), [held], TODAY) is held
    assert conflicting(Status("low_results"), [held], TODAY) is held


def test_what_is_long_over_does_not_contradict_a_status_of_unknown_beginning() -> None:
    held = Status("high_results")

    assert conflicting(Status("low_results", date(2018, 9, 1), date(2020, 9, 1)), [held], TODAY) is None


def test_an_ended_status_of_unknown_beginning_surely_held_on_its_last_day() -> None:
    held = Status("high_results", None, date(2022, 9, 1))

    assert conflicting(Status("low_results", date(2022, 8, 31)), [held], TODAY) is held
    assert conflicting(Status("low_results", date(2022, 9, 1)), [held], TODAY) is None


def test_a_status_holds_from_its_first_day_and_no_longer_on_its_end() -> None:
    status = Status("low_results", date(2020, 4, 1), date(2024, 9, 1))

    assert not is_current(status, date(2020, 3, 31))
    assert is_current(status, date(2020, 4, 1))
    assert is_current(status, date(2024, 8, 31))
    assert not is_current(status, date(2024, 9, 1))


def test_an_unknown_beginning_counts_as_begun() -> None:
    assert is_current(Status("low_results"), TODAY)
    assert is_current(Status("low_results", None, date(2027, 1, 1)), TODAY)
