"""What the kernel keeps: refusals in their order, keys by one clock, the region's zone, the register's audit, loud faults."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from fastapi import FastAPI

from opora.core import clock
from opora.core.addresses import native
from opora.core.errors import _from_database
from opora.main import create_app
from opora.settings import Settings
from tests.conftest import Login
from tests.support.world import id_

DEFICIT = f"/api/v1/deficits/{id_('deficit.a1.t1')}"
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


@pytest.fixture(autouse=True)
def _moscow_again() -> Iterator[None]:
    yield
    clock.live_in(None)


async def test_a_missing_version_is_told_before_the_state_that_forbids(app: FastAPI, login: Login) -> None:
    head, draft = login(app, "head.a1@test"), f"/api/v1/deficits/{id_('deficit.a1.t3')}"
    rejected = await head.post(f"{draft}/transitions", json={"event": "reject", "comment": "Введено по ошибке"})
    assert rejected.status_code == 200, rejected.text
    for headers, status, code in (
        ({}, 428, "if-match-required"),
        ({"If-Match": '"77"'}, 412, "stale-version"),
        ({"If-Match": "*"}, 409, "deficit-finished"),
    ):
        answer = await head.patch(draft, json={"severity": 3}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_key_is_dated_by_the_clock_that_clears_it(app: FastAPI, login: Login, rows: Rows) -> None:
    clock.shift(timedelta(days=400))
    body = {
        "program_id": str(id_("program.a")), "school_id": str(id_("school.a1")), "type_id": str(id_("type.t4")),
        "severity": 2,
    }  # fmt: skip
    made = await login(app, "me.a@test").post("/api/v1/deficits", json=body, headers={"Idempotency-Key": "one"})
    assert made.status_code == 201, made.text
    [key] = await rows(
        "select at from idempotency_key where set_config('opora.account', $1, true) is not null and account_id = $2",
        str(id_("account.me.a@test")), id_("account.me.a@test"),
    )  # fmt: skip
    assert abs(key["at"] - datetime.now(UTC)) < timedelta(hours=1)


async def test_the_program_lives_in_the_regions_zone(database: Any, settings: Settings) -> None:
    app = create_app(settings.model_copy(update={"database_url": database.gate}))
    clock.live_in("Asia/Vladivostok")
    async with app.router.lifespan_context(app):
        assert clock.midnight(clock.today()).astimezone(UTC).hour == 21  # Moscow's, as the region has it


async def test_the_audit_of_the_catalogue_is_the_regions_to_read(app: FastAPI, login: Login) -> None:
    client = login(app, "rc@test")
    made = await client.post(
        "/api/v1/deficit-types",
        json={
            "code": "own", "title": "Своё", "framework": "risk_profile", "framework_version": "1",
            "component": "results", "nature": "educational", "bearer_kinds": ["school"],
        },
    )  # fmt: skip
    assert made.status_code == 201, made.text
    seen = (await client.get("/api/v1/audit", params={"limit": 100})).json()["items"]
    assert ("deficit_type", made.json()["id"]) in {(row["entity"], row["entity_id"]) for row in seen}


async def _error(database: Any, *statements: str) -> BaseException:
    connection = await asyncpg.connect(native(database.gate))
    try:
        async with connection.transaction():
            for statement in statements:
                await connection.execute(statement)
    except asyncpg.PostgresError as error:
        return error
    finally:
        await connection.close()
    raise AssertionError("nothing refused")


async def test_a_missing_right_is_loud_and_a_refused_row_is_not_there(database: Any) -> None:
    forgotten = await _error(database, "select * from deficit")
    missing = await _error(database, "set local role opora_person", "insert into region default values")
    refused = await _error(
        database, "set local role opora_region", f"select set_config('opora.scope', '{id_('region')}', true)",
        "insert into municipality (id, region_id, code, name, type, sort_key, created_at, updated_at, version) values"
        " (gen_random_uuid(), gen_random_uuid(), 'x', 'x', 'municipal_district', 'x', now(), now(), 1)",
    )  # fmt: skip
    found = [_from_database(error).status for error in (forgotten, missing)]
    assert [getattr(e, "sqlstate", None) for e in (forgotten, missing, refused)] == ["42501"] * 3
    assert (found, _from_database(refused).status) == ([500, 500], 404)
