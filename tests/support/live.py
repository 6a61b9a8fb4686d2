"""The application on a real port in this process: a throw-away committed database, real pools, its own event loop."""

import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator

import uvicorn

from opora.main import create_app
from opora.settings import Settings

START_SECONDS = 30.0


class _Server(uvicorn.Server):
    """Tells when it answers."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()


@contextlib.contextmanager
def serving(settings: Settings, database_url: str) -> Iterator[str]:
    """The address of the application while the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # asyncio sets it on its own sockets only
        own = settings.model_copy(update={"database_url": database_url, "public_url": address, "pool_size": 2})
        server = _Server(uvicorn.Config(create_app(own), log_config=None, lifespan="on", access_log=False))
        thread = threading.Thread(target=lambda: asyncio.run(server.serve([listening])), name="served", daemon=True)
        thread.start()
        try:
            assert server.ready.wait(START_SECONDS), "the application did not start"
            yield address
        finally:
            server.should_exit = True
            thread.join(START_SECONDS)
