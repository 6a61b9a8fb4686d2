"""Events made through the API, in a time that tests move."""

from datetime import datetime, timedelta
from typing import Any

import httpx

from opora.core import clock
from tests.support.world import id_

API = "/api/v1"
URL = f"{API}/events"


def at(**away: float) -> str:
    """An instant that far from now: `at(days=3)`."""
    return (clock.now() + timedelta(**away)).isoformat()


def draft(**more: Any) -> dict[str, Any]:
    """An event three days ahead for teachers, hosted by school a1."""
    return {
        "program_id": str(id_("program.a")), "kind": "master_class", "title": "Работа с текстом", "audience": ["teachers"],
        "starts_at": at(days=3), "ends_at": at(days=3, hours=1), "place": "Кабинет 12",
        "organizer_school_id": str(id_("school.a1")),
    } | more  # fmt: skip


async def made(client: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    """A draft."""
    answer = await client.post(URL, json=draft(**more))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def published(client: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    """An event that takes registrations."""
    event = await made(client, **more)
    return await moved(client, event["id"], "publish")


async def move(
    client: httpx.AsyncClient, event: Any, name: str, comment: str | None = None, **payload: Any
) -> httpx.Response:
    body = {"event": name, "comment": comment, "payload": payload}
    return await client.post(f"{URL}/{event}/transitions", json=body)


async def moved(
    client: httpx.AsyncClient, event: Any, name: str, comment: str | None = None, **payload: Any
) -> dict[str, Any]:
    answer = await move(client, event, name, comment, **payload)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def begun(event: dict[str, Any], minutes: float = 1) -> None:
    """Move domain time to shortly after the start."""
    clock.shift(timedelta())
    clock.shift(datetime.fromisoformat(event["starts_at"]) - clock.now() + timedelta(minutes=minutes))


async def registered(client: httpx.AsyncClient, event: Any, **more: Any) -> dict[str, Any]:
    """The client's own registration."""
    answer = await client.post(f"{URL}/{event['id']}/registrations", json=more)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def enlisted(client: httpx.AsyncClient, event: Any, *logins: str) -> list[dict[str, Any]]:
    """People registered by somebody else, by their logins."""
    people = [str(id_(f"person.{login}")) for login in logins]
    answer = await client.post(f"{URL}/{event['id']}/registrations/batch", json={"person_ids": people})
    assert answer.status_code == 201, answer.text
    return list(answer.json()["items"])


async def answered(
    client: httpx.AsyncClient, registration: Any, event: str, comment: str | None = None
) -> httpx.Response:
    body = {"event": event, "comment": comment}
    return await client.post(f"{API}/registrations/{registration}/transitions", json=body)
