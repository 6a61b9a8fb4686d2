"""The Day from draft to closing (domain.md 3.3, 3.11): what it asks for, what it does, whom it tells."""

from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from opora.core import clock
from tests.api.intensives.conftest import (
    API,
    DAYS,
    NEW,
    PROGRAM,
    answered,
    come,
    decided,
    moved,
    next_month,
    ok,
    proposed,
)
from tests.conftest import Login
from tests.support.world import id_

Rows = Callable[..., Awaitable[list[dict[str, Any]]]]
DEFICITS = (
    "select d.status, a.state, a.target_id from deficit d left join deficit_action a on a.deficit_id = d.id"
    " where d.type_id = $1 and d.municipality_id = $2 order by d.school_id"
)


async def told(app: FastAPI, login: Login, kind: str) -> set[str]:
    """Heads who got a notice of the kind."""
    heads = ("head.a1@test", "head.a2@test", "head.b1@test")
    kinds = {who: (await ok(await login(app, who).get(f"{API}/notices")))["items"] for who in heads}
    return {who for who, notices in kinds.items() if kind in {notice["kind"] for notice in notices}}


async def of_t1(rows: Rows) -> list[tuple[str, str | None]]:
    found = await rows(DEFICITS, id_("type.t1"), id_("municipality.a"))
    return [(row["status"], row["state"]) for row in found]


async def test_a_month_of_a_programme_has_one_day(methodologist: httpx.AsyncClient, day: dict[str, Any]) -> None:
    """INV-46."""
    again = await methodologist.post(DAYS, json=NEW | {"month": day["month"]})
    assert (again.status_code, again.json()["code"]) == (409, "month-taken")


async def test_a_cancelled_day_leaves_its_month_free(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, day: dict[str, Any]
) -> None:
    await moved(coordinator, day, "cancel", comment="Карантин")
    await ok(await methodologist.post(DAYS, json=NEW | {"month": day["month"]}), 201)


async def test_a_draft_serves_what_is_decided_as_common(day: dict[str, Any]) -> None:
    assert [(t["type"]["code"], t["holders"], t["participants"], t["is_common"]) for t in day["themes"]] == [
        ("t1", 3, 3, True)
    ]
    assert (day["status"], day["held_on"], day["organizer_name"]) == (
        "draft", f"{day['month'][:8]}10", "Комитет образования CANARY_A",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"month": "2027-01-15"}, "/month"),
        ({"month": "2027-01-01", "held_on": "2027-02-10"}, "/held_on"),
        ({"month": "2026-01-01", "held_on": "2026-01-10"}, "/held_on"),
        ({"month": "2027-01-01", "slots": [{"starts": "10:00", "ends": "09:00"}]}, "/slots/0"),
        (
            {"month": "2027-01-01", "slots": [{"starts": "10:00", "ends": "11:00"}, {"starts": "10:30", "ends": "11:30"}]},
            "/slots",
        ),
        ({"month": "2027-01-01", "rooms": [{"name": "1"}, {"name": "1"}]}, "/rooms"),
        ({"month": "2027-01-01", "type_ids": [str(id_("type.t2"))]}, "/type_ids/0"),
        ({"month": "2027-01-01", "audiences": []}, "/audiences"),
        ({"month": "2027-01-01", "program_id": str(id_("program.b"))}, "/program_id"),
        ({"month": "2027-01-01", "held_on": "2027-01-10", "registration_closes_on": "2027-01-11"}, "/registration_closes_on"),
    ],
)  # fmt: skip
async def test_what_does_not_fit_is_refused_beside_its_field(
    methodologist: httpx.AsyncClient, rows: Rows, body: dict[str, Any], pointer: str
) -> None:
    answer = await methodologist.post(DAYS, json=NEW | body)
    assert answer.status_code == 422, answer.text
    assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert await rows("select id from intensive_day") == []


async def test_nothing_is_built_or_announced_before_it_is_complete(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, day: dict[str, Any]
) -> None:
    """INV-47."""
    early = await methodologist.post(f"{DAYS}/{day['id']}/transitions", json={"event": "build"})
    assert (early.status_code, early.json()["code"]) == (409, "intensive-day-state")
    assert "нет занятий" in early.json()["detail"]
    agenda = await proposed(methodologist, day)
    teachers = next(item for item in agenda["items"] if item["audience"] == "teachers")
    await ok(await answered(methodologist, day, teachers, "accept"))
    await moved(methodologist, day, "build")
    half = await coordinator.post(f"{DAYS}/{day['id']}/transitions", json={"event": "publish"})
    assert half.status_code == 409
    assert "родители" in half.json()["detail"]
    steps = {who: (await ok(await who.get(f"{API}/home")))["days"][0] for who in (coordinator, methodologist)}
    assert [(s["step"], s["mine"]) for s in steps.values()] == [("publish", True), ("publish", False)]
    other = await methodologist.post(f"{DAYS}/{day['id']}/transitions", json={"event": "publish"})
    assert other.status_code == 403, "the coordinator publishes"


async def test_publishing_announces_invites_and_plans_the_deficits(
    app: FastAPI,
    login: Login,
    coordinator: httpx.AsyncClient,
    head: httpx.AsyncClient,
    published: dict[str, Any],
    rows: Rows,
) -> None:
    assert published["status"] == "published"
    sessions = (await ok(await head.get(f"{API}/events", params={"intensive_day_id": published["id"]})))["items"]
    assert [session["status"] for session in sessions] == ["published"] * 2
    assert await told(app, login, "day_published") == {"head.a1@test", "head.a2@test"}
    assert await of_t1(rows) == [("planned", "planned")] * 3
    promised = await rows("select promised from intensive_day")
    assert len(promised[0]["promised"]["sessions"]) == 2
    frozen = await coordinator.patch(
        f"{DAYS}/{published['id']}",
        json={"held_on": published["held_on"]},
        headers={"If-Match": f'"{published["version"]}"'},
    )
    assert (frozen.status_code, frozen.json()["code"]) == (409, "intensive-day-frozen")


async def test_a_draft_is_seen_by_who_prepares_it_only(
    app: FastAPI, login: Login, head: httpx.AsyncClient, day: dict[str, Any]
) -> None:
    assert (await head.get(f"{DAYS}/{day['id']}")).status_code == 404
    assert (await ok(await head.get(DAYS)))["items"] == []
    assert (await login(app, "mc.b@test").get(f"{DAYS}/{day['id']}")).status_code == 404
    assert [row["id"] for row in (await ok(await login(app, "rc@test").get(DAYS)))["items"]] == [day["id"]]


async def test_moving_moves_every_session_and_tells(
    app: FastAPI, login: Login, coordinator: httpx.AsyncClient, published: dict[str, Any], rows: Rows
) -> None:
    on = date.fromisoformat(published["held_on"]) + timedelta(days=40)
    past = await coordinator.post(
        f"{DAYS}/{published['id']}/transitions",
        json={"event": "move", "comment": "Ремонт", "payload": {"held_on": str(clock.today())}},
    )
    assert past.status_code == 422
    day = await moved(coordinator, published, "move", comment="Ремонт", payload={"held_on": str(on)})
    assert (day["status"], day["held_on"], day["month"], day["moved_from"]) == (
        "moved", str(on), str(on.replace(day=1)), published["held_on"],
    )  # fmt: skip
    starts = await rows("select starts_at, status, sequence from event order by starts_at")
    assert {row["starts_at"].date() for row in starts} == {on}
    assert {row["status"] for row in starts} == {"moved"}
    assert [row["planned_on"] for row in await rows("select planned_on from deficit_action")] == [on] * 3
    assert await told(app, login, "day_moved") == {"head.a1@test", "head.a2@test"}


async def test_cancelling_gives_the_deficits_back(
    app: FastAPI, login: Login, coordinator: httpx.AsyncClient, published: dict[str, Any], rows: Rows
) -> None:
    """The system event `lose_action` (3.11)."""
    await moved(coordinator, published, "cancel", comment="Карантин")
    assert await of_t1(rows) == [("scoped", "cancelled")] * 3
    assert {row["status"] for row in await rows("select status from event")} == {"cancelled"}
    assert await told(app, login, "day_cancelled") == {"head.a1@test", "head.a2@test"}


async def attended(methodologist: httpx.AsyncClient, head: httpx.AsyncClient, day: dict[str, Any]) -> list[Any]:
    """A teacher of a1 comes to the teachers' session; parents of a2 are counted."""
    agenda = await ok(await head.get(f"{DAYS}/{day['id']}/agenda"))
    teachers = next(s for s in agenda["sessions"] if "teachers" in s["audience"])
    parents = next(s for s in agenda["sessions"] if "parents" in s["audience"])
    people = {"person_ids": [str(id_("person.teacher.a1@test"))]}
    seats = await ok(await head.post(f"{API}/events/{teachers['id']}/registrations/batch", json=people), 201)
    return [teachers, parents, seats]


async def test_closing_completes_the_action_of_schools_that_came_and_asks_for_the_measurement(
    app: FastAPI, login: Login, coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, head: httpx.AsyncClient,
    published: dict[str, Any], rows: Rows,
) -> None:  # fmt: skip
    _, parents, seats = await attended(methodologist, head, published)
    seat = seats["items"][0]["registration_id"]
    come(published)
    await moved(methodologist, published, "start")
    await ok(await methodologist.post(f"{API}/registrations/{seat}/transitions", json={"event": "mark_attended"}))
    day = await moved(methodologist, published, "finish")
    early = await methodologist.post(f"{DAYS}/{day['id']}/transitions", json={"event": "report"})
    assert early.status_code == 409
    assert parents["title"] in early.json()["detail"], "a session without a head-count"
    count = {"school_id": str(id_("school.a2")), "audience": "parents", "count": 12}
    await ok(await methodologist.post(f"{API}/events/{parents['id']}/counts", json=count), 201)
    lacking = await methodologist.post(f"{DAYS}/{day['id']}/transitions", json={"event": "report"})
    assert "председатель, секретарь, решения" in lacking.json()["detail"]
    protocol = {
        "number": "3", "chair": "Иванова И. И.", "secretary": "Петрова П. П.", "questions": ["О функциональной грамотности"],
        "decisions": [{"text": "Повторить в марте", "responsible": "ИМЦ", "due_on": "2027-03-01"}],
    }  # fmt: skip
    kept = await methodologist.patch(f"{DAYS}/{day['id']}", json={"protocol": protocol}, headers={"If-Match": "*"})
    assert (await ok(kept))["protocol"] == protocol
    day = await moved(methodologist, day, "report")
    assert await of_t1(rows) == [("planned", "planned")] * 3, "nothing is done before the coordinator closes"
    await moved(coordinator, day, "close")
    by_school = await rows(
        "select s.code, d.status, a.state from deficit d join school s on s.id = d.school_id"
        " join deficit_action a on a.deficit_id = d.id order by s.code"
    )
    assert [(row["code"], row["status"], row["state"]) for row in by_school] == [
        ("school-a1", "in_progress", "done"), ("school-a2", "in_progress", "done"), ("school-a3", "scoped", "missed"),
    ]  # fmt: skip
    missed = (await ok(await coordinator.get(f"{DAYS}/{day['id']}/missed")))["items"]
    assert [(row["school"]["short_name"], row["type"]["code"]) for row in missed] == [("Школа A3 CANARY_A", "t1")]
    assert (await ok(await head.get(f"{DAYS}/{day['id']}/missed")))["items"] == [], "the own school came"
    assert await told(app, login, "measurement_due") == {"head.a1@test", "head.a2@test"}
    home = await ok(await coordinator.get(f"{API}/home"))
    assert [(row["school"], row["day_id"]) for row in home["missed"]] == [("Школа A3 CANARY_A", day["id"])]
    assert (await ok(await head.get(f"{API}/home")))["missed"] == []
    serving = (await ok(await head.get(f"{API}/deficits/{id_('deficit.a1.t1')}/sessions")))["items"]
    assert sorted(row["came"] for row in serving) == [0, 1]


async def test_months_without_a_day_are_named_and_warned_of(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient
) -> None:
    """3.11: months count from the programme's start; the concentrated model warns after one."""
    found = await ok(await methodologist.get(f"{API}/programs/{PROGRAM}/missed-months"))
    assert found["months"] == [m for m in ("2026-09-01", "2026-10-01") if m < str(clock.today().replace(day=1))]
    assert "начиная с сентября 2026" in found["warning"]
    assert (await methodologist.get(f"{API}/programs/{id_('program.b')}/missed-months")).status_code == 404


async def test_only_common_deficits_are_served(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient
) -> None:
    draft = await ok(await methodologist.post(DAYS, json=NEW | {"month": str(next_month())}), 201)
    assert draft["themes"] == []
    early = await methodologist.post(f"{DAYS}/{draft['id']}/agenda/proposals")
    assert (early.status_code, early.json()["code"]) == (409, "agenda-not-ready")
    await decided(coordinator, "t1")
    body = {"type_ids": [str(id_("type.t1"))], "held_on": str(next_month().replace(day=12))}
    etag = {"If-Match": f'"{draft["version"]}"'}
    assert len((await ok(await methodologist.patch(f"{DAYS}/{draft['id']}", json=body, headers=etag)))["themes"]) == 1
    stale = await methodologist.patch(f"{DAYS}/{draft['id']}", json=body, headers=etag)
    assert stale.status_code == 412
