"""`opora run`: the whole system as one command. It keeps the port, the database server, the API and the worker.

The children import the program while the database is being prepared, which is what makes the second start fast.
Whatever ends first (a signal, a child, the database) ends all of it in order: API and worker, then the database.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opora.refusal import Refusal
from opora.serving import listen
from opora.settings import REPOSITORY, Settings
from opora.welcome import get, reach, welcome

if TYPE_CHECKING:
    from opora.core.embedded import EmbeddedPostgres

_READY_SECONDS, _STOP_SECONDS = 60.0, 15.0


class RunFailed(Refusal):
    """A part of the system ended by itself; the message is one line."""


class Children:
    """The processes of one run. Each holds the read end of a pipe from us and ends when it closes."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._running: dict[str, asyncio.subprocess.Process] = {}

    async def start(self, kind: str) -> None:
        fd = self._sock.fileno()
        self._running[kind] = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "opora.serving", kind, str(fd),
            stdin=asyncio.subprocess.PIPE, pass_fds=(fd,) if kind == "api" else (), start_new_session=True,
        )  # fmt: skip

    async def vite(self, api: str) -> None:
        """The web application's development server; it, too, ends with its standard input."""
        self._running["web"] = await asyncio.create_subprocess_exec(
            "npm", "run", "dev", "--silent", cwd=REPOSITORY / "frontend", stdin=asyncio.subprocess.PIPE,
            start_new_session=True, env=_environment(OPORA_API_URL=api),
        )  # fmt: skip

    async def go(self, kind: str, told: dict[str, str]) -> None:
        """Tell a child where the database is; it begins to work."""
        stdin = self._running[kind].stdin
        if stdin:
            with contextlib.suppress(ConnectionError):
                stdin.write(json.dumps(told).encode() + b"\n")
                await stdin.drain()

    async def first_end(self) -> str:
        """Wait until any child ends; say which and how."""
        waits = {asyncio.create_task(process.wait()): kind for kind, process in self._running.items()}
        try:
            done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
        task = done.pop()
        return f"the {waits[task]} process ended with status {task.result()}; its messages are above"

    async def stop(self, *kinds: str) -> None:
        """Ask, wait, force."""
        ending = [self._running.pop(kind) for kind in kinds or tuple(self._running) if kind in self._running]
        for process in ending:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        for process in ending:
            try:
                await asyncio.wait_for(process.wait(), _STOP_SECONDS)
            except TimeoutError:
                process.kill()
                await process.wait()


def run(settings: Settings, *, dev: bool = False, follow: bool = False) -> None:
    """Run everything until Ctrl-C or SIGTERM (with `follow` also until our parent ends, however it ends).

    Raises what is wrong as an error of one line.
    """
    sock = listen(settings.host, settings.port)
    try:
        asyncio.run(_run(settings, sock, dev, os.getppid() if follow else None))
    finally:
        sock.close()


async def _run(settings: Settings, sock: socket.socket, dev: bool, parent: int | None) -> None:
    stop = asyncio.Event()
    following = asyncio.create_task(_follow(parent, stop)) if parent else None
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop.set)
    children = Children(sock)
    try:
        await children.start("api")
        from opora.installation import opened  # while the API imports itself

        async with opened(settings) as (addresses, server):
            try:
                told = {"database_url": addresses.gate}
                await _first(stop, _prepare(settings, addresses.owner))
                await children.go("api", told)
                await _first(stop, _ready(settings), children.first_end())
                await children.start("worker")  # only now: two cores are faster at one import each
                await children.go("worker", told)
                if dev:
                    await children.vite(f"http://{reach(settings.host)}:{settings.port}")
                _say(await asyncio.to_thread(welcome, settings, dev))
                await _watch(stop, children, server, told, dev)
            finally:
                await children.stop()
    except _Stopped:
        pass
    finally:
        await children.stop()
        if following:
            following.cancel()


async def _follow(parent: int, stop: asyncio.Event) -> None:
    while os.getppid() == parent:  # noqa: ASYNC110 -- nobody tells an adopted process
        await asyncio.sleep(1)
    stop.set()


class _Stopped(Exception):
    """A signal asked for the end."""


async def _first(stop: asyncio.Event, wanted: Any, ending: Any = None) -> Any:
    """The result of `wanted`. Raises _Stopped on a signal, RunFailed when a child ends before."""
    tasks = {"stop": asyncio.create_task(stop.wait()), "wanted": asyncio.ensure_future(wanted)}
    if ending is not None:
        tasks["ending"] = asyncio.ensure_future(ending)
    try:
        await asyncio.wait(tasks.values(), return_when=asyncio.FIRST_COMPLETED)
        if tasks["wanted"].done():
            return tasks["wanted"].result()
        if stop.is_set():
            raise _Stopped
        raise RunFailed(tasks["ending"].result())
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)


async def _prepare(settings: Settings, owner: str) -> None:
    from opora.installation import fill, migrate

    started = time.monotonic()
    if await migrate(owner):
        _say(f"The database schema is up to date ({time.monotonic() - started:.1f} s).")
    if settings.demo and owner:
        started = time.monotonic()
        if await fill(owner, settings):
            _say(f"Demonstration data loaded ({time.monotonic() - started:.1f} s).")


async def _watch(
    stop: asyncio.Event, children: Children, server: "EmbeddedPostgres | None", told: dict[str, str], dev: bool
) -> None:
    """Until something ends. In development, changed sources restart API and worker behind the open port."""
    while True:
        waits: dict[str, Any] = {"ended": children.first_end(), "database": _database_end(server)}
        if dev:
            waits["changed"] = _changed()
        tasks = {asyncio.create_task(wait): name for name, wait in waits.items()}
        wanted = asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        try:
            done, _ = await _first(stop, wanted)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        first = done.pop()
        if tasks[first] != "changed":
            raise RunFailed(first.result())
        _say("Sources changed: restarting.")
        await children.stop("api", "worker")
        for kind in ("api", "worker"):
            await children.start(kind)
            await children.go(kind, told)


async def _database_end(server: "EmbeddedPostgres | None") -> str:
    while server is None or server.alive:  # noqa: ASYNC110 -- another process may own it, so there is nothing to await
        await asyncio.sleep(1)
    return f"the embedded PostgreSQL ended: {server.log} says why; start again"


async def _changed() -> str:
    from watchfiles import PythonFilter, awatch

    async for _ in awatch(Path(__file__).parent, watch_filter=PythonFilter()):
        break
    return "changed"


async def _ready(settings: Settings) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while not await asyncio.to_thread(get, settings, "/readyz"):
        if time.monotonic() > deadline:
            raise RunFailed("the API does not become ready: see the messages above")
        await asyncio.sleep(0.05)


def _environment(**more: str) -> dict[str, str]:
    return {**os.environ, **more}


def _say(text: str) -> None:
    print(text, flush=True)
