"""Calendars: one event as a file, and subscriptions by a secret address, as calendar programs read them."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import httpx
import vobject
from fastapi import FastAPI

from opora.core import clock
from opora.identity.keys import digest
from tests.api.events.making import URL, made, moved, published, registered
from tests.conftest import Login
from tests.support.world import id_

FEEDS = "/api/v1/calendar-feeds"
HOSTILE = "Урок; a,b\\n\nBEGIN:VALARM\nATTACH:http://x <b>&"
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


def entries(content: str) -> list[Any]:
    return list(vobject.readOne(content).contents.get("vevent", []))


async def subscribed(client: httpx.AsyncClient, selection: str = "all") -> str:
    """The path of a new feed."""
    made = await client.post(FEEDS, json={"selection": selection})
    assert made.status_code == 201, made.text
    return str(httpx.URL(made.json()["url"]).path)


async def feed(app: FastAPI, login: Login, path: str, **headers: str) -> httpx.Response:
    """As a calendar program asks: without a session."""
    return await login(app).get(path, headers=headers)


async def test_a_feed_holds_what_its_owner_sees_and_a_move_keeps_the_uid(
    app: FastAPI, login: Login, methodologist: httpx.AsyncClient, head: httpx.AsyncClient
) -> None:
    event = await published(methodologist, title="Открытый урок", place="Дом учителя")
    path = await subscribed(head)
    [first] = entries((await feed(app, login, path)).text)
    assert (first.summary.value, first.status.value, first.sequence.value) == ("Открытый урок", "CONFIRMED", "0")
    assert first.dtstart.value == datetime.fromisoformat(event["starts_at"]).replace(microsecond=0)
    assert first.location.value.startswith("Дом учителя")
    assert first.url.value.endswith(f"/events/{event['id']}")
    starts = datetime.fromisoformat(event["starts_at"]) + timedelta(days=7)
    ends = datetime.fromisoformat(event["ends_at"]) + timedelta(days=7)
    await moved(methodologist, event["id"], "move", "Ремонт", starts_at=starts.isoformat(), ends_at=ends.isoformat())
    [then] = entries((await feed(app, login, path)).text)
    assert (then.uid.value, then.dtstart.value) == (first.uid.value, starts.replace(microsecond=0))
    assert int(then.sequence.value) == 1


async def test_a_cancelled_event_stays_a_while_as_cancelled(
    app: FastAPI, login: Login, methodologist: httpx.AsyncClient, head: httpx.AsyncClient
) -> None:
    event = await published(methodologist)
    path = await subscribed(head)
    await moved(methodologist, event["id"], "cancel", "Карантин")
    [left] = entries((await feed(app, login, path)).text)
    assert left.status.value == "CANCELLED"
    assert int(left.sequence.value) >= 1
    clock.shift(timedelta(days=61))
    assert entries((await feed(app, login, path)).text) == []


async def test_nothing_changed_is_nothing_sent(
    app: FastAPI, login: Login, methodologist: httpx.AsyncClient, head: httpx.AsyncClient
) -> None:
    event = await published(methodologist)
    path = await subscribed(head)
    first = await feed(app, login, path)
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    same = await feed(app, login, path, **{"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    await moved(methodologist, event["id"], "cancel", "Карантин")
    changed = await feed(app, login, path, **{"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


async def test_the_own_feed_is_what_one_goes_to(
    app: FastAPI, login: Login, methodologist: httpx.AsyncClient, teacher: httpx.AsyncClient
) -> None:
    mine = await published(methodologist, title="Мой семинар")
    await published(methodologist, title="Чужой семинар")
    path = await subscribed(teacher, "own")
    assert entries((await feed(app, login, path)).text) == []
    await registered(teacher, mine)
    assert [entry.summary.value for entry in entries((await feed(app, login, path)).text)] == ["Мой семинар"]


async def test_what_somebody_typed_is_text_and_never_a_line_of_the_calendar(
    app: FastAPI, login: Login, methodologist: httpx.AsyncClient, head: httpx.AsyncClient
) -> None:
    await published(methodologist, description=HOSTILE)
    content = (await feed(app, login, await subscribed(head))).text
    assert not any(line.startswith(("BEGIN:VALARM", "ATTACH")) for line in content.splitlines())
    [entry] = entries(content)
    assert "BEGIN:VALARM" in entry.description.value


async def test_drafts_and_other_municipalities_are_in_no_feed(
    app: FastAPI, login: Login, methodologist: httpx.AsyncClient
) -> None:
    await published(methodologist, title="Объявлено")
    await made(methodologist, title="Черновик")
    own = await feed(app, login, await subscribed(methodologist))
    assert [entry.summary.value for entry in entries(own.text)] == ["Объявлено"], "who sees drafts subscribes to none"
    foreign = await feed(app, login, await subscribed(login(app, "mc.b@test")))
    assert entries(foreign.text) == []


async def test_the_address_is_shown_once_and_ends_at_once(
    app: FastAPI, login: Login, head: httpx.AsyncClient, rows: Rows
) -> None:
    path = await subscribed(head)
    token = path.rsplit("/", 1)[1].removesuffix(".ics")
    [listed] = (await head.get(FEEDS)).json()["items"]
    assert "url" not in listed
    kept = await rows("select selection from gate.calendar_feed($1)", digest(token), role="opora_auth")
    assert kept == [{"selection": "all"}], "only the hash leads to it"
    foreign = await login(app, "head.a2@test").delete(f"{FEEDS}/{listed['id']}")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "calendar-feed-not-found")
    assert (await head.delete(f"{FEEDS}/{listed['id']}")).status_code == 204
    gone = await feed(app, login, path)
    assert (gone.status_code, gone.json()["code"]) == (404, "calendar-feed-not-found")


async def test_a_feed_ends_with_the_role_it_was_made_in(app: FastAPI, login: Login, head: httpx.AsyncClient) -> None:
    path = await subscribed(head)
    assert (await feed(app, login, path)).status_code == 200
    account, assignment = id_("account.head.a1@test"), id_("assignment.head.a1@test")
    ended = await login(app, "admin@test").post(f"/api/v1/accounts/{account}/assignments/{assignment}/end", json={})
    assert ended.status_code == 200, ended.text
    assert (await feed(app, login, path)).status_code == 404


async def test_ten_subscriptions_are_enough(head: httpx.AsyncClient) -> None:
    for _ in range(10):
        await subscribed(head)
    refused = await head.post(FEEDS, json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-calendar-feeds")
    assert len((await head.get(FEEDS)).json()["items"]) == 10


async def test_one_event_as_a_file(methodologist: httpx.AsyncClient, head: httpx.AsyncClient) -> None:
    event = await published(methodologist, title="Семинар")
    answer = await head.get(f"{URL}/{event['id']}/calendar")
    assert answer.headers["content-disposition"].startswith("attachment")
    [entry] = entries(answer.text)
    assert (entry.uid.value, entry.summary.value) == (f"{event['id']}@opora", "Семинар")
