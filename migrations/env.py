"""Alembic's environment: runs as the owner role; the address comes from whoever calls (config attribute `url`)."""

import asyncio
from typing import Any

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from opora.models import Base


def _own(_object: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """The job queue's tables belong to pgqueuer and have no models here."""
    return not (kind == "table" and reflected and compare_to is None and (name or "").startswith("pgqueuer"))


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=_own,
        compare_type=True,
        compare_server_default=False,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        connection.execute(text("set local lock_timeout = '5s'"))
        context.run_migrations()


async def _online(url: str) -> None:
    engine = create_async_engine(make_url(url).set(drivername="postgresql+asyncpg"))
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_run)
            await connection.commit()
    finally:
        await engine.dispose()


asyncio.run(_online(context.config.attributes.get("url") or context.config.get_main_option("sqlalchemy.url") or ""))
