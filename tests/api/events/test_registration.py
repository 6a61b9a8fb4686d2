"""Registering (domain.md 3.4): who gets a seat, who waits, who moves up, and who cannot register at all."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from opora.core import clock
from tests.api.events.making import API, URL, answered, at, begun, enlisted, moved, published, registered
from tests.conftest import Login
from tests.support.world import id_

Rows = Callable[..., Awaitable[list[dict[str, Any]]]]
ROWS = "select number, status, source, audience from event_registration order by number"
FACTS = "select type, person_id, data ->> 'to' as led_to from change where type like 'registration.%' order by xid, seq"
ALL = ["teachers", "administrators"]


async def test_a_teacher_takes_a_seat_and_returns_it(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, rows: Rows
) -> None:
    event = await published(methodologist, capacity=2)
    mine = await registered(teacher, event, note="Без обеда")
    assert (mine["status"], mine["number"], mine["audience"], mine["waiting_position"]) == (
        "confirmed",
        1,
        "teachers",
        None,
    )
    assert mine["allowed_actions"] == ["cancel"]
    seen = (await teacher.get(f"{URL}/{event['id']}")).json()
    assert (seen["seats"]["taken"], seen["my_registration"]["id"]) == (1, mine["id"])
    assert "register" not in seen["allowed_actions"]
    assert [i["my_status"] for i in (await teacher.get(f"{URL}?mine=true")).json()["items"]] == ["confirmed"]
    assert (await answered(teacher, mine["id"], "cancel")).json()["status"] == "cancelled"
    again = await registered(teacher, event)
    assert (again["number"], again["status"]) == (2, "confirmed")
    assert [r["status"] for r in await rows(ROWS)] == ["cancelled", "confirmed"]
    assert [r["type"] for r in await rows(FACTS)] == [
        "registration.register",
        "registration.cancel",
        "registration.register",
    ]


async def test_nobody_registers_twice(methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, rows: Rows) -> None:
    """INV-27."""
    event = await published(methodologist)
    first = await registered(teacher, event)
    again = await teacher.post(f"{URL}/{event['id']}/registrations", json={})
    assert (again.status_code, again.json()["code"]) == (409, "already-registered")
    [told] = await enlisted(methodologist, event, "teacher.a1@test")
    assert (told["outcome"], told["registration_id"], told["code"]) == ("already", first["id"], "already-registered")
    assert len(await rows(ROWS)) == 1


COPY = """
insert into event_registration (id, region_id, municipality_id, event_id, person_id, number, audience, name, sort_key, source,
                                status, status_since, registered_by, created_at, updated_at, version)
select gen_random_uuid(), region_id, municipality_id, event_id, {person}, 2, audience, name, sort_key, source, status,
       status_since, registered_by, created_at, updated_at, 1 from event_registration
"""


@pytest.mark.parametrize(
    ("capacity", "who", "error"),
    [
        (1, "teacher2.a1@test", asyncpg.CheckViolationError), (None, "teacher.a1@test", asyncpg.UniqueViolationError),
    ],
)  # fmt: skip
async def test_the_database_holds_seats_and_uniqueness_when_the_program_does_not(
    app: FastAPI,
    methodologist: httpx.AsyncClient,
    teacher: httpx.AsyncClient,
    capacity: int | None,
    who: str,
    error: Any,
) -> None:
    """INV-27 and the capacity stand there too: a forged row is refused."""
    await registered(teacher, await published(methodologist, capacity=capacity))
    driver = app.state.connection
    await driver.execute(
        f"set local role opora_job; select set_config('opora.scope', '{id_('region')}', true),"
        f" set_config('opora.account', '{id_('account.system')}', true)"
    )
    with pytest.raises(error) as refused:
        await driver.execute(COPY.format(person=f"'{id_(f'person.{who}')}'"))
    assert refused.value.constraint_name in ("event_registration_seats", "event_registration_once")


async def test_the_waiting_list_moves_up_in_its_order_when_seats_free(
    app: FastAPI, login: Login, methodologist: httpx.AsyncClient, head: httpx.AsyncClient, teacher: httpx.AsyncClient,
    teacher2: httpx.AsyncClient, rows: Rows,
) -> None:  # fmt: skip
    event = await published(methodologist, capacity=1, audience=ALL)
    first, second, third = [await registered(who, event) for who in (teacher, teacher2, head)]
    assert [(r["status"], r["waiting_position"]) for r in (first, second, third)] == [
        ("confirmed", None), ("waitlisted", 1), ("waitlisted", 2),
    ]  # fmt: skip
    board = (await teacher.get(f"{URL}/{event['id']}/board")).json()
    assert (board["free"], board["seats"]) == (0, {"taken": 1, "waiting": 2, "requested": 0, "attended": 0})
    await answered(teacher, first["id"], "cancel")
    now = (await teacher2.get(f"{API}/registrations/{second['id']}")).json()
    assert (now["status"], now["waiting_position"]) == ("confirmed", None)
    assert (await head.get(f"{API}/registrations/{third['id']}")).json()["waiting_position"] == 1
    wider = await methodologist.patch(f"{URL}/{event['id']}", json={"capacity": 5}, headers={"If-Match": "*"})
    assert wider.json()["seats"] == {"taken": 2, "waiting": 0, "requested": 0, "attended": 0}
    promoted = [r for r in await rows(FACTS) if r["type"] == "registration.promote"]
    assert [r["person_id"] for r in promoted] == [id_("person.teacher2.a1@test"), id_("person.head.a1@test")]
    for who, told in ((teacher, []), (teacher2, ["seat_given"]), (head, ["seat_given"])):
        assert [n["kind"] for n in (await who.get(f"{API}/notices")).json()["items"]] == told


async def test_who_leaves_the_waiting_list_frees_no_seat(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, teacher2: httpx.AsyncClient, rows: Rows
) -> None:
    event = await published(methodologist, capacity=1)
    await registered(teacher, event)
    waiting = await registered(teacher2, event)
    assert (await answered(teacher2, waiting["id"], "cancel")).status_code == 200
    assert [r["status"] for r in await rows(ROWS)] == ["confirmed", "cancelled"]


async def test_seats_are_never_fewer_than_people_on_them(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, teacher2: httpx.AsyncClient
) -> None:
    event = await published(methodologist)
    for who in (teacher, teacher2):
        await registered(who, event)
    url = f"{URL}/{event['id']}"
    refused = await methodologist.patch(url, json={"capacity": 1}, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["code"]) == (409, "capacity-taken")
    assert (await methodologist.get(url)).json()["capacity"] is None
    assert (await methodologist.patch(url, json={"capacity": 2}, headers={"If-Match": "*"})).status_code == 200


async def test_a_head_registers_the_staff_and_hears_about_each(
    methodologist: httpx.AsyncClient, head: httpx.AsyncClient, teacher: httpx.AsyncClient, rows: Rows
) -> None:
    event = await published(methodologist, capacity=1)
    told = await enlisted(head, event, "teacher2.a1@test", "head.a1@test", "teacher.a1@test")
    assert [(t["outcome"], t["status"], t["number"], t["code"]) for t in told] == [
        ("registered", "confirmed", 1, None), ("refused", None, None, "audience-mismatch"), ("registered", "waitlisted", 2, None),
    ]  # fmt: skip
    assert told[1]["reason"].startswith("Мероприятие рассчитано на другую аудиторию")
    assert [(r["source"], r["status"]) for r in await rows(ROWS)] == [("school", "confirmed"), ("school", "waitlisted")]
    listed = (await head.get(f"{URL}/{event['id']}/registrations?sort=number")).json()["items"]
    assert [(i["person"]["name"].split()[0], i["school"]["name"]) for i in listed] == [
        ("Teacher2-A1", "Школа A1 CANARY_A"), ("Teacher-A1", "Школа A1 CANARY_A"),
    ]  # fmt: skip
    assert [i["status"] for i in (await teacher.get(f"{API}/registrations?mine=true")).json()["items"]] == [
        "waitlisted"
    ]


async def test_nobody_registers_people_of_another_school_or_municipality(
    methodologist: httpx.AsyncClient, head: httpx.AsyncClient, rows: Rows
) -> None:
    event = await published(methodologist, audience=ALL)
    for who, stranger in ((head, "head.a2@test"), (methodologist, "teacher.b1@test")):
        people = [str(id_("person.teacher.a1@test")), str(id_(f"person.{stranger}"))]
        answer = await who.post(f"{URL}/{event['id']}/registrations/batch", json={"person_ids": people})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/person_ids/1")
    twice = await head.post(f"{URL}/{event['id']}/registrations/batch", json={"person_ids": [people[0]] * 2})
    assert twice.json()["errors"][0]["code"] == "repeated"
    assert await rows(ROWS) == []


async def test_approval_of_the_head_comes_before_the_seat(
    methodologist: httpx.AsyncClient, head: httpx.AsyncClient, teacher: httpx.AsyncClient, teacher2: httpx.AsyncClient
) -> None:
    event = await published(methodologist, needs_approval=True, capacity=1)
    asked, also = await registered(teacher, event), await registered(teacher2, event)
    assert (asked["status"], also["status"]) == ("requested", "requested")
    assert (await answered(teacher, asked["id"], "approve")).status_code == 403
    assert (await answered(methodologist, asked["id"], "approve")).status_code == 403
    assert (await answered(head, also["id"], "approve")).json()["status"] == "confirmed"
    assert (await answered(head, asked["id"], "approve")).json()["status"] == "waitlisted"
    assert (await answered(head, asked["id"], "approve")).json()["code"] == "registration-state"
    assert (await answered(head, also["id"], "cancel")).status_code == 200
    assert (await teacher.get(f"{API}/registrations/{asked['id']}")).json()["status"] == "confirmed"


async def test_a_head_who_registers_has_approved(methodologist: httpx.AsyncClient, head: httpx.AsyncClient) -> None:
    event = await published(methodologist, needs_approval=True, audience=ALL)
    [told] = await enlisted(head, event, "teacher.a1@test")
    [asked] = await enlisted(methodologist, event, "teacher2.a1@test")
    [nobodys] = await enlisted(methodologist, event, "me.a@test")
    assert (told["status"], asked["status"], nobodys["status"]) == ("confirmed", "requested", "confirmed")
    assert (await registered(head, event))["status"] == "confirmed"


async def test_a_rejection_says_why_and_the_seat_can_be_asked_for_again(
    methodologist: httpx.AsyncClient, head: httpx.AsyncClient, teacher: httpx.AsyncClient
) -> None:
    event = await published(methodologist, needs_approval=True)
    asked = await registered(teacher, event)
    assert (await answered(head, asked["id"], "reject")).json()["code"] == "comment-needed"
    rejected = (await answered(head, asked["id"], "reject", "В этот день уроки")).json()
    assert (rejected["status"], rejected["note"], rejected["allowed_actions"]) == ("rejected", "В этот день уроки", [])
    assert (await registered(teacher, event))["number"] == 2


async def test_an_event_for_others_takes_nobody_else(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, head: httpx.AsyncClient
) -> None:
    leaders = await published(methodologist, audience=["administrators"])
    pupils = await published(methodologist, audience=["students", "parents"])
    for event in (leaders, pupils):
        refused = await teacher.post(f"{URL}/{event['id']}/registrations", json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "audience-mismatch")
    assert (await registered(head, leaders))["audience"] == "administrators"


async def test_the_same_person_at_the_same_time_is_warned_of(
    methodologist: httpx.AsyncClient, head: httpx.AsyncClient, teacher: httpx.AsyncClient
) -> None:
    speaks = [{"person_id": str(id_("person.teacher.a1@test"))}]
    event = await published(methodologist, title="Первое")
    beside = await published(
        methodologist, title="Второе", starts_at=at(days=3, minutes=30), ends_at=at(days=3, hours=2)
    )
    await published(
        methodologist, title="Ведёт", speakers=speaks, starts_at=at(days=3, minutes=10), ends_at=at(days=3, hours=1)
    )
    after = await published(methodologist, title="Потом", starts_at=at(days=4), ends_at=at(days=4, hours=1))
    assert [c["title"] for c in (await registered(teacher, event))["clashes"]] == ["Ведёт"]
    mine = await registered(teacher, beside)
    assert [(c["title"], c["role"]) for c in mine["clashes"]] == [("Первое", "participant"), ("Ведёт", "speaker")]
    assert (await registered(teacher, after))["clashes"] == []
    third = await published(methodologist, title="Третье")
    [told] = await enlisted(head, third, "teacher.a1@test")
    assert [c["title"] for c in told["clashes"]] == ["Первое", "Ведёт", "Второе"]


@pytest.mark.parametrize(
    ("window", "code"),
    [({"registration_opens_at": 1}, "registration-closed"), ({"registration_closes_at": -1}, "registration-closed")],
)
async def test_registration_has_a_window(
    methodologist: httpx.AsyncClient,
    teacher: httpx.AsyncClient,
    head: httpx.AsyncClient,
    window: dict[str, int],
    code: str,
) -> None:
    event = await published(methodologist, **{name: at(days=away) for name, away in window.items()})
    for answer in (
        await teacher.post(f"{URL}/{event['id']}/registrations", json={}),
        await head.post(
            f"{URL}/{event['id']}/registrations/batch", json={"person_ids": [str(id_("person.teacher.a1@test"))]}
        ),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert "register" not in (await teacher.get(f"{URL}/{event['id']}")).json()["allowed_actions"]
    [told] = await enlisted(methodologist, event, "teacher.a1@test")
    assert told["status"] == "confirmed"


async def test_once_it_has_begun_a_methodologist_writes_in_and_nobody_leaves(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, teacher2: httpx.AsyncClient
) -> None:
    event = await published(methodologist, capacity=1)
    mine = await registered(teacher, event)
    begun(event)
    late = await teacher2.post(f"{URL}/{event['id']}/registrations", json={})
    assert (late.status_code, late.json()["code"]) == (409, "registration-closed")
    refused = await answered(teacher, mine["id"], "cancel")
    assert (refused.status_code, refused.json()["code"]) == (409, "registration-state")
    await methodologist.patch(f"{URL}/{event['id']}", json={"capacity": 2}, headers={"If-Match": "*"})
    [told] = await enlisted(methodologist, event, "teacher2.a1@test")
    assert told["status"] == "confirmed"
    clock.shift(timedelta(days=30))
    over = await methodologist.post(
        f"{URL}/{event['id']}/registrations/batch", json={"person_ids": [str(id_("person.head.a1@test"))]}
    )
    assert over.json()["code"] == "registration-closed"


async def test_a_cancelled_or_unpublished_event_takes_nobody(
    app: FastAPI, login: Login, methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient
) -> None:
    event = await published(methodologist)
    await moved(methodologist, event["id"], "cancel", "Нет света")
    refused = await teacher.post(f"{URL}/{event['id']}/registrations", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "registration-closed")
    stranger = await login(app, "teacher.b1@test").post(f"{URL}/{event['id']}/registrations", json={})
    assert stranger.status_code == 404


async def test_a_moved_event_keeps_who_registered(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, teacher2: httpx.AsyncClient
) -> None:
    event = await published(methodologist)
    mine = await registered(teacher, event)
    await moved(methodologist, event["id"], "move", "Карантин", starts_at=at(days=9), ends_at=at(days=9, hours=1))
    seen = (await teacher.get(f"{API}/registrations/{mine['id']}")).json()
    assert (seen["status"], seen["event"]["status"]) == ("confirmed", "moved")
    assert [n["kind"] for n in (await teacher.get(f"{API}/notices")).json()["items"]] == ["event_moved"]
    assert (await teacher2.get(f"{API}/notices")).json()["items"] == []
    assert (await registered(teacher2, event))["status"] == "confirmed"


async def test_the_same_request_twice_registers_once(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, rows: Rows
) -> None:
    event = await published(methodologist)
    key = {"Idempotency-Key": "tap-tap"}
    answers = [await teacher.post(f"{URL}/{event['id']}/registrations", json={}, headers=key) for _ in range(2)]
    assert [a.status_code for a in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert len(await rows(ROWS)) == 1
