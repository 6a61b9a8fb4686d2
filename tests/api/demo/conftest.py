"""Databases of their own for the demonstration: migrated and empty, or loaded."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import asyncpg
import pytest
from alembic import command

from opora.core.addresses import Addresses, native, with_database
from opora.core.bootstrap import bootstrap
from opora.demo.ids import SYSTEM_ACCOUNT
from opora.demo.load import load_demo
from tests.conftest import SECRET, execute, migration_config

DAY = date(2026, 11, 23)
Empty = Callable[[str], Awaitable[str]]


@pytest.fixture(scope="session")
async def migrated(admin_url: str, name: str) -> AsyncIterator[Addresses]:
    """A migrated, empty database that the others are copied from."""
    database = f"{name}_demo"
    addresses = await bootstrap(admin_url, database, SECRET)
    await asyncio.to_thread(command.upgrade, migration_config(addresses.owner), "head")
    yield addresses
    await execute(with_database(admin_url, "postgres"), f"drop database if exists {database} with (force)")


@pytest.fixture(scope="session")
async def empty(admin_url: str, name: str, migrated: Addresses) -> AsyncIterator[Empty]:
    """`await empty("x")`: the owner's address of a fresh empty database."""
    root, made = with_database(admin_url, "postgres"), list[str]()

    async def make(suffix: str) -> str:
        database = f"{name}_demo_{suffix}"
        made.append(database)
        await execute(
            root,
            f"drop database if exists {database} with (force)",
            f"create database {database} template {name}_demo owner opora_owner",
            f"grant connect on database {database} to opora_gate",
        )
        return with_database(migrated.owner, database)

    yield make
    for database in made:
        await execute(root, f"drop database if exists {database} with (force)")


@pytest.fixture(scope="session")
async def loaded(empty: Empty) -> str:
    """The demonstration of `DAY`. Tests only read it."""
    url = await empty("loaded")
    await load_demo(url, DAY)
    return url


@asynccontextmanager
async def owner(url: str) -> AsyncIterator[Any]:
    """A connection of the owner that the audit knows."""
    connection = await asyncpg.connect(native(url))
    try:
        await connection.execute("select set_config('opora.account', $1, false)", str(SYSTEM_ACCOUNT))
        yield connection
    finally:
        await connection.close()
