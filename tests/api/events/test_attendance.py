"""Attendance (INV-28, 3.4): who marks whom, by list or by code, and how a mark is taken back."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from opora.core import clock
from tests.api.events.making import API, URL, answered, begun, enlisted, moved, published, registered
from tests.conftest import Login
from tests.support.world import id_

Rows = Callable[..., Awaitable[list[dict[str, Any]]]]
MARKS = "select is_present, source, reason, recorded_by from event_attendance order by seq"
LEADER = [{"person_id": str(id_("person.teacher2.a1@test"))}]
ALL = ["teachers", "administrators", "parents", "students"]


async def mark(
    client: httpx.AsyncClient, event: Any, *entries: tuple[Any, bool], reason: str | None = None, **more: str
) -> httpx.Response:
    lines = [{"registration_id": of["id"], "present": present, "reason": reason} for of, present in entries]
    return await client.post(f"{URL}/{event['id']}/attendance", json={"entries": lines} | more)


async def enter(client: httpx.AsyncClient, event: Any, code: str) -> httpx.Response:
    return await client.post(f"{URL}/{event['id']}/check-in", json={"code": code})


async def shown(client: httpx.AsyncClient, event: Any) -> str:
    """The code on the screen of the session."""
    answer = await client.get(f"{URL}/{event['id']}/code")
    assert answer.status_code == 200, answer.text
    return str(answer.json()["digits"])


def wrong(code: str) -> str:
    """Another code; that it should be the last window's has one chance in a million."""
    return f"{(int(code) + 1) % 1_000_000:06}"


@pytest.fixture
async def event(methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient) -> dict[str, Any]:
    """An event of two seats that `teacher` is registered for and `teacher2` leads."""
    return await published(methodologist, capacity=2, speakers=LEADER, audience=ALL)


@pytest.fixture
async def seat(event: dict[str, Any], teacher: httpx.AsyncClient) -> dict[str, Any]:
    return await registered(teacher, event)


async def test_attendance_is_marked_from_the_start_time_and_not_a_minute_before(
    methodologist: httpx.AsyncClient, teacher2: httpx.AsyncClient, teacher: httpx.AsyncClient, event: dict[str, Any],
    seat: dict[str, Any], rows: Rows,
) -> None:  # fmt: skip
    begun(event, minutes=-1)
    for early in (
        await mark(methodologist, event, (seat, True)),
        await answered(methodologist, seat["id"], "mark_attended"),
        await methodologist.get(f"{URL}/{event['id']}/code"),
        await methodologist.post(
            f"{URL}/{event['id']}/counts", json={"school_id": str(id_("school.a1")), "audience": "parents", "count": 1}
        ),
    ):
        assert (early.status_code, early.json()["code"]) == (409, "registration-state")
    assert await rows(MARKS) == []
    begun(event, minutes=0.01)
    answer = await mark(methodologist, event, (seat, True), source="bulk")
    assert answer.json() == {
        "recorded": 1,
        "unchanged": 0,
        "seats": {"taken": 1, "waiting": 0, "requested": 0, "attended": 1},
    }
    assert await rows(MARKS) == [
        {"is_present": True, "source": "bulk", "reason": None, "recorded_by": id_("account.me.a@test")}
    ]
    assert (await teacher.get(f"{API}/registrations/{seat['id']}")).json()["status"] == "attended"


async def test_a_correction_is_a_new_mark_with_a_reason(
    methodologist: httpx.AsyncClient, event: dict[str, Any], seat: dict[str, Any], rows: Rows
) -> None:
    begun(event)
    await mark(methodologist, event, (seat, True))
    assert (await mark(methodologist, event, (seat, True))).json()["unchanged"] == 1
    refused = await mark(methodologist, event, (seat, False))
    assert (refused.status_code, refused.json()["code"]) == (409, "comment-needed")
    assert (await mark(methodologist, event, (seat, False), reason="Перепутали фамилии")).json()["recorded"] == 1
    assert [(r["is_present"], r["reason"]) for r in await rows(MARKS)] == [(True, None), (False, "Перепутали фамилии")]
    [line] = (await methodologist.get(f"{URL}/{event['id']}/attendance")).json()["items"]
    assert (line["status"], line["mark"]["is_present"], line["mark"]["reason"]) == (
        "no_show",
        False,
        "Перепутали фамилии",
    )
    facts = await rows(
        "select type, data ->> 'to' as led_to from change where type like 'registration.mark%' order by xid, seq"
    )
    assert [(f["type"], f["led_to"]) for f in facts] == [
        ("registration.mark_attended", "attended"), ("registration.mark_absent", "no_show"),
    ]  # fmt: skip


async def test_a_mark_is_never_changed_or_removed(
    app: FastAPI, methodologist: httpx.AsyncClient, event: dict[str, Any], seat: dict[str, Any], rows: Rows
) -> None:
    begun(event)
    await mark(methodologist, event, (seat, True))
    driver = app.state.connection
    for statement in ("update event_attendance set is_present = false", "delete from event_attendance"):
        await driver.execute("savepoint forged")
        with pytest.raises(Exception, match="permission denied"):
            await driver.execute(f"set local role opora_job; {statement}")
        await driver.execute("rollback to savepoint forged")
    assert len(await rows(MARKS)) == 1


async def test_a_leader_keeps_the_sheet_of_the_own_event_only(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, teacher2: httpx.AsyncClient, event: dict[str, Any],
    seat: dict[str, Any],
) -> None:  # fmt: skip
    foreign = await published(methodologist, audience=ALL)
    other = await registered(teacher, foreign)
    begun(event)
    seen = (await teacher2.get(f"{URL}/{event['id']}")).json()
    assert {"mark_attendance", "show_code"} <= set(seen["allowed_actions"])
    [line] = (await teacher2.get(f"{URL}/{event['id']}/attendance")).json()["items"]
    assert (line["person"]["name"], line["school"]["name"], line["mark"]) == (
        "Teacher-A1 CANARY_A Анна Петровна", "Школа A1 CANARY_A", None,
    )  # fmt: skip
    assert (await mark(teacher2, event, (seat, True))).status_code == 201
    assert (await answered(teacher2, seat["id"], "mark_absent", "Ушёл в начале")).json()["status"] == "no_show"
    assert (await mark(teacher2, foreign, (other, True))).status_code == 403
    assert (await teacher2.get(f"{URL}/{foreign['id']}/code")).status_code == 403
    assert (await mark(teacher2, event, (other, True))).status_code == 422
    assert (await teacher.get(f"{URL}/{event['id']}")).json()["allowed_actions"] == []


async def test_all_lines_of_a_sheet_are_recorded_or_none(
    methodologist: httpx.AsyncClient, head: httpx.AsyncClient, event: dict[str, Any], seat: dict[str, Any], rows: Rows
) -> None:
    second = await registered(head, event)
    waits = (await enlisted(methodologist, event, "me.a@test"))[0]
    begun(event)
    waiting = await mark(methodologist, event, (seat, True), ({"id": waits["registration_id"]}, True))
    assert (waiting.status_code, waiting.json()["code"]) == (409, "registration-state")
    unknown = await mark(methodologist, event, (seat, True), ({"id": str(id_("nothing"))}, True))
    assert unknown.json()["errors"][0]["pointer"] == "/entries/1/registration_id"
    assert await rows(MARKS) == []
    assert (await mark(methodologist, event, (seat, True), (second, False))).json()["recorded"] == 2


async def test_the_sheet_shows_who_has_a_seat_and_prints_as_a_table(
    methodologist: httpx.AsyncClient, head: httpx.AsyncClient, event: dict[str, Any], seat: dict[str, Any]
) -> None:
    await registered(head, event)
    await enlisted(methodologist, event, "me.a@test")  # waits
    begun(event)
    await mark(methodologist, event, (seat, True))
    url = f"{URL}/{event['id']}/attendance"
    assert [i["number"] for i in (await methodologist.get(f"{url}?sort=number")).json()["items"]] == [1, 2]
    assert [i["number"] for i in (await methodologist.get(f"{url}?marked=true")).json()["items"]] == [1]
    table = (
        (await methodologist.get(f"{url}?sort=number", headers={"Accept": "text/csv"}))
        .text.lstrip("\ufeff")
        .splitlines()
    )
    assert table == [
        "№;Ф. И. О.;Организация;Отметка;Примечание",
        "1;Teacher-A1 CANARY_A Анна Петровна;Школа A1 CANARY_A;присутствует;",
        "2;Head-A1 CANARY_A Анна Петровна;Школа A1 CANARY_A;;",
    ]


async def test_the_code_of_the_screen_checks_in_once(
    teacher: httpx.AsyncClient, teacher2: httpx.AsyncClient, event: dict[str, Any], seat: dict[str, Any], rows: Rows
) -> None:
    begun(event)
    code = (await teacher2.get(f"{URL}/{event['id']}/code")).json()
    assert code["url"] == f"https://opora.test/check-in/{event['id']}?code={code['digits']}"
    first, second = await enter(teacher, event, code["digits"]), await enter(teacher, event, code["digits"])
    assert (first.status_code, first.json()["status"], first.json()["recorded"]) == (200, "attended", True)
    assert (second.status_code, second.json()["recorded"]) == (200, False)
    assert [(r["source"], r["recorded_by"]) for r in await rows(MARKS)] == [("code", id_("account.teacher.a1@test"))]


async def test_an_old_code_and_a_code_of_another_event_do_not_fit(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, teacher2: httpx.AsyncClient, event: dict[str, Any],
    seat: dict[str, Any], rows: Rows,
) -> None:  # fmt: skip
    other = await published(methodologist, starts_at=event["starts_at"], ends_at=event["ends_at"])
    begun(event)
    code, foreign = await shown(teacher2, event), await shown(methodologist, other)
    assert (await enter(teacher, event, foreign)).json()["code"] == "wrong-code"
    begun(event, minutes=2.5)
    assert (await enter(teacher, event, code)).json()["code"] == "wrong-code"
    assert await rows(MARKS) == []
    for shape in ("12345", "1234567", "12345a", "١٢٣٤٥٦"):
        assert (await enter(teacher, event, shape)).status_code == 422


async def test_guessing_codes_is_slowed_down_for_the_guesser_alone(
    app: FastAPI, login: Login, methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, head: httpx.AsyncClient,
    teacher2: httpx.AsyncClient, event: dict[str, Any], seat: dict[str, Any], rows: Rows,
) -> None:  # fmt: skip
    await registered(head, event)
    begun(event)
    code = await shown(teacher2, event)
    tries = [await enter(teacher, event, wrong(code)) for _ in range(5)]
    assert [t.json()["code"] for t in tries] == ["wrong-code"] * 4 + ["too-many-tries"]
    assert (tries[-1].status_code, int(tries[-1].headers["retry-after"])) == (429, 2)
    blocked = await enter(teacher, event, code)
    assert (blocked.status_code, blocked.json()["code"]) == (429, "too-many-tries")
    assert await rows(MARKS) == []
    assert (await enter(head, event, code)).status_code == 200


async def test_a_code_alone_makes_nobody_a_participant(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, head: httpx.AsyncClient, teacher2: httpx.AsyncClient,
    event: dict[str, Any], seat: dict[str, Any],
) -> None:  # fmt: skip
    await enlisted(methodologist, event, "me.a@test")
    waits = await registered(head, event)
    assert waits["status"] == "waitlisted"
    begun(event)
    code = await shown(teacher2, event)
    for who in (head, teacher2):
        refused = await enter(who, event, code)
        assert (refused.status_code, refused.json()["code"]) == (409, "not-attending")
    await mark(methodologist, event, (seat, False))
    taken_back = await enter(teacher, event, code)
    assert taken_back.json()["code"] == "not-attending"


async def test_a_cancelled_event_is_attended_by_nobody(
    methodologist: httpx.AsyncClient, event: dict[str, Any], seat: dict[str, Any]
) -> None:
    await moved(methodologist, event["id"], "cancel", "Нет света")
    begun(event)
    assert (await mark(methodologist, event, (seat, True))).json()["code"] == "registration-state"


async def test_schools_count_students_and_parents_and_correct_with_a_reason(
    app: FastAPI,
    login: Login,
    methodologist: httpx.AsyncClient,
    head: httpx.AsyncClient,
    event: dict[str, Any],
    rows: Rows,
) -> None:
    begun(event)
    url = f"{URL}/{event['id']}/counts"

    def of(school: str, audience: str, count: Any, **more: Any) -> dict[str, Any]:
        return {"school_id": str(id_(f"school.{school}")), "audience": audience, "count": count} | more

    assert (await head.post(url, json=of("a1", "parents", 12))).status_code == 201
    assert (await head.post(url, json=of("a1", "parents", 12))).status_code == 201
    assert (await head.post(url, json=of("a1", "parents", 14))).json()["code"] == "comment-needed"
    [count] = (await head.post(url, json=of("a1", "parents", 14, reason="Двое опоздали"))).json()["items"]
    assert (count["count"], count["reason"], count["by_name"]) == (14, "Двое опоздали", "Head-A1 CANARY_A А. П.")
    assert (await head.post(url, json=of("a2", "parents", 1))).status_code == 403
    assert (await methodologist.post(url, json=of("a2", "students", 0))).status_code == 201
    for bad in (-1, 1.5, "3", True):
        assert (await head.post(url, json=of("a1", "students", bad))).status_code == 422
    assert (await head.post(url, json=of("a1", "teachers", 1))).status_code == 422
    assert (await methodologist.post(url, json=of("b1", "parents", 1))).json()["errors"][0][
        "code"
    ] == "unknown-reference"
    counts = (await methodologist.get(url)).json()["items"]
    assert [(c["school"]["name"], c["audience"], c["count"]) for c in counts] == [
        ("Школа A1 CANARY_A", "parents", 14), ("Школа A2 CANARY_A", "students", 0),
    ]  # fmt: skip
    assert [len((await login(app, who).get(url)).json()["items"]) for who in ("head.a1@test", "head.a2@test")] == [1, 1]
    assert await rows("select count from attendance_count order by seq") == [{"count": 12}, {"count": 14}, {"count": 0}]


async def test_an_event_for_adults_counts_no_parents(methodologist: httpx.AsyncClient, head: httpx.AsyncClient) -> None:
    event = await published(methodologist)
    begun(event)
    body = {"school_id": str(id_("school.a1")), "audience": "parents", "count": 3}
    refused = await head.post(f"{URL}/{event['id']}/counts", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "audience-mismatch")


async def test_the_board_follows_who_comes(
    methodologist: httpx.AsyncClient, teacher2: httpx.AsyncClient, event: dict[str, Any], seat: dict[str, Any]
) -> None:
    begun(event)
    board = f"{URL}/{event['id']}/board"
    before = await teacher2.get(board)
    assert before.json()["seats"]["attended"] == 0
    await mark(methodologist, event, (seat, True))
    after = await teacher2.get(board, headers={"If-None-Match": before.headers["etag"]})
    assert (after.status_code, after.json()["seats"]["attended"]) == (200, 1)
    clock.shift(timedelta())
