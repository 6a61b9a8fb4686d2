"""The way to the gate's functions: a transaction of `opora_auth`, which reads no table."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Request


@asynccontextmanager
async def through_gate(request: Request) -> AsyncIterator[Any]:
    """A connection before there is an actor; what it changes carries the request's number in the audit."""
    async with request.app.state.reader.before_actor() as connection:
        await connection.execute("select set_config('opora.request', $1, true)", request.state.request_id)
        yield connection
