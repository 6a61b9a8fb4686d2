"""When a school takes part, who runs a programme, and that words agree everywhere."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any, get_args
from uuid import uuid4

import pytest
from pydantic import ValidationError

from opora.access.actor import Actor
from opora.access.permissions import Role
from opora.core.database import Entry
from opora.core.ids import uuid7
from opora.programs import models, schemas
from opora.programs.rights import program_actions, runs, takes_part

A, B = uuid4(), uuid4()


@dataclass(frozen=True)
class Participation:
    joined_on: date | None
    left_on: date | None


def actor(role: Role, scope: str, municipality: Any) -> Actor:
    one = uuid7()
    return Actor(one, one, None, role, scope, one, one, municipality, None, Entry(scope, None, one))


def program(municipality: Any, status: str = "active") -> Any:
    return SimpleNamespace(municipality_id=municipality, status=status)


def test_a_school_takes_part_from_the_day_it_joins_to_the_day_before_it_leaves() -> None:
    row = Participation(date(2026, 9, 1), date(2026, 11, 1))

    assert [takes_part(row, date(2026, month, 1)) for month in (8, 9, 10, 11)] == [False, True, True, False]


def test_a_level_given_and_changed_on_one_day_never_held() -> None:
    assert not takes_part(Participation(date(2026, 9, 1), date(2026, 9, 1)), date(2026, 9, 1))


def test_an_unknown_day_of_joining_counts_as_joined() -> None:
    assert takes_part(Participation(None, None), date(2020, 1, 1))


def test_a_coordinator_runs_the_programmes_of_the_own_municipality_only() -> None:
    coordinator = actor(Role.MUNICIPAL_COORDINATOR, "municipality", A)

    assert runs(coordinator, program(A))
    assert not runs(coordinator, program(B))
    assert not runs(coordinator, program(None))


@pytest.mark.parametrize(
    ("role", "scope", "actions"),
    [
        (Role.MUNICIPAL_COORDINATOR, "municipality", ["update", "manage_participants"]),
        (Role.METHODOLOGIST, "municipality", ["manage_participants"]),
        (Role.OBSERVER, "municipality", []),
        (Role.REGIONAL_COORDINATOR, "region", []),
        (Role.SCHOOL_HEAD, "school", []),
    ],
)
def test_what_a_role_may_do_with_a_running_programme(role: Role, scope: str, actions: list[str]) -> None:
    assert program_actions(actor(role, scope, None if scope == "region" else A), program(A)) == actions


@pytest.mark.parametrize("status", ["completed", "rejected"])
def test_nobody_changes_a_finished_programme(status: str) -> None:
    assert program_actions(actor(Role.MUNICIPAL_COORDINATOR, "municipality", A), program(A, status)) == []


def test_http_knows_exactly_the_codes_the_database_takes() -> None:
    assert get_args(schemas.ProgramKind) == models.KINDS
    assert get_args(schemas.ProgramLevel) == models.LEVELS
    assert get_args(schemas.ProgramStatus) == models.PROGRAM_STATUSES
    assert get_args(schemas.Routing) == models.ROUTINGS
    assert get_args(schemas.Category) == models.CATEGORIES
    assert tuple(schemas.ParticipantCounts.model_fields) == models.CATEGORIES


@pytest.mark.parametrize("threshold", [0, 0.0001, 1.001, -1, float("nan"), None])
def test_a_threshold_is_a_share_above_nothing(threshold: float | None) -> None:
    with pytest.raises(ValidationError):
        schemas.ProgramUpdate.model_validate({"common_threshold": threshold})
