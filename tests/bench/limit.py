"""The limit application: a handler with one asyncpg query and orjson. The same rows and the same JSON as ours, the filter in
WHERE; nobody is authenticated, no transaction is opened for reading, row security is passed by. The same list without any
framework stands below `/bare`, as the floor under the limit.

Started as `python -m tests.bench.limit FD`; standard input tells the database's address and its end is this process's.
"""

import gc
import json
import os
import signal
import socket
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import orjson
import uvicorn
from fastapi import FastAPI, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from opora.core import clock
from opora.core.addresses import native
from opora.core.bootstrap import GATE_SETTINGS
from opora.core.database import _codecs, _keep
from opora.core.ids import uuid7
from opora.deficits.picture import Picture, _native
from opora.deficits.queries import DEFICITS, D
from tests.bench.world import account

_COLUMNS = (
    "id", "region_id", "municipality_id", "school_id", "program_id", "type_id", "bearer_kind", "visibility", "component",
    "nature", "severity", "status", "status_since", "description", "opened_on", "created_by", "created_at", "updated_at",
    "version",
)  # fmt: skip
_INSERT = f"insert into deficit ({', '.join(_COLUMNS)}) values ({', '.join(f'${n + 1}' for n in range(len(_COLUMNS)))})"

WHERE = replace(
    DEFICITS,
    filters=DEFICITS.filters | {"region_id": D.region_id.__eq__},
    flags=DEFICITS.flags | {"of_school": D.visibility == "school"},
)
"""Our list with what row security adds written as filters."""


def list_sql(scope: str, limit: int = 50) -> tuple[str, list[str]]:
    """The statement of the list with the policy of `scope` in WHERE, and the names of its parameters."""
    sql, names = WHERE.statement(scope, "-updated_at", (f"{scope}_id", "of_school"), False, limit)
    return f"/* where */ {sql}", names


def limit_app(database: str) -> ASGIApp:
    """The limit application."""
    work = Work(database)
    app = FastAPI(lifespan=work.live)

    @app.get("/deficits/{scope}/{owner}")
    async def deficits(scope: str, owner: UUID) -> Response:
        return Response(await work.list(scope, owner), media_type="application/json")

    @app.get("/matrix/{program}")
    async def matrix(program: UUID) -> Response:
        return Response(await work.picture(program), media_type="application/json")

    @app.post("/deficits")
    async def create(given: dict[str, Any]) -> Response:
        return Response(await work.create(given), 201, media_type="application/json")

    @app.get("/{rest:path}")
    async def other(rest: str) -> Response:
        return Response(b"{}", media_type="application/json")

    async def below(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/bare/"):
            await _bare(work, scope, send)
        else:
            await app(scope, receive, send)

    return below


async def _bare(work: "Work", scope: Scope, send: Send) -> None:
    *_, kind, owner = scope["path"].split("/")
    body = await work.list(kind, UUID(owner))
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Work:
    """What the handlers do."""

    def __init__(self, database: str) -> None:
        self._database, self._pool = database, None
        self._lists = {scope: list_sql(scope) for scope in ("municipality", "region")}
        self._matrix = _native("where")

    @asynccontextmanager
    async def live(self, _: FastAPI) -> AsyncIterator[None]:
        self._pool = await asyncpg.create_pool(
            native(self._database), min_size=8, max_size=8, reset=_keep, init=_codecs, statement_cache_size=500,
            max_cached_statement_lifetime=0, max_inactive_connection_lifetime=0, max_queries=10**9,
            server_settings={  # the audit's trigger wants an account
                "opora.account": str(account(0)), "jit": GATE_SETTINGS["jit"],
                "max_parallel_workers_per_gather": GATE_SETTINGS["max_parallel_workers_per_gather"],
            },
        )  # fmt: skip
        gc.collect()
        gc.freeze()
        yield
        await self._pool.close()

    async def list(self, scope: str, owner: UUID) -> bytes:
        sql, names = self._lists[scope]
        values = {"today": clock.today(), f"{scope}_id": owner}
        async with self._pool.acquire() as connection:  # type: ignore[attr-defined]
            rows = await connection.fetch(sql, *[values[name] for name in names])
        return orjson.dumps(
            {"items": WHERE.items(rows[:50]), "next_cursor": None, "total": None}, option=orjson.OPT_UTC_Z
        )

    async def picture(self, program: UUID) -> bytes:
        sql, names = self._matrix
        values = {"program": program, "today": clock.today()}
        async with self._pool.acquire() as connection:  # type: ignore[attr-defined]
            row = await connection.fetchrow(sql, *[values[name] for name in names])
        return orjson.dumps(Picture(row).as_matrix(), option=orjson.OPT_UTC_Z)

    async def create(self, given: dict[str, Any]) -> bytes:
        now = datetime.now(UTC)
        row = given | {
            "id": uuid7(), "bearer_kind": "school", "visibility": "school", "component": "results", "nature": "educational",
            "status": "draft", "status_since": now, "opened_on": now.date(), "created_by": given["account_id"],
            "created_at": now, "updated_at": now, "version": 1,
        }  # fmt: skip
        async with self._pool.acquire() as connection, connection.transaction():  # type: ignore[attr-defined]
            await connection.execute(_INSERT, *[row[name] for name in _COLUMNS])
        return orjson.dumps({**given, "id": str(row["id"]), "status": "draft", "version": 1})


def _follow() -> None:
    while sys.stdin.readline():
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def main() -> None:
    database = json.loads(sys.stdin.readline())["database_url"]
    threading.Thread(target=_follow, daemon=True).start()
    config = uvicorn.Config(
        limit_app(database),
        loop="uvloop",
        http="httptools",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=int(sys.argv[1]))])


if __name__ == "__main__":
    main()
