"""Notices: told in the transaction of the cause, to nobody but the addressee; letters as the addressee chose."""

from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from opora.core.addresses import native
from opora.notices.jobs import ATTEMPTS, post_letters
from opora.notices.mail import Outgoing, Recording
from opora.worker import connect
from tests.api.deficits.test_loop import URL, decide, moved
from tests.conftest import Login
from tests.support.world import id_

API = "/api/v1"
Rows = Callable[..., Awaitable[list[dict[str, Any]]]]


async def give_an_address(client: httpx.AsyncClient, who: str) -> None:
    person = f"{API}/people/{id_(f'person.{who}')}"
    answer = await client.patch(person, json={"email": "address@school.test"}, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


async def hand_an_action_over(app: FastAPI, login: Login) -> httpx.AsyncClient:
    """A methodologist makes the teacher answer for an action; the teacher's client."""
    owner = str(id_("account.teacher.a1@test"))
    action = {"route": "network_tie", "title": "Взаимопосещение CANARY_A", "owner_id": owner}
    await moved(login(app, "me.a@test"), id_("deficit.a1.tt"), "plan", action=action)
    return login(app, "teacher.a1@test")


async def test_who_answers_for_an_action_is_told_and_nobody_else(app: FastAPI, login: Login) -> None:
    teacher = await hand_an_action_over(app, login)
    [notice] = (await teacher.get(f"{API}/notices")).json()["items"]
    assert (notice["kind"], notice["link"], notice["read_at"]) == (
        "action_owner", f"/deficits/{id_('deficit.a1.tt')}", None,
    )  # fmt: skip
    assert "CANARY" not in notice["title"] + notice["body"]
    english = (await teacher.get(f"{API}/notices", headers={"accept-language": "en"})).json()["items"][0]
    assert english["title"] == "You were given an action on a deficit"
    for other in ("me.a@test", "head.a1@test", "teacher.b1@test", "admin@test", "rc@test"):
        assert (await login(app, other).get(f"{API}/notices")).json()["items"] == []
        refused = await login(app, other).post(f"{API}/notices/{notice['id']}/read", json={})
        assert refused.status_code == 404


async def test_who_causes_something_is_not_told_of_it(app: FastAPI, login: Login) -> None:
    methodologist = login(app, "me.a@test")
    own = {"route": "network_tie", "title": "Сам", "owner_id": str(id_("account.me.a@test"))}
    await moved(methodologist, id_("deficit.a1.tt"), "plan", action=own)
    assert (await methodologist.get(f"{API}/notices/unread")).json() == {"unread": 0}


async def test_a_refused_step_tells_nobody(app: FastAPI, login: Login, rows: Rows) -> None:
    wrong = {"route": "intensive_day", "title": "Не тот путь", "owner_id": str(id_("account.teacher.a1@test"))}
    body = {"event": "plan", "payload": {"action": wrong}}
    refused = await login(app, "me.a@test").post(f"{URL}/{id_('deficit.a1.tt')}/transitions", json=body)
    assert refused.status_code == 409
    assert (await login(app, "teacher.a1@test").get(f"{API}/notices")).json()["items"] == []
    assert await rows("select 1 from letter") == []


async def test_heads_are_told_what_the_scope_of_their_deficit_became(app: FastAPI, login: Login) -> None:
    await decide(login(app, "mc.a@test"), "t1", "common")
    for head in ("head.a1@test", "head.a2@test"):
        notices = (await login(app, head).get(f"{API}/notices")).json()["items"]
        assert [n["kind"] for n in notices] == (["scope_decided"] if head == "head.a1@test" or notices else [])
    [notice] = (await login(app, "head.a1@test").get(f"{API}/notices")).json()["items"]
    assert "Дне образовательных интенсивов" in notice["body"]
    assert str(id_("type.t1")) in notice["link"]


async def test_reading_is_counted_once_and_polling_is_cheap(app: FastAPI, login: Login) -> None:
    teacher = await hand_an_action_over(app, login)
    first = await teacher.get(f"{API}/notices/unread")
    assert first.json() == {"unread": 1}
    same = await teacher.get(f"{API}/notices/unread", headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    [notice] = (await teacher.get(f"{API}/notices", params={"unread": True})).json()["items"]
    read = (await teacher.post(f"{API}/notices/{notice['id']}/read", json={})).json()
    again = (await teacher.post(f"{API}/notices/{notice['id']}/read", json={})).json()
    assert read["read_at"] == again["read_at"] is not None
    after = await teacher.get(f"{API}/notices/unread", headers={"If-None-Match": first.headers["etag"]})
    assert (after.status_code, after.json()) == (200, {"unread": 0})
    assert (await teacher.get(f"{API}/notices", params={"unread": True})).json()["items"] == []


async def test_all_are_read_at_once(app: FastAPI, login: Login) -> None:
    teacher = await hand_an_action_over(app, login)
    assert (await teacher.post(f"{API}/notices/read", json={})).json() == {"unread": 0}
    assert (await teacher.get(f"{API}/notices/unread")).json() == {"unread": 0}


@pytest.mark.parametrize("wanted", [True, False])
async def test_a_letter_is_written_unless_the_addressee_said_no(
    app: FastAPI, login: Login, rows: Rows, wanted: bool
) -> None:
    await give_an_address(login(app, "me.a@test"), "teacher.a1@test")
    chosen = await login(app, "teacher.a1@test").post(
        f"{API}/notice-preferences", json={"kind": "action_owner", "by_email": wanted}
    )
    assert {"kind": "action_owner", "title": "Вам поручено действие по дефициту", "by_email": wanted} in chosen.json()[
        "items"
    ]
    teacher = await hand_an_action_over(app, login)
    assert (await teacher.get(f"{API}/notices/unread")).json() == {"unread": 1}
    letters = await rows("select address, subject, state from letter")
    written = [{"address": "address@school.test", "subject": "Вам поручено действие по дефициту", "state": "queued"}]
    assert letters == (written if wanted else [])
    jobs = await rows("select count(*) as n from pgqueuer where entrypoint = 'notices.post'")
    assert jobs == [{"n": int(wanted)}]


class Refusing:
    """A server that refuses: a peer, not ours."""

    state = "sent"

    async def send(self, letter: Outgoing) -> None:
        raise ConnectionRefusedError


async def test_the_post_sends_what_is_due_once_and_gives_up_after_six_refusals(
    committed: Callable[[int], Any], login: Login, database: Any
) -> None:
    async with committed(2) as app:
        await give_an_address(login(app, "me.a@test"), "teacher.a1@test")
        await hand_an_action_over(app, login)
        connection = await connect(app.state.settings.database_url)
        try:
            for attempt in range(1, ATTEMPTS + 1):
                assert await post_letters(connection, Refusing()) == 0
                await connection.execute("select set_config('opora.scope', $1, false)", str(id_("region")))
                row = await connection.fetchrow("select state, attempts, error, due_at > now() as later from letter")
                assert tuple(row) == (
                    "queued" if attempt < ATTEMPTS else "failed",
                    attempt,
                    "ConnectionRefusedError",
                    True,
                )
                await connection.execute("update letter set due_at = now()")
            assert await post_letters(connection, Recording()) == 0
            await connection.execute("update letter set state = 'queued'")
            assert [await post_letters(connection, Recording()) for _ in range(2)] == [1, 0]
            assert await connection.fetchval("select state from letter") == "recorded"
        finally:
            await connection.close()


async def test_a_demonstration_shows_its_letters_to_the_administrator_only(app: FastAPI, login: Login) -> None:
    admin = login(app, "admin@test")
    assert (await admin.get(f"{API}/letters")).status_code == 404
    app.state.settings = app.state.settings.model_copy(update={"demo": True})
    await give_an_address(login(app, "me.a@test"), "teacher.a1@test")
    await hand_an_action_over(app, login)
    [letter] = (await admin.get(f"{API}/letters")).json()["items"]
    assert (letter["address"], letter["state"]) == ("address@school.test", "queued")
    assert (await login(app, "mc.a@test").get(f"{API}/letters")).status_code == 403


async def test_nobody_tells_without_being_somebody(database: Any) -> None:
    connection = await asyncpg.connect(native(database.gate))
    try:
        async with connection.transaction():
            await connection.execute("set local role opora_municipality")
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="without an actor"):
                await connection.execute("select gate.notify('{}', '{}', 'x', '{}', '/', now())")
    finally:
        await connection.close()
