"""Clients that sign in as people do: by login and password, each from an address of its own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from opora.core.addresses import native
from tests.conftest import BASE_URL
from tests.support.world import PASSWORD

LOGIN_URL = "/api/v1/auth/login"
SignIn = Callable[..., Awaitable[httpx.AsyncClient]]
Browser = Callable[..., httpx.AsyncClient]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A browser that knows nobody yet: `browser(app, address="203.0.113.5")`."""
    clients: list[httpx.AsyncClient] = []

    def make(app: FastAPI, address: str = "192.0.2.1", **headers: str) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=(address, 40_000))
        client = httpx.AsyncClient(transport=transport, base_url=BASE_URL, headers={"X-Opora-Client": "web"} | headers)
        clients.append(client)
        return client

    yield make
    for client in clients:
        await client.aclose()


@pytest.fixture
def sign_in(browser: Browser) -> SignIn:
    """A browser that has signed in as somebody of the world."""

    async def enter(app: FastAPI, who: str, password: str = PASSWORD, **options: str) -> httpx.AsyncClient:
        client = browser(app, **options)
        answer = await client.post(LOGIN_URL, json={"login": who, "password": password})
        assert answer.status_code == 200, answer.text
        return client

    return enter


async def tried(client: httpx.AsyncClient, who: str, password: str) -> httpx.Response:
    return await client.post(LOGIN_URL, json={"login": who, "password": password})


async def as_owner(app: FastAPI, *statements: str, fetch: str | None = None) -> list[Any]:
    """Do what only time or the owner does; `app` is a `committed` one."""
    connection = await asyncpg.connect(native(app.state.owner_url))
    try:
        for statement in statements:
            await connection.execute(statement)
        return await connection.fetch(fetch) if fetch else []
    finally:
        await connection.close()
