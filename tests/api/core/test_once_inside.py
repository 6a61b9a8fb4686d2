"""What an Idempotency-Key must not do: replay a secret, outlive a failure, cross accounts or routes, or hide a second request."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from opora.core.addresses import native
from tests.conftest import Login
from tests.support.world import id_

URL = "/api/v1/deficits"
A1 = f"{URL}/{id_('deficit.a1.t3')}"
KEY = {"Idempotency-Key": "the-one-key"}
BASELINE = {"kind": "baseline", "measured_on": "2026-10-01", "note": "Наблюдение уроков"}
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


def draft(type_: str = "t4", **more: Any) -> dict[str, Any]:
    names = {"program_id": "program.a", "school_id": "school.a1", "type_id": f"type.{type_}"}
    return {key: str(id_(value)) for key, value in names.items()} | {"severity": 2} | more


async def keys(rows: Rows, who: str) -> list[dict[str, Any]]:
    return await rows(
        "select route, status from idempotency_key where set_config('opora.account', $1, true) is not null and account_id = $2",
        str(id_(f"account.{who}")), id_(f"account.{who}"),
    )  # fmt: skip


async def test_the_same_key_on_another_route_is_another_request(app: FastAPI, login: Login) -> None:
    client = login(app, "me.a@test")
    made = await client.post(URL, json=draft(), headers=KEY)
    measured = await client.post(f"{A1}/measurements", json=BASELINE, headers=KEY)
    assert (made.status_code, measured.status_code) == (201, 201)
    assert "idempotent-replay" not in measured.headers


async def test_the_same_key_for_another_object_of_the_route_is_refused(app: FastAPI, login: Login, rows: Rows) -> None:
    """The answer about one deficit must never stand for another."""
    client = login(app, "me.a@test")
    assert (await client.post(f"{A1}/measurements", json=BASELINE, headers=KEY)).status_code == 201
    other = await client.post(f"{URL}/{id_('deficit.a2.t1')}/measurements", json=BASELINE, headers=KEY)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert await rows("select count(*) as n from deficit_measurement where measured_on = '2026-10-01'") == [{"n": 1}]


async def test_an_answer_to_one_role_is_not_repeated_to_another(app: FastAPI, login: Login) -> None:
    """The second role of an account may not see what the first one made."""
    client, account = login(app, "me.a@test"), id_("account.me.a@test")
    assert (await client.post(URL, json=draft(), headers=KEY)).status_code == 201
    role = {"role": "municipal_coordinator", "municipality_id": str(id_("municipality.a"))}
    granted = await login(app, "admin@test").post(f"/api/v1/accounts/{account}/assignments", json=role)
    other = next(a["id"] for a in granted.json()["assignments"] if a["role"] == "municipal_coordinator")
    assert (await client.post("/api/v1/auth/switch", json={"assignment_id": other})).status_code == 200
    again = await client.post(URL, json=draft(), headers=KEY)
    assert (again.status_code, again.json()["code"]) == (422, "idempotency-key-reused")


@pytest.mark.parametrize("query", ["?x=1", "?"])
async def test_the_query_is_part_of_the_request(app: FastAPI, login: Login, query: str) -> None:
    client = login(app, "me.a@test")
    await client.post(URL, json=draft(), headers=KEY)
    again = await client.post(URL + query, json=draft(), headers=KEY)
    assert again.status_code == (422 if query == "?x=1" else 201)


async def test_what_holds_a_secret_is_never_kept(app: FastAPI, login: Login, rows: Rows) -> None:
    client = login(app, "mc.a@test")
    body = {"login": "new@test", "last_name": "Новая", "first_name": "Вера", "role": "methodologist"}
    first = await client.post("/api/v1/accounts", json=body, headers=KEY)
    again = await client.post("/api/v1/accounts", json=body, headers=KEY)
    assert (first.status_code, again.status_code, again.json()["code"]) == (201, 409, "login-taken")
    assert first.json()["invitation"]["token"] not in again.text
    assert await keys(rows, "mc.a@test") == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (draft("t1"), 409), (draft(severity=9), 422), (draft(school_id=str(id_("school.b1"))), 422),
        (draft("tt", bearer_kind="teacher"), 403),
    ],
)  # fmt: skip
async def test_no_refusal_is_kept(app: FastAPI, login: Login, rows: Rows, body: dict[str, Any], status: int) -> None:
    client = login(app, "mc.a@test")
    assert (await client.post(URL, json=body, headers=KEY)).status_code == status
    assert await keys(rows, "mc.a@test") == []
    assert (await client.post(URL, json=draft("t5"), headers=KEY)).status_code == 201
    assert await keys(rows, "mc.a@test") == [{"route": "POST /api/v1/deficits", "status": 201}]


@pytest.mark.parametrize("bad", ["", "a b", "ключ", "x" * 201, "tab\tbed"])
async def test_a_malformed_key_is_refused_before_anything_happens(
    app: FastAPI, login: Login, rows: Rows, bad: str
) -> None:
    client = login(app, "me.a@test")
    answer = await client.post(URL, json=draft(), headers=[(b"idempotency-key", bad.encode())])
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "header/Idempotency-Key"
    assert await rows("select count(*) as n from deficit where type_id = $1", id_("type.t4")) == [{"n": 0}]


async def test_a_commit_that_fails_keeps_neither_the_row_nor_the_key(
    committed: Callable[[int], Any], login: Login
) -> None:
    async with committed(2) as app:
        owner = await asyncpg.connect(native(app.state.owner_url))
        await owner.execute(
            "create function late() returns trigger language plpgsql as $$ begin raise exception 'late'; end $$;"
            " create constraint trigger late after insert on deficit deferrable initially deferred"
            " for each row execute function late()"
        )
        client: httpx.AsyncClient = login(app, "me.a@test")
        assert (await client.post(URL, json=draft(), headers=KEY)).status_code == 500
        await owner.execute("drop trigger late on deficit")
        answer = await client.post(URL, json=draft(), headers=KEY)
        assert (answer.status_code, answer.headers.get("idempotent-replay")) == (201, None)
        await owner.close()


async def test_a_twin_that_meets_the_first_at_work_waits_and_replays(
    committed: Callable[[int], Any], login: Login
) -> None:
    """The first is held inside its transaction by a lock of ours; nothing sleeps, the twin is seen waiting in the database."""
    async with committed(4) as app:
        owner, watcher = [await asyncpg.connect(native(app.state.owner_url)) for _ in range(2)]
        client: httpx.AsyncClient = login(app, "me.a@test")
        hold = owner.transaction()
        await hold.start()
        await owner.execute("lock table deficit in exclusive mode")
        first = asyncio.create_task(client.post(URL, json=draft(), headers=KEY))
        await _waiting(watcher, 1)
        twin = asyncio.create_task(client.post(URL, json=draft(), headers=KEY))
        await _waiting(watcher, 2)
        await hold.commit()
        answers = await asyncio.gather(first, twin)
        assert [a.status_code for a in answers] == [201, 201]
        assert [a.headers.get("idempotent-replay") for a in answers] == [None, "true"]
        assert answers[0].content == answers[1].content
        assert await owner.fetchval("select count(*) from deficit where type_id = $1", id_("type.t4")) == 1
        await owner.close()
        await watcher.close()


async def _waiting(connection: asyncpg.Connection, wanted: int) -> None:
    """Until so many backends of this database wait for a lock: polled, each time with a query of its own."""
    sql = (
        "select count(distinct pid) from pg_locks join pg_stat_activity using (pid)"
        " where not granted and datname = current_database()"
    )
    async with asyncio.timeout(10):
        while await connection.fetchval(sql) < wanted:
            pass
