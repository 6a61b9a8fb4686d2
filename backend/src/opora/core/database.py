"""Connections and transactions.

A transaction always belongs to somebody: its first statement authenticates, takes the database role of the actor's scope and
sets what row security compares with. `Entry` is that statement; `access` makes it. Two paths use it:

* the ORM session (`ScopedSession`) for writes and single objects;
* the native reader (`Reader`) for lists: three messages on a pooled asyncpg connection.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, NewType
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import Connection, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import Session as SyncSession

from opora.core.problems import Unauthenticated

ReadSession = NewType("ReadSession", AsyncSession)
"""A session in a read-only transaction."""
Session = NewType("Session", ReadSession)
"""A session whose transaction is committed by the request (or job), never by application code."""

_SETTINGS = (
    "set_config('role', 'opora_' || scope, true), set_config('opora.account', account_id::text, true), "
    "set_config('opora.actor', assignment_id::text, true), set_config('opora.scope', scope_id::text, true), "
    "set_config('opora.municipality', coalesce(municipality_id::text, ''), true), "
    "set_config('opora.school', coalesce(school_id::text, ''), true), set_config('opora.personal', personal, true)"
)
_ENTER = text(
    f"select {_SETTINGS}, set_config('opora.request', :request, true)"
    " from gate.actor(cast(:session as bytea), cast(:assignment as uuid))"
)


_PREPARE = f"prepare enter(bytea, uuid) as select {_SETTINGS} from gate.actor($1, $2)"


@dataclass(frozen=True, slots=True)
class Entry:
    """How a transaction becomes somebody's: by the hash of a session's secret, or by an assignment the program
    vouches for. `sql` is for connections made ready by `able_to_enter`.
    """

    scope: str
    session: bytes | None
    assignment: UUID
    sql: str = field(init=False)

    def __post_init__(
        self,
    ) -> None:  # the simple protocol takes no parameters; a digest's hex and a UUID need no quoting
        session = f"'\\x{self.session.hex()}'::bytea" if self.session else "null"
        assignment = "null" if self.session else f"'{UUID(str(self.assignment))}'::uuid"
        object.__setattr__(self, "sql", f"execute enter({session}, {assignment})")


class ScopedSession(SyncSession):
    """A session that cannot begin without an `Entry` in `info` (KeyError here, 42501 from PostgreSQL for who
    goes around it).
    """


@event.listens_for(ScopedSession, "after_begin")
def _enter(session: SyncSession, _transaction: Any, connection: Connection) -> None:
    entry: Entry = session.info["entry"]
    found = connection.execute(
        _ENTER,
        {
            "session": entry.session,
            "assignment": None if entry.session else entry.assignment,
            "request": session.info.get("request_id", ""),
        },
    ).first()
    if found is None:
        raise Unauthenticated


def make_engine(url: str, pool_size: int) -> AsyncEngine:
    """The engine of the write path. `url` logs in as the gate role."""
    return create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=5,
        hide_parameters=True,  # errors are logged, values are not
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
    )


def make_sessions(engine: Any) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(
        engine, sync_session_class=ScopedSession, expire_on_commit=False, join_transaction_mode="create_savepoint"
    )


async def _codecs(connection: Any) -> None:
    """What SQLAlchemy installs on its own connections; bare asyncpg would return JSON as text."""
    for name in ("json", "jsonb"):
        await connection.set_type_codec(
            name, schema="pg_catalog", encoder=lambda value: orjson.dumps(value).decode(), decoder=orjson.loads
        )


async def able_to_enter(connection: Any) -> None:
    """Plan the entering statement once for the life of a connection: planning it costs as much as running it."""
    await connection.execute(_PREPARE)


async def _make_ready(connection: Any) -> None:
    await _codecs(connection)
    await able_to_enter(connection)


async def _keep(_: Any) -> None:
    """Pool reset without RESET ALL: asyncpg still rolls back, and no setting of ours outlives its transaction."""


def make_pool(url: str, size: int) -> Any:
    """The pool of the native reader: lists × scopes are prepared once per connection and stay prepared."""
    return asyncpg.create_pool(
        dsn=make_url(url).set(drivername="postgresql").render_as_string(hide_password=False),
        min_size=min(2, size),
        max_size=size,
        init=_make_ready,
        reset=_keep,
        statement_cache_size=500,
        max_cached_statement_lifetime=0,
        max_inactive_connection_lifetime=0,
        max_queries=10**9,
        command_timeout=15,
    )


class Reader:
    """Runs one native statement as somebody, in three messages: begin-and-enter, the statement, commit."""

    begin, end = "begin read only", "commit"

    def __init__(self, pool: Any) -> None:
        self.acquire = pool.acquire

    async def fetch(self, entry: Entry, sql: str, args: Sequence[Any] = ()) -> list[Any]:
        """Rows of `sql` as seen by `entry`. Raises `Unauthenticated` when its session or assignment has ended."""
        async with self.acquire() as connection:
            try:
                if await connection.execute(f"{self.begin}; {entry.sql}") == "SELECT 0":
                    raise Unauthenticated
                return await connection.fetch(sql, *args)  # type: ignore[no-any-return]
            finally:
                await connection.execute(self.end)

    async def lookup(self, sql: str, *args: Any) -> Any:
        """One row of a gate function, before there is an actor."""
        async with self.acquire() as connection:
            return await connection.fetchrow(sql, *args)

    @asynccontextmanager
    async def before_actor(self) -> AsyncIterator[Any]:
        """A transaction as `opora_auth`: login, reset, tokens. It may call SECURITY DEFINER functions and read
        no table.
        """
        async with self.acquire() as connection:
            await connection.execute("begin; set local role opora_auth")
            try:
                yield connection
            except BaseException:
                await connection.execute("rollback")
                raise
            await connection.execute("commit")
