"""Everybody at once: seats are never exceeded, the waiting list keeps its order, each promotion is told once, nothing crashes.

Two applications with pools of their own stand before one database, as two processes would.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import cycle
from typing import Any

import asyncpg
import httpx
import pytest

from opora.core.addresses import native
from tests.api.events.making import API, URL, begun, published
from tests.conftest import Login
from tests.support.teachers import CROWD, gather_teachers
from tests.support.world import id_

SEATS = 30
LEAVING = 20


@dataclass
class Hall:
    """An event of thirty seats, two hundred teachers before it, and the owner's eye on the rows."""

    event: dict[str, Any]
    teachers: list[httpx.AsyncClient]
    methodologist: httpx.AsyncClient
    rows: asyncpg.Connection

    async def register(self, who: httpx.AsyncClient) -> httpx.Response:
        return await who.post(f"{URL}/{self.event['id']}/registrations", json={})

    async def registrations(self) -> list[Any]:
        return list(
            await self.rows.fetch(
                "select * from event_registration where event_id = $1 order by number", self.event["id"]
            )
        )

    async def promoted(self) -> list[Any]:
        number = "(data ->> 'number')::int as number"
        sql = f"select entity_id, {number} from change where type = 'registration.promote' order by xid, seq"
        return list(await self.rows.fetch(sql))


@pytest.fixture
async def hall(committed: Callable[[int], Any], login: Login) -> AsyncIterator[Hall]:
    async with AsyncExitStack() as stack:
        apps = [await stack.enter_async_context(committed(8)) for _ in range(2)]
        for app in apps:  # how long a request may wait for a connection is another question: this machine may be busy
            app.state.sessions.kw["bind"].pool._timeout = 120
        logins = await gather_teachers(apps[0].state.owner_url)
        rows = await asyncpg.connect(native(apps[0].state.owner_url))
        stack.push_async_callback(rows.close)
        methodologist = login(apps[0], "me.a@test")
        event = await published(methodologist, capacity=SEATS)
        teachers = [login(app, who) for who, app in zip(logins, cycle(apps), strict=False)]
        yield Hall(event, teachers, methodologist, rows)


def _codes(answers: list[httpx.Response]) -> dict[int, int]:
    codes = [answer.status_code for answer in answers]
    return {code: codes.count(code) for code in set(codes)}


async def test_two_hundred_register_at_once_for_thirty_seats(hall: Hall) -> None:
    answers = await asyncio.gather(*map(hall.register, hall.teachers))
    assert _codes(answers) == {201: CROWD}
    rows = await hall.registrations()
    assert [row["number"] for row in rows] == list(range(1, CROWD + 1))
    assert [row["status"] for row in rows] == ["confirmed"] * SEATS + ["waitlisted"] * (CROWD - SEATS)
    assert len({row["person_id"] for row in rows}) == CROWD
    told = {answer.json()["id"]: (answer.json()["status"], answer.json()["number"]) for answer in answers}
    assert told == {str(row["id"]): (row["status"], row["number"]) for row in rows}, (
        "everybody was told what was stored"
    )
    positions = [answer.json()["waiting_position"] for answer in answers if answer.json()["status"] == "waitlisted"]
    assert all(position is not None for position in positions)
    facts = await hall.rows.fetchval("select count(*) from change where type = 'registration.register'")
    assert facts == CROWD
    await _twenty_leave_while_the_rest_try_again(hall, {row["id"]: row for row in rows})


async def _twenty_leave_while_the_rest_try_again(hall: Hall, rows: dict[Any, Any]) -> None:
    """Cancelling and registering cross: those who leave are followed by the first who wait, one notice each."""
    seated = [row["id"] for row in rows.values() if row["status"] == "confirmed"][:LEAVING]
    by_person = {}
    for client in hall.teachers:
        mine = (await client.get(f"{API}/registrations?mine=true&limit=1")).json()["items"][0]
        by_person[mine["id"]] = client

    async def leave(registration: Any) -> httpx.Response:
        body = {"event": "cancel"}
        return await by_person[str(registration)].post(f"{API}/registrations/{registration}/transitions", json=body)

    late = [client for id_, client in by_person.items() if id_ not in {str(s) for s in seated}][:50]
    left, again = await asyncio.gather(asyncio.gather(*map(leave, seated)), asyncio.gather(*map(hall.register, late)))
    assert (_codes(left), _codes(again)) == ({200: LEAVING}, {409: 50})
    after = {row["id"]: row for row in await hall.registrations()}
    assert sum(row["status"] == "confirmed" for row in after.values()) == SEATS
    promoted = await hall.promoted()
    assert [row["number"] for row in promoted] == list(range(SEATS + 1, SEATS + LEAVING + 1)), (
        "in the order of the list"
    )
    assert len({row["entity_id"] for row in promoted}) == LEAVING, "one notice each"
    assert all(after[row["entity_id"]]["status"] == "confirmed" for row in promoted)


async def test_people_register_while_others_leave_and_no_seat_is_given_twice(hall: Hall) -> None:
    first, second = hall.teachers[: SEATS + 10], hall.teachers[SEATS + 10 : 2 * SEATS + 40]
    made = [(await hall.register(client)).json() for client in first]

    async def leave(client: httpx.AsyncClient, registration: dict[str, Any]) -> httpx.Response:
        return await client.post(f"{API}/registrations/{registration['id']}/transitions", json={"event": "cancel"})

    leaving = zip(first[:LEAVING], made[:LEAVING], strict=True)
    left, came = await asyncio.gather(
        asyncio.gather(*(leave(client, registration) for client, registration in leaving)),
        asyncio.gather(*map(hall.register, second)),
    )
    assert (_codes(left), _codes(came)) == ({200: LEAVING}, {201: len(second)})
    rows = await hall.registrations()
    live = [row for row in rows if row["status"] != "cancelled"]
    assert [row["status"] for row in live] == ["confirmed"] * SEATS + ["waitlisted"] * (len(live) - SEATS)
    seated_at_once = {answer.json()["id"] for answer in came if answer.json()["status"] == "confirmed"}
    numbers = [row["number"] for row in await hall.promoted()]
    assert numbers == sorted(set(numbers)), "promoted in order, each once"
    assert len(numbers) + len(seated_at_once) == LEAVING, "every seat that was freed is given once"


async def test_a_hall_checks_in_by_the_code_and_everybody_is_recorded_once(hall: Hall) -> None:
    event = hall.event
    await hall.methodologist.patch(f"{URL}/{event['id']}", json={"capacity": None}, headers={"If-Match": "*"})
    people = [str(row["id"]) for row in await hall.rows.fetch("select id from person where last_name = 'Толпа'")]
    answer = await hall.methodologist.post(f"{URL}/{event['id']}/registrations/batch", json={"person_ids": people})
    assert [item["status"] for item in answer.json()["items"]] == ["confirmed"] * CROWD
    begun(event)
    code = (await hall.methodologist.get(f"{URL}/{event['id']}/code")).json()["digits"]

    async def enter(client: httpx.AsyncClient) -> list[httpx.Response]:
        url = f"{URL}/{event['id']}/check-in"
        return list(await asyncio.gather(*(client.post(url, json={"code": code}) for _ in range(2))))  # a double tap

    answers = [answer for pair in await asyncio.gather(*map(enter, hall.teachers[:100])) for answer in pair]
    assert _codes(answers) == {200: 200}
    assert sum(answer.json()["recorded"] for answer in answers) == 100
    marks = await hall.rows.fetch("select registration_id, source from event_attendance")
    assert len({mark["registration_id"] for mark in marks}) == len(marks) == 100
    assert {mark["source"] for mark in marks} == {"code"}


async def test_two_who_mark_the_same_sheet_wait_for_each_other(hall: Hall) -> None:
    people = [
        str(row["id"]) for row in await hall.rows.fetch("select id from person where last_name = 'Толпа' limit 20")
    ]
    made = await hall.methodologist.post(f"{URL}/{hall.event['id']}/registrations/batch", json={"person_ids": people})
    begun(hall.event)
    entries = [{"registration_id": item["registration_id"], "present": True} for item in made.json()["items"]]
    url = f"{URL}/{hall.event['id']}/attendance"
    answers = await asyncio.gather(
        *(
            hall.methodologist.post(url, json={"entries": lines})
            for lines in (entries, entries[::-1], entries, entries[::-1])
        )
    )
    assert _codes(answers) == {201: 4}
    assert sum(answer.json()["recorded"] for answer in answers) == 20
    assert await hall.rows.fetchval("select count(*) from event_attendance") == 20


async def test_who_waited_for_the_lock_while_the_event_was_cancelled_is_refused(hall: Hall) -> None:
    """What was read before the turn no longer holds in it."""
    waits = "select exists (select from pg_locks where not granted and transactionid = pg_current_xact_id()::xid)"
    async with hall.rows.transaction():
        await hall.rows.execute(f"select set_config('opora.account', '{id_('account.system')}', true)")
        cancel = "update event set status = 'cancelled', status_note = 'Нет света' where id = $1"
        await hall.rows.execute(cancel, hall.event["id"])
        asked = asyncio.create_task(hall.register(hall.teachers[0]))
        while not asked.done() and not await hall.rows.fetchval(waits):  # noqa: ASYNC110  PostgreSQL tells nobody
            await asyncio.sleep(0)
        assert not asked.done(), "it waits for its turn"
    answer = await asked
    assert (answer.status_code, answer.json()["code"]) == (409, "registration-closed")
    assert await hall.registrations() == []
