"""Feedback (INV-38): once by who came, by guests with a link, and nobody learns who said what."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from opora.core import clock
from opora.events import feedback
from tests.api.events.making import API, URL, answered, begun, moved, published, registered
from tests.conftest import Login
from tests.support.world import id_

Rows = Callable[..., Awaitable[list[dict[str, Any]]]]
SPEAKER = [{"person_id": str(id_("person.teacher2.a1@test"))}]


@pytest.fixture
async def event(methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient) -> dict[str, Any]:
    """An event that has begun; `teacher` has come, `teacher2` leads."""
    event = await published(methodologist, audience=["teachers", "parents"], speakers=SPEAKER)
    seat = await registered(teacher, event)
    begun(event)
    assert (await answered(methodologist, seat["id"], "mark_attended")).status_code == 200
    return event | {"seat": seat["id"]}


@pytest.fixture
def guest(app: FastAPI, login: Login) -> httpx.AsyncClient:
    return login(app)


async def link(client: httpx.AsyncClient, event: Any) -> str:
    answer = await client.get(f"{URL}/{event['id']}/feedback-link")
    assert answer.status_code == 200, answer.text
    return f"{API}/feedback/{answer.json()['token']}"


def said(rating: Any, audience: str = "parents", **more: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "audience": audience, "rating": rating} | more


async def test_who_came_answers_once(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, head: httpx.AsyncClient, event: dict[str, Any]
) -> None:
    url = f"{URL}/{event['id']}/feedback"
    assert "give_feedback" in (await teacher.get(f"{URL}/{event['id']}")).json()["allowed_actions"]
    assert (await teacher.post(url, json={"rating": 4, "comment": "Полезно"})).status_code == 204
    again = await teacher.post(url, json={"rating": 1})
    assert (again.status_code, again.json()["code"]) == (409, "feedback-given")
    absent = await head.post(url, json={"rating": 1})
    assert (absent.status_code, absent.json()["code"]) == (409, "not-attending")
    mine = (await teacher.get(f"{API}/registrations/{event['seat']}")).json()
    assert mine["status"] == "feedback_given"
    await answered(methodologist, event["seat"], "mark_absent", "Ошиблись")
    back = await answered(methodologist, event["seat"], "mark_attended", "Всё-таки был")
    assert back.json()["status"] == "feedback_given"
    assert (await teacher.post(url, json={"rating": 1})).json()["code"] == "feedback-given"


async def test_nobody_reads_answers_one_by_one(rows: Rows) -> None:
    """Only the owner's functions do, and they give figures from five answers on."""
    able = await rows(
        "select rolname::text as who from pg_roles where has_table_privilege(oid, 'event_feedback', 'select, insert, update')"
        " and not rolsuper and rolname not like 'pg\\_%'"
    )
    assert [row["who"] for row in able] == ["opora_owner"]


async def test_no_column_of_an_answer_could_name_somebody(app: FastAPI, rows: Rows) -> None:
    columns = await rows(
        "select attname::text as name, format_type(atttypid, null) as kind from pg_attribute"
        " where attrelid = 'event_feedback'::regclass and attnum > 0 order by attnum"
    )
    assert {c["name"]: c["kind"] for c in columns} == {
        "id": "uuid", "region_id": "uuid", "municipality_id": "uuid", "event_id": "uuid", "audience": "text",
        "rating": "smallint", "comment": "text", "given_on": "date",
    }  # fmt: skip


async def test_neither_facts_nor_audit_nor_replay_keep_what_was_said(
    teacher: httpx.AsyncClient, event: dict[str, Any], rows: Rows
) -> None:
    words = "Слова, по которым меня узнают"
    headers = {"Idempotency-Key": "once"}
    answer = await teacher.post(f"{URL}/{event['id']}/feedback", json={"rating": 2, "comment": words}, headers=headers)
    assert answer.status_code == 204
    assert await rows("select count(*) as n from change where data::text like $1", f"%{words}%") == [{"n": 0}]
    facts = await rows("select data from change where type = 'registration.give_feedback'")
    assert [set(fact["data"]) for fact in facts] == [{"event", "from", "to", "event_id"}]


async def test_results_stay_hidden_below_five_answers(
    methodologist: httpx.AsyncClient, guest: httpx.AsyncClient, event: dict[str, Any]
) -> None:
    url, results = await link(methodologist, event), f"{URL}/{event['id']}/feedback"
    for rating in (5, 5, 4, 1):
        assert (await guest.post(url, json=said(rating, comment=f"Оценка {rating}"))).status_code == 204
    hidden = {
        "event_id": event["id"], "is_hidden": True, "answers": None, "mean": None, "distribution": [], "by_audience": [],
        "comments": [],
    }  # fmt: skip
    assert (await methodologist.get(results)).json() == hidden
    await guest.post(url, json=said(3))
    seen = (await methodologist.get(results)).json()
    assert (seen["answers"], seen["mean"], seen["distribution"]) == (5, 3.6, [1, 0, 1, 1, 2])
    assert sorted(seen["comments"]) == ["Оценка 1", "Оценка 4", "Оценка 5", "Оценка 5"]
    assert [(a["audience"], a["answers"], a["mean"]) for a in seen["by_audience"]] == [("parents", 5, 3.6)]


async def test_an_audience_of_one_is_not_told_apart(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, guest: httpx.AsyncClient, event: dict[str, Any]
) -> None:
    """Five parents and one teacher: by audience, the rest would tell the teacher's answer."""
    url = await link(methodologist, event)
    for _ in range(5):
        await guest.post(url, json=said(5))
    await teacher.post(f"{URL}/{event['id']}/feedback", json={"rating": 1})
    seen = (await methodologist.get(f"{URL}/{event['id']}/feedback")).json()
    assert (seen["answers"], seen["by_audience"]) == (6, [])


async def test_a_speaker_reads_the_results_of_the_own_event_and_hands_out_the_link(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, teacher2: httpx.AsyncClient, event: dict[str, Any]
) -> None:
    assert (await teacher2.get(f"{URL}/{event['id']}/feedback")).status_code == 200
    assert (await teacher.get(f"{URL}/{event['id']}/feedback")).status_code == 403
    assert (await teacher.get(f"{URL}/{event['id']}/feedback-link")).status_code == 403
    assert await link(teacher2, event) == await link(methodologist, event)


async def test_a_guest_sees_what_the_event_is_and_answers_without_a_login(
    methodologist: httpx.AsyncClient, guest: httpx.AsyncClient, event: dict[str, Any]
) -> None:
    url = await link(methodologist, event)
    seen = (await guest.get(url)).json()
    assert (seen["title"], seen["organizer_name"], seen["is_open"]) == ("Работа с текстом", "Школа A1 CANARY_A", True)
    answer = said(4, comment="<b>Спасибо</b>")
    for _ in range(2):  # a weak connection: sent twice, kept once
        assert (await guest.post(url, json=answer)).status_code == 204
    assert (await guest.post(url, json=said(4, audience="administrators"))).json()["code"] == "audience-mismatch"
    for bad in (0, 6, 4.5, "5"):
        assert (await guest.post(url, json=said(bad))).status_code == 422
    assert (await guest.post(url, json=said(4, comment="я" * 10_000))).status_code == 422
    for _ in range(4):
        await guest.post(url, json=said(5))
    seen = (await methodologist.get(f"{URL}/{event['id']}/feedback")).json()
    assert (seen["answers"], seen["comments"]) == (5, ["<b>Спасибо</b>"])


async def test_a_script_cannot_fill_an_event_with_answers(
    methodologist: httpx.AsyncClient, guest: httpx.AsyncClient, event: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feedback, "GUESTS_AN_HOUR", 5)
    url = await link(methodologist, event)
    answers = [(await guest.post(url, json=said(5))).status_code for _ in range(7)]
    assert answers == [204] * 5 + [429] * 2
    assert (await methodologist.get(f"{URL}/{event['id']}/feedback")).json()["answers"] == 5


@pytest.mark.parametrize("token", ["0" * 64, "f" * 32, "not-a-token"])
async def test_a_link_nobody_gave_out_opens_nothing(
    guest: httpx.AsyncClient, event: dict[str, Any], token: str
) -> None:
    for answer in (
        await guest.get(f"{API}/feedback/{token}"),
        await guest.post(f"{API}/feedback/{token}", json=said(5)),
    ):
        assert answer.status_code in (404, 422)
        assert event["title"] not in answer.text


async def test_feedback_is_taken_from_the_start_until_two_weeks_after(
    methodologist: httpx.AsyncClient, guest: httpx.AsyncClient, teacher: httpx.AsyncClient, event: dict[str, Any]
) -> None:
    url = await link(methodologist, event)
    for minutes in (-5, 15 * 24 * 60 + 61):
        begun(event, minutes=minutes)
        assert (await guest.get(url)).json()["is_open"] is False
        for refused in (
            await guest.post(url, json=said(5)),
            await teacher.post(f"{URL}/{event['id']}/feedback", json={"rating": 5}),
        ):
            assert (refused.status_code, refused.json()["code"]) == (409, "feedback-closed")


async def test_a_cancelled_event_is_no_guests_business(
    methodologist: httpx.AsyncClient, guest: httpx.AsyncClient
) -> None:
    event = await published(methodologist)
    url = await link(methodologist, event)
    await moved(methodologist, event["id"], "cancel", "Нет света")
    assert (await guest.get(url)).json()["code"] == "feedback-link-not-found"
    clock.shift(timedelta())
