"""Processor time of the application and of PostgreSQL's processes, from /proc, as the difference of each process."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Seconds = dict[int, float]


@dataclass(frozen=True)
class Meter:
    """What can be read here: `postmaster` is None when PostgreSQL's processes cannot be seen, `works` False without /proc."""

    works: bool
    postmaster: int | None

    def read(self, application: int) -> tuple[Seconds, Seconds]:
        """What the application and PostgreSQL have used so far."""
        if not self.works:
            return {}, {}
        return _used([application]), _used(_children(self.postmaster)) if self.postmaster else {}

    def spent(self, before: tuple[Seconds, Seconds], application: int) -> tuple[float | None, float | None]:
        """Seconds since `before`; a process that ended in between does not count."""
        if not self.works:
            return None, None
        api, postgres = self.read(application)
        return _difference(before[0], api), _difference(before[1], postgres) if self.postmaster else None


async def meter(connection: Any) -> tuple[Meter, str | None]:
    """The meter of this machine, and one line about what it cannot read."""
    if not _stat(os.getpid()):
        return Meter(False, None), "no /proc on this system: processor times are not measured"
    local = await connection.fetchval("select coalesce(host(inet_server_addr()) in ('127.0.0.1', '::1'), true)")
    backend = await connection.fetchval("select pg_backend_pid()")
    parent = _parent(backend) if local else None
    if parent is None:
        return Meter(True, None), "PostgreSQL runs elsewhere: its processor time is not measured"
    return Meter(True, parent), None


def _parent(backend: int) -> int | None:
    fields = _stat(backend)
    parent = int(fields[1]) if fields else 0
    try:
        same = all("postgres" in Path(f"/proc/{pid}/comm").read_text() for pid in (backend, parent))
        _children(parent)
    except OSError:
        return None
    return parent if same else None


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _used(pids: list[int]) -> Seconds:
    tick = os.sysconf("SC_CLK_TCK")
    return {pid: (int(fields[11]) + int(fields[12])) / tick for pid in pids if (fields := _stat(pid))}


def _difference(before: Seconds, after: Seconds) -> float:
    return sum(used - before.get(pid, 0.0) for pid, used in after.items())
