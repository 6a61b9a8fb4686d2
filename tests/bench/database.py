"""One PostgreSQL and two databases in it, migrated by Alembic and filled in bulk by the owner."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from alembic import command
from alembic.config import Config

from opora.core.addresses import Addresses, native, with_database
from opora.core.bootstrap import GATE_SETTINGS, bootstrap
from opora.core.embedded import EmbeddedPostgres
from opora.refusal import Refusal
from tests.bench.world import Size

ROOT = Path(__file__).parents[2]
# roles belong to the whole server: an outside one keeps the passwords it has, those of the tests or of OPORA_SECRET
SECRET = os.environ.get("OPORA_SECRET") or "a secret of the tests, long enough to be one"
_LATER = """
select format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid) from pg_index i
 where i.indrelid = 'deficit'::regclass and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
union all
select format('alter table deficit drop constraint %I', conname),
       format('alter table deficit add constraint %I %s', conname, pg_get_constraintdef(oid))
  from pg_constraint where conrelid = 'deficit'::regclass and contype = 'f'
"""  # indexes and references are made after filling: row by row they take twice as long
_SEED = Path(__file__).with_name("seed.sql")


@dataclass(frozen=True)
class Filled:
    """A database of the bench: the addresses of the program, of the owner, and of an administrator row security lets by."""

    size: Size
    gate: str
    owner: str
    admin: str


@contextmanager
def server() -> Iterator[tuple[str, str]]:
    """An administrator's address, and one line that says what the server is."""
    if given := os.environ.get("OPORA_DATABASE_URL"):
        yield given, "PostgreSQL of OPORA_DATABASE_URL"
        return
    own = EmbeddedPostgres.temporary()
    try:
        yield own.start(), "embedded PostgreSQL without durability (fsync, synchronous_commit and full_page_writes off)"
    finally:
        own.stop()


@asynccontextmanager
async def connected(url: str, **settings: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(native(url), server_settings=settings)
    try:
        yield connection
    finally:
        await connection.close()


def unbound(url: str) -> Any:
    """A connection to which row security does not apply, planning as the program's own do."""
    return connected(url, **{key: GATE_SETTINGS[key] for key in ("jit", "max_parallel_workers_per_gather")})


@asynccontextmanager
async def databases(admin: str, sizes: dict[str, Size]) -> AsyncIterator[dict[str, Filled]]:
    """A filled database for every size; they are dropped at the end."""
    names = {name: f"opora_bench_{name}_{os.getpid()}" for name in sizes}
    async with connected(with_database(admin, "postgres")) as c:
        if not await c.fetchval("select rolsuper from pg_roles where rolname = session_user"):
            raise Refusal("the bench compares with reading past row security: OPORA_DATABASE_URL must name a superuser")
    try:
        yield {name: await _make(admin, names[name], size) for name, size in sizes.items()}
    finally:
        async with connected(with_database(admin, "postgres")) as c:
            for name in names.values():
                await c.execute(f"drop database if exists {name} with (force)")


async def _make(admin: str, name: str, size: Size) -> Filled:
    addresses: Addresses = await bootstrap(admin, name, SECRET)
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = addresses.owner
    await asyncio.to_thread(command.upgrade, config, "head")
    seed = _SEED.read_text(encoding="utf-8").format(m=size.municipalities, n=size.deficits)
    async with connected(addresses.owner) as c:
        tables = [
            row[0]
            for row in await c.fetch("select distinct tgrelid::regclass::text from pg_trigger where not tgisinternal")
        ]
        async with c.transaction():
            for table in tables:
                await c.execute(f"alter table {table} disable trigger user")
            later = await c.fetch(_LATER)
            for statement in (*(drop for drop, _ in later), seed, *(make for _, make in later)):
                await c.execute(statement)
            for table in tables:
                await c.execute(f"alter table {table} enable trigger user")
        await c.execute("vacuum analyze")
    return Filled(size, addresses.gate, addresses.owner, with_database(admin, name))
