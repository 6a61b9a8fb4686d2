"""The agenda on its way: proposed with reasons, accepted, moved, pinned, dropped, proposed anew."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import event

from tests.api.intensives.conftest import DAYS, NEW, answered, decided, moved, ok, proposed
from tests.support.world import id_

Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


def item(agenda: dict[str, Any], audience: str, type_: str = "t1") -> dict[str, Any]:
    found: dict[str, Any] = next(i for i in agenda["items"] if (i["audience"], i["type"]["code"]) == (audience, type_))
    return found


async def put(client: httpx.AsyncClient, day: Any, of: Any, **where: Any) -> httpx.Response:
    body = {"event": "move", "payload": where}
    return await client.post(f"{DAYS}/{day['id']}/agenda/items/{of['id']}/transitions", json=body)


async def test_a_proposal_says_why(methodologist: httpx.AsyncClient, day: dict[str, Any]) -> None:
    agenda = await proposed(methodologist, day)
    assert {i["audience"] for i in agenda["items"]} == {"teachers", "parents"}
    assert (agenda["proposal"]["number"], agenda["proposal"]["status"], agenda["proposal"]["gap"]) == (
        1,
        "optimal",
        0.0,
    )
    reason = item(agenda, "teachers")["reason"]
    assert (reason["rank"], reason["holders"], reason["participants"], reason["idle_months"]) == (1, 3, 3, None)
    assert reason["text"].startswith(
        "Тема № 1: у 3 из 3 школ с низкими результатами, тяжесть 2,0 из 3, на Дне ещё не рассматривался."
    )
    assert item(agenda, "teachers")["allowed_actions"] == ["accept", "move", "drop", "pin"]


async def test_the_board_costs_nothing_while_nothing_changes(
    methodologist: httpx.AsyncClient, day: dict[str, Any]
) -> None:
    board = await methodologist.get(f"{DAYS}/{day['id']}/agenda")
    same = await methodologist.get(f"{DAYS}/{day['id']}/agenda", headers={"If-None-Match": board.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    await proposed(methodologist, day)
    other = await methodologist.get(f"{DAYS}/{day['id']}/agenda", headers={"If-None-Match": board.headers["etag"]})
    assert other.status_code == 200


async def test_an_accepted_session_is_a_draft_event_of_the_day(
    methodologist: httpx.AsyncClient, day: dict[str, Any]
) -> None:
    agenda = await proposed(methodologist, day)
    wanted = item(agenda, "teachers")
    agenda = await ok(await answered(methodologist, day, wanted, "accept"))
    [session] = agenda["sessions"]
    assert (session["item_id"], session["slot"], session["audience"], session["status"]) == (
        wanted["id"], wanted["slot"], ["teachers"], "draft",
    )  # fmt: skip
    assert session["title"].endswith(": Вид t1")
    assert item(agenda, "teachers")["state"] == "accepted"
    again = await answered(methodologist, day, wanted, "accept")
    assert (again.status_code, again.json()["code"]) == (409, "agenda-item-state")


async def test_what_is_accepted_pinned_and_dropped_stays_when_the_rest_is_proposed_anew(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, day: dict[str, Any]
) -> None:
    await decided(coordinator, "t2", "individual")
    agenda = await proposed(methodologist, day)
    teachers, parents = item(agenda, "teachers"), item(agenda, "parents")
    await ok(await answered(methodologist, day, teachers, "accept"))
    other = next(n for n in (1, 2) if n != parents["slot"])
    moved_to = await ok(
        await put(methodologist, day, parents, slot=other, room="Актовый зал", kind="discussion", host_school_id=None)
    )
    placed = item(moved_to, "parents")
    assert (placed["slot"], placed["kind"], placed["is_pinned"]) == (other, "discussion", True)
    again = await proposed(methodologist, day)
    assert item(again, "parents") == placed
    assert [s["item_id"] for s in again["sessions"]] == [teachers["id"]]
    dropped = await ok(await answered(methodologist, day, placed, "drop"))
    assert item(dropped, "parents")["state"] == "dropped"
    blocked = await proposed(methodologist, day)
    assert blocked["proposal"]["status"] == "blocked"
    assert [c["text"] for c in blocked["proposal"]["conflicts"]] == [
        "Нужно занятие для аудитории: родители (законные представители) обучающихся."
    ]
    assert "верните снятую тему" in blocked["proposal"]["advice"]
    restored = await ok(await answered(methodologist, day, placed, "restore"))
    assert item(restored, "parents")["state"] == "proposed"


async def test_a_clash_is_refused_with_what_is_there(methodologist: httpx.AsyncClient, day: dict[str, Any]) -> None:
    agenda = await proposed(methodologist, day)
    teachers, parents = item(agenda, "teachers"), item(agenda, "parents")
    first, last = (parents, teachers) if parents["room"] != "101" else (teachers, parents)
    places = {teachers["id"]: "101", parents["id"]: "Актовый зал"}
    for of in (first, last):
        await ok(await put(methodologist, day, of, slot=1, room=places[of["id"]], host_school_id=None))
    small = await put(methodologist, day, parents, slot=2, room="101")
    assert (small.status_code, small.json()["detail"]) == (409, "Мест 25, а ожидается 30.")
    taken = await put(methodologist, day, teachers, room="Актовый зал")
    assert (taken.status_code, taken.json()["code"]) == (409, "agenda-clash")
    assert "Помещение занято: «Вид t1»" in taken.json()["detail"]
    school = str(id_("school.a1"))
    await ok(await put(methodologist, day, teachers, host_school_id=school))
    twice = await put(methodologist, day, parents, host_school_id=school)
    assert "Школа в это время проводит «Вид t1»" in twice.json()["detail"]


@pytest.mark.parametrize(
    ("where", "pointer"),
    [
        ({"slot": 3}, "slot"),
        ({"room": "Подвал"}, "room"),
        ({"host_school_id": str(id_("school.b1"))}, "host_school_id"),
    ],
)
async def test_a_place_the_day_does_not_have_is_refused(
    methodologist: httpx.AsyncClient, day: dict[str, Any], where: dict[str, Any], pointer: str
) -> None:
    agenda = await proposed(methodologist, day)
    answer = await put(methodologist, day, item(agenda, "teachers"), **where)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == [f"/payload/{pointer}"]


async def test_a_contradiction_changes_no_item_and_names_its_rules(
    methodologist: httpx.AsyncClient, day: dict[str, Any], rows: Rows
) -> None:
    agenda = await proposed(methodologist, day)
    before = agenda["items"]
    etag = {"If-Match": "*"}
    crowd = [{"audience": "teachers", "people": 500}, {"audience": "parents", "people": 30}]
    await ok(await methodologist.patch(f"{DAYS}/{day['id']}", json={"expected": crowd}, headers=etag))
    blocked = await proposed(methodologist, day)
    assert blocked["items"] == before
    assert {c["rule"] for c in blocked["proposal"]["conflicts"]} == {"audience_served", "room_seats"}
    assert blocked["proposal"]["advice"] == (
        "Что можно сделать: верните снятую тему или уберите аудиторию из Дня; "
        "добавьте помещение побольше или уменьшите ожидаемое число."
    )
    kept = await rows("select number, status from agenda_proposal order by number")
    assert [(row["number"], row["status"]) for row in kept] == [(1, "optimal"), (2, "blocked")]


async def test_an_announced_agenda_is_not_proposed_anew(
    methodologist: httpx.AsyncClient, published: dict[str, Any]
) -> None:
    late = await methodologist.post(f"{DAYS}/{published['id']}/agenda/proposals")
    assert (late.status_code, late.json()["code"]) == (409, "agenda-fixed")


async def test_a_cancelled_session_leaves_its_theme_free(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, day: dict[str, Any]
) -> None:
    agenda = await proposed(methodologist, day)
    agenda = await ok(await answered(methodologist, day, item(agenda, "teachers"), "accept"))
    session = agenda["sessions"][0]["id"]
    body = {"event": "cancel", "comment": "Не нужно"}
    await ok(await methodologist.post(f"/api/v1/events/{session}/transitions", json=body))
    again = await proposed(methodologist, day)
    assert again["sessions"] == []
    assert item(again, "teachers")["state"] == "proposed"


async def test_schools_read_sessions_and_no_proposals(
    head: httpx.AsyncClient, methodologist: httpx.AsyncClient, published: dict[str, Any]
) -> None:
    board = await ok(await head.get(f"{DAYS}/{published['id']}/agenda"))
    assert (len(board["sessions"]), board["items"], board["proposal"], board["allowed_actions"]) == (2, [], None, [])


async def test_a_day_online_needs_no_rooms(
    coordinator: httpx.AsyncClient, methodologist: httpx.AsyncClient, day: dict[str, Any]
) -> None:
    assert NEW["rooms"], "the usual Day has rooms"
    change = {"mode": "online", "link": "https://example.ru/day", "rooms": []}
    await ok(await methodologist.patch(f"{DAYS}/{day['id']}", json=change, headers={"If-Match": "*"}))
    agenda = await proposed(methodologist, day)
    assert {i["room"] for i in agenda["items"]} == {None}
    await ok(await methodologist.post(f"{DAYS}/{day['id']}/agenda/accept"))
    await moved(methodologist, day, "build")
    assert (await moved(coordinator, day, "publish"))["status"] == "published"


async def test_the_board_costs_the_same_for_one_session_and_for_more(
    app: FastAPI, methodologist: httpx.AsyncClient, day: dict[str, Any]
) -> None:
    """It is polled by everybody who looks at it."""

    async def asked() -> tuple[int, int]:
        sent: list[str] = []

        def note(*given: Any) -> None:
            if not re.match(r"(?i)\s*(savepoint|release|set local role)", given[2]):
                sent.append(given[2])

        event.listen(app.state.sync_connection, "before_cursor_execute", note)
        board = await ok(await methodologist.get(f"{DAYS}/{day['id']}/agenda"))
        event.remove(app.state.sync_connection, "before_cursor_execute", note)
        return len(board["sessions"]), len(sent)

    agenda = await proposed(methodologist, day)
    await ok(await answered(methodologist, day, item(agenda, "teachers"), "accept"))
    one, before = await asked()
    await ok(await answered(methodologist, day, item(agenda, "parents"), "accept"))
    more, after = await asked()
    assert (one, more) == (1, 2)
    assert after == before


PLENARY = {"kind": "seminar", "title": "Открытие Дня", "audience": ["teachers"], "slot": 1, "room": "Актовый зал"}


async def add(client: httpx.AsyncClient, day: dict[str, Any], **more: Any) -> httpx.Response:
    return await client.post(f"{DAYS}/{day['id']}/agenda/sessions", json=PLENARY | more)


async def test_a_session_of_ones_own_stands_beside_the_proposed(
    methodologist: httpx.AsyncClient, day: dict[str, Any], rows: Rows
) -> None:
    """The next proposal leaves its place alone; a content track is aim enough (INV-48)."""
    added = await ok(await add(methodologist, day, content_track="modern_lesson"), 201)
    [session] = added["sessions"]
    assert (session["title"], session["slot"], session["room"], session["item_id"]) == (
        "Открытие Дня", 1, "Актовый зал", None,
    )  # fmt: skip
    agenda = await proposed(methodologist, day)
    assert ("Актовый зал", 1) not in {(i["room"], i["slot"]) for i in agenda["items"] if i["state"] == "proposed"}
    [event] = await rows("select status, capacity, organizer_name, content_track from event")
    assert (event["status"], event["capacity"], event["content_track"]) == ("draft", 100, "modern_lesson")


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({}, 422, "no-aim"),
        ({"slot": 3}, 422, "unknown-slot"),
        ({"room": "Чердак"}, 422, "unknown-room"),
        ({"deficit_type_ids": [str(id_("type.none"))]}, 422, "unknown-reference"),
        ({"host_school_id": str(id_("school.b1"))}, 422, "unknown-reference"),
    ],
)
async def test_a_session_that_cannot_be_is_refused(
    methodologist: httpx.AsyncClient, day: dict[str, Any], rows: Rows, more: dict[str, Any], status: int, code: str
) -> None:
    track = {} if "deficit_type_ids" in more or code == "no-aim" else {"content_track": "modern_lesson"}
    refused = await add(methodologist, day, **track, **more)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (status, code), refused.text
    assert await rows("select id from event") == []


async def test_a_session_takes_no_place_that_is_taken_and_none_of_an_announced_day(
    methodologist: httpx.AsyncClient, coordinator: httpx.AsyncClient, day: dict[str, Any]
) -> None:
    await ok(await add(methodologist, day, content_track="modern_lesson"), 201)
    taken = await add(methodologist, day, content_track="modern_lesson", title="Второе")
    assert (taken.status_code, taken.json()["code"]) == (409, "agenda-clash")
    await proposed(methodologist, day)
    await ok(await methodologist.post(f"{DAYS}/{day['id']}/agenda/accept"))
    await moved(methodologist, day, "build")
    await moved(coordinator, day, "publish")
    late = await add(methodologist, day, content_track="modern_lesson", slot=2)
    assert (late.status_code, late.json()["code"]) == (409, "agenda-fixed")
