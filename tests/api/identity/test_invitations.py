"""One-time links: for a new account, after a forgotten password."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.api.identity.conftest import Browser, SignIn, as_owner, tried
from tests.conftest import Login
from tests.support.world import PASSWORD, id_

ACCOUNTS, LINKS = "/api/v1/accounts", "/api/v1/auth/invitations"
NEW = {"login": "vera@test", "last_name": "Петрова", "first_name": "Вера", "role": "methodologist"}
GOOD = "сиреневый трактор 17"
OF_ME = f"{ACCOUNTS}/{id_('account.me.a@test')}"


async def invited(client: httpx.AsyncClient) -> tuple[str, str]:
    """A new methodologist of A: the account's id and the link's token."""
    made = await client.post(ACCOUNTS, json=NEW)
    assert made.status_code == 201, made.text
    return made.json()["account"]["id"], made.json()["invitation"]["token"]


async def reset(client: httpx.AsyncClient) -> str:
    made = await client.post(f"{OF_ME}/invitations", json={"purpose": "reset"})
    assert made.status_code == 201, made.text
    return str(made.json()["token"])


async def test_an_invitation_leads_from_the_link_to_the_first_login_once(
    app: FastAPI, login: Login, browser: Browser
) -> None:
    coordinator, person = login(app, "mc.a@test"), browser(app)
    made = (await coordinator.post(ACCOUNTS, json=NEW)).json()
    link, account = made["invitation"], made["account"]["id"]
    assert link["url"] == f"https://opora.test/invite/{link['token']}"
    left = datetime.fromisoformat(link["expires_at"]) - datetime.now(UTC)
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)

    shown = await person.get(f"{LINKS}/{link['token']}")
    assert shown.status_code == 200
    assert shown.json() | {"expires_at": ""} == {
        "purpose": "invitation", "login": "vera@test", "name": "Петрова Вера", "expires_at": "",
    }  # fmt: skip
    assert (await tried(person, "vera@test", GOOD)).status_code == 401
    accepted = await person.post(f"{LINKS}/{link['token']}/accept", json={"password": GOOD})
    assert (accepted.status_code, accepted.content) == (204, b"")
    assert (await tried(person, "vera@test", GOOD)).status_code == 200

    assert (await person.get(f"{LINKS}/{link['token']}")).status_code == 404
    second = await person.post(f"{LINKS}/{link['token']}/accept", json={"password": "другой пароль 2"})
    assert (second.status_code, second.json()["code"]) == (404, "invitation-not-found")
    assert (await coordinator.get(f"{ACCOUNTS}/{account}")).json()["status"] == "active"


async def test_two_who_open_one_link_at_once_are_one(
    committed: Callable[[int], Any], login: Login, browser: Browser
) -> None:
    async with committed(6) as app:
        _, token = await invited(login(app, "mc.a@test"))
        clients = [browser(app) for _ in range(4)]
        answers = await asyncio.gather(
            *(c.post(f"{LINKS}/{token}/accept", json={"password": f"{GOOD} {n}"}) for n, c in enumerate(clients))
        )
        assert sorted(a.status_code for a in answers) == [204, 404, 404, 404]


async def test_a_new_link_voids_the_earlier_one(app: FastAPI, login: Login, browser: Browser) -> None:
    coordinator = login(app, "mc.a@test")
    account, first = await invited(coordinator)
    again = await coordinator.post(f"{ACCOUNTS}/{account}/invitations", json={"purpose": "invitation"})
    assert again.status_code == 201
    assert (await browser(app).get(f"{LINKS}/{first}")).status_code == 404
    assert (await browser(app).get(f"{LINKS}/{again.json()['token']}")).status_code == 200


async def test_a_reset_gives_a_new_password_and_ends_what_was_open(
    app: FastAPI, login: Login, sign_in: SignIn, browser: Browser
) -> None:
    open_ = await sign_in(app, "me.a@test")
    token = await reset(login(app, "mc.a@test"))
    assert (await open_.get("/api/v1/me")).status_code == 200  # a link alone changes nothing
    assert (await tried(browser(app), "me.a@test", PASSWORD)).status_code == 200
    shown = (await browser(app).get(f"{LINKS}/{token}")).json()
    left = datetime.fromisoformat(shown["expires_at"]) - datetime.now(UTC)
    assert shown["purpose"] == "reset"
    assert timedelta(hours=23) < left <= timedelta(hours=24)
    assert (await browser(app).post(f"{LINKS}/{token}/accept", json={"password": GOOD})).status_code == 204
    assert (await open_.get("/api/v1/me")).status_code == 401
    assert (await tried(browser(app), "me.a@test", PASSWORD)).status_code == 401
    assert (await tried(browser(app), "me.a@test", GOOD)).status_code == 200


async def test_a_reset_frees_who_guessed_too_often(app: FastAPI, login: Login, browser: Browser) -> None:
    person = browser(app)
    for _ in range(6):
        await tried(person, "me.a@test", "forgotten")
    assert (await tried(person, "me.a@test", PASSWORD)).status_code == 429
    token = await reset(login(app, "mc.a@test"))
    await person.post(f"{LINKS}/{token}/accept", json={"password": GOOD})
    assert (await tried(person, "me.a@test", GOOD)).status_code == 200


async def test_changing_the_password_voids_an_open_link(
    app: FastAPI, login: Login, sign_in: SignIn, browser: Browser
) -> None:
    token = await reset(login(app, "mc.a@test"))
    person = await sign_in(app, "me.a@test")
    await person.post("/api/v1/me/password", json={"current_password": PASSWORD, "new_password": GOOD})
    assert (await browser(app).get(f"{LINKS}/{token}")).status_code == 404


async def test_the_purpose_fits_the_state(app: FastAPI, login: Login) -> None:
    coordinator = login(app, "mc.a@test")
    account, _ = await invited(coordinator)
    for url, purpose in ((f"{ACCOUNTS}/{account}", "reset"), (OF_ME, "invitation")):
        answer = await coordinator.post(f"{url}/invitations", json={"purpose": purpose})
        assert (answer.status_code, answer.json()["code"]) == (409, "account-state")
        assert answer.json()["detail"]


async def test_a_link_of_a_disabled_account_is_dead(app: FastAPI, login: Login, browser: Browser) -> None:
    coordinator = login(app, "mc.a@test")
    token = await reset(coordinator)
    await coordinator.post(f"{OF_ME}/transitions", json={"event": "disable"})
    assert (await browser(app).get(f"{LINKS}/{token}")).status_code == 404
    assert (await browser(app).post(f"{LINKS}/{token}/accept", json={"password": GOOD})).status_code == 404


async def test_an_expired_link_is_dead(committed: Callable[[int], Any], login: Login, browser: Browser) -> None:
    over = (
        f"select set_config('opora.account', '{id_('account.system')}', false)",
        "update invitation set expires_at = now()",
    )
    async with committed(2) as app:
        token = await reset(login(app, "mc.a@test"))
        await as_owner(app, *over)
        assert (await browser(app).post(f"{LINKS}/{token}/accept", json={"password": GOOD})).status_code == 404


@pytest.mark.parametrize("password", ["короткий", "vera@test", "qwertyuiop", "opora-demo"])
async def test_a_weak_password_leaves_the_link_alive(
    app: FastAPI, login: Login, browser: Browser, password: str
) -> None:
    _, token = await invited(login(app, "mc.a@test"))
    answer = await browser(app).post(f"{LINKS}/{token}/accept", json={"password": password})
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == ["/password"]
    assert (await browser(app).get(f"{LINKS}/{token}")).status_code == 200


@pytest.mark.parametrize(
    ("token", "status"),
    [("x" * 43, 404), ("short", 404), ("%00" * 30, 404), ("%ff%fe", 404), ("я" * 30, 404), ("x" * 201, 422)],
)
async def test_a_token_of_nobody(app: FastAPI, browser: Browser, token: str, status: int) -> None:
    assert (await browser(app).get(f"{LINKS}/{token}")).status_code == status
    accepted = await browser(app).post(f"{LINKS}/{token}/accept", json={"password": GOOD})
    assert accepted.status_code == status


async def test_neither_the_database_nor_the_audit_holds_the_token(
    committed: Callable[[int], Any], login: Login
) -> None:
    everything = (
        "select string_agg(t, '|') from (select i::text t from invitation i"
        " union all select a::text from audit a union all select c::text from change c) x"
    )
    async with committed(2) as app:
        token = await reset(login(app, "mc.a@test"))
        assert token not in (await as_owner(app, fetch=everything))[0][0]


async def test_accepting_is_told_and_audited_in_the_persons_own_name(
    committed: Callable[[int], Any], login: Login, browser: Browser
) -> None:
    mine = f"account_id = '{id_('account.me.a@test')}'"
    async with committed(2) as app:
        token = await reset(login(app, "mc.a@test"))
        await browser(app).post(f"{LINKS}/{token}/accept", json={"password": GOOD})
        facts = await as_owner(app, fetch=f"select type from change where {mine}")
        assert [fact["type"] for fact in facts] == ["account.invitation_accepted"]
        assert await as_owner(app, fetch=f"select 1 from audit where {mine} and entity = 'invitation'")
