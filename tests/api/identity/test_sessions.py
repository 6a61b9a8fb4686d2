"""Browser sessions: they end, they switch, they are not stolen by other pages."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from fastapi import FastAPI

from opora.identity.authenticator import TOUCH_AFTER
from tests.api.identity.conftest import Browser, SignIn, as_owner, tried
from tests.conftest import Login
from tests.support.world import PASSWORD, id_, secret_of

ME, SESSIONS = "/api/v1/me", "/api/v1/me/sessions"
GRANT = f"/api/v1/accounts/{id_('account.me.a@test')}/assignments"


async def test_a_revoked_session_stops_at_the_next_request(app: FastAPI, sign_in: SignIn) -> None:
    here, there = await sign_in(app, "mc.a@test"), await sign_in(app, "mc.a@test")
    listed = (await here.get(SESSIONS)).json()["items"]
    assert [s["is_current"] for s in listed].count(True) == 1
    assert (await there.get("/api/v1/accounts")).status_code == 200
    other = (await there.get(SESSIONS)).json()["items"]
    theirs = next(s["id"] for s in other if s["is_current"])
    assert (await here.delete(f"{SESSIONS}/{theirs}")).status_code == 204
    for url in (ME, SESSIONS, "/api/v1/accounts"):
        assert (await there.get(url)).status_code == 401
    assert (await here.get(ME)).status_code == 200
    assert (await here.delete(f"{SESSIONS}/{theirs}")).status_code == 404


async def test_nobody_ends_a_session_of_somebody_else(app: FastAPI, login: Login) -> None:
    answer = await login(app, "admin@test").delete(f"{SESSIONS}/{id_('session.mc.a@test')}")
    assert (answer.status_code, answer.json()["code"]) == (404, "session-not-found")
    assert (await login(app, "mc.a@test").get(ME)).status_code == 200


async def test_the_others_end_and_this_one_stays(app: FastAPI, sign_in: SignIn, login: Login) -> None:
    here, there = await sign_in(app, "mc.a@test"), login(app, "mc.a@test")
    assert (await here.post(f"{SESSIONS}/end-others")).status_code == 204
    assert (await there.get(ME)).status_code == 401
    assert [s["is_current"] for s in (await here.get(SESSIONS)).json()["items"]] == [True]
    assert (await here.post(f"{SESSIONS}/end-others")).status_code == 204


async def test_logging_out_ends_the_session_and_takes_the_cookie_away(app: FastAPI, sign_in: SignIn) -> None:
    client = await sign_in(app, "mc.a@test")
    kept = client.cookies["__Host-opora"]
    answer = await client.post("/api/v1/auth/logout")
    assert answer.status_code == 204
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert not client.cookies
    assert (await client.get(ME, headers={"cookie": f"__Host-opora={kept}"})).status_code == 401


async def test_a_switch_is_a_new_session_and_the_old_one_ends(app: FastAPI, sign_in: SignIn, login: Login) -> None:
    granted = await login(app, "mc.a@test").post(GRANT, json={"role": "observer"})
    assert granted.status_code == 201, granted.text
    client = await sign_in(app, "me.a@test")
    first, second = (await client.get(ME)).json()["assignments"]
    assert (first["role"], second["role"]) == ("methodologist", "observer")
    old = client.cookies["__Host-opora"]
    switched = await client.post("/api/v1/auth/switch", json={"assignment_id": second["id"]})
    assert switched.status_code == 200
    assert switched.json()["assignment"] == second
    assert "deficits.diagnose" not in switched.json()["permissions"]
    assert client.cookies["__Host-opora"] != old
    assert (await client.get(ME)).json()["assignment"]["role"] == "observer"
    assert (await client.get(ME, headers={"cookie": f"__Host-opora={old}"})).status_code == 401


@pytest.mark.parametrize("foreign", [id_("assignment.rc@test"), id_("assignment.mc.b@test"), uuid4()])
async def test_nobody_switches_to_a_role_of_somebody_else(app: FastAPI, login: Login, foreign: Any) -> None:
    client = login(app, "mc.a@test")
    answer = await client.post("/api/v1/auth/switch", json={"assignment_id": str(foreign)})
    assert (answer.status_code, answer.json()["code"]) == (404, "assignment-not-found")
    assert (await client.get(ME)).status_code == 200  # the session stays as it was


async def test_nobody_switches_to_a_role_that_has_ended(app: FastAPI, sign_in: SignIn, login: Login) -> None:
    coordinator = login(app, "mc.a@test")
    made = (await coordinator.post(GRANT, json={"role": "observer"})).json()["assignments"]
    observer = next(a["id"] for a in made if a["role"] == "observer")
    client = await sign_in(app, "me.a@test")
    assert (await coordinator.post(f"{GRANT}/{observer}/end", json={})).status_code == 200
    assert (await client.post("/api/v1/auth/switch", json={"assignment_id": observer})).status_code == 404


async def test_two_tabs_never_mix_roles(app: FastAPI, sign_in: SignIn, login: Login) -> None:
    await login(app, "mc.a@test").post(GRANT, json={"role": "observer"})
    client = await sign_in(app, "me.a@test")
    first, second = (await client.get(ME)).json()["assignments"]
    tab = {"X-Opora-Assignment": first["id"]}
    assert (await client.get("/api/v1/schools", headers=tab)).status_code == 200
    await client.post("/api/v1/auth/switch", json={"assignment_id": second["id"]})
    stale = await client.get("/api/v1/schools", headers=tab)
    assert stale.status_code == 409
    body = stale.json()
    assert body["code"] == "assignment-changed"
    assert (body["session_assignment_id"], body["requested_assignment_id"]) == (second["id"], first["id"])
    assert (await client.post(f"{SESSIONS}/end-others", headers=tab)).status_code == 409
    fresh = {"X-Opora-Assignment": second["id"].upper()}
    assert (await client.get("/api/v1/schools", headers=fresh)).status_code == 200
    assert (await client.get("/api/v1/schools", headers={"X-Opora-Assignment": "none"})).status_code == 409


async def test_a_tab_of_another_account_is_told_that_the_account_changed(
    app: FastAPI, sign_in: SignIn, login: Login
) -> None:
    former = (await login(app, "mc.a@test").get(ME)).json()["assignment"]["id"]
    client = await sign_in(app, "me.a@test")
    stale = await client.get("/api/v1/schools", headers={"X-Opora-Assignment": former})
    unknown = await client.get("/api/v1/schools", headers={"X-Opora-Assignment": str(uuid4())})
    assert [(r.status_code, r.json()["code"]) for r in (stale, unknown)] == [(409, "account-changed")] * 2


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"X-Opora-Client": "mobile"}, 403),
        ({"X-Opora-Client": "web"}, 204),
        ({"X-Opora-Client": "web", "Origin": "https://opora.test"}, 204),
        ({"X-Opora-Client": "web", "Origin": "https://attacker.test"}, 403),
        ({"X-Opora-Client": "web", "Origin": "http://opora.test"}, 403),
        ({"X-Opora-Client": "web", "Origin": "null"}, 403),
        ({"Origin": "https://opora.test"}, 403),
    ],
)
async def test_an_unsafe_request_proves_that_our_own_page_made_it(
    app: FastAPI, login: Login, headers: dict[str, str], status: int
) -> None:
    client = login(app, "mc.a@test")
    del client.headers["X-Opora-Client"]
    answer = await client.post(f"{SESSIONS}/end-others", headers=headers)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "csrf"
    assert (await client.get(ME, headers={"Origin": "https://attacker.test"})).status_code == 200  # reading is harmless


@pytest.mark.parametrize(
    "cookie", ["", "x", "x" * 43, "x" * 129, "x" * 7000, "%00" * 20, "é" * 40, "a b" * 20, "'" * 43]
)
async def test_a_cookie_of_nobody_is_nobody(app: FastAPI, browser: Browser, cookie: str) -> None:
    raw = f"__Host-opora={cookie}".encode("latin-1")
    assert (await browser(app).get(ME, headers={"cookie": raw})).status_code == 401  # type: ignore[dict-item]


async def test_the_cookie_of_plain_http_is_not_read_on_https(app: FastAPI, browser: Browser) -> None:
    client = browser(app)
    answer = await client.get(ME, headers={"cookie": f"opora_session={secret_of('mc.a@test')}"})
    assert answer.status_code == 401


async def test_a_request_asks_the_gate_nothing_of_its_own(app: FastAPI, login: Login) -> None:
    """A list costs enter, statement, commit. The first request looks the actor up, later ones do not."""
    client, asked = login(app, "mc.a@test"), []
    lookup = app.state.reader.lookup

    async def counted(sql: str, *args: Any) -> Any:
        asked.append(sql)
        return await lookup(sql, *args)

    app.state.reader.lookup = app.state.actors._lookup = counted
    for _ in range(5):
        assert (await client.get("/api/v1/schools")).status_code == 200
    assert asked == ["select * from gate.actor($1, $2)"]


async def test_use_moves_the_idle_end_every_five_minutes(committed: Callable[[int], Any], login: Login) -> None:
    seen = f"select last_seen_at, idle_until from browser_session where id = '{id_('session.mc.a@test')}'"
    async with committed(2) as app:
        client, session = login(app, "mc.a@test"), hashlib.sha256(secret_of("mc.a@test").encode()).digest()
        await client.get(ME)
        before = (await as_owner(app, fetch=seen))[0]
        await client.get(ME)
        assert (await as_owner(app, fetch=seen))[0] == before
        app.state.authenticate._touched[session] -= TOUCH_AFTER  # five minutes later
        await client.get(ME)
        after = (await as_owner(app, fetch=seen))[0]
        assert after["last_seen_at"] > before["last_seen_at"]
        assert after["idle_until"] - after["last_seen_at"] == app.state.settings.session_idle


@pytest.mark.parametrize("column", ["idle_until", "expires_at"])
async def test_an_expired_session_is_none(committed: Callable[[int], Any], login: Login, column: str) -> None:
    over = f"update browser_session set {column} = now() where id = '{id_('session.mc.a@test')}'"
    async with committed(2) as app:
        client, session = login(app, "mc.a@test"), hashlib.sha256(secret_of("mc.a@test").encode()).digest()
        assert (await client.get(ME)).status_code == 200
        await as_owner(app, over)
        app.state.authenticate._touched[session] -= TOUCH_AFTER
        for url in (ME, SESSIONS, "/api/v1/schools"):
            assert (await client.get(url)).status_code == 401


async def test_changing_the_password_ends_the_other_sessions(app: FastAPI, sign_in: SignIn, browser: Browser) -> None:
    here, there = await sign_in(app, "mc.a@test"), await sign_in(app, "mc.a@test")
    change = {"current_password": PASSWORD, "new_password": "сиреневый трактор 17"}
    assert (await here.post("/api/v1/me/password", json=change)).status_code == 204
    assert (await here.get(ME)).status_code == 200
    assert (await there.get(ME)).status_code == 401
    assert (await tried(browser(app), "mc.a@test", PASSWORD)).status_code == 401
    assert (await tried(browser(app), "mc.a@test", "сиреневый трактор 17")).status_code == 200


async def test_a_wrong_present_password_changes_nothing_and_is_counted(app: FastAPI, login: Login) -> None:
    client = login(app, "mc.a@test")
    change = {"current_password": "wrong", "new_password": "сиреневый трактор 17"}
    answers = [await client.post("/api/v1/me/password", json=change) for _ in range(6)]
    assert [(a.status_code, a.json()["code"]) for a in answers[:5]] == [(409, "wrong-password")] * 5
    assert answers[5].status_code == 429
    assert (await client.get(ME)).status_code == 200


@pytest.mark.parametrize("new", ["короткий", "qwertyuiop123", "mc.a@test"])
async def test_a_weak_new_password_is_refused_at_its_field(app: FastAPI, login: Login, new: str) -> None:
    change = {"current_password": PASSWORD, "new_password": new}
    answer = await login(app, "mc.a@test").post("/api/v1/me/password", json=change)
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/new_password"]
