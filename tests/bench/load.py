"""Rounds of load, and what each cost: by wrk where it is installed, otherwise (and for what may happen once only) by `client`."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from opora.refusal import Refusal
from tests.bench.cpu import Meter
from tests.bench.database import ROOT
from tests.bench.servers import Server

CONNECTIONS = 8
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


@dataclass(frozen=True)
class Round:
    """One round: rates and times as seen from outside, milliseconds of processor a request, None where unknown."""

    per_second: float
    p50: float
    p95: float
    api: float | None
    postgres: float | None


@dataclass(frozen=True)
class Seen:
    count: int
    seconds: float
    p50: float
    p95: float


def measure(
    server: Server, meter: Meter, requests: Sequence[bytes], *, seconds: int, wrk: bool, once: bool = False
) -> Round:
    """One round against `server`; `once` sends every request a single time."""
    before = meter.read(server.pid)
    if wrk and not once:
        seen = _wrk(server.port, requests, seconds)
    else:
        seen = _client(server.port, requests, seconds, len(requests) if once else 1_000_000)
    api, postgres = meter.spent(before, server.pid)
    each = 1000 / seen.count
    return Round(
        seen.count / seen.seconds, seen.p50, seen.p95,
        None if api is None else api * each, None if postgres is None else postgres * each,
    )  # fmt: skip


def warm(server: Server, requests: Sequence[bytes], *, once: bool = False) -> None:
    """Let every connection prepare and plan its statements, and the program see every user."""
    _client(server.port, requests, 10, len(requests) if once else max(40 * CONNECTIONS, len(requests)))


def has_wrk() -> bool:
    return shutil.which("wrk") is not None


def _client(port: int, requests: Sequence[bytes], seconds: float, count: int) -> Seen:
    spec = {
        "port": port, "requests": [r.decode() for r in requests], "connections": CONNECTIONS, "seconds": seconds, "count": count,
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.client"],
        input=json.dumps(spec),
        cwd=ROOT,
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )
    if done.returncode:
        raise Refusal(f"the load generator failed: {done.stderr[-1000:]}")
    result = json.loads(done.stdout)
    if result["refused"]:
        raise Refusal(f"{result['refused']} of {result['count']} requests were refused: {result['example']}")
    return Seen(result["count"], result["seconds"], result["p50"], result["p95"])


def _wrk(port: int, requests: Sequence[bytes], seconds: int) -> Seen:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as lines:
        for request in requests:
            path = request.split(b" ", 2)[1].decode()
            cookie = re.search(rb"cookie: (.*)\r", request)
            lines.write(f"{path}\t{cookie[1].decode() if cookie else ''}\n")
        lines.flush()
        script = Path(__file__).with_name("requests.lua")
        command = [
            "wrk",
            "-t1",
            f"-c{CONNECTIONS}",
            f"-d{seconds}s",
            "--latency",
            "-s",
            str(script),
            f"http://127.0.0.1:{port}",
        ]
        out = subprocess.run(
            [*command, "--", lines.name], capture_output=True, text=True, timeout=seconds + 30, check=True
        ).stdout
    if "Non-2xx" in out:
        raise Refusal(f"requests were refused: {out}")
    found = (
        re.search(r"50%\s+([\d.]+)(us|ms|s)", out),
        re.search(r"(\d+) requests in ([\d.]+)s", out),
        re.search(r"p95 ([\d.]+)", out),
    )
    assert all(found), out
    p50, total, p95 = (match.groups() for match in found if match)
    return Seen(int(total[0]), float(total[1]), float(p50[0]) * _UNITS[p50[1]], float(p95[0]) / 1000)
