"""What a request costs in messages to PostgreSQL, counted on the wire with everything included."""

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from opora.core.addresses import Addresses, with_database
from opora.main import create_app
from opora.settings import Settings
from tests.conftest import Login, execute
from tests.support.wire import Wire, counted
from tests.support.world import id_

URL = "/api/v1/deficits"


@pytest.fixture
async def wired(
    admin_url: str, name: str, database: Addresses, settings: Settings
) -> AsyncIterator[tuple[FastAPI, Wire]]:
    """The application on real pools of one connection each, over a wire that counts."""
    copy, root = f"{name}_wire", with_database(admin_url, "postgres")
    drop = f"drop database if exists {copy} with (force)"
    await execute(root, drop, f"create database {copy} template {name} owner opora_owner")
    await execute(root, f"grant connect on database {copy} to opora_gate")
    with tempfile.TemporaryDirectory(prefix="opora-wire-", dir="/tmp") as folder:  # a socket's path is short
        async with counted(with_database(database.gate, copy), Path(folder)) as (url, wire):
            app = create_app(settings.model_copy(update={"database_url": url, "pool_size": 1}))
            async with app.router.lifespan_context(app):
                yield app, wire
    await execute(root, drop)


@pytest.mark.parametrize(
    "path",
    [
        URL, f"{URL}?status=identified&limit=2", "/api/v1/schools", "/api/v1/people", "/api/v1/accounts", "/api/v1/audit",
        "/api/v1/deficit-types", "/api/v1/programs", "/api/v1/municipalities",
    ],
)  # fmt: skip
async def test_a_list_costs_three_messages(wired: tuple[FastAPI, Wire], login: Login, path: str) -> None:
    """Enter, the statement, commit."""
    app, wire = wired
    client = login(app, "mc.a@test")
    for _ in range(2):  # the first prepares
        assert (await client.get(path)).status_code == 200
    wire.start()
    answer = await client.get(path)
    assert len(answer.json()["items"]) > 0
    assert wire.messages <= 3, wire.texts


async def test_the_next_page_and_another_reader_cost_three_messages_too(
    wired: tuple[FastAPI, Wire], login: Login
) -> None:
    app, wire = wired
    for who in ("mc.a@test", "mc.b@test", "me.a@test"):
        client = login(app, who)
        cursor = (await client.get(URL, params={"limit": 1})).json()["next_cursor"]
        await client.get(URL, params={"limit": 1, "cursor": cursor})
    wire.start()
    await login(app, "mc.b@test").get(URL, params={"limit": 1, "cursor": cursor})
    assert wire.messages <= 3, wire.texts


async def test_a_total_costs_a_statement_more(wired: tuple[FastAPI, Wire], login: Login) -> None:
    app, wire = wired
    client = login(app, "mc.a@test")
    for _ in range(2):
        await client.get(URL, params={"include_total": True})
    wire.start()
    assert (await client.get(URL, params={"include_total": True})).json()["total"] == 7
    assert wire.messages <= 6, wire.texts


async def test_the_matrix_is_one_statement(wired: tuple[FastAPI, Wire], login: Login) -> None:
    app, wire = wired
    client, params = login(app, "mc.a@test"), {"program_id": str(id_("program.a"))}
    for _ in range(2):
        await client.get(f"{URL}/matrix", params=params)
    wire.start()
    assert len((await client.get(f"{URL}/matrix", params=params)).json()["cells"]) == 6
    assert wire.messages <= 3, wire.texts


async def test_creating_once_costs_eight_messages(wired: tuple[FastAPI, Wire], login: Login) -> None:
    """Begin and enter, claim the key, look at what belongs together, insert, tell the fact, keep the answer, commit."""
    app, wire = wired
    client = login(app, "me.a@test")

    async def create(type_: str) -> int:
        body = {
            "program_id": str(id_("program.a")),
            "school_id": str(id_("school.a1")),
            "type_id": str(id_(f"type.{type_}")),
        }
        answer = await client.post(URL, json=body | {"severity": 2}, headers={"Idempotency-Key": f"key-{type_}"})
        return answer.status_code

    assert await create("t4") == 201  # prepares
    wire.start()
    assert await create("t5") == 201
    assert wire.messages <= 8, wire.texts
    wire.start()
    assert await create("t5") == 201
    assert wire.messages <= 5, wire.texts  # a replay: begin, enter, claim, the stored answer, commit
