"""`python -m tests.bench`: the whole run. `--no-wrk` uses our own load generator, `--rounds N` makes it shorter or longer."""

import argparse
import asyncio
import os
import statistics
import sys
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from opora.identity.cookies import cookie_name
from opora.refusal import Refusal
from opora.settings import Settings
from tests.bench import load, paired, wire
from tests.bench.cpu import Meter, meter
from tests.bench.database import SECRET, Filled, connected, databases, server
from tests.bench.days import of_a_day
from tests.bench.report import Line, table
from tests.bench.servers import Server, serving
from tests.bench.world import BIG, REGION, SMALL, creations, get, municipality, program, secret

SECONDS = 2
_OURS, _LIMITS = 120, 400  # creations of a round
_WARM = 320  # requests before the first round


@dataclass(frozen=True)
class Case:
    """One kind of request: of ours and of the limit application."""

    name: str
    ours: Sequence[bytes]
    limit: Sequence[bytes]
    once: bool = False


def cases(cookie: str, rounds: int) -> list[Case]:
    """Reads go round all users; a creation happens once."""

    def of(user: int) -> str:
        return f"{cookie}={secret(user)}"

    local, region, all_ = BIG.users("municipality"), BIG.users("region"), range(BIG.municipalities)
    return [
        Case(
            "list of 50, municipality",
            [get("/api/v1/deficits", of(user)) for user in local],
            [get(f"/deficits/municipality/{municipality(n)}") for n in all_],
        ),
        Case(
            "list of 50, region",
            [get("/api/v1/deficits", of(user)) for user in region],
            [get(f"/deficits/region/{REGION}")],
        ),
        Case(
            "list of 50 beside bare ASGI, municipality",
            [get("/api/v1/deficits", of(user)) for user in local],
            [get(f"/bare/deficits/municipality/{municipality(n)}") for n in all_],
        ),
        Case(
            "list of 50 beside bare ASGI, region",
            [get("/api/v1/deficits", of(user)) for user in region],
            [get(f"/bare/deficits/region/{REGION}")],
        ),
        Case(
            "matrix 12 × 40",
            [get(f"/api/v1/deficits/matrix?program_id={program(n)}", of(n)) for n in all_],
            [get(f"/matrix/{program(n)}") for n in all_],
        ),
        Case(
            "creation",
            list(creations(BIG, cookie, 0, _WARM + _OURS * rounds, limit=False)),
            list(creations(BIG, cookie, 0, _WARM + _LIMITS * rounds, limit=True)),
            once=True,
        ),
    ]


def drive(
    plan: list[Case], ours: Server, limit: Server, meter: Meter, rounds: int, *, wrk: bool
) -> dict[str, tuple[list[load.Round], list[load.Round]]]:
    """Rounds of every case, ours and the limit by turns."""
    seen: dict[str, tuple[list[load.Round], list[load.Round]]] = {case.name: ([], []) for case in plan}
    for case in plan:
        for side, requests in ((ours, case.ours), (limit, case.limit)):
            load.warm(side, requests[:_WARM] if case.once else requests, once=case.once)
    for number in range(rounds):
        for case in plan:
            pair = [(ours, case.ours, _OURS, 0), (limit, case.limit, _LIMITS, 1)]
            for side, requests, count, at in reversed(pair) if number % 2 else pair:
                begin = _WARM + number * count
                part = requests[begin : begin + count] if case.once else requests
                seen[case.name][at].append(load.measure(side, meter, part, seconds=SECONDS, wrk=wrk, once=case.once))
    return seen


def of_load(name: str, ours: list[load.Round], limit: list[load.Round]) -> list[Line]:
    """Medians of the rounds; ratios are medians of each round's own."""

    def line(what: str, key: str, goal: str = "", digits: int = 2) -> Line:
        sides = [[value for r in side if (value := getattr(r, key)) is not None] for side in (ours, limit)]
        if not all(sides):
            return Line(f"{name}: {what}", None, goal=goal)
        ratio = statistics.median(a / b for a, b in zip(*sides, strict=True) if b) if any(sides[1]) else None
        return Line(f"{name}: {what}", statistics.median(sides[0]), statistics.median(sides[1]), ratio, goal, digits)

    goal = "≥ 0.65 of the limit, wanted 0.8" if name.startswith("list of 50,") else ""
    return [
        line("requests/s", "per_second", goal, 0), line("API CPU, ms a request", "api", digits=3),
        line("PostgreSQL CPU, ms a request", "postgres", digits=3), line("p50, ms", "p50"), line("p95, ms", "p95"),
    ]  # fmt: skip


def of_pair(name: str, ratios: paired.Ratios) -> list[Line]:
    p50, p95, ratio50, ratio95 = ratios
    return [
        Line(f"{name}: p50, ms", *p50, ratio50, "≤ 1.25", 3),
        Line(f"{name}: p95, ms", *p95, ratio95, "≤ 1.25", 3),
    ]


def matrix_to_list(seen: dict[str, tuple[list[load.Round], list[load.Round]]]) -> Line:
    matrix, list_ = ([r.api for r in seen[name][0] if r.api] for name in ("matrix 12 × 40", "list of 50, municipality"))
    if not (matrix and list_):
        return Line("matrix beside list: API CPU, ms", None, goal="≤ 2")
    ratio = statistics.median(a / b for a, b in zip(matrix, list_, strict=False))
    return Line("matrix beside list: API CPU, ms", statistics.median(matrix), statistics.median(list_), ratio, "≤ 2", 3)


async def sizes(big: Filled, small: Filled, ours: Server, little: Server, cookie: str) -> list[Line]:
    lines: list[Line] = []
    for scope in ("municipality", "region"):
        name = f"200,000 beside 2,000 rows, {scope}"
        lines += of_pair(name, await asyncio.to_thread(paired.many_rows, ours, little, (big, small), scope, cookie))
        many, few = await paired.buffers(big, scope), await paired.buffers(small, scope)
        lines.append(Line(f"{name}: blocks read", many, few, many / few, "≤ 1.25", 0))
    return lines


async def run(rounds: int, *, wrk: bool) -> None:
    """Everything, in the order in which the table shows it."""
    notes: list[str] = []
    started = time.monotonic()
    with server() as (admin, kind):
        async with databases(admin, {"big": BIG, "small": SMALL}) as filled:
            big, small = filled["big"], filled["small"]
            async with connected(big.admin) as connection:
                version = await connection.fetchval("show server_version")
                gauge, missing = await meter(connection)
            notes += [
                f"{kind}; {version}; {os.cpu_count()} processors; database filled in {time.monotonic() - started:.0f} s"
            ]
            notes += [
                f"load by {'wrk, creations by our own client' if wrk else 'our own client'}, {load.CONNECTIONS} connections"
            ]
            notes += [missing] if missing else []
            lines = await measured(big, small, gauge, rounds, wrk=wrk)
    lines += of_a_day()
    print(table(lines))
    print("\n" + "\n".join(f"- {note}" for note in notes))
    print(f"- medians of {rounds} interleaved rounds; the run took {time.monotonic() - started:.0f} s")


async def measured(big: Filled, small: Filled, gauge: Meter, rounds: int, *, wrk: bool) -> list[Line]:
    cookie = cookie_name(Settings(secret=SECRET))
    plan = cases(cookie, rounds)
    counted = await wire.messages(small, {case.name: wire_requests(case, cookie) for case in plan})
    with ExitStack() as stack:
        ours, limit, little = (
            stack.enter_context(serving(k, f)) for k, f in (("ours", big), ("limit", big), ("ours", small))
        )
        seen = await asyncio.to_thread(drive, plan, ours, limit, gauge, rounds, wrk=wrk)
        lines = [line for name, (mine, theirs) in seen.items() for line in of_load(name, mine, theirs)]
        lines.append(matrix_to_list(seen))
        lines += [
            Line(f"{name}: messages to PostgreSQL", count, goal="≤ 8" if name == "creation" else "≤ 3", digits=0)
            for name, count in counted.items()
        ]
        lines += await sizes(big, small, ours, little, cookie)
    for scope in ("municipality", "region"):
        whole, alone = await paired.row_security(big, scope)
        lines += of_pair(f"row security beside WHERE, {scope}, transaction", whole)
        lines += of_pair(f"row security beside WHERE, {scope}, statement", alone)
    return lines


def wire_requests(case: Case, cookie: str) -> list[bytes]:
    """A few requests of the case by one user, as the small database knows them."""
    if case.once:
        return list(creations(SMALL, cookie, 0, 20 * SMALL.municipalities, limit=False))[:: SMALL.municipalities]
    region = case.name.endswith("region")
    user = SMALL.users("region")[0] if region else 0
    path = case.ours[0].split(b" ", 2)[1].decode()
    return [get(path, f"{cookie}={secret(user)}")] * 20


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    options.add_argument("--no-wrk", action="store_true", help="use our own load generator even where wrk is installed")
    options.add_argument("--rounds", type=int, default=5, choices=range(1, 21), metavar="N")
    given = options.parse_args()
    try:
        asyncio.run(run(given.rounds, wrk=load.has_wrk() and not given.no_wrk))
    except Refusal as error:
        sys.exit(f"bench: {error}")


if __name__ == "__main__":
    main()
