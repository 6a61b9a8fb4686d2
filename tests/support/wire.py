"""A wire between the program and PostgreSQL that counts: each Sync or simple Query the program sends is one message to the
server, after which it waits. Counted on the wire, nothing is forgotten: preparing, begin, commit, what a pool does.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

_STARTUP = (80877103, 80877104)  # requests for TLS and GSS: eight bytes without a kind


@dataclass
class Wire:
    """Counts what passes since `start`."""

    messages: int = 0
    texts: list[str] = field(default_factory=list)

    def start(self) -> None:
        self.messages, self.texts = 0, []


class _Reading:
    """Cuts what the program sends into messages of the protocol."""

    def __init__(self, wire: Wire) -> None:
        self.wire, self.buffer, self.begun = wire, b"", False

    def take(self, data: bytes) -> None:
        self.buffer += data
        while len(self.buffer) >= (5 if self.begun else 8):
            head = 0 if not self.begun else 1
            size = head + int.from_bytes(self.buffer[head : head + 4])
            if len(self.buffer) < size:
                return
            message, self.buffer = self.buffer[:size], self.buffer[size:]
            if not self.begun:
                self.begun = int.from_bytes(message[4:8]) not in _STARTUP
            elif message[:1] in b"QS":
                self.wire.messages += 1
                self.wire.texts.append(message[5:-1].decode(errors="replace") if message[:1] == b"Q" else "(extended)")
            elif message[:1] in b"PB":
                self.wire.texts.append(
                    message[5:].split(b"\0", 2)[1].decode(errors="replace") if message[:1] == b"P" else ""
                )


@contextlib.asynccontextmanager
async def counted(url: str, folder: Path) -> AsyncIterator[tuple[str, Wire]]:
    """An address that leads to `url` over a counting wire."""
    wire, parts = Wire(), urlsplit(url)
    query, tasks = parse_qs(parts.query), set[asyncio.Task[None]]()

    async def pump(source: asyncio.StreamReader, target: asyncio.StreamWriter, reading: _Reading | None) -> None:
        with contextlib.suppress(ConnectionError):
            while data := await source.read(65536):
                if reading:
                    reading.take(data)
                target.write(data)
                await target.drain()
        target.close()

    async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if "host" in query:
            path = f"{query['host'][0]}/.s.PGSQL.{query.get('port', ['5432'])[0]}"
            server = await asyncio.open_unix_connection(path)
        else:
            server = await asyncio.open_connection(parts.hostname, parts.port or 5432)
        for task in (pump(reader, server[1], _Reading(wire)), pump(server[0], writer, None)):
            running = asyncio.create_task(task)
            tasks.add(running)
            running.add_done_callback(tasks.discard)

    listening = await asyncio.start_unix_server(accept, str(folder / ".s.PGSQL.5432"))
    login = parts.netloc.rpartition("@")[0]
    try:
        yield f"postgresql://{login}@{parts.path}?host={folder}", wire
    finally:
        listening.close()
        for task in list(tasks):
            task.cancel()
