"""Signing in: who gets in, what they hold, how guessing slows down."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.api.identity.conftest import LOGIN_URL, Browser, SignIn, as_owner, tried
from tests.conftest import Login
from tests.support.world import PASSWORD, id_

ME = "/api/v1/me"


async def test_a_login_answers_who_one_is_and_sets_a_cookie_only_the_browser_sees(
    app: FastAPI, browser: Browser
) -> None:
    answer = await tried(browser(app), "mc.a@test", PASSWORD)
    me, cookie = answer.json(), answer.headers["set-cookie"]
    assert answer.status_code == 200
    assert cookie.startswith("__Host-opora=")
    for flag in ("HttpOnly", "Secure", "SameSite=lax", "Path=/", "Max-Age=604800"):
        assert flag in cookie
    assert "Domain" not in cookie
    assert answer.headers["cache-control"] == "private, no-store"
    assert (me["login"], me["demo"], me["region"]["name"]) == ("mc.a@test", False, "Тестовая область")
    assert me["person"]["short_name"] == "Mc-A CANARY_A А. П."
    assert me["assignment"]["role"] == "municipal_coordinator"
    assert me["assignment"]["scope_name"] == "Муниципальный район A"
    assert me["assignments"] == [me["assignment"]]
    assert me["permissions"] == sorted(me["permissions"])
    assert "accounts.manage" in me["permissions"]


async def test_me_says_the_same_later(app: FastAPI, sign_in: SignIn) -> None:
    client = await sign_in(app, "head.a1@test")
    me = await client.get(ME)
    assert me.status_code == 200
    assert me.json()["assignment"]["scope_name"] == "Школа A1 CANARY_A"


async def test_a_login_is_read_without_case_and_outer_spaces(app: FastAPI, browser: Browser) -> None:
    assert (await tried(browser(app), "  MC.A@Test ", PASSWORD)).status_code == 200


@pytest.mark.parametrize(
    ("who", "password"),
    [
        ("mc.a@test", "wrong"),
        ("nobody@test", PASSWORD),
        ("client.a@test", PASSWORD),
        ("mc.a@test", PASSWORD.upper()),
        ("' or 1=1 --", "' or 1=1 --"),
    ],
)
async def test_every_wrong_pair_is_answered_alike(app: FastAPI, browser: Browser, who: str, password: str) -> None:
    answer = await tried(browser(app), who, password)
    assert (answer.status_code, answer.json()["code"]) == (401, "bad-credentials")
    assert answer.json()["title"] == "Неверный логин или пароль"
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"login": "mc.a@test"},
        {"login": "mc.a@test", "password": ""},
        {"login": "", "password": "x"},
        {"login": "x" * 201, "password": "x"},
        {"login": "mc.a@test", "password": "x" * 129},
        {"login": "mc.a@test\0", "password": "x"},
        {"login": "mc.a@test", "password": "x\0"},
        {"login": ["mc.a@test"], "password": "x"},
        {"login": "mc.a@test", "password": "x", "assignment_id": "1"},
    ],
)
async def test_what_cannot_be_a_login_is_malformed(app: FastAPI, browser: Browser, body: Any) -> None:
    assert (await browser(app).post(LOGIN_URL, json=body)).status_code == 422


async def test_lone_surrogates_are_malformed(app: FastAPI, browser: Browser) -> None:
    content = b'{"login": "\\ud800", "password": "\\udfff"}'
    answer = await browser(app).post(LOGIN_URL, content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 422


async def test_the_demonstrations_password_opens_nothing_outside_the_demonstration(
    app: FastAPI, browser: Browser
) -> None:
    from opora.identity import passwords

    stored = await passwords.hashed("opora-demo")
    app.state.settings = app.state.settings.model_copy(update={"demo": True})
    admin = browser(app)
    await tried(admin, "admin@test", PASSWORD)
    made = await admin.post(f"/api/v1/accounts/{id_('account.mc.a@test')}/invitations", json={"purpose": "reset"})
    accepted = await admin.post(
        f"/api/v1/auth/invitations/{made.json()['token']}/accept", json={"password": "opora-demo"}
    )
    assert accepted.status_code == 204
    assert (await tried(browser(app), "mc.a@test", "opora-demo")).status_code == 200
    app.state.settings = app.state.settings.model_copy(update={"demo": False})
    assert (await tried(browser(app), "mc.a@test", "opora-demo")).status_code == 401
    assert (await passwords.verified("opora-demo", stored))[0]


async def test_demo_accounts_are_offered_in_the_demonstration_only(app: FastAPI, browser: Browser) -> None:
    assert (await browser(app).get("/api/v1/auth/demo-accounts")).status_code == 404
    app.state.settings = app.state.settings.model_copy(update={"demo": True})
    answer = await browser(app).get("/api/v1/auth/demo-accounts")
    assert (answer.status_code, answer.json()) == (200, {"items": []})  # the tests' world has no @demo.opora


async def test_guessing_slows_down_and_the_owner_elsewhere_still_enters(
    committed: Callable[[int], Any], browser: Browser
) -> None:
    async with committed(4) as app:
        guesser = browser(app, address="203.0.113.5")
        statuses = [(await tried(guesser, "mc.a@test", f"guess {n}")).status_code for n in range(6)]
        assert statuses == [401] * 5 + [429]

        slowed = await tried(guesser, "mc.a@test", PASSWORD)  # nor may the right one be found out meanwhile
        assert slowed.status_code == 429
        assert slowed.json()["code"] == "too-many-attempts"
        assert 1 <= int(slowed.headers["retry-after"]) <= 2
        assert slowed.json()["retry_after"] == int(slowed.headers["retry-after"])

        neighbour = browser(app, address="203.0.113.200")  # of the same network
        assert (await tried(neighbour, "mc.a@test", PASSWORD)).status_code == 429
        assert (await tried(guesser, "mc.b@test", PASSWORD)).status_code == 200  # another login is no less free
        owner = browser(app, address="198.51.100.5")
        assert (await tried(owner, "mc.a@test", PASSWORD)).status_code == 200
        assert (
            await tried(guesser, "mc.a@test", PASSWORD)
        ).status_code == 429  # the owner's success frees the owner only


async def test_the_wait_grows_to_a_minute_and_no_further(committed: Callable[[int], Any], browser: Browser) -> None:
    over = "update login_attempt set blocked_until = clock_timestamp()"
    left = "select failures, extract(epoch from blocked_until - last_at) as wait from login_attempt"
    async with committed(2) as app:
        guesser = browser(app)
        for _ in range(4):
            await tried(guesser, "nobody@test", "guess")
        waits = []
        for _ in range(8):
            assert (await tried(guesser, "nobody@test", "guess")).status_code == 401
            assert (await tried(guesser, "nobody@test", "guess")).status_code == 429
            waits.append(round((await as_owner(app, fetch=left))[0]["wait"]))
            await as_owner(app, over)
        assert waits == [2, 4, 8, 16, 32, 60, 60, 60]
        assert (await as_owner(app, fetch=left))[0]["failures"] == 12  # a refused try is not counted
        await as_owner(app, "update login_attempt set last_at = now() - interval '2 hours', blocked_until = null")
        await tried(guesser, "nobody@test", "guess")
        assert (await as_owner(app, fetch=left))[0]["failures"] == 1


async def test_a_success_forgets_the_failures(committed: Callable[[int], Any], browser: Browser) -> None:
    async with committed(2) as app:
        person = browser(app)
        for _ in range(3):
            for _ in range(4):
                assert (await tried(person, "mc.a@test", "typing error")).status_code == 401
            assert (await tried(person, "mc.a@test", PASSWORD)).status_code == 200


async def test_many_guesses_at_once_are_counted_before_any_is_looked_at(
    committed: Callable[[int], Any], browser: Browser
) -> None:
    async with committed(8) as app:
        guesser = browser(app)
        answers = await asyncio.gather(*(tried(guesser, "mc.a@test", f"guess {n}") for n in range(40)))
        assert sorted({a.status_code for a in answers}) == [401, 429]
        assert sum(a.status_code == 401 for a in answers) == 5


async def test_a_disabled_account_is_told_to_who_knows_the_password_only(
    app: FastAPI, browser: Browser, login: Login
) -> None:
    url = f"/api/v1/accounts/{id_('account.me.a@test')}/transitions"
    assert (await login(app, "mc.a@test").post(url, json={"event": "disable"})).status_code == 200
    right = await tried(browser(app), "me.a@test", PASSWORD)
    assert (right.status_code, right.json()["code"]) == (403, "account-disabled")
    wrong = await tried(browser(app), "me.a@test", "wrong")
    assert (wrong.status_code, wrong.json()["code"]) == (401, "bad-credentials")


async def test_an_account_whose_roles_have_ended_does_not_enter(app: FastAPI, browser: Browser, login: Login) -> None:
    url = f"/api/v1/accounts/{id_('account.me.a@test')}/assignments/{id_('assignment.me.a@test')}/end"
    assert (await login(app, "mc.a@test").post(url, json={})).status_code == 200
    answer = await tried(browser(app), "me.a@test", PASSWORD)
    assert (answer.status_code, answer.json()["code"]) == (403, "no-live-role")


async def test_an_old_hash_is_renewed_at_login(committed: Callable[[int], Any], sign_in: SignIn) -> None:
    kept = f"select password_hash from credential where account_id = '{id_('account.mc.a@test')}'"
    async with committed(2) as app:
        before = (await as_owner(app, fetch=kept))[0][0]
        await sign_in(app, "mc.a@test")
        after = (await as_owner(app, fetch=kept))[0][0]
        assert before != after
        assert after.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
        await sign_in(app, "mc.a@test")


async def test_a_login_from_a_foreign_page_is_refused(app: FastAPI, browser: Browser) -> None:
    answer = await tried(browser(app, Origin="https://attacker.test"), "mc.a@test", PASSWORD)
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf")


async def test_a_login_needs_no_header_of_ours(app: FastAPI, browser: Browser) -> None:
    client: httpx.AsyncClient = browser(app)
    del client.headers["X-Opora-Client"]
    assert (await tried(client, "mc.a@test", PASSWORD)).status_code == 200


async def test_the_audit_knows_who_logged_in_and_holds_no_secret(
    committed: Callable[[int], Any], sign_in: SignIn
) -> None:
    last = "select * from audit where operation = 'update' order by at desc limit 1"
    async with committed(2) as app:
        await sign_in(app, "mc.a@test")
        entry = (await as_owner(app, fetch=last))[0]
        assert (entry["entity"], entry["account_id"]) == ("account", id_("account.mc.a@test"))
        assert "last_login_at" in entry["after"]
        assert entry["request_id"]
