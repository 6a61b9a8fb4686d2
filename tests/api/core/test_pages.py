"""Cursor pages: every row once, ties included; a cursor belongs to its list; three messages a list, eight a creation."""

import re
from collections import Counter
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import event

from opora.deficits.queries import DEFICITS
from tests.conftest import Login
from tests.support.world import id_

URL = "/api/v1/deficits"


@pytest.mark.parametrize("sort", ["-updated_at", "updated_at", "-severity", "severity", "-opened_on", "opened_on"])
async def test_walking_the_pages_meets_every_row_once(app: FastAPI, login: Login, sort: str) -> None:
    client, met, cursor = login(app, "rc@test"), list[str](), None
    while True:
        params = {"limit": 2, "sort": sort} | ({"cursor": cursor} if cursor else {})
        page = (await client.get(URL, params=params)).json()
        met += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    whole = [item["id"] for item in (await client.get(URL, params={"limit": 100, "sort": sort})).json()["items"]]
    assert met == whole
    assert max(Counter(met).values()) == 1


async def test_a_cursor_belongs_to_its_sort_and_filters(app: FastAPI, login: Login) -> None:
    client = login(app, "rc@test")
    cursor = (await client.get(URL, params={"limit": 1})).json()["next_cursor"]
    for other in ({"sort": "severity"}, {"status": "draft"}, {"open": True}):
        refused = await client.get(URL, params={"limit": 1, "cursor": cursor, **other})
        assert (refused.status_code, refused.json()["code"]) == (422, "bad-cursor")


async def test_a_cell_that_could_be_a_formula_is_quoted(app: FastAPI, login: Login) -> None:
    client = login(app, "rc@test")
    made = await client.post(
        "/api/v1/deficit-types",
        json={
            "code": "formula", "title": '=HYPERLINK("x")', "framework": "risk_profile", "framework_version": "1",
            "component": "results", "nature": "educational", "bearer_kinds": ["school"],
        },
    )  # fmt: skip
    assert made.status_code == 201, made.text
    entered = await login(app, "me.a@test").post(
        f"{URL}/matrix",
        json={
            "program_id": str(id_("program.a")),
            "entries": [{"school_id": str(id_("school.a1")), "type_id": made.json()["id"], "severity": 1}],
        },
    )
    assert entered.status_code == 201
    table = await login(app, "mc.a@test").get(URL, headers={"accept": "text/csv"})
    assert table.headers["content-type"].startswith("text/csv")
    assert "'=HYPERLINK" in table.text


class Counting:
    """Counts messages to PostgreSQL on the driver's connection, as the native path sends them."""

    def __init__(self, connection: Any) -> None:
        self.connection, self.messages = connection, 0

    async def execute(self, *args: Any) -> Any:
        self.messages += 1
        return await self.connection.execute(*args)

    async def fetch(self, *args: Any) -> Any:
        self.messages += 1
        return await self.connection.fetch(*args)


async def test_a_list_costs_three_messages(app: FastAPI, login: Login) -> None:
    client = login(app, "mc.a@test")
    assert (await client.get(URL)).status_code == 200  # learns the actor
    reader = app.state.reader
    real, reader.connection = reader.connection, Counting(reader.connection)
    try:
        assert (await client.get(URL)).status_code == 200
        # the fixture's own `set local role none` stands for the pool's checkout, which sends nothing
        assert reader.connection.messages - 1 == 3
    finally:
        reader.connection = real


async def test_an_idempotent_creation_costs_eight_messages(app: FastAPI, login: Login) -> None:
    client, sent = login(app, "me.a@test"), list[str]()
    body = {
        "program_id": str(id_("program.a")), "school_id": str(id_("school.a1")), "type_id": str(id_("type.t4")), "severity": 2,
    }  # fmt: skip
    await client.get(URL)
    event.listen(app.state.sync_connection, "before_cursor_execute", lambda *a: sent.append(a[2]))
    made = await client.post(URL, json=body, headers={"Idempotency-Key": "budget"})
    assert made.status_code == 201
    statements = [s for s in sent if not re.match(r"(?i)\s*(savepoint|release|set local role)", s)]
    assert len(statements) + 2 <= 8, statements  # begin and commit are the driver's own


@pytest.mark.parametrize("scope", ["region", "municipality", "school"])
@pytest.mark.parametrize("sort", ["-updated_at", "-severity", "-opened_on"])
async def test_a_list_reads_an_index_in_order(app: FastAPI, scope: str, sort: str) -> None:
    """The plan PostgreSQL keeps for every caller: no sort, no scan of the whole table, under row security."""
    connection = app.state.connection
    sql, names = DEFICITS.statement(scope, sort, (), False, 50)
    assert names == ["today"]
    owner = {"region": id_("region"), "municipality": id_("municipality.a"), "school": id_("school.a1")}[scope]
    await connection.execute(f"set local role none; set local role opora_{scope}; set local enable_seqscan = off")
    await connection.execute(
        f"select set_config('opora.scope', '{owner}', true), set_config('opora.personal', 'off', true)"
    )
    text = sql.replace("$1", "current_date")
    plan = "\n".join(row[0] for row in await connection.fetch(f"explain {text}"))
    await connection.execute("set local role none")
    assert "Sort Key" not in plan, plan
    assert re.search(rf"Index Scan Backward using deficit_{scope}_\w+ on deficit", plan), plan
