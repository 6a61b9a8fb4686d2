"""One installation: its database opened, prepared, migrated and, for a demonstration, filled.

Everything here is repeated at each start, so what has nothing to do returns without importing what would do it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from opora.core.addresses import DEFAULT_DATABASE, GATE, Addresses, completed, database_of, user_of
from opora.core.bootstrap import BootstrapError, bootstrap, check_login, connected, is_administrator
from opora.core.embedded import EmbeddedPostgres
from opora.core.revisions import MIGRATIONS, heads
from opora.settings import Settings

_MIGRATING = 0x6F706D6967  # advisory lock: two starts do not migrate at once


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[tuple[Addresses, EmbeddedPostgres | None]]:
    """The database of this installation, prepared; the embedded server, if there is one, runs meanwhile.

    An administrator's address is used to prepare the server and for nothing else. With the program's own address
    the server must be prepared already. Raises BootstrapError or EmbeddedPostgresError.
    """
    secret, owner_secret = secrets_of(settings)
    if settings.database_url is None:
        server = EmbeddedPostgres(settings.data_dir / "pg")
        try:
            admin = await asyncio.to_thread(server.start)
            yield await bootstrap(admin, DEFAULT_DATABASE, secret, owner_secret), server
        finally:
            server.stop()
        return
    url = completed(settings.database_url, secret)
    if await is_administrator(url):
        yield await bootstrap(url, database_of(url), secret, owner_secret), None
        return
    await check_login(url)
    yield Addresses(gate=url, owner=owner_url(settings) if settings.owner_database_url else ""), None


def secrets_of(settings: Settings) -> tuple[str, str | None]:
    owner = settings.owner_secret
    return settings.secret.get_secret_value(), owner.get_secret_value() if owner else None


def gate_url(settings: Settings) -> str:
    """The address of the serving processes, which may name no other login than the gate."""
    if settings.database_url is None:
        raise BootstrapError("OPORA_DATABASE_URL is not set: use `opora run`, which brings its own PostgreSQL")
    return completed(settings.database_url, settings.secret.get_secret_value())


def owner_url(settings: Settings) -> str:
    """The owner's address of a production installation. Raises BootstrapError when it is not known."""
    if settings.owner_database_url is None:
        raise BootstrapError("migrations and demo data need OPORA_OWNER_DATABASE_URL (the login opora_owner)")
    secret, owner_secret = secrets_of(settings)
    return completed(settings.owner_database_url, owner_secret or secret)


@asynccontextmanager
async def owned(settings: Settings) -> AsyncIterator[str]:
    """The owner's address: given, or of the installation that `opened` prepares."""
    if settings.owner_database_url is not None:
        yield owner_url(settings)
        return
    if settings.database_url is not None and user_of(settings.database_url) == GATE:
        owner_url(settings)  # says what is missing
    async with opened(settings) as (addresses, _):
        yield addresses.owner or owner_url(settings)


async def migrate(url: str) -> bool:
    """Bring the schema to the newest migration; False when it was there. `url` logs in as the owner."""
    if not url:
        raise BootstrapError("the database is behind the program: run `opora migrate` with OPORA_OWNER_DATABASE_URL")
    async with connected(url) as c:
        await c.execute("select pg_advisory_lock($1)", _MIGRATING)
        if await current(c) == heads():
            return False
        await asyncio.to_thread(_upgrade, url)
    return True


async def current(connection: Any) -> set[str]:
    """The migrations a database says it holds, for its owner."""
    if not await connection.fetchval("select to_regclass('public.alembic_version') is not null"):
        return set()
    return {row[0] for row in await connection.fetch("select version_num from public.alembic_version")}


def _upgrade(url: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["url"] = url
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise BootstrapError(
            f"cannot migrate the database: {error} (is the program older than the database?)"
        ) from None


async def fill(url: str, settings: Settings) -> bool:
    """Load the demonstration data into an empty database; False when it holds anything."""
    async with connected(url) as c:
        if await c.fetchval("select exists (select from region)"):
            return False
    from opora.demo.load import load_demo

    return bool(await load_demo(url, (datetime.now(UTC) + settings.clock_shift()).date(), None))


async def check_schema(url: str) -> None:
    """What can be seen from the program's own login: the newest schema, and no table without row security.

    The queue's tables have none: only `opora_job` may touch them.
    """
    async with connected(url) as c:
        prepared = await c.fetchval("select exists (select from pg_namespace where nspname = 'gate')")
        found = {await c.fetchval("select gate.ready()")} if prepared else set()
        if found != heads():
            raise BootstrapError(f"the schema is {_list(found)}, not {_list(heads())}: run `opora migrate`")
        bare = await c.fetch(
            "select relname from pg_class t where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace"
            " and not (relrowsecurity and relforcerowsecurity)"
            " and relname <> 'alembic_version' and not starts_with(relname, 'pgqueuer') order by 1"
        )
    if bare:
        raise BootstrapError(f"tables without row security: {_list({row[0] for row in bare})}; run `opora migrate`")


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names)) or "empty"
