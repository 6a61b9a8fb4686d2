"""Events from draft to held: what is announced, what was promised, what is found."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from opora.core import clock
from tests.api.events.making import API, URL, at, begun, draft, made, move, moved, published
from tests.conftest import Login
from tests.support.world import id_

Rows = Callable[..., Awaitable[list[dict[str, Any]]]]
FACTS = "select type, data ->> 'to' as led_to from change where entity_id = $1 order by xid, seq"


async def test_an_event_goes_from_draft_to_held_and_leaves_its_facts(
    methodologist: httpx.AsyncClient, rows: Rows
) -> None:
    event = await made(methodologist)
    assert (event["status"], event["sequence"], event["seats"]["taken"]) == ("draft", 0, 0)
    assert event["organizer"] == {"kind": "school", "id": str(id_("school.a1")), "name": "Школа A1 CANARY_A"}
    assert event["allowed_actions"] == ["publish", "cancel", "update"]
    event = await moved(methodologist, event["id"], "publish")
    assert {"move", "cancel", "update", "register", "register_many"} == set(event["allowed_actions"])
    begun(event)
    assert (await moved(methodologist, event["id"], "start"))["status"] == "in_progress"
    assert (await moved(methodologist, event["id"], "finish"))["status"] == "held"
    assert [(r["type"], r["led_to"]) for r in await rows(FACTS, event["id"])] == [
        ("event.create", "draft"), ("event.publish", "published"), ("event.start", "in_progress"), ("event.finish", "held"),
    ]  # fmt: skip


async def test_everything_an_event_promises_is_kept_and_read_back(methodologist: httpx.AsyncClient) -> None:
    sent = draft(
        mode="hybrid", link="https://meet.example/1", room="12", capacity=30, content_track="modern_lesson",
        host_school_id=str(id_("school.a4")), deficit_type_ids=[str(id_("type.t1"))], deficit_ids=[str(id_("deficit.a1.t2"))],
        speakers=[{"person_id": str(id_("person.teacher.a1@test")), "note": "ведёт"}, {"name": "Гость из ЛОИРО"}],
        materials=[{"title": "Конспект", "url": "https://files.example/1.pdf"}], description="Строка\nи ещё одна",
    )  # fmt: skip
    event = (await methodologist.post(URL, json=sent)).json()
    assert [(s["name"], s["note"]) for s in event["speakers"]] == [
        ("Teacher-A1 CANARY_A Анна Петровна", "ведёт"), ("Гость из ЛОИРО", None),
    ]  # fmt: skip
    assert event["deficit_types"][0]["code"] == "t1"
    assert event["deficits"][0]["school"]["id"] == str(id_("school.a1"))
    assert (event["host_school"]["name"], event["capacity"], event["link"]) == ("Школа A4 CANARY_A", 30, sent["link"])
    assert event["materials"] == sent["materials"]
    assert (await methodologist.get(f"{URL}/{event['id']}")).json() == event


@pytest.mark.parametrize(
    ("change", "pointer", "code"),
    [
        ({"starts_at": "2020-01-01T10:00:00+03:00"}, "/starts_at", "in_past"),
        ({"ends_at": "2020-01-01T10:00:00+03:00"}, "/ends_at", "out_of_order"),
        ({"starts_at": "2099-01-01T10:00:00"}, "/starts_at", "instant_from_text"),
        ({"starts_at": 4070908800}, "/starts_at", "instant_from_text"),
        ({"starts_at": "2099-01-01"}, "/starts_at", "instant_from_text"),
        ({"capacity": 0}, "/capacity", "greater_than_equal"), ({"capacity": "30"}, "/capacity", "int_type"),
        ({"audience": []}, "/audience", "too_short"), ({"audience": ["teachers", "teachers"]}, "/audience", "repeated"),
        ({"audience": ["cats"]}, "/audience/0", "literal_error"), ({"kind": "party"}, "/kind", "literal_error"),
        ({"title": "я" * 10_000}, "/title", "string_too_long"),
        ({"description": "я" * 10_000}, "/description", "string_too_long"),
        ({"title": "a\x00b"}, "/title", "unprintable"), ({"link": "javascript:alert(1)"}, "/link", "string_pattern_mismatch"),
        ({"materials": [{"title": "x", "url": "data:text/html,1"}]}, "/materials/0/url", "string_pattern_mismatch"),
        ({"speakers": [{}]}, "/speakers/0", "one_of_two"),
        ({"speakers": [{"person_id": str(id_("person.teacher.b1@test"))}]}, "/speakers/0/person_id", "unknown-reference"),
        ({"speakers": [{"person_id": str(id_("person.head.a1@test"))}] * 2}, "/speakers/0/person_id", "repeated"),
        ({"organizer_school_id": None}, "/organizer_id", "one_of_two"),
        ({"organizer_school_id": str(id_("school.b1"))}, "/organizer_school_id", "unknown-reference"),
        ({"host_school_id": str(id_("school.b1"))}, "/host_school_id", "unknown-reference"),
        ({"program_id": str(id_("program.b"))}, "/program_id", "unknown-reference"),
        ({"deficit_type_ids": [str(id_("nothing"))]}, "/deficit_type_ids/0", "unknown-reference"),
        ({"deficit_ids": [str(id_("deficit.b1.t1"))]}, "/deficit_ids/0", "unknown-reference"),
        ({"deficit_ids": [str(id_("deficit.a1.tt2"))]}, "/deficit_ids/0", "unknown-reference"),
        ({"status": "held"}, "/status", "extra_forbidden"),
        ({"intensive_day_id": str(id_("nothing"))}, "/intensive_day_id", "extra_forbidden"),
        ({"registration_opens_at": "2099-01-02T00:00:00Z", "registration_closes_at": "2099-01-01T00:00:00Z"},
         "/registration_closes_at", "out_of_order"),
    ],
)  # fmt: skip
async def test_a_draft_that_cannot_be_is_refused_where_it_is_wrong_and_nothing_is_kept(
    methodologist: httpx.AsyncClient, rows: Rows, change: dict[str, Any], pointer: str, code: str
) -> None:
    answer = await methodologist.post(URL, json=draft(**change))
    assert answer.status_code == 422, answer.text
    assert (pointer, code) in {(e["pointer"], e["code"]) for e in answer.json()["errors"]}
    assert await rows("select count(*) as n from event") == [{"n": 0}]


async def test_markup_in_a_title_stays_text(methodologist: httpx.AsyncClient) -> None:
    title = "<img src=x onerror=alert(1)> =1+1"
    event = await published(methodologist, title=title)
    answer = await methodologist.get(f"{URL}/{event['id']}")
    assert (answer.headers["content-type"], answer.json()["title"]) == ("application/json", title)
    table = await methodologist.get(URL, headers={"Accept": "text/csv"})
    assert table.headers["content-type"].startswith("text/csv")
    assert title in table.text


async def test_what_was_promised_moves_by_a_transition_that_everybody_is_told_of(
    methodologist: httpx.AsyncClient, rows: Rows
) -> None:
    event = await published(methodologist, registration_closes_at=at(days=2))
    url, match = f"{URL}/{event['id']}", {"If-Match": f'"{event["version"]}"'}
    frozen = await methodologist.patch(url, json={"starts_at": at(days=9), "room": "14"}, headers=match)
    assert (frozen.status_code, frozen.json()["code"], frozen.json()["fields"]) == (409, "event-frozen", "starts_at")
    changed = (await methodologist.patch(url, json={"room": "14"}, headers=match)).json()
    assert (changed["room"], changed["sequence"], changed["starts_at"]) == ("14", 1, event["starts_at"])
    again = await methodologist.patch(url, json={"room": "15"}, headers=match)
    assert again.status_code == 412
    late = {"starts_at": at(days=10), "ends_at": at(days=10, hours=1)}
    assert (await move(methodologist, event["id"], "move", None, **late)).json()["code"] == "comment-needed"
    past = await move(methodologist, event["id"], "move", "Карантин", starts_at=at(days=-1), ends_at=at(days=1))
    assert past.json()["errors"][0]["pointer"] == "/payload/starts_at"
    after = await moved(methodologist, event["id"], "move", "Карантин", **late)
    assert (after["status"], after["sequence"], after["moved_from"]) == ("moved", 2, event["starts_at"])
    kept = datetime.fromisoformat(after["starts_at"]) - datetime.fromisoformat(after["registration_closes_at"])
    before = datetime.fromisoformat(event["starts_at"]) - datetime.fromisoformat(event["registration_closes_at"])
    assert kept == before
    fact = (await rows("select data from change where type = 'event.move'"))[0]["data"]
    assert fact["comment"] == "Карантин"
    assert datetime.fromisoformat(fact["starts_at"]) == datetime.fromisoformat(after["starts_at"])
    assert "publish" not in after["allowed_actions"]


async def test_a_cancelled_event_says_why_and_is_over(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient
) -> None:
    event = await published(methodologist)
    assert (await move(methodologist, event["id"], "cancel")).json()["code"] == "comment-needed"
    await moved(methodologist, event["id"], "cancel", "Нет света")
    seen = (await teacher.get(f"{URL}/{event['id']}")).json()
    assert (seen["status"], seen["status_note"], seen["allowed_actions"]) == ("cancelled", "Нет света", [])
    refused = await move(methodologist, event["id"], "start")
    assert (refused.status_code, refused.json()["code"]) == (409, "event-state")
    assert "отменено" in refused.json()["detail"]
    version = {"If-Match": "*"}
    assert (await methodologist.patch(f"{URL}/{event['id']}", json={"title": "x"}, headers=version)).status_code == 409


async def test_a_draft_without_a_place_says_what_it_lacks(methodologist: httpx.AsyncClient) -> None:
    event = await made(methodologist, place=None)
    publish = next(t for t in event["transitions"] if t["event"] == "publish")
    assert (publish["allowed"], publish["reason"]) == (False, "Укажите место проведения.")
    refused = await move(methodologist, event["id"], "publish")
    assert (refused.status_code, refused.json()["code"], refused.json()["reason"]) == (
        409,
        "event-state",
        publish["reason"],
    )


async def test_another_list_of_speakers_and_targets_replaces_the_first(
    methodologist: httpx.AsyncClient, rows: Rows
) -> None:
    event = await made(
        methodologist, speakers=[{"name": "Первая"}], deficit_type_ids=[str(id_("type.t1"))],
        deficit_ids=[str(id_("deficit.a1.t1"))],
    )  # fmt: skip
    change = {"speakers": [{"name": "Вторая"}, {"name": "Третья"}], "deficit_type_ids": [str(id_("type.t2"))]}
    after = (await methodologist.patch(f"{URL}/{event['id']}", json=change, headers={"If-Match": '"1"'})).json()
    assert [s["name"] for s in after["speakers"]] == ["Вторая", "Третья"]
    assert [t["code"] for t in after["deficit_types"]] == ["t2"]
    assert [d["id"] for d in after["deficits"]] == [str(id_("deficit.a1.t1"))]
    assert after["version"] == 2
    assert await rows("select count(*) as n from event_target") == [{"n": 2}]


async def test_a_schools_own_deficit_beside_an_event_is_seen_by_that_school_only(
    app: FastAPI, login: Login, methodologist: httpx.AsyncClient, head: httpx.AsyncClient, teacher: httpx.AsyncClient
) -> None:
    event = await published(methodologist, deficit_ids=[str(id_("deficit.a1.t1"))])
    neighbour = login(app, "head.a2@test")
    seen = [len((await who.get(f"{URL}/{event['id']}")).json()["deficits"]) for who in (head, neighbour, teacher)]
    assert seen == [1, 0, 0]


@pytest.fixture
async def three(methodologist: httpx.AsyncClient) -> list[dict[str, Any]]:
    """A lecture tomorrow, a workshop in ten days, a webinar in forty."""
    school = {"organizer_school_id": None, "organizer_id": str(id_("organization.a"))}
    return [
        await published(methodologist, title="Лекция", kind="lecture", starts_at=at(days=1), ends_at=at(days=1, hours=1)),
        await published(
            methodologist, title="Практикум", kind="workshop", starts_at=at(days=10), ends_at=at(days=10, hours=1),
            deficit_type_ids=[str(id_("type.t1"))], audience=["administrators", "parents"], **school,
            host_school_id=str(id_("school.a2")),
        ),
        await made(
            methodologist, title="Вебинар", kind="webinar", starts_at=at(days=40), ends_at=at(days=40, hours=1), mode="online",
            speakers=[{"person_id": str(id_("person.teacher.a1@test"))}],
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Лекция", "Практикум", "Вебинар"]), ("sort=-starts_at", ["Вебинар", "Практикум", "Лекция"]),
        ("kind=workshop", ["Практикум"]), ("status=draft", ["Вебинар"]), ("ahead=true", ["Лекция", "Практикум"]),
        (f"school_id={id_('school.a2')}", ["Практикум"]), (f"school_id={id_('school.a1')}", ["Лекция", "Вебинар"]),
        (f"type_id={id_('type.t1')}", ["Практикум"]), ("audience=parents", ["Практикум"]),
        (f"program_id={id_('program.a')}", ["Лекция", "Практикум", "Вебинар"]), (f"program_id={id_('program.r')}", []),
        (f"intensive_day_id={id_('no such day')}", []), ("sort=updated_at", ["Лекция", "Практикум", "Вебинар"]),
    ],
)  # fmt: skip
async def test_events_are_found_by_what_they_are(
    methodologist: httpx.AsyncClient, three: list[dict[str, Any]], query: str, found: list[str]
) -> None:
    answer = await methodologist.get(f"{URL}?{query}")
    assert [item["title"] for item in answer.json()["items"]] == found


async def test_a_month_is_one_of_the_regions_days(methodologist: httpx.AsyncClient) -> None:
    """Half past midnight in Moscow on the first is still the last evening in UTC."""
    inside = await made(methodologist, starts_at="2099-03-01T00:30:00+03:00", ends_at="2099-03-01T01:30:00+03:00")
    await made(methodologist, starts_at="2099-04-01T00:00:00+03:00", ends_at="2099-04-01T01:30:00+03:00")
    answer = await methodologist.get(f"{URL}?from_day=2099-03-01&to_day=2099-03-31")
    assert [item["id"] for item in answer.json()["items"]] == [inside["id"]]
    assert answer.json()["items"][0]["starts_at"] == "2099-02-28T21:30:00Z"


async def test_a_speaker_finds_their_events_and_a_school_no_drafts(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient, three: list[dict[str, Any]]
) -> None:
    assert [i["title"] for i in (await teacher.get(f"{URL}?mine=true")).json()["items"]] == []
    await methodologist.patch(f"{URL}/{three[2]['id']}", json={"link": "https://x.example/"}, headers={"If-Match": "*"})
    await moved(methodologist, three[2]["id"], "publish")
    mine = (await teacher.get(f"{URL}?mine=true")).json()["items"]
    assert [(i["title"], i["speakers"]) for i in mine] == [("Вебинар", ["Teacher-A1 CANARY_A Анна Петровна"])]
    assert (await teacher.get(f"{URL}/{three[2]['id']}")).json()["leads"] is True


async def test_pages_follow_one_another_and_a_table_has_russian_heads(
    methodologist: httpx.AsyncClient, three: list[dict[str, Any]]
) -> None:
    first = (await methodologist.get(f"{URL}?limit=2&include_total=true")).json()
    rest = (await methodologist.get(f"{URL}?limit=2&cursor={first['next_cursor']}")).json()
    assert [i["title"] for i in first["items"] + rest["items"]] == ["Лекция", "Практикум", "Вебинар"]
    assert (first["total"], rest["next_cursor"]) == (3, None)
    table = (await methodologist.get(URL, headers={"Accept": "text/csv"})).text.lstrip("\ufeff").splitlines()
    assert table[0].startswith("Начало;Окончание;Мероприятие;Вид;Форма")
    assert "Вебинар;Вебинар;онлайн" in table[3]


async def test_a_board_that_did_not_change_is_answered_with_nothing(
    methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient
) -> None:
    event = await published(methodologist, capacity=2)
    board = f"{URL}/{event['id']}/board"
    first = await teacher.get(board)
    assert (first.json()["capacity"], first.json()["free"], first.json()["seats"]["waiting"]) == (2, 2, 0)
    assert first.headers["cache-control"] == "private, no-cache"
    known = {"If-None-Match": first.headers["etag"]}
    same = await teacher.get(board, headers=known)
    assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", first.headers["etag"])
    await methodologist.patch(f"{URL}/{event['id']}", json={"capacity": 3}, headers={"If-Match": "*"})
    other = await teacher.get(board, headers=known)
    assert (other.status_code, other.json()["free"]) == (200, 3)


async def test_events_come_in_the_time_that_the_domain_lives_in(methodologist: httpx.AsyncClient) -> None:
    clock.shift(timedelta(days=365))
    event = await made(methodologist)
    assert datetime.fromisoformat(event["starts_at"]) > datetime.now(UTC) + timedelta(days=366)
    assert (await methodologist.get(f"{API}/events?from_day={clock.today()}")).json()["items"]
