"""A Day of municipality A on the way: a common deficit, a draft, a proposed agenda."""

from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from opora.core import clock
from tests.conftest import Login
from tests.support.world import id_

API, DAYS = "/api/v1", "/api/v1/intensives-days"
PROGRAM = str(id_("program.a"))


def next_month() -> date:
    today = clock.today()
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


NEW: dict[str, Any] = {
    "program_id": PROGRAM, "theme": "Функциональная грамотность", "place": "Школа A1", "audiences": ["teachers", "parents"],
    "expected": [{"audience": "teachers", "people": 20}, {"audience": "parents", "people": 30}],
    "rooms": [{"name": "Актовый зал", "seats": 100}, {"name": "101", "seats": 25}],
    "slots": [{"starts": "10:00", "ends": "10:45"}, {"starts": "11:00", "ends": "11:45"}],
}  # fmt: skip


async def ok(answer: httpx.Response, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


async def decided(client: httpx.AsyncClient, type_: str, scope: str = "common") -> None:
    body = {"program_id": PROGRAM, "type_id": str(id_(f"type.{type_}")), "decided_scope": scope}
    await ok(await client.post(f"{API}/deficit-scope-decisions", json=body), 201)


async def moved(client: httpx.AsyncClient, day: dict[str, Any], event: str, **more: Any) -> Any:
    return await ok(await client.post(f"{DAYS}/{day['id']}/transitions", json={"event": event} | more))


async def proposed(client: httpx.AsyncClient, day: dict[str, Any]) -> Any:
    return await ok(await client.post(f"{DAYS}/{day['id']}/agenda/proposals"), 201)


async def answered(client: httpx.AsyncClient, day: dict[str, Any], item: dict[str, Any], event: str) -> httpx.Response:
    return await client.post(f"{DAYS}/{day['id']}/agenda/items/{item['id']}/transitions", json={"event": event})


@pytest.fixture(autouse=True)
def _clock() -> Any:
    yield
    clock.shift(timedelta(0))


def come(day: dict[str, Any], hour: int = 13) -> None:
    """Let the clock show the Day, after its sessions began."""
    then = clock.midnight(date.fromisoformat(day["held_on"])) + timedelta(hours=hour)
    clock.shift(then - datetime.now(then.tzinfo))


@pytest.fixture
def coordinator(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "mc.a@test")


@pytest.fixture
def methodologist(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "me.a@test")


@pytest.fixture
def head(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app, "head.a1@test")


@pytest.fixture
async def day(coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient) -> dict[str, Any]:
    """A draft for next month that serves t1, held by all three low-result schools."""
    await decided(coordinator, "t1")
    month = next_month()
    body = NEW | {"month": str(month), "held_on": str(month.replace(day=10))}
    draft: dict[str, Any] = await ok(await methodologist.post(DAYS, json=body), 201)
    return draft


@pytest.fixture
async def published(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, day: dict[str, Any]
) -> dict[str, Any]:
    """The same Day, announced with the proposed sessions."""
    await proposed(methodologist, day)
    await ok(await methodologist.post(f"{DAYS}/{day['id']}/agenda/accept"))
    await moved(methodologist, day, "build")
    found: dict[str, Any] = await moved(coordinator, day, "publish")
    return found
