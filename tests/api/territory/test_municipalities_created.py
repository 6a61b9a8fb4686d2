"""A municipality enters the register with its first name; the regional coordinator and the administrator may do that."""

from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from tests.conftest import Login
from tests.support.world import id_

API = "/api/v1/municipalities"
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]
VOLOSOVO = {"code": "volosovo", "name": "Волосовский муниципальный район", "type": "municipal_district"}


@pytest.mark.parametrize("who", ["rc@test", "admin@test"])
async def test_a_municipality_begins_with_its_first_name(app: FastAPI, login: Login, rows: Rows, who: str) -> None:
    client = login(app, who)
    more = {"oktmo": "41606000", "okrug_id": str(id_("okrug")), "valid_from": "2006-01-01"}

    made = await client.post(API, json=VOLOSOVO | more)

    assert made.status_code == 201, made.text
    body = made.json()
    assert {name: body[name] for name in (*VOLOSOVO, "oktmo", "okrug_id", "region_id", "network_model")} == {
        **VOLOSOVO, "oktmo": "41606000", "okrug_id": str(id_("okrug")), "region_id": str(id_("region")),
        "network_model": None,
    }  # fmt: skip
    [version] = body["versions"]
    assert (version["name"], version["valid_from"], version["valid_to"]) == (VOLOSOVO["name"], "2006-01-01", None)
    assert (await client.get(f"{API}/{body['id']}")).json() == body
    [fact] = await rows("select * from change where type = 'municipality.created'")
    assert (str(fact["entity_id"]), str(fact["municipality_id"])) == (body["id"], body["id"])


async def test_it_stands_in_russian_order_and_takes_schools(region: httpx.AsyncClient) -> None:
    made = await region.post(API, json=VOLOSOVO)

    names = [row["name"] for row in (await region.get(API)).json()["items"]]
    assert names == [VOLOSOVO["name"], "Муниципальный район A", "Муниципальный район B"]
    school = {"municipality_id": made.json()["id"], "full_name": "Новая СОШ", "short_name": "Новая", "type": "sosh"}
    assert (await region.post("/api/v1/schools", json=school)).status_code == 201


async def test_a_name_of_unknown_beginning_has_no_date(region: httpx.AsyncClient) -> None:
    [version] = (await region.post(API, json=VOLOSOVO)).json()["versions"]

    assert version["valid_from"] is None


async def test_a_taken_code_is_refused_with_the_way_out(region: httpx.AsyncClient) -> None:
    answer = await region.post(API, json=VOLOSOVO | {"code": "a"})

    assert (answer.status_code, answer.json()["code"]) == (409, "municipality-code-taken")
    assert "выберите другой код" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"code": "Волосово"}, "/code"), ({"name": " "}, "/name"), ({"type": "city"}, "/type"), ({"oktmo": "41"}, "/oktmo"),
        ({"okrug_id": str(id_("nothing"))}, "/okrug_id"), ({"valid_from": "1700-01-01"}, "/valid_from"),
    ],
)  # fmt: skip
async def test_what_is_entered_wrong_is_named(region: httpx.AsyncClient, wrong: dict[str, str], pointer: str) -> None:
    answer = await region.post(API, json=VOLOSOVO | wrong)

    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize("who", ["mc.a@test", "me.a@test", "head.a1@test", "expert@test", "observer.a@test"])
async def test_nobody_else_adds_municipalities(app: FastAPI, login: Login, who: str) -> None:
    assert (await login(app, who).post(API, json=VOLOSOVO)).status_code == 403


@pytest.mark.parametrize("role", ["opora_municipality", "opora_school", "opora_person", "opora_job"])
async def test_the_database_refuses_it_from_below(app: FastAPI, role: str) -> None:
    connection = app.state.connection
    await connection.execute(f"set local role none; set local role {role}")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute("insert into municipality (id) values (gen_random_uuid())")


@pytest.mark.parametrize("role", ["opora_region", "opora_admin"])
async def test_the_database_refuses_a_municipality_of_another_region(app: FastAPI, role: str) -> None:
    connection = app.state.connection
    await connection.execute(
        f"set local role none; set local role {role}; set local opora.scope = '{id_('elsewhere')}'"
    )
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        await connection.execute(
            "insert into municipality_version (id, municipality_id, name, type, created_at, updated_at)"
            " values (gen_random_uuid(), $1, 'x', 'urban_okrug', now(), now())",
            id_("municipality.a"),
        )
