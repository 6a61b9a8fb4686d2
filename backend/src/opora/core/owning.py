"""A transaction of the owner of the tables, for commands that prepare an installation."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from opora.core.bootstrap import BootstrapError, connected
from opora.core.database import ReadSession, Session

_NO_TABLE = "42P01"


@asynccontextmanager
async def owning(url: str) -> AsyncIterator[Session]:
    """One transaction on one connection, committed at the end. It belongs to nobody until the command says who acts.

    Raises `BootstrapError` with one line when the database cannot be reached or holds no tables yet.
    """
    async with connected(url) as connection:

        async def same() -> Any:
            return connection

        engine = create_async_engine("postgresql+asyncpg://", async_creator=same, poolclass=NullPool)
        try:
            async with AsyncSession(engine, expire_on_commit=False) as plain, plain.begin():
                yield Session(ReadSession(plain))
        except ProgrammingError as error:
            if getattr(error.orig, "sqlstate", None) == _NO_TABLE:
                raise BootstrapError("the database holds no tables yet: run `opora migrate`") from None
            raise
        finally:
            await engine.dispose()
