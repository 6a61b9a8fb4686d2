"""Messages to PostgreSQL a request costs, everything included: counted on the wire, between the program and the server."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import httpx
from pydantic import SecretStr

from opora.core.addresses import database_of, native, with_login
from opora.main import create_app
from opora.settings import Settings
from tests.bench.database import SECRET, Filled

_ASKS = frozenset(b"QSH")  # a simple query, a sync, a flush: each makes the program wait for one answer


class Counter:
    """A way to PostgreSQL that counts what goes through it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(native(url))
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        self._host = query.get("host") or parts.hostname or "127.0.0.1"
        self._port = int(query.get("port") or parts.port or 5432)
        self.asked = 0

    @asynccontextmanager
    async def listening(self, folder: Path) -> AsyncIterator[None]:
        server = await asyncio.start_unix_server(self._serve, folder / ".s.PGSQL.5432")
        async with server:
            yield

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._host.startswith("/"):
            far = await asyncio.open_unix_connection(f"{self._host}/.s.PGSQL.{self._port}")
        else:
            far = await asyncio.open_connection(self._host, self._port)
        back = asyncio.create_task(_copy(far[0], writer))
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            far[1].write(size := await reader.readexactly(4))  # the first message has no kind
            far[1].write(await reader.readexactly(int.from_bytes(size) - 4))
            while True:
                head = await reader.readexactly(5)
                self.asked += head[0] in _ASKS
                far[1].write(head + await reader.readexactly(int.from_bytes(head[1:]) - 4))
        far[1].close()
        await back


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while part := await reader.read(65_536):
            writer.write(part)
    writer.close()


async def messages(filled: Filled, requests: dict[str, Sequence[bytes]]) -> dict[str, float]:
    """Messages a request of each kind once the program is warm. The first half of the requests warms it."""
    counter = Counter(filled.gate)
    with tempfile.TemporaryDirectory(prefix="opora-", dir="/tmp") as folder:
        parts = urlsplit(native(filled.gate))
        through = f"postgresql:///{quote(database_of(filled.gate))}?host={quote(folder)}&port=5432"
        url = with_login(through, parts.username or "", parts.password or "")
        settings = Settings(
            secret=SecretStr(SECRET), database_url=url, pool_size=1, web_dist=Path("/nonexistent"), log_level="warning"
        )
        app = create_app(settings)
        transport = httpx.ASGITransport(app)
        async with (
            counter.listening(Path(folder)),
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url=settings.origin) as client,
        ):
            return {name: await _each(client, counter, raw) for name, raw in requests.items()}


async def _each(client: httpx.AsyncClient, counter: Counter, requests: Sequence[bytes]) -> float:
    half, asked = len(requests) // 2, 0
    for number, raw in enumerate(requests):
        if number == half:
            asked = counter.asked
        head, _, body = raw.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        method, path, _ = first.split(" ")
        headers = dict(line.split(": ", 1) for line in lines)
        answer = await client.request(method, path, headers=headers, content=body)
        assert answer.is_success, answer.text
    return (counter.asked - asked) / (len(requests) - half)
