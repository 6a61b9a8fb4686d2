"""Fixtures of every test: one PostgreSQL a process, migrated once; each test in a transaction that is rolled back.

`app` is the whole application on ONE connection of the gate role. `committed` is a database of a test's own with real pools, for
what must be seen from two connections. Nobody overrides who acts: clients carry the cookie of a real session.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import event
from sqlalchemy.ext.asyncio import create_async_engine

from opora.core import clock
from opora.core.addresses import Addresses, native, with_database
from opora.core.bootstrap import bootstrap
from opora.core.database import Reader, able_to_enter, make_sessions
from opora.core.embedded import EmbeddedPostgres
from opora.main import create_app, install
from opora.settings import Settings
from tests.support.world import id_, populate, secret_of

ROOT = Path(__file__).parents[1]
SECRET = "a secret of the tests, long enough to be one"
BASE_URL = "https://opora.test"
Login = Callable[..., httpx.AsyncClient]


def migration_config(owner_url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = owner_url
    return config


@pytest.fixture(scope="session")
def admin_url() -> Iterator[str]:
    """An administrator's address of a real PostgreSQL: `OPORA_DATABASE_URL`, or an embedded server of this process."""
    if given := os.environ.get("OPORA_DATABASE_URL"):
        yield given
        return
    server = EmbeddedPostgres.temporary()
    try:
        yield server.start()
    finally:
        server.stop()


@pytest.fixture(scope="session")
def name(worker_id: str) -> str:
    """The database of this test process."""
    return f"opora_test_{worker_id}_{os.getpid()}"


async def execute(url: str, *statements: str) -> None:
    connection = await asyncpg.connect(native(url))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session")
async def database(admin_url: str, name: str) -> AsyncIterator[Addresses]:
    """A migrated database that holds the world of `tests.support.world`."""
    addresses = await bootstrap(admin_url, name, SECRET)
    await asyncio.to_thread(command.upgrade, migration_config(addresses.owner), "head")
    await populate(addresses.owner)
    yield addresses
    await execute(with_database(admin_url, "postgres"), f"drop database if exists {name} with (force)")


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(secret=SecretStr(SECRET), public_url=BASE_URL, log_level="warning", web_dist=Path("/nonexistent"))


class SharedReader(Reader):
    """The native path inside the test's own transaction: a savepoint for a transaction, still read-only, still
    by the gate.
    """

    begin, end = "savepoint native; set transaction read only", "rollback to savepoint native; release savepoint native"

    def __init__(self, connection: Any) -> None:
        self.connection, self.lock, self.statements = connection, asyncio.Lock(), list[str]()

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Any]:
        async with self.lock:
            await self.connection.execute("set local role none")
            yield self.connection

    @asynccontextmanager
    async def before_actor(self) -> AsyncIterator[Any]:
        async with self.acquire() as connection:
            await connection.execute("savepoint before; set local role opora_auth")
            try:
                yield connection
            except BaseException:
                await connection.execute("rollback to savepoint before; set local role none")
                raise
            await connection.execute("release savepoint before; set local role none")


@pytest.fixture
async def app(database: Addresses, settings: Settings) -> AsyncIterator[FastAPI]:
    """The whole application on one connection of the gate, in a transaction that is rolled back."""
    engine = create_async_engine(database.gate.replace("postgresql://", "postgresql+asyncpg://"))
    async with engine.connect() as connection:
        outer = await connection.begin()
        event.listen(connection.sync_connection, "savepoint", lambda c, _: c.exec_driver_sql("set local role none"))
        raw = await connection.get_raw_connection()
        driver = raw.driver_connection
        await connection.exec_driver_sql(
            "select 1"
        )  # SQLAlchemy begins lazily: without this, native statements would commit
        await able_to_enter(driver)
        application = create_app(settings, connect=False)
        install(application, settings, SharedReader(driver), make_sessions(connection))
        application.state.connection, application.state.sync_connection = driver, connection.sync_connection
        yield application
        await outer.rollback()
    await engine.dispose()


@pytest.fixture
async def login() -> AsyncIterator[Login]:
    """A client of somebody of the world: `login(app, "mc.a@test")`; without a name, an anonymous one."""
    clients: list[httpx.AsyncClient] = []

    def make(app: FastAPI, who: str | None = None, **headers: str) -> httpx.AsyncClient:
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app, raise_app_exceptions=False), base_url=BASE_URL,
            headers={"X-Opora-Client": "web", **headers}, cookies={"__Host-opora": secret_of(who)} if who else None,
        )  # fmt: skip
        clients.append(client)
        return client

    yield make
    for client in clients:
        await client.aclose()


@pytest.fixture
def rows(app: FastAPI) -> Callable[..., Awaitable[list[dict[str, Any]]]]:
    """Rows of the test's transaction as the region sees them, or as another role: `await rows("select …", args)`."""

    async def fetch(sql: str, *args: Any, role: str = "opora_job") -> list[dict[str, Any]]:
        connection = app.state.connection
        await connection.execute(f"set local role none; set local role {role}")
        await connection.execute(f"select set_config('opora.scope', '{id_('region')}', true)")
        try:
            return [dict(row) for row in await connection.fetch(sql, *args)]
        finally:
            await connection.execute("set local role none")

    return fetch


@pytest.fixture
async def committed(
    admin_url: str, database: Addresses, name: str, settings: Settings
) -> AsyncIterator[Callable[[int], Any]]:
    """A throw-away copy of the database; `async with committed(4) as app` runs the application on real pools
    of four.
    """
    copy = f"{name}_copy"
    root = with_database(admin_url, "postgres")
    await execute(
        root,
        f"drop database if exists {copy} with (force)",
        f"create database {copy} template {name} owner opora_owner",
    )
    await execute(root, f"grant connect on database {copy} to opora_gate")

    @asynccontextmanager
    async def start(size: int) -> AsyncIterator[FastAPI]:
        url = with_database(database.gate, copy)
        app = create_app(settings.model_copy(update={"database_url": url, "pool_size": size}))
        async with app.router.lifespan_context(app):
            app.state.owner_url = with_database(database.owner, copy)
            yield app

    yield start
    await execute(root, f"drop database if exists {copy} with (force)")


@pytest.fixture(autouse=True)
def _real_time() -> Iterator[None]:
    yield
    clock.shift(timedelta())
