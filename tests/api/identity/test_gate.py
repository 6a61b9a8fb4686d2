"""The gate as the database holds it: who may call what, and what the program's login may read before there is an actor."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from opora.core.addresses import Addresses, native
from opora.identity.jobs import housekeeping
from tests.api.identity.conftest import as_owner
from tests.support.world import id_

SCOPES = ("region", "municipality", "school", "person", "admin", "job")
SECRET_TABLES = ("credential", "login_attempt", "api_client")


@pytest.fixture
async def gate(database: Addresses) -> AsyncIterator[Any]:
    """The program's login, straight."""
    connection = await asyncpg.connect(native(database.gate))
    yield connection
    await connection.close()


FUNCTIONS = (
    "select f.oid::regprocedure::text as name, f.prosecdef, f.proconfig, f.oid from pg_proc f"
    " join pg_namespace n on n.oid = f.pronamespace where n.nspname = 'gate'"
)


async def test_every_function_is_a_definer_with_a_fixed_path_and_none_is_everybodys(gate: Any) -> None:
    for function in await gate.fetch(FUNCTIONS):
        assert function["prosecdef"], function["name"]
        assert any(setting.startswith("search_path=") for setting in function["proconfig"]), function["name"]
        public = (
            "select exists (select from aclexplode((select proacl from pg_proc where oid = $1)) a where a.grantee = 0)"
        )
        assert not await gate.fetchval(public, function["oid"]), function["name"]


BEFORE_ACTOR = {
    "attempt", "open_session", "switch_session", "me", "login", "change_password", "invitation", "accept_invitation", "client",
    "demo_accounts",
}  # fmt: skip
INNER = {"act_as", "tell", "assignments", "end_sessions", "role_within_account"}


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        ("opora_auth", BEFORE_ACTOR),
        ("opora_gate", {"touch_session"}),
        *((f"opora_{scope}", {"session_id"} | ({"housekeeping"} if scope == "job" else set())) for scope in SCOPES),
    ],
)
async def test_a_role_calls_only_its_own_functions(gate: Any, role: str, allowed: set[str]) -> None:
    ours = BEFORE_ACTOR | INNER | {"touch_session", "session_id", "housekeeping"}
    found = set()
    for function in await gate.fetch(FUNCTIONS):
        name = function["name"].split("(")[0].removeprefix("gate.")
        if name in ours and await gate.fetchval(
            "select has_function_privilege($1, $2::oid, 'execute')", role, function["oid"]
        ):
            found.add(name)
    assert found == allowed


async def test_before_there_is_an_actor_no_table_can_be_read(gate: Any) -> None:
    tables = await gate.fetch("select tablename from pg_tables where schemaname = 'public'")
    for role in ("opora_auth", "opora_gate"):
        for table in tables:
            for right in ("select", "insert", "update", "delete"):
                asked = "select has_table_privilege($1, $2, $3)"
                assert not await gate.fetchval(asked, role, f"public.{table['tablename']}", right), (role, table, right)


@pytest.mark.parametrize("role", [f"opora_{scope}" for scope in SCOPES])
async def test_no_scope_reads_a_secret(gate: Any, role: str) -> None:
    for table in SECRET_TABLES:
        assert not await gate.fetchval("select has_any_column_privilege($1, $2, 'select')", role, table)
    for table, column in (("browser_session", "hash"), ("invitation", "token_hash")):
        assert not await gate.fetchval("select has_column_privilege($1, $2, $3, 'select')", role, table, column)


async def test_an_inner_function_cannot_be_called_from_outside(gate: Any) -> None:
    async with gate.transaction():
        await gate.execute("set local role opora_auth")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await gate.fetchval("select gate.act_as($1)", id_("account.admin@test"))


async def test_housekeeping_deletes_what_is_old_and_nothing_else(committed: Callable[[int], Any]) -> None:
    old, recent = datetime.now(UTC) - timedelta(days=31), datetime.now(UTC) - timedelta(days=29)
    session = "update browser_session set {} = '{}' where id = '{}'"
    key = (
        "insert into idempotency_key (account_id, route, key, request_hash, at)"
        " values ('{}', 'POST /', '{}', '', now() - interval '{}')"
    )
    tried = "insert into login_attempt (login, network, failures, last_at) values ('{}', 'n', 1, now() - interval '{}')"
    someone = id_("account.mc.a@test")
    async with committed(1) as app:
        await as_owner(
            app,
            session.format("ended_at", old, id_("session.mc.a@test")),
            session.format("expires_at", old, id_("session.mc.b@test")),
            session.format("idle_until", old, id_("session.me.a@test")),
            session.format("ended_at", recent, id_("session.me.b@test")),
            key.format(someone, "old", "25 hours"), key.format(someone, "new", "23 hours"),
            tried.format("old", "25 hours"), tried.format("new", "23 hours"),
        )  # fmt: skip
        worker = await asyncpg.connect(native(app.state.settings.database_url))
        try:
            await worker.execute("set role opora_job")
            assert await housekeeping(worker) == {"sessions": 3, "keys": 1, "attempts": 1}
            assert await housekeeping(worker) == {"sessions": 0, "keys": 0, "attempts": 0}
        finally:
            await worker.close()
