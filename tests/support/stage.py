"""The stage of the role matrix: the whole application on ONE connection that any number of requests may use up and restore.

The connection logs in as the administrator and becomes the gate by `set session authorization`. So a request runs as in
production, and between two requests the same transaction can look at every row without row security. Each request happens in
a savepoint that is rolled back, so requests never see one another.
"""

import hashlib
import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import asyncpg
import httpx
from fastapi import FastAPI
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

from opora.core.database import able_to_enter, make_sessions
from opora.main import create_app, install
from opora.settings import Settings
from tests.conftest import BASE_URL, SharedReader
from tests.support.places import places
from tests.support.world import ACCOUNTS, CLIENT_SECRET, id_, secret_of

CLIENT = "client.a@test"
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
OPEN_TO_ALL = ("region", "okrug", "municipality", "municipality_version", "deficit_type")
Rows = dict[tuple[str, str], str]
"""(table, municipality "a", "b" or "-") → checksum of those rows."""


@dataclass
class Outcome:
    """An answer and which rows it changed: pairs of table and municipality."""

    response: httpx.Response
    changed: set[tuple[str, str]] = field(default_factory=set)


@dataclass
class Stage:
    """Sends requests as somebody and tells what they changed."""

    app: FastAPI
    driver: asyncpg.Connection
    client: httpx.AsyncClient
    checksums: str
    token: str = ""
    written: int = 0
    before: Rows = field(default_factory=dict)
    rows_of: dict[str, frozenset[str]] = field(default_factory=dict)

    async def look(self) -> Rows:
        """Checksums of all rows by owner, seen without row security."""
        await self.driver.execute("reset session authorization; reset role")
        return {(row["name"], row["owner"]): row["sum"] for row in await self.driver.fetch(self.checksums)}

    def _who(self, who: str | None) -> dict[str, Any]:
        headers = {"X-Opora-Client": "web", "Accept-Language": "ru"}
        if who == CLIENT:
            return {"headers": headers | {"Authorization": f"Bearer {self.token}"}}
        return {"headers": headers | ({"Cookie": f"__Host-opora={secret_of(who)}"} if who else {})}

    async def send(
        self, who: str | None, method: str, path: str, *, headers: Mapping[str, str] | None = None, **options: Any
    ) -> Outcome:
        """One request in a savepoint of its own. Whatever it did is told, then undone."""
        own = self._who(who)
        own["headers"] |= dict(headers or {})
        await self.driver.execute("savepoint request")
        try:
            response = await self.client.request(method, path, **own, **options)
            self.client.cookies.clear()  # a role switch sets one: the next request is somebody else's
            return Outcome(response, await self._changes())
        finally:
            await self.driver.execute("rollback to savepoint request; release savepoint request")

    async def _changes(self) -> set[tuple[str, str]]:
        """PostgreSQL counts every row a transaction writes, also what was rolled back since: no new count, nothing to compare."""
        before, self.written = self.written, await self.driver.fetchval(_WRITTEN)
        if before == self.written:
            return set()
        after = await self.look()
        return {key for key in self.before.keys() | after.keys() if self.before.get(key) != after.get(key)}


_WRITTEN = "select sum(n_tup_ins + n_tup_upd + n_tup_del)::bigint from pg_stat_xact_user_tables"
_OWNER = {
    "municipality_id": "t.municipality_id",
    "account_id": "(select c.municipality_id from account c where c.id = t.account_id)",
}
_NAME = "(select code from municipality where id = {owner})"


async def _checksums(driver: asyncpg.Connection) -> str:
    """One statement over all tables of ours, made from the catalogue: a table added later is looked at too."""
    columns: dict[str, set[str]] = {}
    for row in await driver.fetch(
        "select table_name, column_name from information_schema.columns join information_schema.tables using (table_name)"
        " where columns.table_schema = 'public' and table_type = 'BASE TABLE'"
    ):
        columns.setdefault(row["table_name"], set()).add(row["column_name"])
    parts = []
    for table, names in sorted(columns.items()):
        owner = next((sql for name, sql in _OWNER.items() if name in names), "null::uuid")
        owner = "t.id" if table == "municipality" else owner
        parts.append(
            f"select '{table}' as name, coalesce({_NAME.format(owner=owner)}, '-') as owner,"
            f" md5(string_agg(t::text, '|' order by t::text)) as sum from {table} t group by 2"
        )
    return " union all ".join(parts)


async def _ids(driver: asyncpg.Connection) -> dict[str, frozenset[str]]:
    """Identifiers of the rows that belong to one municipality and are not open to all."""
    found: dict[str, set[str]] = {"a": set(), "b": set()}
    tables = await driver.fetch(
        "select table_name from information_schema.columns where table_schema = 'public'"
        " and column_name in ('id', 'municipality_id') group by 1 having count(*) = 2"
    )
    for (table,) in tables:
        if table not in OPEN_TO_ALL:
            sql = f"select m.code, t.id::text from {table} t join municipality m on m.id = t.municipality_id"
            for code, value in await driver.fetch(sql):
                found[code].add(value)
    found["a"].discard(str(id_("account.me.a@test")))  # the world's baselines are measured by her everywhere
    return {code: frozenset(values) for code, values in found.items()}


async def _token(client: httpx.AsyncClient) -> str:
    """A real token of the world's API client."""
    form = {
        "grant_type": "client_credentials",
        "client_id": str(id_(f"client.{CLIENT}")),
        "client_secret": CLIENT_SECRET,
    }
    answer = await client.post("/oauth2/token", data=form)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


@asynccontextmanager
async def open_stage(url: str, settings: Settings) -> AsyncIterator[Stage]:
    """`url` is an administrator's address of the world's database; nothing of what happens on the stage stays."""
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://"))
    async with engine.connect() as connection:
        outer = await connection.begin()
        async with AsyncSession(connection, join_transaction_mode="create_savepoint") as session, session.begin():
            await connection.exec_driver_sql(f"select set_config('opora.account', '{id_('account.system')}', true)")
            for row in places():
                session.add(row)
                await session.flush()
        driver = (await connection.get_raw_connection()).driver_connection
        checksums, rows_of = await _checksums(driver), await _ids(driver)
        await driver.execute("set session authorization opora_gate")
        await able_to_enter(driver)
        event.listen(connection.sync_connection, "savepoint", lambda c, _: c.exec_driver_sql("set local role none"))
        app = create_app(settings, connect=False)
        install(app, settings, SharedReader(driver), make_sessions(connection))
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=BASE_URL) as client:
            stage = Stage(app, driver, client, checksums, rows_of=rows_of)
            stage.token = await _token(client)
            await driver.execute("savepoint looking")
            stage.before, stage.written = await stage.look(), await driver.fetchval(_WRITTEN)
            await driver.execute("rollback to savepoint looking")
            yield stage
        await outer.rollback()
    await engine.dispose()


def secrets() -> tuple[str, ...]:
    """What no answer may ever hold: hashes of passwords, cookies and client secrets, and the secrets themselves."""
    hashes = [hashlib.sha256(secret_of(login).encode()).hexdigest() for login in ACCOUNTS]
    return ("$argon2", CLIENT_SECRET, hashlib.sha256(CLIENT_SECRET.encode()).hexdigest(), *hashes)


def named(value: Any, places: Mapping[str, str]) -> Any:
    """A template filled: `@school.{s}` becomes the identifier of that school, other text is formatted."""
    if isinstance(value, str):
        text = value.format_map(places)
        return str(id_(text[1:])) if text.startswith("@") else text
    if isinstance(value, dict):
        return {key: named(item, places) for key, item in value.items()}
    return [named(item, places) for item in value] if isinstance(value, list) else value


def uuids_in(value: Any) -> set[str]:
    """Identifiers somebody sent: an echo of them is no leak."""
    return set(UUIDS.findall(json.dumps(value, default=lambda v: str(v) if isinstance(v, UUID) else repr(v))))
