"""What happens by itself: events and Days move with the clock, next month gets its draft."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from opora.clockwork import Clockwork
from opora.core import clock
from opora.intensives.jobs import next_month
from tests.api.intensives.conftest import DAYS, come, moved, ok
from tests.support.world import id_

Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


@pytest.fixture
async def works(app: FastAPI) -> Clockwork:
    """The clockwork on the test's own connection."""
    state = app.state
    return Clockwork(SimpleNamespace(reader=state.reader, sessions=state.sessions, actors=state.actors))


async def test_a_day_and_its_sessions_start_and_end_by_the_clock(
    works: Clockwork,
    methodologist: httpx.AsyncClient,
    published: dict[str, Any],
    rows: Rows,
) -> None:
    assert await works.tick() == 0, "nothing is due"
    come(published, hour=10)
    await works.tick()
    found = await ok(await methodologist.get(f"{DAYS}/{published['id']}"))
    assert found["status"] == "in_progress"
    states = await rows("select status from event where intensive_day_id = $1 order by starts_at", id_of(published))
    assert states[0]["status"] == "in_progress"
    come(published, hour=30)
    await works.tick()
    assert (await ok(await methodologist.get(f"{DAYS}/{published['id']}")))["status"] == "held"
    states = await rows("select status from event where intensive_day_id = $1", id_of(published))
    assert {row["status"] for row in states} == {"held"}
    told = await rows("select account_id from change where type = 'intensive_day.finish'")
    assert [row["account_id"] for row in told] == [id_("account.system")]


async def test_what_the_database_refuses_stops_nothing_else(works: Clockwork) -> None:
    async def found(_: Any) -> list[UUID]:
        return [id_("one"), id_("other")]

    async def do(session: Any, _: Any, which: UUID) -> bool:
        if which == id_("one"):
            await session.execute(text("select 1 / 0"))
        return True

    assert await works._each(found, do) == 1


async def test_registration_closes_on_its_day(
    works: Clockwork,
    methodologist: httpx.AsyncClient,
    day: dict[str, Any],
    coordinator: httpx.AsyncClient,
) -> None:
    closes = date.fromisoformat(day["held_on"]) - timedelta(days=3)
    body = {"registration_closes_on": str(closes)}
    await ok(await methodologist.patch(f"{DAYS}/{day['id']}", json=body, headers={"If-Match": "*"}))
    await ok(await methodologist.post(f"{DAYS}/{day['id']}/agenda/proposals"), 201)
    await ok(await methodologist.post(f"{DAYS}/{day['id']}/agenda/accept"))
    await moved(methodologist, day, "build")
    await moved(coordinator, day, "publish")
    come(day, hour=-36)
    await works.tick()
    assert (await ok(await methodologist.get(f"{DAYS}/{day['id']}")))["status"] == "registration_closed"


async def test_next_month_gets_a_draft_set_up_as_the_last_day_once(
    works: Clockwork,
    methodologist: httpx.AsyncClient,
    published: dict[str, Any],
    rows: Rows,
) -> None:
    come(published)
    ahead = next_month(clock.today())
    expected = 0 if ahead.month in (6, 7, 8) else 1
    assert await works.draft() >= expected
    assert await works.draft() == 0, "the month has its Day now"
    drafts = await rows(
        "select status, slots, rooms from intensive_day where program_id = $1 and month = $2", id_("program.a"), ahead
    )
    assert [row["status"] for row in drafts] == ["draft"] * expected
    assert all(len(row["slots"]) == 2 and len(row["rooms"]) == 2 for row in drafts)


def id_of(day: dict[str, Any]) -> Any:
    return UUID(day["id"])
