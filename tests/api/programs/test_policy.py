"""Programmes: who sees which, and the policy for deficits that the coordinator sets."""

import json
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from opora.programs import queries
from opora.programs.schemas import ProgramRead
from tests.conftest import Login
from tests.support.world import id_

API = "/api/v1/programs"
A, B, REGIONAL = (f"{API}/{id_(f'program.{which}')}" for which in "abr")
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


async def set_policy(client: httpx.AsyncClient, program: str = A, version: int = 1, **policy: Any) -> httpx.Response:
    return await client.patch(program, json=policy, headers={"If-Match": f'"{version}"'})


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("rc@test", ["regional", "p-a", "p-b"]), ("mc.a@test", ["regional", "p-a"]), ("head.b1@test", ["regional", "p-b"]),
        ("teacher.a1@test", ["regional", "p-a"]), ("observer.a@test", ["regional", "p-a"]), ("expert@test", ["regional"]),
    ],
)  # fmt: skip
async def test_everybody_sees_the_regional_programme_and_that_of_their_municipality(
    app: FastAPI, login: Login, who: str, codes: list[str]
) -> None:
    answer = await login(app, who).get(API)

    assert [program["code"] for program in answer.json()["items"]] == codes


async def test_a_programme_says_its_model_policy_and_participants(coordinator: httpx.AsyncClient) -> None:
    answer = await coordinator.get(A)

    assert answer.headers["etag"] == '"1"'
    assert answer.json() == {
        "id": str(id_("program.a")), "code": "p-a", "kind": "municipal_project", "title": "Муниципальный проект CANARY_A",
        "level": "municipality", "municipality": {"id": str(id_("municipality.a")), "name": "Муниципальный район A"},
        "parent_id": str(id_("program.r")), "model": "concentrated", "status": "active", "declared_from": "2026-09-01",
        "declared_to": "2099-08-31", "extended_to": None, "common_threshold": 1.0, "deficit_routing": "strict",
        "individual_route_statuses": ["high_results"], "lead_statuses": ["high_results"], "is_synthetic_extension": False,
        "participant_counts": {"low_results": 3, "risk_zone": 0, "high_results": 1, "resilient": 0}, "version": 1,
        "allowed_actions": ["update", "manage_participants"],
    }  # fmt: skip


@pytest.mark.parametrize("who", ["rc@test", "mc.a@test", "me.a@test", "head.a1@test", "teacher.a1@test", "admin@test"])
async def test_the_list_and_the_single_programme_say_the_same(app: FastAPI, login: Login, who: str) -> None:
    client = login(app, who)

    rows = (await client.get(API)).json()["items"]

    assert len(rows) >= 2
    for row in rows:
        assert ProgramRead.model_validate(row).model_dump(mode="json") == row
        assert (await client.get(f"{API}/{row['id']}")).json() == row


async def test_who_sees_one_school_only_gets_no_counts(app: FastAPI, login: Login) -> None:
    assert (await login(app, "teacher.a1@test").get(A)).json()["participant_counts"] is None


async def test_programmes_are_filtered_by_kind_and_municipality(app: FastAPI, login: Login) -> None:
    region = login(app, "rc@test")

    async def codes(**params: Any) -> list[str]:
        return [row["code"] for row in (await region.get(API, params=params)).json()["items"]]

    assert await codes(kind="regional_innovation") == ["regional"]
    assert await codes(municipality_id=id_("municipality.b")) == ["p-b"]
    assert await codes(kind="joint_network") == []


async def test_a_lower_threshold_is_told_with_its_figures(coordinator: httpx.AsyncClient, rows: Rows) -> None:
    answer = await set_policy(coordinator, common_threshold=0.75)

    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    assert answer.json()["common_threshold"] == 0.75
    [row] = await rows("select common_threshold from program where id = $1", id_("program.a"))
    assert row["common_threshold"] == Decimal("0.750")
    [fact] = await rows(
        "select type, data::text as data, municipality_id from change where entity_id = $1", id_("program.a")
    )
    assert (fact["type"], fact["municipality_id"]) == ("program.policy_changed", id_("municipality.a"))
    assert json.loads(fact["data"]) == {"old": {"common_threshold": 1.0}, "new": {"common_threshold": 0.75}}


async def test_routing_and_helping_statuses_are_part_of_the_policy(coordinator: httpx.AsyncClient) -> None:
    answer = await set_policy(
        coordinator, deficit_routing="advisory", individual_route_statuses=["high_results", "resilient"]
    )

    assert answer.json()["individual_route_statuses"] == ["high_results", "resilient"]
    assert (answer.json()["deficit_routing"], answer.json()["common_threshold"]) == ("advisory", 1)


async def test_the_same_policy_again_is_no_change(coordinator: httpx.AsyncClient, rows: Rows) -> None:
    answer = await set_policy(coordinator, common_threshold=1, deficit_routing="strict")

    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
    assert await rows("select 1 from change where entity_id = $1", id_("program.a")) == []


@pytest.mark.parametrize(
    "policy",
    [
        {"common_threshold": 0}, {"common_threshold": 1.1}, {"common_threshold": None}, {"individual_route_statuses": []},
        {"individual_route_statuses": ["low_results"]}, {"deficit_routing": "loose"}, {"title": "Другое"},
    ],
)  # fmt: skip
async def test_what_is_no_policy_is_refused(coordinator: httpx.AsyncClient, policy: dict[str, Any]) -> None:
    assert (await set_policy(coordinator, **policy)).status_code == 422


async def test_a_policy_is_changed_from_the_version_that_was_seen(coordinator: httpx.AsyncClient) -> None:
    assert (await coordinator.patch(A, json={"common_threshold": 0.75})).status_code == 428
    assert (await set_policy(coordinator, version=5, common_threshold=0.75)).status_code == 412


@pytest.mark.parametrize(
    "who", ["rc@test", "me.a@test", "head.a1@test", "teacher.a1@test", "observer.a@test", "admin@test"]
)
async def test_only_the_coordinator_sets_the_policy(app: FastAPI, login: Login, who: str) -> None:
    assert (await set_policy(login(app, who), common_threshold=0.75)).status_code == 403


async def test_a_coordinator_sets_no_policy_above_or_beside_the_own_municipality(
    coordinator: httpx.AsyncClient,
) -> None:
    above = await set_policy(coordinator, REGIONAL, common_threshold=0.75)
    beside = await set_policy(coordinator, B, common_threshold=0.75)

    assert (above.status_code, above.json()["code"]) == (403, "own-program-only")
    assert beside.status_code == 404


async def test_programmes_are_found_by_title(app: FastAPI) -> None:
    somebody = await app.state.actors.get(None, id_("assignment.mc.a@test"))

    hits = await queries.search_programs(app.state.reader, somebody.entry, "муниципальный праект", 5)

    assert [(hit.title, hit.subtitle) for hit in hits] == [("Муниципальный проект CANARY_A", "Муниципальный район A")]
