"""A programme begins: the regional one, and the project of a municipality below it (INV-11, INV-12)."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.conftest import Login
from tests.support.world import id_

API = "/api/v1/programs"
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]
PERIOD = {"declared_from": "2026-09-01", "declared_to": "2029-08-31"}
REGIONAL = {"kind": "regional_innovation", "title": "Школа – школе", **PERIOD}
PROJECT = {"kind": "municipal_project", "title": "Сетевое наставничество", **PERIOD}


@pytest.fixture
def region(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "rc@test")


@pytest.fixture
async def free(app: FastAPI) -> None:
    """Municipality A has completed its project."""
    await _status(app, "a", "completed")


async def _status(app: FastAPI, program: str, status: str) -> None:
    """No operation ends a programme yet."""
    connection = app.state.connection
    await connection.execute(
        f"set local role none; set local role opora_region; set local opora.scope = '{id_('region')}';"
        f" set local opora.account = '{id_('account.rc@test')}';"
        f" update program set status = '{status}' where id = '{id_(f'program.{program}')}'; set local role none"
    )


async def begin(client: httpx.AsyncClient, of: dict[str, str], **more: Any) -> httpx.Response:
    return await client.post(API, json=of | more)


async def test_the_regional_programme_is_active_at_once(region: httpx.AsyncClient, rows: Rows) -> None:
    made = await begin(region, REGIONAL)

    assert made.status_code == 201, made.text
    body = made.json()
    assert body == body | {
        "kind": "regional_innovation", "level": "region", "municipality": None, "parent_id": None, "model": None,
        "status": "active", "common_threshold": 1.0, "deficit_routing": "advisory",
        "individual_route_statuses": ["high_results"], "title": "Школа – школе", "version": 1, **PERIOD,
    }  # fmt: skip
    assert body["code"].startswith("p-")
    assert (await region.get(f"{API}/{body['id']}")).json() == body
    [fact] = await rows("select * from change where type = 'program.created'")
    assert (str(fact["entity_id"]), fact["municipality_id"]) == (body["id"], None)


@pytest.mark.usefixtures("free")
async def test_a_coordinator_begins_the_project_of_the_own_municipality(coordinator: httpx.AsyncClient) -> None:
    made = await begin(coordinator, PROJECT, model="concentrated", common_threshold=0.75)

    assert made.status_code == 201, made.text
    body = made.json()
    assert body == body | {
        "kind": "municipal_project", "level": "municipality", "parent_id": str(id_("program.r")), "status": "active",
        "model": "concentrated", "deficit_routing": "strict", "common_threshold": 0.75,
        "allowed_actions": ["update", "manage_participants"],
    }  # fmt: skip
    assert body["municipality"]["id"] == str(id_("municipality.a"))
    joining = {"school_id": str(id_("school.a1")), "category": "low_results", "joined_on": "2026-09-02"}
    joined = await coordinator.post(f"{API}/{body['id']}/participants", json=joining | {"consent_on": "2026-09-02"})
    assert joined.status_code == 201, joined.text


@pytest.mark.usefixtures("free")
@pytest.mark.parametrize(
    ("given", "routing"),
    [
        ({}, "advisory"), ({"model": "distributed"}, "advisory"), ({"model": "mixed"}, "advisory"),
        ({"model": "concentrated", "deficit_routing": "advisory"}, "advisory"),
        ({"model": "mixed", "deficit_routing": "strict"}, "strict"),
    ],
)  # fmt: skip
async def test_routing_follows_the_model_unless_it_is_chosen(
    coordinator: httpx.AsyncClient, given: dict[str, str], routing: str
) -> None:
    assert (await begin(coordinator, PROJECT, **given)).json()["deficit_routing"] == routing


async def test_the_region_begins_the_project_of_any_municipality(region: httpx.AsyncClient) -> None:
    new = {"code": "c", "name": "Муниципальный округ C", "type": "municipal_okrug"}
    municipality = (await region.post("/api/v1/municipalities", json=new)).json()

    made = await begin(region, PROJECT, municipality_id=municipality["id"], parent_id=str(id_("program.r")))

    assert made.status_code == 201, made.text
    assert made.json()["municipality"] == {"id": municipality["id"], "name": "Муниципальный округ C"}


async def test_a_municipality_runs_one_active_project(
    coordinator: httpx.AsyncClient, region: httpx.AsyncClient
) -> None:
    for client in (coordinator, region):
        answer = await begin(client, PROJECT, municipality_id=str(id_("municipality.a")))

        assert (answer.status_code, answer.json()["code"]) == (409, "active-project-exists")
        assert "«Муниципальный проект CANARY_A»" in answer.json()["detail"]
        assert answer.json()["program_id"] == str(id_("program.a"))


@pytest.mark.parametrize(
    "given", [REGIONAL, PROJECT | {"municipality_id": str(id_("municipality.b"))}], ids=["regional", "foreign"]
)
async def test_a_municipality_begins_its_own_project_only(
    coordinator: httpx.AsyncClient, given: dict[str, str]
) -> None:
    answer = await begin(coordinator, given)

    assert (answer.status_code, answer.json()["code"]) == (403, "own-project-only")


@pytest.mark.usefixtures("free")
@pytest.mark.parametrize("parent", ["program.a", "program.b", "nothing"])
async def test_a_project_belongs_to_the_regional_programme(coordinator: httpx.AsyncClient, parent: str) -> None:
    answer = await begin(coordinator, PROJECT, parent_id=str(id_(parent)))

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/parent_id"]


@pytest.mark.usefixtures("free")
async def test_without_a_regional_programme_there_is_no_project_yet(
    app: FastAPI, coordinator: httpx.AsyncClient
) -> None:
    await _status(app, "r", "completed")

    answer = await begin(coordinator, PROJECT)

    assert (answer.status_code, answer.json()["code"]) == (409, "regional-program-missing")


@pytest.mark.usefixtures("free")
async def test_of_several_regional_programmes_one_is_named(
    region: httpx.AsyncClient, coordinator: httpx.AsyncClient
) -> None:
    other = (await begin(region, REGIONAL)).json()["id"]

    unsaid, said = await begin(coordinator, PROJECT), await begin(coordinator, PROJECT, parent_id=other)

    assert [error["pointer"] for error in unsaid.json()["errors"]] == ["/parent_id"]
    assert (said.status_code, said.json()["parent_id"]) == (201, other)


@pytest.mark.parametrize(
    ("given", "wrong", "pointer"),
    [
        (REGIONAL, {"declared_to": "2026-09-01"}, "/declared_to"),
        (REGIONAL, {"municipality_id": str(id_("municipality.a"))}, "/municipality_id"),
        (REGIONAL, {"parent_id": str(id_("program.r"))}, "/parent_id"), (REGIONAL, {"model": "mixed"}, "/model"),
        (REGIONAL, {"kind": "joint_network"}, "/kind"), (REGIONAL, {"status": "completed"}, "/status"),
        (REGIONAL, {"common_threshold": 0}, "/common_threshold"), (PROJECT, {}, "/municipality_id"),
        (PROJECT, {"municipality_id": str(id_("nothing"))}, "/municipality_id"),
    ],
)  # fmt: skip
async def test_what_is_entered_wrong_is_named(
    region: httpx.AsyncClient, given: dict[str, str], wrong: dict[str, Any], pointer: str
) -> None:
    answer = await begin(region, given, **wrong)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize("who", ["me.a@test", "head.a1@test", "expert@test", "observer.a@test", "admin@test"])
async def test_nobody_else_begins_programmes(app: FastAPI, login: Login, who: str) -> None:
    assert (await begin(login(app, who), PROJECT)).status_code == 403


@pytest.mark.parametrize(
    ("kind", "municipality", "parent"),
    [("municipal_project", "b", "r"), ("school_transition", "a", "r"), ("municipal_project", "a", None)],
)
async def test_the_database_refuses_a_municipality_anything_but_its_own_project(
    app: FastAPI, kind: str, municipality: str, parent: str | None
) -> None:
    connection = app.state.connection
    await connection.execute(
        f"set local role none; set local role opora_municipality; set local opora.scope = '{id_('municipality.a')}'"
    )
    with pytest.raises(Exception, match="row-level security"):
        await connection.execute(
            "insert into program (id, region_id, municipality_id, parent_id, code, kind, level, title, status, declared_from,"
            " declared_to, deficit_routing, individual_route_statuses, lead_statuses, sort_key, created_at, updated_at, version)"
            " values (gen_random_uuid(), $1, $2, $3, 'x', $4, 'municipality', 'x', 'active', '2026-09-01', '2027-09-01',"
            " 'strict', '{}', '{}', 'x', now(), now(), 1)",
            id_("region"), id_(f"municipality.{municipality}"), id_(f"program.{parent}") if parent else None, kind,
        )  # fmt: skip
