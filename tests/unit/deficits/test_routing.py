"""Common or individual, and which route follows (domain.md 2.3)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opora.deficits.routing import explanation, fits, improvement, proposed_scope, route_refusal


def test_all_twelve_schools_make_a_deficit_common() -> None:
    assert proposed_scope(12, 12, Decimal("1.0")) == "common"


def test_nine_of_twelve_schools_is_not_common_at_threshold_one() -> None:
    assert proposed_scope(9, 12, Decimal("1.0")) == "individual"


def test_nine_of_twelve_schools_is_common_at_three_quarters() -> None:
    assert proposed_scope(9, 12, Decimal("0.75")) == "common"


def test_without_low_result_schools_nothing_is_proposed() -> None:
    assert proposed_scope(0, 0, Decimal("1.0")) is None


@given(st.integers(1, 500), st.data())
def test_a_lower_threshold_never_turns_common_into_individual(participants: int, data: st.DataObject) -> None:
    holders = data.draw(st.integers(1, participants))
    high = data.draw(st.decimals("0.01", "1", places=3))
    low = data.draw(st.decimals("0.01", str(high), places=3))
    if proposed_scope(holders, participants, high) == "common":
        assert proposed_scope(holders, participants, low) == "common"


@given(st.integers(1, 500))
def test_one_school_short_of_all_is_never_common_at_one(participants: int) -> None:
    assert proposed_scope(participants - 1, participants, Decimal(1)) != "common"


@pytest.mark.parametrize(
    ("holders", "threshold", "words"),
    [
        (12, "1.0", "12 из 12 школ с низкими результатами, порог 100 %: общий → День образовательных интенсивов."),
        (9, "1.0", "9 из 12 школ с низкими результатами, порог 100 %: индивидуальный → связка с сильной школой."),
        (9, "0.75", "9 из 12 школ с низкими результатами, порог 75 %: общий → День образовательных интенсивов."),
    ],
)
def test_the_proposal_explains_itself_with_its_figures(holders: int, threshold: str, words: str) -> None:
    assert explanation(holders, 12, Decimal(threshold)).ru == words


def test_one_school_is_counted_in_good_russian() -> None:
    assert explanation(1, 1, Decimal(1)).ru.startswith("1 из 1 школы с низкими результатами")


@pytest.mark.parametrize(
    ("scope", "route", "purpose", "allowed"),
    [
        ("common", "intensive_day", "closing", True),
        ("common", "network_tie", "closing", False),
        ("common", "network_tie", "supporting", True),
        ("individual", "network_tie", "closing", True),
        ("individual", "intensive_day", "closing", False),
        ("individual", "training_course", "closing", False),
        ("individual", "training_course", "supporting", True),
        ("common", "internal", "closing", False),
        ("common", "internal", "supporting", False),
    ],
)
def test_strict_routing_lets_the_scope_decide_the_route(scope: str, route: str, purpose: str, allowed: bool) -> None:
    assert (route_refusal(scope, route, purpose, "strict") is None) is allowed
    assert fits(scope, route, purpose) is allowed
    assert route_refusal(scope, route, purpose, "advisory") is None


def test_the_refusal_names_the_rule_and_the_way_out() -> None:
    refusal = route_refusal("common", "network_tie", "closing", "strict")
    assert refusal is not None
    assert "закрывается на Дне образовательных интенсивов" in refusal.ru
    assert "если координатор решит" in refusal.ru


@dataclass
class Measured:
    value: Decimal | None
    target: Decimal | None = None
    direction: str | None = None
    measured_on: date = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("direction", "target", "final", "reached"),
    [("higher", 60, 60, True), ("higher", 60, 59, False), ("lower", 20, 20, True), ("lower", 20, 21, False)],
)
def test_improvement_means_reaching_the_target_in_its_direction(
    direction: str, target: int, final: int, reached: bool
) -> None:
    result = improvement(Measured(Decimal(40), Decimal(target), direction), Measured(Decimal(final)))
    assert result.reached is reached
    assert result.change == Decimal(final - 40)


def test_a_qualitative_measurement_leaves_the_verdict_to_a_person() -> None:
    assert improvement(Measured(None), Measured(Decimal(60))).reached is None
