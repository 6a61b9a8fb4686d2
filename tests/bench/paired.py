"""Pairs measured by turns: row security beside the same condition in WHERE, and many rows beside few."""

import json
import statistics
import time
from collections.abc import Awaitable, Callable
from typing import Any

from opora.core import clock
from opora.core.database import Entry, able_to_enter
from opora.deficits.queries import DEFICITS
from tests.bench.client import Connection
from tests.bench.database import Filled, connected, unbound
from tests.bench.limit import list_sql
from tests.bench.servers import Server
from tests.bench.world import REGION, get, id_, municipality, secret

Ratios = tuple[list[float], list[float], float, float]
_BLOCKS, _PAIRS, _SECONDS = 10, 200, 10.0
_SHAPE = ("-updated_at", (), False, 50)
_USER = 3


def compared(first: list[list[float]], second: list[list[float]]) -> Ratios:
    """p50 and p95 of both in milliseconds, and the median over blocks of their ratios."""

    def at(share: float) -> tuple[list[float], float]:
        both = [[sorted(block)[int(len(block) * share)] * 1000 for block in side] for side in (first, second)]
        ratio = statistics.median(a / b for a, b in zip(*both, strict=True))
        return [statistics.median(side) for side in both], ratio

    (p50, ratio50), (p95, ratio95) = at(0.5), at(0.95)
    return p50, p95, ratio50, ratio95


def entry(filled: Filled, scope: str) -> Entry:
    """The entry of somebody of that scope."""
    user = _USER if scope == "municipality" else filled.size.users("region")[0]
    return Entry(scope, None, id_(11, user))


async def row_security(filled: Filled, scope: str) -> tuple[Ratios, Ratios]:
    """The list under row security against WHERE, one connection: the three messages, and the statement alone."""
    sql, names = DEFICITS.statement(scope, *_SHAPE)
    where, where_names = list_sql(scope)
    bound = {"today": clock.today(), f"{scope}_id": municipality(_USER) if scope == "municipality" else REGION}
    secured = _transaction(f"begin read only; {entry(filled, scope).sql}", sql, [bound[n] for n in names])
    plain = _transaction("begin read only", where, [bound[n] for n in where_names])
    whole: tuple[list[list[float]], ...] = ([], [])
    alone: tuple[list[list[float]], ...] = ([], [])
    async with unbound(filled.admin) as connection:
        await able_to_enter(connection)
        for _ in range(50):
            for run in (secured, plain):
                await run(connection)
        end = time.perf_counter() + _SECONDS
        while len(whole[0]) < _BLOCKS and (not whole[0] or time.perf_counter() < end):
            block = [(await secured(connection), await plain(connection)) for _ in range(_PAIRS)]
            for side in (0, 1):
                whole[side].append([pair[side][0] for pair in block])
                alone[side].append([pair[side][1] for pair in block])
    return compared(*whole), compared(*alone)


def _transaction(begin: str, sql: str, args: list[Any]) -> Callable[[Any], Awaitable[tuple[float, float]]]:
    async def run(connection: Any) -> tuple[float, float]:
        started = time.perf_counter()
        await connection.execute(begin)
        between = time.perf_counter()
        await connection.fetch(sql, *args)
        after = time.perf_counter()
        await connection.execute("commit")
        return time.perf_counter() - started, after - between

    return run


def many_rows(many: Server, few: Server, sizes: tuple[Filled, Filled], scope: str, cookie: str) -> Ratios:
    """The same list of the whole application, one request at a time, from a large and from a small database by turns."""
    sides = [
        (Connection(server.port), get("/api/v1/deficits", f"{cookie}={secret(filled.size.users(scope)[_USER])}"))
        for server, filled in zip((many, few), sizes, strict=True)
    ]
    for connection, request in sides * 50:
        _, answer = connection.ask(request)
        assert answer.count(b'"program_id"') == 50, answer[:300]
    times: tuple[list[list[float]], ...] = ([], [])
    end = time.perf_counter() + _SECONDS
    while len(times[0]) < _BLOCKS and (not times[0] or time.perf_counter() < end):
        pairs = [[connection.ask(request)[0] for connection, request in sides] for _ in range(_PAIRS // 2)]
        for side, block in zip(times, zip(*pairs, strict=True), strict=True):
            side.append(list(block))
    for connection, _ in sides:
        connection.sock.close()
    return compared(*times)


async def buffers(filled: Filled, scope: str) -> int:
    """Blocks PostgreSQL looks at for the list, by the plan it keeps."""
    sql, names = DEFICITS.statement(scope, *_SHAPE)
    assert names == ["today"]
    async with connected(filled.gate, plan_cache_mode="force_generic_plan") as connection:
        await able_to_enter(connection)
        await connection.execute(f"begin read only; {entry(filled, scope).sql}; prepare list as {sql}")
        explain = f"explain (analyze, buffers, format json) execute list ('{clock.today()}')"
        await connection.fetch(explain)
        text = (await connection.fetch(explain))[0][0]
        await connection.execute("commit")
    plan = (json.loads(text) if isinstance(text, str) else text)[0]["Plan"]
    return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])
