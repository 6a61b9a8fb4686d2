"""Preparing a server: repeatable, by several at once, and leaving the program's login with nothing but its roles."""

import asyncio
from collections.abc import Iterator

import asyncpg
import pytest

from opora.core.addresses import Addresses, derived_password, with_database, with_login
from opora.core.bootstrap import SCOPE_ROLES, BootstrapError, bootstrap, check_login, connected, is_administrator
from opora.core.embedded import EmbeddedPostgres

SECRET = "s" * 40


@pytest.fixture(scope="module")
def admin() -> Iterator[str]:
    """A server of its own: roles belong to a whole server, and these tests change them."""
    with EmbeddedPostgres.temporary() as server:
        yield server.url()


@pytest.fixture(scope="module")
async def prepared(admin: str) -> Addresses:
    results = await asyncio.gather(*(bootstrap(admin, "opora", SECRET) for _ in range(4)))
    assert len({result.gate for result in results}) == 1
    return results[0]


async def test_the_gate_may_become_every_scope_and_do_nothing_itself(prepared: Addresses) -> None:
    await check_login(prepared.gate)
    async with connected(prepared.gate) as c:
        for role in SCOPE_ROLES:
            await c.execute(f"set role {role}; reset role")
        for statement in (
            "create table public.t ()",
            "create schema s",
            "create temp table t ()",
            "set role opora_owner",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await c.execute(statement)
        settings = await c.fetchrow(
            "select current_setting('jit') as jit, current_setting('statement_timeout') as statement,"
            " current_setting('lock_timeout') as lock"
        )
    assert tuple(settings) == ("off", "10s", "3s")


async def test_repeating_changes_nothing(admin: str, prepared: Addresses) -> None:
    async with connected(admin) as c:
        sql = (
            "select array_agg((r.*)::text order by rolname) || (select array_agg((m.*)::text order by oid) from"
            " pg_auth_members m) from (select xmin, * from pg_authid where rolname like 'opora%') r"
        )
        before = await c.fetchval(sql)
        await bootstrap(admin, "opora", SECRET)
        assert await c.fetchval(sql) == before


async def test_strangers_cannot_connect(admin: str, prepared: Addresses) -> None:
    async with connected(admin) as c:
        await c.execute("create role stranger login password 'stranger'")
    with pytest.raises(BootstrapError, match="permission denied"):
        async with connected(with_login(prepared.gate, "stranger", "stranger")):
            pass


async def test_a_new_secret_changes_the_passwords_and_the_old_ones_end(admin: str, prepared: Addresses) -> None:
    try:
        changed = await bootstrap(admin, "opora", "t" * 40)
        await check_login(changed.gate)
        with pytest.raises(BootstrapError, match="refuses the login"):
            await check_login(prepared.gate)
    finally:
        await bootstrap(admin, "opora", SECRET)


async def test_the_owner_can_have_a_secret_that_the_program_does_not_know(admin: str) -> None:
    try:
        addresses = await bootstrap(admin, "opora", SECRET, "o" * 40)
        async with connected(addresses.owner) as c:
            assert await c.fetchval("select current_user") == "opora_owner"
        with pytest.raises(BootstrapError, match="refuses"):
            async with connected(with_login(addresses.owner, "opora_owner", derived_password(SECRET, "opora_owner"))):
                pass
    finally:
        await bootstrap(admin, "opora", SECRET)


async def test_serving_refuses_logins_that_row_security_would_not_hold(admin: str, prepared: Addresses) -> None:
    with pytest.raises(BootstrapError, match="is a superuser, bypasses row security"):
        await check_login(with_database(admin, "opora"))
    with pytest.raises(BootstrapError, match="inherits rights"):
        await check_login(prepared.owner)
    async with connected(admin) as c:
        await c.execute("create role between; grant opora_owner to between; grant between to opora_gate")
    try:
        with pytest.raises(BootstrapError, match="may become the owner"):
            await check_login(prepared.gate)
    finally:
        async with connected(admin) as c:
            await c.execute("drop role between")


async def test_an_administrator_without_superuser_can_prepare_a_server(admin: str, prepared: Addresses) -> None:
    async with connected(admin) as c:
        await c.execute("create role boss login createrole createdb password 'boss'")
        await c.execute(f"grant opora_owner, {', '.join(SCOPE_ROLES)} to boss with admin true")
        await c.execute("grant opora_gate to boss with admin true")
    boss = with_login(admin, "boss", "boss")
    assert await is_administrator(boss)
    assert not await is_administrator(prepared.gate)
    addresses = await bootstrap(boss, "opora_second", SECRET)
    await check_login(addresses.gate)


async def test_a_server_that_is_not_there_is_one_line() -> None:
    with pytest.raises(BootstrapError, match="cannot be reached") as caught:
        await check_login("postgresql://opora_gate@127.0.0.1:1/opora")
    assert "\n" not in str(caught.value)


async def test_a_database_that_nobody_prepared_is_one_line(prepared: Addresses) -> None:
    with pytest.raises(BootstrapError, match="does not exist: run `opora bootstrap`"):
        await check_login(with_database(prepared.gate, "nothing"))
