"""The serving processes: a port of our own, uvicorn on it, and a life that ends with the supervisor's."""

import asyncio
import contextlib
import errno
import gc
import importlib
import json
import os
import signal
import socket
import sys
import threading
import time

from opora.refusal import Refusal
from opora.settings import Settings, get_settings

_PATIENCE = 15.0


class PortBusy(Refusal):
    """The address to listen on cannot be had; the message is one line that says what to do."""


def listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is started: callers wait in its queue instead of being refused."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(2048)
    except OSError as error:
        sock.close()
        if error.errno == errno.EADDRINUSE:
            raise PortBusy(
                f"port {port} of {host} is in use: stop the program that holds it, or choose another port,"
                f" e.g. OPORA_PORT={port + 1}"
            ) from None
        raise PortBusy(
            f"cannot listen on {host}, port {port}: {error.strerror}; set OPORA_HOST and OPORA_PORT"
        ) from None
    return sock


def serve(settings: Settings, sock: socket.socket) -> None:
    """Answer requests on `sock` until SIGTERM or SIGINT; requests under way get ten seconds."""
    import uvicorn

    from opora.main import create_app

    config = uvicorn.Config(
        create_app(settings),
        loop="uvloop",
        http="httptools",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.forwarded_allow_ips,
        timeout_keep_alive=20,
        timeout_graceful_shutdown=10,
        h11_max_incomplete_event_size=65_536,
    )
    server = uvicorn.Server(config)
    server.run(sockets=[sock])
    if not server.started:
        raise SystemExit(3)  # its lifespan has said why


def work(settings: Settings) -> None:
    """Run jobs until SIGTERM or SIGINT."""
    import uvloop

    from opora.worker import run_worker

    async def main() -> None:
        task = asyncio.current_task()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            if task:
                loop.add_signal_handler(number, task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await run_worker(settings)

    uvloop.run(main())


def child(kind: str, fd: int) -> None:
    """One process of `opora run`. Its standard input is its life line: one line of JSON tells where the database is
    (never an argument or the environment, which others can read), and its end tells that the supervisor is gone.
    """
    _warm(kind)
    line = sys.stdin.readline()
    if not line:
        return
    threading.Thread(target=_follow, daemon=True).start()
    settings = get_settings().model_copy(update=json.loads(line))
    if kind == "api":
        serve(settings, socket.socket(fileno=fd))
    else:
        work(settings)


def _warm(kind: str) -> None:
    """Import the program while the supervisor still prepares the database.

    Importing is most of a start. Nothing becomes garbage meanwhile, and structlog would load `rich` for coloured
    tracebacks that its JSON lines never show; without both it takes a quarter less.
    """
    gc.disable()
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]  # documented: None makes an import fail
    for module in ("opora.main", "uvicorn", "uvloop", "httptools") if kind == "api" else ("opora.worker", "uvloop"):
        importlib.import_module(module)
    gc.enable()


def _follow() -> None:
    while sys.stdin.readline():
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_PATIENCE)
    os._exit(1)


if __name__ == "__main__":  # started by opora.supervisor; without the command line's imports
    try:
        child(sys.argv[1], int(sys.argv[2]))
    except Refusal as error:
        sys.exit(f"opora: {error}")
