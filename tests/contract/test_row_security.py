"""What guards the rows below the program: roles, grants, policies, triggers, functions, and a context that never leaks."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from difflib import unified_diff
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from opora.core.addresses import Addresses, native, with_database
from opora.core.database import Entry, Reader
from opora.core.problems import Unauthenticated
from tests.conftest import Login
from tests.support.snapshot import snapshot
from tests.support.world import id_

KNOWN = Path(__file__).with_name("row_security.txt")
NOT_OURS = "'alembic_version', 'pgqueuer', 'pgqueuer_log', 'pgqueuer_schedules', 'pgqueuer_statistics'"
TABLES = (
    "select c.relname, relrowsecurity and relforcerowsecurity as held from pg_class c join pg_namespace n on n.oid = relnamespace"
    f" where nspname in ('public', 'gate') and relkind in ('r', 'p') and relname not in ({NOT_OURS}) order by 1"
)
LIST = "/api/v1/deficits"


@pytest.fixture
async def administrator(admin_url: str, name: str, database: Addresses) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(native(with_database(admin_url, name)))
    yield connection
    await connection.close()


@pytest.fixture
async def gate(database: Addresses) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(native(database.gate))
    yield connection
    await connection.close()


async def test_roles_grants_policies_and_triggers_are_the_committed_ones(administrator: asyncpg.Connection) -> None:
    """Regenerate with OPORA_SNAPSHOT=write and read the difference: each line is a right somebody gets."""
    found = await snapshot(administrator)
    if os.environ.get("OPORA_SNAPSHOT") == "write":
        KNOWN.write_text(found, encoding="utf-8")
    known = KNOWN.read_text(encoding="utf-8")
    difference = "\n".join(
        unified_diff(known.splitlines(), found.splitlines(), "committed", "database", lineterm="", n=0)
    )
    if difference:
        pytest.fail(difference, pytrace=False)


async def test_row_security_holds_on_every_table_also_for_its_owner(administrator: asyncpg.Connection) -> None:
    assert [row["relname"] for row in await administrator.fetch(TABLES) if not row["held"]] == []


async def test_nothing_of_ours_is_open_to_the_public(administrator: asyncpg.Connection) -> None:
    assert [line for line in (await snapshot(administrator)).splitlines() if "PUBLIC" in line] == []


async def test_every_definer_function_pins_its_search_path_and_no_function_claims_to_be_leakproof(
    administrator: asyncpg.Connection,
) -> None:
    functions = await administrator.fetch(
        "select proname, prosecdef, proleakproof, proconfig from pg_proc p join pg_namespace n on n.oid = pronamespace"
        " where nspname in ('public', 'gate') and not exists (select from pg_depend d where d.objid = p.oid and deptype = 'e')"
    )
    loose = [
        f["proname"]
        for f in functions
        if f["prosecdef"]
        and not any(c.startswith("search_path=") and c.endswith("pg_temp") for c in f["proconfig"] or ())
    ]
    assert (loose, [f["proname"] for f in functions if f["proleakproof"]]) == ([], [])


async def test_the_programs_login_reads_no_table_without_a_context(
    gate: asyncpg.Connection, administrator: asyncpg.Connection
) -> None:
    """A forgotten context is loud, not an empty list."""
    for row in await administrator.fetch(TABLES):
        for statement in ("select 1 from {} limit 1", "delete from {}", "truncate {}"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError) as refused:
                await gate.execute(statement.format(row["relname"]))
            assert refused.value.sqlstate == "42501"


async def test_the_programs_login_becomes_nobody_but_a_scope(
    gate: asyncpg.Connection, administrator: asyncpg.Connection
) -> None:
    superuser = await administrator.fetchval("select current_user")
    for role in ("opora_owner", superuser, "pg_read_all_data"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await gate.execute(f'set role "{role}"')
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await gate.execute("set session authorization opora_owner")


@pytest.mark.parametrize("scope", ["region", "municipality", "school", "person", "admin"])
async def test_a_scope_without_its_settings_sees_nothing_and_writes_nothing(
    gate: asyncpg.Connection, scope: str
) -> None:
    await gate.execute(f"begin; set local role opora_{scope}")
    for table in ("school", "person", "account", "change", "idempotency_key"):
        assert await gate.fetchval(f"select count(*) from {table}") == 0, table
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await gate.execute(
            "update person set last_name = 'x'" if scope == "person" else "insert into change default values"
        )
    await gate.execute("rollback")


async def test_a_session_cannot_begin_without_somebody(committed: Callable[[int], Any]) -> None:
    async with committed(1) as app:
        with pytest.raises(KeyError):
            async with app.state.sessions() as session, session.begin():
                await session.execute(text("select 1"))
        ended = Entry("region", b"\0" * 32, id_("assignment.rc@test"))
        with pytest.raises(Unauthenticated):
            await app.state.reader.fetch(ended, "select count(*) from school")
        with pytest.raises(Unauthenticated):
            async with app.state.sessions(info={"entry": ended}) as session, session.begin():
                await session.execute(text("select 1"))


async def test_no_context_outlives_its_request_in_a_pool_of_one(committed: Callable[[int], Any], login: Login) -> None:
    """Two municipalities in turns over one connection: lists, single reads, refusals, writes, and what lies between them."""
    async with committed(1) as app:
        for turn in range(6):
            for m in "ab":
                client = login(app, f"mc.{m}@test")
                listed = (await client.get(LIST)).json()["items"]
                assert {item["school"]["short_name"][-1] for item in listed} == {m.upper()}, turn
                own, other = id_(f"deficit.{m}1.t1"), id_(f"deficit.{'ba'['ab'.index(m)]}1.t1")
                answers = [(await client.get(f"{LIST}/{one}")).status_code for one in (own, other)]
                made = await client.post(f"{LIST}/{own}/transitions", json={"event": "confirm"})
                refused = await client.post(LIST, json={"no": "deficit"})
                assert (answers, made.status_code, refused.status_code) == ([200, 404], 403, 422)
                await _nobody(app.state.reader)
                await _nobody_in(app)
        together = await asyncio.gather(*(login(app, f"mc.{m}@test").get(LIST) for m in "abababab"))
        for m, answer in zip("abababab", together, strict=True):
            assert {item["school"]["short_name"][-1] for item in answer.json()["items"]} == {m.upper()}


SETTINGS = "account", "actor", "scope", "municipality", "school", "personal", "request"
LEFT = "select current_user, " + ", ".join(f"coalesce(current_setting('opora.{s}', true), '')" for s in SETTINGS)


async def _nobody(reader: Reader) -> None:
    row = await reader.lookup(LEFT)
    assert tuple(row) == ("opora_gate", *("" for _ in SETTINGS))


async def _nobody_in(app: Any) -> None:
    """The same for the connection of the write path."""
    engine = app.state.sessions.kw["bind"]
    async with engine.connect() as connection:
        assert tuple((await connection.execute(text(LEFT))).one()) == ("opora_gate", *("" for _ in SETTINGS))
