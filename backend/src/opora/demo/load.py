"""Filling an empty database with the demonstration, in one transaction of the owner of its tables."""

import os
from datetime import date
from typing import Any

from opora.core.bootstrap import BootstrapError, connected
from opora.demo.accounts import add_accounts
from opora.demo.catalogue import add_catalogue
from opora.demo.days import add_days
from opora.demo.deficits import add_deficits
from opora.demo.ids import SYSTEM_ACCOUNT
from opora.demo.people import add_people
from opora.demo.programs import add_programs
from opora.demo.territory import add_schools, add_territory
from opora.demo.world import World
from opora.models import Base

_LOCK = 0x64656D6F  # "demo"


def make_world(as_of: date, people: int = 0) -> World:
    """Everything the demonstration holds on the day `as_of`, with `people` more teachers; the same at every call."""
    world = World.empty(as_of)
    add_territory(world)
    add_schools(world)
    add_programs(world)
    add_people(world, people)
    add_accounts(world, people)
    add_catalogue(world)
    add_deficits(world)
    add_days(world)
    return world


_REAL_ACCOUNTS = "select count(*) from account where kind <> 'system' and login not like '%@demo.opora'"


async def is_empty(owner_url: str) -> bool:
    """Whether a migrated database holds no data yet."""
    async with connected(owner_url) as connection:
        return await _is_empty(connection)


async def load_demo(owner_url: str, as_of: date, people: int | None = None) -> dict[str, int]:
    """Load the demonstration into an empty database; rows by table, none when it holds anything already.

    `people` adds so many fictional teachers with accounts, for load tests.
    """
    async with connected(owner_url) as connection, connection.transaction():
        await _enter(connection)
        if not await _is_empty(connection):
            return {}
        return await make_world(as_of, people or 0).rows.write(connection)


async def reset_demo(owner_url: str, as_of: date, people: int | None = None) -> dict[str, int]:
    """Throw everything away and load the demonstration afresh, all or nothing.

    Raises BootstrapError outside demo mode and for a database that the demonstration did not fill.
    """
    if os.environ.get("OPORA_DEMO", "").strip().lower() not in {"1", "true", "yes", "on"}:
        raise BootstrapError("only a demonstration may be reset: set OPORA_DEMO=1 if this is one")
    async with connected(owner_url) as connection, connection.transaction():
        await _enter(connection)
        ours = await connection.fetchval("select exists (select from account where id = $1)", SYSTEM_ACCOUNT)
        if not ours and not await _is_empty(connection):
            raise BootstrapError("the database was not filled by the demonstration: it is not thrown away")
        if real := await connection.fetchval(_REAL_ACCOUNTS):
            raise BootstrapError(
                f"{real} accounts are not of the demonstration: a database people work in is not thrown away"
            )
        await _truncate(connection)
        return await make_world(as_of, people or 0).rows.write(connection)


async def _enter(connection: Any) -> None:
    """One loader at a time, known to the audit."""
    await connection.execute("set local lock_timeout = '10s'")
    # plans of triggers and foreign keys are made while tables are empty and would scan them when they are full
    await connection.execute("set local enable_seqscan = off")
    await connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
    await connection.execute("select set_config('opora.account', $1, true)", str(SYSTEM_ACCOUNT))


async def _is_empty(connection: Any) -> bool:
    return not await connection.fetchval("select exists (select from region)")


async def _truncate(connection: Any) -> None:
    """History refuses to be emptied; its owner sets those triggers aside for the length of this transaction."""
    tables = ", ".join(table.name for table in Base.metadata.sorted_tables)
    guarded = await connection.fetch(
        "select distinct tgrelid::regclass::text as name from pg_trigger where tgname = 'never_emptied' and not tgisinternal"
    )
    for row in guarded:
        await connection.execute(f"alter table {row['name']} disable trigger never_emptied")
    await connection.execute(f"truncate {tables} restart identity")
    for row in guarded:
        await connection.execute(f"alter table {row['name']} enable trigger never_emptied")
