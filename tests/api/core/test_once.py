"""A POST with an Idempotency-Key happens once, in the transaction of its effect."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import httpx
from fastapi import FastAPI

from opora.core.addresses import native
from tests.conftest import Login
from tests.support.world import id_

URL = "/api/v1/deficits"
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


def draft(type_: str = "t4", **more: Any) -> dict[str, Any]:
    return {
        "program_id": str(id_("program.a")), "school_id": str(id_("school.a1")), "type_id": str(id_(f"type.{type_}")),
        "severity": 2, **more,
    }  # fmt: skip


def key(value: str = "one-key") -> dict[str, str]:
    return {"Idempotency-Key": value}


async def test_a_repeated_request_replays_its_answer(app: FastAPI, login: Login, rows: Rows) -> None:
    client = login(app, "me.a@test")
    first = await client.post(URL, json=draft(), headers=key())
    again = await client.post(URL, json=draft(), headers=key())
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert first.headers["etag"] == again.headers["etag"]
    assert (first.headers.get("idempotent-replay"), again.headers["idempotent-replay"]) == (None, "true")
    made = await rows("select count(*) as n from deficit where type_id = $1", id_("type.t4"))
    told = await rows("select count(*) as n from change where type = 'deficit.create'")
    assert (made, told) == ([{"n": 1}], [{"n": 1}])


async def test_the_same_key_with_another_body_is_refused(app: FastAPI, login: Login) -> None:
    client = login(app, "me.a@test")
    await client.post(URL, json=draft(), headers=key())
    other = await client.post(URL, json=draft("t5"), headers=key())
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_a_refused_request_leaves_no_key(app: FastAPI, login: Login) -> None:
    client = login(app, "me.a@test")
    assert (await client.post(URL, json=draft("t1"), headers=key())).status_code == 409
    assert (await client.post(URL, json=draft("t4"), headers=key())).status_code == 201


async def test_a_key_belongs_to_its_account_and_route(app: FastAPI, login: Login) -> None:
    assert (await login(app, "me.a@test").post(URL, json=draft(), headers=key())).status_code == 201
    head = await login(app, "head.a1@test").post(URL, json=draft("t5"), headers=key())
    assert (head.status_code, head.headers.get("idempotent-replay")) == (201, None)


async def test_concurrent_twins_make_one_row(committed: Callable[[int], Any], login: Login) -> None:
    async with committed(6) as app:
        clients = [login(app, "me.a@test") for _ in range(6)]
        answers = await asyncio.gather(*(client.post(URL, json=draft(), headers=key()) for client in clients))
        assert {answer.status_code for answer in answers} == {201}
        assert len({answer.content for answer in answers}) == 1
        connection = await asyncpg.connect(native(app.state.owner_url))
        try:
            assert await connection.fetchval("select count(*) from deficit where type_id = $1", id_("type.t4")) == 1
            assert await connection.fetchval("select count(*) from change where type = 'deficit.create'") == 1
        finally:
            await connection.close()


async def test_a_commit_that_fails_is_never_a_success(committed: Callable[[int], Any], login: Login) -> None:
    """A deferred trigger breaks the commit itself, after the endpoint has returned: the client must learn of it."""
    async with committed(2) as app:
        connection = await asyncpg.connect(native(app.state.owner_url))
        await connection.execute(
            "create function late() returns trigger language plpgsql as $$ begin raise exception 'late'; end $$;"
            " create constraint trigger late after insert on deficit deferrable initially deferred"
            " for each row execute function late()"
        )
        client: httpx.AsyncClient = login(app, "me.a@test")
        answer = await client.post(URL, json=draft())
        assert answer.status_code == 500
        assert answer.headers["content-type"] == "application/problem+json"
        assert await connection.fetchval("select count(*) from deficit where type_id = $1", id_("type.t4")) == 0
        await connection.close()
