"""What a Day does to the deficits it serves when it is closed or lost, and what stands in its way meanwhile (domain.md 3.11)."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import asyncpg
import httpx

from opora.core.addresses import native
from tests.api.deficits.test_loop import moved as deficit_moved
from tests.api.intensives.conftest import API, DAYS, NEW, come, decided, moved, next_month, ok, proposed
from tests.conftest import Login
from tests.support.world import id_

Rows = Callable[..., Awaitable[list[dict[str, Any]]]]
A1, A2, A3 = (id_(f"deficit.{school}.t1") for school in ("a1", "a2", "a3"))
STATES = (
    "select s.code, d.status, d.resume_status, a.state from deficit d join school s on s.id = d.school_id"
    " join deficit_action a on a.deficit_id = d.id where a.target_kind = 'intensive_day' order by s.code, a.id"
)

AWAITED = "select exists (select from pg_locks where transactionid = pg_current_xact_id()::xid and not granted)"


async def states(rows: Rows) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in await rows(STATES)]


async def closed(coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, day: Any, *schools: str) -> None:
    """The Day takes place, parents of these schools and a methodologist come, and the coordinator closes it."""
    events = (await ok(await methodologist.get(f"{API}/events", params={"intensive_day_id": day["id"]})))["items"]
    teachers, parents = sorted(events, key=lambda event: event["audience"] == ["parents"])
    person = {"person_ids": [str(id_("person.me.a@test"))]}
    seat = await ok(await methodologist.post(f"{API}/events/{teachers['id']}/registrations/batch", json=person), 201)
    seat = seat["items"][0]["registration_id"]
    come(day)
    await moved(methodologist, day, "start")
    await ok(await methodologist.post(f"{API}/registrations/{seat}/transitions", json={"event": "mark_attended"}))
    await moved(methodologist, day, "finish")
    for school in schools or ("a4",):
        count = {"school_id": str(id_(f"school.{school}")), "audience": "parents", "count": 12}
        await ok(await methodologist.post(f"{API}/events/{parents['id']}/counts", json=count), 201)
    protocol = {
        "number": "3", "chair": "Иванова И. И.", "secretary": "Петрова П. П.", "questions": [],
        "decisions": [{"text": "Повторить", "responsible": "ИМЦ", "due_on": None}],
    }  # fmt: skip
    await ok(await methodologist.patch(f"{DAYS}/{day['id']}", json={"protocol": protocol}, headers={"If-Match": "*"}))
    await moved(methodologist, day, "report")
    await moved(coordinator, day, "close")


async def announced(coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, month: date) -> Any:
    """Another Day, published with the proposed sessions."""
    body = NEW | {"month": str(month), "held_on": str(month.replace(day=10))}
    day = await ok(await methodologist.post(DAYS, json=body), 201)
    await proposed(methodologist, day)
    await ok(await methodologist.post(f"{DAYS}/{day['id']}/agenda/accept"))
    await moved(methodologist, day, "build")
    return await moved(coordinator, day, "publish")


async def test_what_a_school_missed_the_next_day_serves(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, published: dict[str, Any], rows: Rows
) -> None:
    await closed(coordinator, methodologist, published, "a1", "a2")
    assert await states(rows) == [
        ("school-a1", "in_progress", None, "done"),
        ("school-a2", "in_progress", None, "done"),
        ("school-a3", "scoped", None, "missed"),
    ]
    home = await ok(await coordinator.get(f"{API}/home"))
    assert [row["deficit_id"] for row in home["missed"]] == [str(A3)]
    month = (date.fromisoformat(published["month"]) + timedelta(days=32)).replace(day=1)
    following = await announced(coordinator, methodologist, month)
    assert (await states(rows))[2:] == [
        ("school-a3", "planned", None, "missed"),
        ("school-a3", "planned", None, "planned"),
    ]
    await closed(coordinator, methodologist, following, "a3")
    assert (await states(rows))[2:] == [
        ("school-a3", "in_progress", None, "missed"),
        ("school-a3", "in_progress", None, "done"),
    ]
    assert (await ok(await coordinator.get(f"{API}/home")))["missed"] == []


async def test_what_only_supports_does_not_keep_the_next_day_away(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, published: dict[str, Any], rows: Rows
) -> None:
    """A course beside the Day, planned in one school and done in another: both still wait for a Day that they missed."""
    course = {"route": "training_course", "title": "Курс", "purpose": "supporting"}
    for deficit in (A2, A3):
        made = await ok(await methodologist.post(f"{API}/deficits/{deficit}/actions", json=course), 201)
        action = next(a["id"] for a in made["actions"] if a["purpose"] == "supporting")
        if deficit == A3:
            url = f"{API}/deficits/{deficit}/actions/{action}/transitions"
            await ok(await methodologist.post(url, json={"event": "complete"}))
    await closed(coordinator, methodologist, published, "a1")
    home = await ok(await coordinator.get(f"{API}/home"))
    assert {row["deficit_id"] for row in home["missed"]} == {str(A2), str(A3)}
    month = (date.fromisoformat(published["month"]) + timedelta(days=32)).replace(day=1)
    await announced(coordinator, methodologist, month)
    assert (await states(rows))[1:] == [
        ("school-a2", "planned", None, "missed"),
        ("school-a2", "planned", None, "planned"),
        ("school-a3", "planned", None, "missed"),
        ("school-a3", "planned", None, "planned"),
    ]


async def test_a_deferred_deficit_goes_on_from_what_the_day_made_of_it(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, published: dict[str, Any], rows: Rows
) -> None:
    until = str(date.fromisoformat(published["held_on"]) + timedelta(days=60))
    for deficit in (A1, A2):
        await deficit_moved(coordinator, deficit, "defer", "Ремонт", until=until)
    await closed(coordinator, methodologist, published, "a1", "a3")
    assert await states(rows) == [
        ("school-a1", "deferred", "in_progress", "done"),
        ("school-a2", "deferred", "scoped", "missed"),
        ("school-a3", "in_progress", None, "done"),
    ]
    assert (await deficit_moved(coordinator, A1, "resume"))["status"] == "in_progress"
    assert (await deficit_moved(coordinator, A2, "resume"))["status"] == "scoped"


async def test_a_cancelled_day_gives_a_deferred_deficit_back_too(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, published: dict[str, Any], rows: Rows
) -> None:
    await deficit_moved(
        coordinator, A1, "defer", "Ремонт", until=str(date.fromisoformat(published["held_on"]) + timedelta(days=60))
    )
    await moved(coordinator, published, "cancel", comment="Карантин")
    assert (await states(rows))[0] == ("school-a1", "deferred", "scoped", "cancelled")
    assert (await deficit_moved(coordinator, A1, "resume"))["status"] == "scoped"


async def test_a_day_does_not_close_what_became_individual(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, published: dict[str, Any], rows: Rows
) -> None:
    """INV-30."""
    await deficit_moved(coordinator, A1, "change_scope", "Причины у школы свои", scope="individual")
    await closed(coordinator, methodologist, published, "a1", "a2", "a3")
    assert (await states(rows))[0] == ("school-a1", "scoped", None, "cancelled")
    effects = await rows("select effect from deficit_action where deficit_id = $1", A1)
    assert "закрывается в связке" in effects[0]["effect"]


async def test_a_days_action_is_done_by_closing_the_day_alone(
    coordinator: httpx.AsyncClient, head: httpx.AsyncClient, published: dict[str, Any], rows: Rows
) -> None:
    deficit = await ok(await head.get(f"{API}/deficits/{A1}"))
    action = deficit["actions"][0]
    assert action["allowed_actions"] == ["cancel"]
    url = f"{API}/deficits/{A1}/actions/{action['id']}/transitions"
    for client in (head, coordinator):
        refused = await client.post(url, json={"event": "complete"})
        assert (refused.status_code, refused.json()["code"]) == (409, "transition-not-allowed")
        assert "закроет День" in refused.json()["detail"]
    assert (await states(rows))[0] == ("school-a1", "planned", None, "planned")


async def test_an_action_cancelled_while_the_day_closes_stays_cancelled(
    committed: Callable[[int], Any], login: Login
) -> None:
    """Closing waits for whoever holds the deficit, and then sees what was done."""
    async with committed(4) as app:
        coordinator, methodologist = login(app, "mc.a@test"), login(app, "me.a@test")
        await decided(coordinator, "t1")
        day = await announced(coordinator, methodologist, next_month())
        connection = await asyncpg.connect(native(app.state.owner_url))
        try:
            async with connection.transaction():
                await connection.execute("select set_config('opora.account', $1, true)", str(id_("account.mc.a@test")))
                await connection.execute("update deficit set status = 'scoped' where id = $1", A1)
                closing = asyncio.create_task(closed(coordinator, methodologist, day, "a1", "a2", "a3"))
                while not await connection.fetchval(AWAITED):
                    assert not closing.done(), closing.result()
                await connection.execute("update deficit_action set state = 'cancelled' where deficit_id = $1", A1)
            await closing
            left = await connection.fetch("select deficit_id, state from deficit_action")
        finally:
            await connection.close()
    assert {row["deficit_id"]: row["state"] for row in left} == {A1: "cancelled", A2: "done", A3: "done"}
