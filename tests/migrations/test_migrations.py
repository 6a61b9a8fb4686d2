"""Migrations: one line from the first to the head, up, down and up again, and the models describe what they made."""

import asyncio
from collections.abc import AsyncIterator, Callable

import asyncpg
import pytest
from alembic import command
from alembic.script import ScriptDirectory

from opora.core.addresses import Addresses, native, with_database
from opora.core.bootstrap import bootstrap
from tests.conftest import SECRET, execute, migration_config
from tests.support.snapshot import snapshot

TABLES = "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1"
COLUMNS = (
    "select table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || coalesce(' ' || column_default, '')"
    " from information_schema.columns where table_schema = 'public' order by 1"
)
CONSTRAINTS = (
    "select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint"
    " where connamespace = 'public'::regnamespace order by 1"
)
INDEXES = "select indexdef from pg_indexes where schemaname = 'public' order by 1"
LEFT = """
    select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('public', 'gate')
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    union all select typname from pg_type t where typnamespace = 'public'::regnamespace and typtype in ('e', 'd', 'c')
       and typname <> 'alembic_version' and not exists (select from pg_depend d where d.objid = t.oid and d.deptype = 'e')
    union all select nspname from pg_namespace where nspname not like 'pg\\_%' and nspname not in ('public', 'information_schema')
"""
Run = Callable[..., None]


async def run(to: Run, url: str, *revision: str) -> None:
    """An Alembic command as the owner; it opens an event loop of its own, so it gets a thread."""
    await asyncio.to_thread(to, migration_config(url), *revision)


@pytest.fixture
async def empty(admin_url: str, name: str) -> AsyncIterator[Addresses]:
    """A bootstrapped database without a migration."""
    database = f"{name}_empty"
    yield await bootstrap(admin_url, database, SECRET)
    await execute(with_database(admin_url, "postgres"), f"drop database if exists {database} with (force)")


@pytest.fixture
async def populated(admin_url: str, name: str, database: Addresses) -> AsyncIterator[Addresses]:
    """A copy of the world's database."""
    copy, root = f"{name}_populated", with_database(admin_url, "postgres")
    await execute(
        root,
        f"drop database if exists {copy} with (force)",
        f"create database {copy} template {name} owner opora_owner",
    )
    await execute(root, f"revoke all on database {copy} from public; grant connect on database {copy} to opora_gate")
    yield Addresses(gate=with_database(database.gate, copy), owner=with_database(database.owner, copy))
    await execute(root, f"drop database if exists {copy} with (force)")


async def listed(url: str, sql: str) -> list[str]:
    connection = await asyncpg.connect(native(url))
    try:
        return [row[0] for row in await connection.fetch(sql)]
    finally:
        await connection.close()


async def structure(url: str) -> list[str]:
    """All that a migration can make: tables, columns, constraints, indexes, rights, functions, triggers."""
    parts = [line for sql in (COLUMNS, CONSTRAINTS, INDEXES) for line in await listed(url, sql)]
    connection = await asyncpg.connect(native(url))
    try:
        return parts + (await snapshot(connection)).splitlines()
    finally:
        await connection.close()


async def contents(url: str) -> dict[str, str | None]:
    """A checksum of every table of ours, without the queue's."""
    connection = await asyncpg.connect(native(url))
    try:
        return {
            table: await connection.fetchval(f"select md5(string_agg(t::text, '|' order by t::text)) from {table} t")
            for (table,) in await connection.fetch(TABLES)
            if table != "alembic_version" and not table.startswith("pgqueuer")
        }
    finally:
        await connection.close()


def test_there_is_one_line_from_the_first_migration_to_one_head() -> None:
    scripts = ScriptDirectory.from_config(migration_config("postgresql://nowhere"))
    revisions = list(scripts.walk_revisions())
    assert len(scripts.get_heads()) == len(scripts.get_bases()) == 1
    assert [r.revision for r in revisions if r.is_merge_point or r.is_branch_point] == []
    assert [r.revision for r in revisions if not r.doc] == []


async def test_an_empty_database_goes_up_down_and_up_again(empty: Addresses) -> None:
    await run(command.upgrade, empty.owner, "head")
    await run(command.check, empty.owner)
    first = await structure(empty.owner)
    await run(command.downgrade, empty.owner, "base")
    assert await listed(empty.owner, TABLES) == ["alembic_version"]
    assert await listed(empty.owner, LEFT) == []
    await run(command.upgrade, empty.owner, "head")
    assert await structure(empty.owner) == first


async def test_every_step_down_is_undone_by_its_step_up(empty: Addresses) -> None:
    await run(command.upgrade, empty.owner, "+1")
    scripts = ScriptDirectory.from_config(migration_config("postgresql://nowhere"))
    for revision in list(reversed(list(scripts.walk_revisions())))[1:]:
        below = await structure(empty.owner)
        await run(command.upgrade, empty.owner, revision.revision)
        await run(command.downgrade, empty.owner, "-1")
        assert await structure(empty.owner) == below, f"the downgrade of {revision.revision} leaves something"
        await run(command.upgrade, empty.owner, revision.revision)


async def test_the_models_describe_a_populated_database(populated: Addresses) -> None:
    await run(command.check, populated.owner)


async def test_going_down_to_the_tables_and_up_again_loses_no_row_and_no_right(populated: Addresses) -> None:
    rows, rights = await contents(populated.owner), await structure(populated.owner)
    assert {table for table, checksum in rows.items() if checksum} > {"school", "deficit", "audit", "credential"}
    await run(command.downgrade, populated.owner, "0001_tables")
    left = await contents(populated.owner)
    assert left == {table: rows[table] for table in left}
    assert [table for table, checksum in rows.items() if checksum and table not in left] == [], "of a later context"
    await run(command.upgrade, populated.owner, "head")
    assert await contents(populated.owner) == rows
    assert await structure(populated.owner) == rights


async def test_a_populated_database_can_be_emptied_and_built_anew(populated: Addresses) -> None:
    await run(command.downgrade, populated.owner, "base")
    assert await listed(populated.owner, TABLES) == ["alembic_version"]
    await run(command.upgrade, populated.owner, "head")
    await run(command.check, populated.owner)
